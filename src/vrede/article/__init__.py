"""The law as data: the wordings of the article by date, what places money under them, and dated policy values.

`load_texts` reads the wordings with their clauses, parts and rules (texts/), `load_policy` the values that a minister or publisher could
change (policy/), each with its date, source and the day somebody checked it. Lists that rules refer to are in lists/. Whatever is wrong in
these files raises PolicyError with file and key.
"""

from vrede.article.channels import channel_code_of, channel_named, channel_of, normal_identifier
from vrede.article.compare import Difference, differences
from vrede.article.errors import PolicyError
from vrede.article.indicators import OwnIndicator, load_indicators
from vrede.article.keywords import NOT_A_WORD, without_names
from vrede.article.lists import Bilingual, Channel, Frozen, Language, Line, Region, SdgTarget
from vrede.article.load import load_texts, read_named, readable_key, text_for_year
from vrede.article.measured import Measured, Right, load_measured
from vrede.article.model import GRADES, ArticleText, Clause, CodeMatch, MarkerMatch, PlacementRule
from vrede.article.naming import plain_name
from vrede.article.phrases import segments, without_marks
from vrede.article.policy import Policy, load_policy
from vrede.article.rule_words import describe, reasons
from vrede.article.signs import Correction, OwnList, Sign
from vrede.article.stages import Stage, load_mine_facts, load_stages, stage_of
from vrede.article.synergy import SynergyPair, load_pairs
from vrede.article.triggers import Trigger, load_causes, load_triggers

__all__ = [
    "GRADES",
    "NOT_A_WORD",
    "ArticleText",
    "Bilingual",
    "Channel",
    "Clause",
    "CodeMatch",
    "Correction",
    "Difference",
    "Frozen",
    "Language",
    "Line",
    "MarkerMatch",
    "Measured",
    "OwnIndicator",
    "OwnList",
    "PlacementRule",
    "Policy",
    "PolicyError",
    "Region",
    "Right",
    "SdgTarget",
    "Sign",
    "Stage",
    "SynergyPair",
    "Trigger",
    "channel_code_of",
    "channel_named",
    "channel_of",
    "describe",
    "differences",
    "load_causes",
    "load_indicators",
    "load_measured",
    "load_mine_facts",
    "load_pairs",
    "load_policy",
    "load_stages",
    "load_texts",
    "load_triggers",
    "normal_identifier",
    "plain_name",
    "read_named",
    "readable_key",
    "reasons",
    "segments",
    "stage_of",
    "text_for_year",
    "without_marks",
    "without_names",
]
