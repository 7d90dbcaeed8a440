"""The tables of results: what was measured, what of it may be added, and which of the ministry's indicators it speaks of."""

from __future__ import annotations

from vrede.sources import Column, Table

_ACTIVITY = Column("activity_key", "activity", "the activity")
_RESULT = Column("result_no", "ordinal", "row_no of the result in table result")
_INDICATOR = Column("indicator_no", "ordinal", "row_no of the indicator in table indicator")
_PERIOD = Column("period_no", "ordinal", "row_no of the period in table period; empty for a baseline")
_YEAR = Column(
    "year", "integer", "calendar year in which the period ends, or of the baseline; empty: unknown", unit="year"
)
_DIMENSION = Column("dimension", "words", "what part is meant, as published, in a fixed order; empty: the whole")
_MEASURE = Column("measure", "plain", "unit, percentage, nominal, ordinal, qualitative or unknown")
_DIRECTION = Column("direction", "plain", "up (more is better; also where nothing is stated) or down")

RESULT_TABLES: tuple[Table, ...] = (
    Table(
        "result_value",
        "a baseline, target or actual value of an indicator: all results in one tidy table",
        (
            _ACTIVITY,
            _RESULT,
            _INDICATOR,
            _PERIOD,
            Column("kind", "plain", "baseline, target or actual"),
            Column("value_no", "ordinal", "row_no in table baseline, target or actual"),
            Column("result_type", "plain", "list ResultType: 1 output, 2 outcome, 3 impact, 9 other"),
            _MEASURE,
            _DIRECTION,
            Column(
                "aggregation", "plain", "allowed, not allowed or not stated: the indicator's word, else the result's"
            ),
            Column("vocabulary", "code", "list of the reference; empty: none, or the publisher's own"),
            Column("reference", "words", "code of the indicator in that list"),
            Column("period_start", "date", "first day of the period"),
            Column("period_end", "date", "last day of the period, or the baseline's day"),
            _YEAR,
            _DIMENSION,
            Column("value", "words", "the value, as published"),
            Column("number", "number", "the value as a number; empty where it is none"),
            Column("adding", "plain", "of actuals: added, alone, or why it may not be added; empty for the others"),
        ),
        ("activity_key", "kind", "value_no"),
    ),
    Table(
        "achievement",
        "how far an indicator came in a period: its actual beside its target and baseline",
        (
            _ACTIVITY,
            _RESULT,
            _INDICATOR,
            _PERIOD,
            _YEAR,
            _DIMENSION,
            _MEASURE,
            _DIRECTION,
            Column("baseline", "number", "where it stood at first; empty: not given as one number"),
            Column("target", "number", "what was aimed at; empty: not given as one number"),
            Column("actual", "number", "what was reached; empty: not given as one number"),
            Column(
                "share_ppm",
                "integer",
                "share of the way reached, rounded down; empty: not to be told",
                unit="millionths",
            ),
            Column("state", "plain", "reached, partly, nothing, or why it cannot be told"),
            Column("rule", "plain", "the rule by which it was told"),
        ),
        ("activity_key", "indicator_no", "period_no", "dimension"),
    ),
    Table(
        "indicator_match",
        "a partner's indicator that speaks of one of the ministry's own",
        (
            _ACTIVITY,
            _INDICATOR,
            Column("own", "plain", "id of the ministry's indicator (article/lists/indicators.toml)"),
            Column(
                "grade",
                "plain",
                "coded (by reference), likely (words, and the activity is placed under its part) or text",
            ),
            Column("rule", "plain", "reference, words and placement, or words"),
        ),
        ("activity_key", "indicator_no", "own"),
    ),
    Table(
        "synergy",
        "two programmes of different partners that share a place and a period, with subjects that complement each other",
        (
            Column("rank", "integer", "1 for the strongest: place, then pairs of subjects, then length of the overlap"),
            Column("first_key", "activity", "activity_key of the one"),
            Column("second_key", "activity", "activity_key of the other, a larger number"),
            Column("place_code", "place", "the country (ISO3) that both work in"),
            Column("level", "plain", "how precisely they share it: point, area or country"),
            Column("area", "place", "the list and code of the area that both name; empty: none"),
            Column("metres", "integer", "between their nearest points; empty: not both have points", unit="metres"),
            Column("pairs", "plain", "ids of the pairs of subjects (article/lists/synergy_pairs.toml), with spaces"),
            Column("first_partner", "organisation", "partner_ref of the one: who publishes, of own money who receives"),
            Column("second_partner", "organisation", "partner_ref of the other"),
            Column("overlap_start", "date", "first day on which both run"),
            Column("overlap_end", "date", "last day on which both run"),
            Column("overlap_days", "integer", "days on which both run", unit="days"),
            Column("together", "flag", "an activity of one partner is linked with one of the other"),
        ),
        ("first_key", "second_key", "place_code"),
    ),
)
