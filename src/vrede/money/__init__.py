"""The way of the money: split, price, place, total. Tables in, tables out.

`follow` prices every transaction, splits it to the cent over purposes and places and puts each slice under the parts of the article. `Ledger`
and `Selection` add slices up: one selection gives a figure, its rows and its CSV. The functions of breakdown answer what pages ask.
"""

from vrede.money.across import NARROW, of_each_other
from vrede.money.added import grouped, priced, taken_back, unpriced
from vrede.money.ahead import STATED_BY, planned_per_year, stated_plans, stated_together
from vrede.money.alone import by_themselves
from vrede.money.article_statement import clause_statement, read_counts, statement, statement_of
from vrede.money.breakdown import (
    FIGURE,
    activities_per_grade,
    activity_count,
    countries,
    countries_of_activities,
    figures,
    in_countries,
    of_measures,
    owner_not_verified,
    per_country,
    per_kind,
    per_measure_and_country,
    per_measure_and_kind,
    per_part,
    per_place,
    per_value_and_measure,
    placements_of,
    strongest_placements,
    with_place,
)
from vrede.money.budget import CHANGES, LEVELS, Budget, Phases
from vrede.money.change import (
    ACTIVITY_GONE,
    ACTIVITY_NEW,
    MONEY_TYPES,
    changes,
    changes_of,
    changes_per_kind,
    changes_touching,
)
from vrede.money.evaluate import HIDDEN_CODES, Evaluation, evaluate_placement, half_of
from vrede.money.family import counted_instead, kin
from vrede.money.fragmentation import FragmentationYear, fragmentation_per_year
from vrede.money.labels import NOTHING, WEIGHTS, LabelScore, LabelScores, interval, score_labels
from vrede.money.levels import LEVEL_KINDS, left_out
from vrede.money.lines import (
    BOUND,
    ahead_lines,
    bounded_lines,
    figure_lines,
    lines_together,
    other_level_lines,
    transaction_lines,
)
from vrede.money.link import CENTS, NUMBER, PATTERNS, SNAPSHOT, LinkError, parse_link, parse_selection, query_of
from vrede.money.measure import AT_MOST, BOUNDS, CHAIN, MEASURES, NO_MEASURE, OWN, RECEIVED, WHOLE, normal_ref
from vrede.money.organisation import SPELT
from vrede.money.outlier import OUTLIER
from vrede.money.outlier_sums import Beyond, beyond, together, without_outliers
from vrede.money.partner import partner_table
from vrede.money.partner_names import PartnerNames, link_reason, nobody_word, refs_of, written_otherwise
from vrede.money.place import BY_CHANNEL_NAME, DOUBTED
from vrede.money.placing import CORRECTED
from vrede.money.ready import make_ready
from vrede.money.ready_ledger import ReadyLedger
from vrede.money.recipients import ORDERS, recipient_years, recipients_of
from vrede.money.rules import MoneyRules
from vrede.money.selection import KINDS, Selection, Sums
from vrede.money.settled import settle
from vrede.money.total import ChainTables, Ledger
from vrede.money.unpaid import unpaid_placement
from vrede.money.yearly import NAMES, years_without_outliers

__all__ = [
    "ACTIVITY_GONE",
    "ACTIVITY_NEW",
    "AT_MOST",
    "BOUND",
    "BOUNDS",
    "BY_CHANNEL_NAME",
    "CENTS",
    "CHAIN",
    "CHANGES",
    "CORRECTED",
    "DOUBTED",
    "FIGURE",
    "HIDDEN_CODES",
    "KINDS",
    "LEVELS",
    "LEVEL_KINDS",
    "MEASURES",
    "MONEY_TYPES",
    "NAMES",
    "NARROW",
    "NOTHING",
    "NO_MEASURE",
    "NUMBER",
    "ORDERS",
    "OUTLIER",
    "OWN",
    "PATTERNS",
    "RECEIVED",
    "SNAPSHOT",
    "SPELT",
    "STATED_BY",
    "WEIGHTS",
    "WHOLE",
    "Beyond",
    "Budget",
    "ChainTables",
    "Evaluation",
    "FragmentationYear",
    "LabelScore",
    "LabelScores",
    "Ledger",
    "LinkError",
    "MoneyRules",
    "PartnerNames",
    "Phases",
    "ReadyLedger",
    "Selection",
    "Sums",
    "activities_per_grade",
    "activity_count",
    "ahead_lines",
    "beyond",
    "bounded_lines",
    "by_themselves",
    "changes",
    "changes_of",
    "changes_per_kind",
    "changes_touching",
    "clause_statement",
    "counted_instead",
    "countries",
    "countries_of_activities",
    "evaluate_placement",
    "figure_lines",
    "figures",
    "fragmentation_per_year",
    "grouped",
    "half_of",
    "in_countries",
    "interval",
    "kin",
    "left_out",
    "lines_together",
    "link_reason",
    "make_ready",
    "nobody_word",
    "normal_ref",
    "of_each_other",
    "of_measures",
    "other_level_lines",
    "owner_not_verified",
    "parse_link",
    "parse_selection",
    "partner_table",
    "per_country",
    "per_kind",
    "per_measure_and_country",
    "per_measure_and_kind",
    "per_part",
    "per_place",
    "per_value_and_measure",
    "placements_of",
    "planned_per_year",
    "priced",
    "query_of",
    "read_counts",
    "recipient_years",
    "recipients_of",
    "refs_of",
    "score_labels",
    "settle",
    "stated_plans",
    "stated_together",
    "statement",
    "statement_of",
    "strongest_placements",
    "taken_back",
    "together",
    "transaction_lines",
    "unpaid_placement",
    "unpriced",
    "with_place",
    "without_outliers",
    "written_otherwise",
    "years_without_outliers",
]
