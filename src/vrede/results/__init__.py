"""What came of it: results, what may be added of them, the ministry's own indicators, SDG 16, need, synergy.

`results_alone`, `added`, `results_settled` and `synergy_of` make the tables, in that order. `lawful_sums` adds what may be added and nothing else; `latest_values` and its neighbours put need beside
money without an index; couples are programmes of different partners that share a place, a period and subjects.
"""

from vrede.results.additive import ADDED, ADDING, OWN_LISTS, lawful_sums
from vrede.results.couples import chosen_couples, couples_by_partner, coverage, integrated
from vrede.results.matched import GRADE_ORDER, last_achievement, strongest_first
from vrede.results.matching import MATCH_GRADES
from vrede.results.measured import NARROW as RESULTS_NARROW
from vrede.results.measured import added, results_alone, results_settled, synergy_of
from vrede.results.need import (
    ForgottenRule,
    Point,
    crisis_rule,
    curve,
    forgotten,
    in_crisis,
    in_last_year,
    latest_values,
    rank_by,
    to_the_neediest,
)
from vrede.results.plans import people_of, plans_of
from vrede.results.programmes import (
    followed_by,
    grade_of,
    placed_under,
    reporting,
    reports_among,
    stages,
    without_result,
)
from vrede.results.select import DAYS, NONE, keys_within, target_stated, within
from vrede.results.synergy import SYNERGY_LEVELS

__all__ = [
    "ADDED",
    "ADDING",
    "DAYS",
    "GRADE_ORDER",
    "MATCH_GRADES",
    "NONE",
    "OWN_LISTS",
    "RESULTS_NARROW",
    "SYNERGY_LEVELS",
    "ForgottenRule",
    "Point",
    "added",
    "chosen_couples",
    "couples_by_partner",
    "coverage",
    "crisis_rule",
    "curve",
    "followed_by",
    "forgotten",
    "grade_of",
    "in_crisis",
    "in_last_year",
    "integrated",
    "keys_within",
    "last_achievement",
    "latest_values",
    "lawful_sums",
    "people_of",
    "placed_under",
    "plans_of",
    "rank_by",
    "reporting",
    "reports_among",
    "results_alone",
    "results_settled",
    "stages",
    "strongest_first",
    "synergy_of",
    "target_stated",
    "to_the_neediest",
    "within",
    "without_result",
]
