"""The law as data: the wordings of the article by date, what places money under them, and dated policy values."""

from vrede.article.channels import channel_of, normal_identifier
from vrede.article.compare import Difference, differences
from vrede.article.describe import describe
from vrede.article.errors import PolicyError
from vrede.article.lists import Bilingual, Channel, Fund, Purpose, Region, SdgTarget, Theme
from vrede.article.load import load_texts, text_for_year
from vrede.article.model import GRADES, ArticleText, Clause, Part, Rule
from vrede.article.phrases import Segment, segments
from vrede.article.policy import Policy, load_policy

__all__ = [
    "GRADES",
    "ArticleText",
    "Bilingual",
    "Channel",
    "Clause",
    "Difference",
    "Fund",
    "Part",
    "Policy",
    "PolicyError",
    "Purpose",
    "Region",
    "Rule",
    "SdgTarget",
    "Segment",
    "Theme",
    "channel_of",
    "describe",
    "differences",
    "load_policy",
    "load_texts",
    "normal_identifier",
    "segments",
    "text_for_year",
]
