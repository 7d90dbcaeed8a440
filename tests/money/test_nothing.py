"""Why a figure is none, and what was taken back of one: of every year, measure and condition, against a plain count.

file      | publisher     | what it holds
own.xml   | the ministry  | 2020: 100 paid and 100 taken back; 2021: 50 committed
field.xml | another       | 2020: 7; 2022: 5 in a currency without a rate
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrede.language import Nothing
from vrede.money import (
    Ledger,
    Selection,
    figures,
    placements_of,
    priced,
    statement_of,
    taken_back,
)
from vrede.money.breakdown import per_value_and_measure

ROWS = [
    ("spent", 2020, "MLI", 10_000, "own", "P"),
    ("spent", 2020, "MLI", -10_000, "own", "P"),
    ("commitment", 2021, "NER", 5_000, "own", "P"),
    ("spent", 2020, "MLI", 700, "field", "Q"),
    ("spent", 2022, "NER", None, "field", "Q"),
]


def ledger(rows: list[tuple[Any, ...]], hidden: frozenset[str] = frozenset()) -> Ledger:
    """A ledger of slices that all stand under F3.a. rows: kind, year, country, cents, measure, partner."""
    names = ("kind", "year", "place_code", "amount_eur_cents", "measure", "partner_ref")
    types = (pl.String, pl.Int64, pl.String, pl.Int64, pl.String, pl.String)
    given_rows = pl.DataFrame(rows, schema=dict(zip(names, types, strict=True)), orient="row")
    slices = given_rows.with_row_index("slice_key").with_columns(
        pl.col("slice_key").cast(pl.Int64),
        transaction_key=pl.col("slice_key").cast(pl.Int64),
        activity_key=pl.when(pl.col("measure") == "own").then(0).otherwise(1).cast(pl.Int64),
        place_kind=pl.lit("country"),
        sector_code=pl.lit("72010"),
        channel=pl.lit("un"),
        placed=pl.lit(True),
        apart=pl.lit(False),
    )
    placement = slices.select(
        "slice_key", clause=pl.lit("F3"), part=pl.lit("F3.a"), grade=pl.lit("coded"), rule=pl.lit("r")
    )
    return Ledger(slices, placement, {"sahel": ("MLI", "NER")}, hidden=hidden)


# what is asked | what is withheld | why there is none
TABLE = [
    ({"measure": "own", "year": "2020", "country": "NER"}, "", Nothing.NOT_PUBLISHED),
    ({"measure": "own", "year": "2021", "kind": "spent"}, "", Nothing.NOT_PUBLISHED),
    ({"measure": "own", "year": "2019"}, "", Nothing.NOT_LOADED),
    ({"measure": "field", "year": "2021"}, "", Nothing.NOT_PUBLISHED),
    ({"measure": "chain"}, "", Nothing.NOT_LOADED),
    ({"measure": "own", "year": "none"}, "", Nothing.NOT_LOADED),
    ({"measure": "own", "country": "SDN"}, "place", Nothing.WITHHELD),
    ({"measure": "own", "country": "SDN"}, "partner", Nothing.NOT_PUBLISHED),
    ({"measure": "own", "partner": "Z"}, "partner", Nothing.WITHHELD),
    ({"measure": "own", "activity": "9"}, "activity", Nothing.WITHHELD),
    ({"measure": "own", "year": "2019"}, "place", Nothing.NOT_LOADED),
    ({"measure": "own", "partner": "none"}, "partner", Nothing.NOT_PUBLISHED),
]


@pytest.mark.parametrize(("asked", "hidden", "why"), TABLE, ids=[f"{row[0]} {row[1]}" for row in TABLE])
def test_a_selection_without_rows_says_why(asked: dict[str, str], hidden: str, why: Nothing) -> None:
    made = ledger(ROWS, frozenset({hidden} - {""}))
    selection = Selection(scope="all", **asked)
    assert made.select(selection).is_empty()
    assert made.nothing(selection) is why


def test_a_year_between_an_old_file_and_a_new_one_is_not_loaded() -> None:
    """activity | 2014 | 2017 | 2020
    0        | 10   |      |           own: no activity has money on both sides of 2017
    1        |      |      | 20
    2        | 5    |      | 5         field: one has"""
    rows = [("spent", 2014, 10, 0, "own"), ("spent", 2020, 20, 1, "own")]
    rows += [("spent", 2014, 5, 2, "field"), ("spent", 2020, 5, 2, "field")]
    base = ledger([(kind, year, "MLI", cents, measure, "P") for kind, year, cents, _key, measure in rows])
    keys = pl.Series("activity_key", [key for _kind, _year, _cents, key, _measure in rows], dtype=pl.Int64)
    made = Ledger(base.slices.with_columns(keys), base.placement, {})
    assert made.nothing(Selection(measure="own", year="2017")) is Nothing.NOT_LOADED
    assert made.nothing(Selection(measure="field", year="2017")) is Nothing.NOT_PUBLISHED
    assert made.nothing(Selection(measure="own", year="2014", country="NER")) is Nothing.NOT_PUBLISHED


def test_a_country_that_is_withheld_is_answered_as_one_without_money() -> None:
    made = ledger(ROWS, frozenset({"place"}))
    assert {made.nothing(Selection(scope="all", country=code)) for code in ("SDN", "TCD", "AFG")} == {Nothing.WITHHELD}


def test_years_tell_zero_from_nothing_and_what_was_taken_back() -> None:
    years = statement_of(ledger(ROWS), Selection())["years"]
    assert (years["2020"]["own_spent_eur_cents"], years["2020"]["taken_back"]) == (0, {"own_spent_eur_cents": -10_000})
    assert years["2020"]["own_commitment_eur_cents"] is None
    assert years["2020"]["nothing"]["own_commitment_eur_cents"] == "not_published"
    assert years["2021"]["nothing"]["field_spent_eur_cents"] == "not_published"
    assert years["2022"]["nothing"]["own_spent_eur_cents"] == "not_loaded"


def test_money_without_an_exchange_rate_is_no_zero() -> None:
    made = ledger(ROWS)
    year = statement_of(made, Selection())["years"]["2022"]
    assert (year["field_spent_eur_cents"], year["nothing"]["field_spent_eur_cents"]) == (None, "not_loaded")
    rows = made.bounded(Selection(measure="field", year="2022"))
    assert not priced(rows)
    assert figures(rows).row(0, named=True)["amount_eur_cents"] is None
    assert per_value_and_measure(rows, "year") == [(2022, "field", None, 0)]


def test_what_was_taken_back_stands_beside_each_sum() -> None:
    rows = ledger(ROWS).bounded(Selection(measure="own", kind="spent"))
    assert taken_back(rows) == -10_000
    assert per_value_and_measure(rows, "place_code") == [("MLI", "own", 0, -10_000)]
    assert figures(rows).row(0, named=True)["taken_back_eur_cents"] == -10_000


def test_an_activity_has_no_zero_under_a_part_for_a_kind_that_it_lacks() -> None:
    (placed,) = placements_of(ledger([row for row in ROWS if row[0] == "spent"]), 0)
    assert (placed.cents, placed.taken_back) == ({"spent": 0}, {"spent": -10_000})


MONEY = st.tuples(
    st.sampled_from(["commitment", "spent"]),
    st.sampled_from([2019, 2020, 2021, None]),
    st.sampled_from(["MLI", "NER"]),
    st.one_of(st.none(), st.integers(-(10**12), 10**12)),
    st.sampled_from(["own", "field"]),
    st.sampled_from(["P", "Q"]),
)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(rows=st.lists(MONEY, max_size=12))
def test_years_are_those_of_a_plain_count(rows: list[tuple[Any, ...]]) -> None:
    """Sum, taken back and state of each year, measure and kind, counted one row after another."""
    totals: dict[tuple[str, str], list[int]] = defaultdict(list)
    years = set()
    for kind, year, _country, cents, measure, _partner in rows:
        words = "none" if year is None else str(year)
        years.add(words)
        totals[words, f"{measure}_{kind}_eur_cents"] += [cents] if cents is not None else []
    found = statement_of(ledger(rows), Selection())["years"]
    assert set(found) == years
    for words, values in found.items():
        for name in (name for name in values if name.endswith("_cents")):
            mine = totals.get((words, name))
            assert values[name] == (sum(mine) if mine else None)
            assert values["taken_back"].get(name, 0) == sum(cents for cents in mine or [] if cents < 0)
            held = [year for year, one in totals if one.startswith(name.split("_")[0])]
            dated = [int(year) for year in held if year != "none"]
            of_year = words in held or (words != "none" and dated and min(dated) <= int(words) <= max(dated))
            unpriced = mine == []
            why = None if mine else "not_loaded" if unpriced or not of_year else "not_published"
            assert values["nothing"].get(name) == why


@settings(max_examples=80, deadline=None, derandomize=True)
@given(rows=st.lists(MONEY, max_size=12))
def test_parts_add_up_to_the_whole_to_the_cent(rows: list[tuple[Any, ...]]) -> None:
    """Of every table of a measure: its lines, and what was taken back in them, are those of the whole."""
    made = ledger(rows)
    for measure in ("own", "field"):
        of = made.select(Selection(measure=measure))
        for by in ("year", "place_code", "partner_ref"):
            lines = per_value_and_measure(of, by)
            assert sum(cents or 0 for _value, _measure, cents, _back in lines) == made.total(Selection(measure=measure))
            assert sum(back for _value, _measure, _cents, back in lines) == taken_back(of)
