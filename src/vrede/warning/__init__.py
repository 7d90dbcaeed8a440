"""Warning: how much violence is to be expected per country and month, how sure that is, and how well it proved.

`make_issue` draws a forecast from models/, `warned` makes its tables for a snapshot, `run_evaluation` in proof/ scores it as it would have been
made then, and alarm/ turns chances into crises and warnings. Tables in, tables out: nothing here reads a file or a clock.
"""

from vrede.warning.alarm.crisis import CRISIS_TESTS, CrisisRule, crisis_rule_of
from vrede.warning.beside import second_count_of, second_counts, views_scores
from vrede.warning.bounds import QUIET_MONTHS, SEEN, VIOLENT_MONTH
from vrede.warning.capacity import Room, room_of
from vrede.warning.features import HALF_LIVES, SUMS
from vrede.warning.freshness import is_past
from vrede.warning.issue import AHEAD, HEADLINE, Issued, make_issue
from vrede.warning.issued import IssuedForecast
from vrede.warning.models.combine import recipe_parts, recipes
from vrede.warning.panel import LAGS, History, history, month_id, month_name
from vrede.warning.proof.detail import detail
from vrede.warning.proof.evaluate import run_evaluation
from vrede.warning.proof.report import ENOUGH, evaluation, goals, skill_page
from vrede.warning.standings import (
    brier,
    exceptions_to_show,
    in_order,
    largest_revisions,
    leading,
    most_left_out,
    ranked,
    revisions_per_target,
    risks,
    scored,
    share_left_out,
)
from vrede.warning.tables import WarningPolicy, warned

__all__ = [
    "AHEAD",
    "CRISIS_TESTS",
    "ENOUGH",
    "HALF_LIVES",
    "HEADLINE",
    "LAGS",
    "QUIET_MONTHS",
    "SEEN",
    "SUMS",
    "VIOLENT_MONTH",
    "CrisisRule",
    "History",
    "Issued",
    "IssuedForecast",
    "Room",
    "WarningPolicy",
    "brier",
    "crisis_rule_of",
    "detail",
    "evaluation",
    "exceptions_to_show",
    "goals",
    "history",
    "in_order",
    "is_past",
    "largest_revisions",
    "leading",
    "make_issue",
    "month_id",
    "month_name",
    "most_left_out",
    "ranked",
    "recipe_parts",
    "recipes",
    "revisions_per_target",
    "risks",
    "room_of",
    "run_evaluation",
    "scored",
    "second_count_of",
    "second_counts",
    "share_left_out",
    "skill_page",
    "views_scores",
    "warned",
]
