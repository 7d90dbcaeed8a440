"""Budgets and planned disbursements by calendar year: by days, to the cent, revised rows in the place of original ones."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lakefolder import Folder, activity
from vrede.money.forward import by_year


def row(first: date | None, last: date | None, cents: int | None) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "activity_key": [0],
            "source": ["budget"],
            "row_no": [0],
            "first": [first],
            "last": [last],
            "amount_eur_cents": [cents],
        },
        schema_overrides={"first": pl.Date, "last": pl.Date, "amount_eur_cents": pl.Int64},
    )


DRAWN = {
    "one year": (date(2024, 1, 1), date(2024, 12, 31), 1000, {2024: 1000}),
    "half and half of 366 and 365 days": (date(2024, 7, 2), date(2025, 7, 1), 36500, {2024: 18300, 2025: 18200}),
    "three years": (date(2023, 12, 31), date(2025, 1, 1), 36800, {2023: 100, 2024: 36600, 2025: 100}),
    "a day": (date(2024, 2, 29), date(2024, 2, 29), 7, {2024: 7}),
    "less than nothing": (date(2023, 12, 31), date(2024, 1, 1), -3, {2023: -1, 2024: -2}),
    "no period": (None, None, 5, {None: 5}),
    "no price": (date(2024, 1, 1), date(2025, 12, 31), None, {2024: None, 2025: None}),
}


@pytest.mark.parametrize(("first", "last", "cents", "years"), DRAWN.values(), ids=DRAWN)
def test_by_days(first: date | None, last: date | None, cents: int | None, years: dict[int | None, int | None]) -> None:
    assert dict(by_year(row(first, last, cents)).select("year", "amount_eur_cents").iter_rows()) == years


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(0, 8000), st.integers(-(10**15), 10**15))
def test_the_years_sum_to_the_whole(first: date, days: int, cents: int) -> None:
    found = by_year(row(first, first + timedelta(days=days), cents))["amount_eur_cents"]
    assert found.sum() == cents
    assert all((part >= 0) == (cents >= 0) or part == 0 for part in found)


def budget(
    first: str,
    last: str,
    amount: int,
    kind: str = "",
    name: str = "budget",
    currency: str = "EUR",
    day: str = "2021-01-04",
) -> str:
    typed = f' type="{kind}"' if kind else ""
    return (
        f'<{name}{typed}><period-start iso-date="{first}"/><period-end iso-date="{last}"/>'
        f'<value currency="{currency}" value-date="{day}">{amount}</value></{name}>'
    )


def found(folder: Folder, *rows: str) -> list[tuple[object, ...]]:
    folder.file("a.xml", activity("A", inside="".join(rows)))
    return (
        folder.build()
        .table("forward")
        .select("source", "year", pl.col("amount_eur_cents") // 100, "price_state")
        .rows()
    )


def test_a_revised_budget_replaces_the_original_it_touches(folder: Folder) -> None:
    assert found(
        folder,
        budget("2021-01-01", "2021-12-31", 100),
        budget("2022-01-01", "2022-12-31", 100, "1"),
        budget("2021-06-01", "2021-12-31", 70, "2"),
        budget("2021-01-01", "2021-12-31", 90, "2", "planned-disbursement"),
    ) == [("budget", 2022, 100, "euro"), ("budget", 2021, 70, "euro"), ("planned", 2021, 90, "euro")]


def test_a_day_that_is_yet_to_come_takes_the_last_rate(folder: Folder) -> None:
    rows = found(folder, budget("2050-01-01", "2050-12-31", 100, currency="USD", day="2050-01-01"))
    assert [(year, state) for _, year, _, state in rows] == [(2050, "last rate known")]


def test_no_period_no_year_and_no_currency_no_price(folder: Folder) -> None:
    rows = found(folder, "<budget><value>5</value></budget>", budget("2021-01-01", "2021-12-31", 5, currency="XDR"))
    assert rows == [("budget", None, 5, "euro"), ("budget", 2021, None, "no rate")]


def test_what_lies_ahead_stands_under_the_clauses(folder: Folder) -> None:
    folder.file("a.xml", activity("A", inside='<sector code="72010"/>' + budget("2021-01-01", "2022-12-31", 730)))
    snapshot = folder.build()
    slices = snapshot.table("forward_slice")
    assert slices.select("kind", "year", pl.col("amount_eur_cents") // 100).rows() == [
        ("budget", 2021, 365),
        ("budget", 2022, 365),
    ]
    assert "F3" in set(snapshot.table("forward_placement")["clause"])
    # it is in no figure of what was committed or spent
    assert snapshot.table("slice").is_empty()
