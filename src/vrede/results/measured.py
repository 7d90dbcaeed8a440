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
from vrede.results.synergy import synergy
from vrede.results.values import indicators, values

BY_NAME = {table.name: table for table in RESULT_TABLES}


def not_counts(policy: Policy, day: date) -> NotCounts:
    """How the policy of that day knows titles of which the values are no counts."""
    names = ("measures_not_counts", "measures_not_counts_unless_counted", "titles_that_count")
    return NotCounts(*(policy.names(name, day) for name in names))


def result_tables(tables: Mapping[str, pl.DataFrame], rules: MoneyRules) -> dict[str, pl.DataFrame]:
    """result_value, achievement, indicator_match and synergy, from the tables that money.follow made."""
    rows = values(tables)
    said = adding(
        rows,
        tables["activity"],
        indicator_titles(tables["narrative"]),
        downward(tables["link"], tables["chain_edge"]),
        not_counts(rules.policy, rules.day),
    )
    actual = said.with_columns(kind=pl.lit("actual")).drop("list")
    rows = rows.drop("adding").join(actual, on=["activity_key", "kind", "value_no"], how="left", maintain_order="left")
    placed = (
        tables["placement"]
        .join(tables["slice"].select("slice_key", "activity_key"), on="slice_key")
        .select("activity_key", "part", "grade")
        .unique()
    )
    matched = matches(indicators(tables), tables["narrative"], placed, load_indicators())
    text = rules.texts[-1]
    pairs = [pair for pair in load_pairs() if pair.valid_from <= rules.day]
    shared = synergy(
        tables, pairs, [part.id for part in text.parts], rules.policy.whole_number("near_metres", rules.day)
    )
    made = {
        "result_value": rows,
        "achievement": achievement(rows),
        "indicator_match": matched,
        "synergy": shared,
    }
    return {name: BY_NAME[name].conform(frame) for name, frame in made.items()}
