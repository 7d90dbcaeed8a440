"""Everything that results say of a snapshot's activities, in one call: tables in, tables out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from vrede.article import Policy, load_indicators, load_pairs
from vrede.lake.tables import RESULT_TABLES
from vrede.money import MoneyRules
from vrede.results.achievement import achievement
from vrede.results.additive import NotCounts, adding, downward, indicator_titles
from vrede.results.matching import matches
from vrede.results.synergy import ground, synergy
from vrede.results.values import indicators, values

Tables = dict[str, pl.DataFrame]
BY_NAME = {table.name: table for table in RESULT_TABLES}


def not_counts(policy: Policy, day: date) -> NotCounts:
    """How the policy of that day knows titles of which the values are no counts."""
    names = ("measures_not_counts", "measures_not_counts_unless_counted", "titles_that_count")
    return NotCounts(*(policy.names(name, day) for name in names))


NARROW: dict[str, tuple[str, ...]] = {
    "activity": ("activity_key", "reporting_org_ref"),
    "_value": (),
    "_indicator_title": (),
}
"""What `added` reads of `results_alone` and of the activities; none: all columns."""


def results_alone(tables: Mapping[str, pl.DataFrame]) -> Tables:
    """_value: table result_value without `adding`; _indicator_title. tables: as assembled."""
    return {"_value": values(tables), "_indicator_title": indicator_titles(tables["narrative"])}


def added(tables: Mapping[str, pl.DataFrame], rules: MoneyRules) -> pl.DataFrame:
    """activity_key, value_no, list, adding of every actual value. tables: NARROW of all activities, link and chain_edge."""
    below = downward(tables["link"], tables["chain_edge"])
    known = not_counts(rules.policy, rules.day)
    return adding(tables["_value"], tables["activity"], tables["_indicator_title"], below, known)


def results_settled(tables: Mapping[str, pl.DataFrame], said: pl.DataFrame) -> Tables:
    """result_value, achievement and indicator_match, and what `ground` gives. said: as `added` gives it.

    tables: of the same activities, as assembled, as `results_alone` and as `money.settle` give them.
    """
    actual = said.with_columns(kind=pl.lit("actual")).drop("list")
    rows = tables["_value"].drop("adding")
    rows = rows.join(actual, on=["activity_key", "kind", "value_no"], how="left", maintain_order="left")
    placed = (
        tables["placement"]
        .join(tables["slice"].select("slice_key", "activity_key"), on="slice_key")
        .select("activity_key", "part", "grade")
        .unique()
    )
    matched = matches(indicators(tables), tables["narrative"], placed, load_indicators())
    made = {"result_value": rows, "achievement": achievement(rows), "indicator_match": matched}
    return {name: BY_NAME[name].conform(frame) for name, frame in made.items()} | ground(tables)


def synergy_of(tables: Mapping[str, pl.DataFrame], rules: MoneyRules) -> pl.DataFrame:
    """Table synergy. tables: as `ground` gives them of all activities, and link."""
    pairs = [pair for pair in load_pairs() if pair.valid_from <= rules.day]
    parts = [part.id for part in rules.texts[-1].parts]
    return synergy(tables, pairs, parts, rules.policy.whole_number("near_metres", rules.day))
