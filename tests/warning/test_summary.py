"""From draws to figures: by hand on few draws, and by a slow count over each draw."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrede.lake.tables.warning import WARNING_TABLES
from vrede.warning.panel import Draws, month_id
from vrede.warning.summary import CATEGORIES, LEAST, LEVELS, categories, ppm, quiet, summary

FORECAST = next(table for table in WARNING_TABLES if table.name == "forecast")
SHARES = {"q025": 25, "q05": 50, "q10": 100, "q25": 250, "q50": 500, "q75": 750, "q90": 900, "q95": 950, "q975": 975}


def made(draws: Any, deaths: Any = None, horizons: tuple[int, ...] = (1,)) -> pl.DataFrame:
    """Of countries AAA, BBB ... in 2021-11; draws: [country, horizon, draw]."""
    array = np.array(draws, dtype=np.float32)
    known = np.zeros((len(array), 12)) if deaths is None else np.array(deaths, dtype=float)
    codes = [3 * chr(65 + row) for row in range(len(array))]
    return summary(array, codes, month_id(2021, 11), horizons, known, "ged_sb", "ours")


def test_ten_draws_by_hand() -> None:
    """0 0 0 1 24 25 30 99 100 1000: of ten, q10 is the first draw, the median the fifth, q90 the ninth."""
    row = made([[[1000, 0, 25, 0, 1, 99, 24, 100, 30, 0]]]).row(0, named=True)
    assert {name: row[f"p{name}_ppm"] for name in LEAST} == {1: 700_000, 25: 500_000, 100: 200_000, 1000: 100_000}
    assert {name: row[name] for name in LEVELS} == {
        "q025": 0,
        "q05": 0,
        "q10": 0,
        "q25": 0,
        "q50": 24,
        "q75": 99,
        "q90": 100,
        "q95": 1000,
        "q975": 1000,
    }
    assert row["expected"] == Decimal("127.9")
    assert row["category"] == "0"


def test_rows_are_countries_then_months_each_with_its_own_draws() -> None:
    """Two countries, three horizons over the end of a year; the draws say which is which."""
    draws = [[[11], [12], [14]], [[21], [22], [24]]]
    found = made(draws, horizons=(1, 2, 14))
    assert found.select("iso3", "month", "ahead", "q50").rows() == [
        ("AAA", "2021-12", 1, 11),
        ("AAA", "2022-01", 2, 12),
        ("AAA", "2023-01", 14, 14),
        ("BBB", "2021-12", 1, 21),
        ("BBB", "2022-01", 2, 22),
        ("BBB", "2023-01", 14, 24),
    ]
    assert set(found.select("target", "origin", "model").rows()) == {("ged_sb", "2021-11", "ours")}


def test_it_is_the_table_forecast_but_for_what_the_ledger_adds() -> None:
    """Issue, and the chance in the issue before."""
    found = made([[[1, 2]]])
    added = {"issue": pl.Int64(), "p25_before_ppm": pl.Int64()}
    assert dict(found.schema) | added == FORECAST.schema


@pytest.mark.parametrize(
    ("draws", "category"),
    [
        ([0, 0, 1], "0"),
        ([1, 24, 25], "1-24"),
        ([25, 99, 1], "25-99"),
        ([100, 999, 0], "100-999"),
        ([1000, 50_000, 0], "1000+"),
        ([0, 0, 30, 30], "0"),
        ([30, 30, 200, 200, 0], "25-99"),
        ([0, 1, 25, 100, 1000], "0"),
    ],
)
def test_the_likeliest_class_by_hand(draws: list[int], category: str) -> None:
    """That with the most draws; of two with as many, the lower."""
    assert categories(np.array([[draws]], dtype=np.float32)) == [category]


@pytest.mark.parametrize(
    ("deaths", "expected"),
    [
        ([25] + [24] * 12, True),
        ([0] * 12 + [25], False),
        ([25] + [0] * 11, False),
        ([float("nan")] * 13, True),
        ([float("nan")] * 12 + [25], False),
        ([3, 4], True),
    ],
    ids=["more than a year ago", "last month", "a year ago", "nothing known", "a new state at war", "a short past"],
)
def test_quiet_by_hand(deaths: list[float], expected: bool) -> None:
    """No month of 25 deaths in the last twelve."""
    assert quiet(np.array([deaths])).tolist() == [expected]


def test_quiet_is_told_of_every_month_of_a_country() -> None:
    """It is of the origin, not of the month that is forecast."""
    found = made([[[0], [0]], [[0], [0]]], [[0] * 12, [0] * 11 + [25]], (1, 2))
    assert found["quiet"].to_list() == [True, True, False, False]


def test_of_a_thousand_draws_every_share_is_exact() -> None:
    """n draws are n thousand parts per million, whatever the float says."""
    assert ppm(np.array([n / 1000 for n in range(1001)])) == [n * 1000 for n in range(1001)]


Counts = st.lists(st.one_of(st.integers(0, 30), st.integers(0, 2000)), min_size=1, max_size=60)


@settings(max_examples=150, deadline=None)
@given(Counts)
def test_every_figure_is_what_a_count_of_the_draws_says(draws: list[int]) -> None:
    """Quantile: the smallest draw that at least that share of the draws does not pass, in fractions."""
    row = made([[draws]]).row(0, named=True)
    for least in LEAST:
        assert row[f"p{least}_ppm"] == round(1_000_000 * sum(d >= least for d in draws) / len(draws))
    for name, thousandths in SHARES.items():
        enough = [d for d in draws if Fraction(sum(o <= d for o in draws), len(draws)) >= Fraction(thousandths, 1000)]
        assert row[name] == min(enough)
    assert abs(row["expected"] - Decimal(sum(draws)) / len(draws)) <= Decimal("0.000001")
    edges = [*LEAST, 10**9]
    votes = [sum(low <= d < high for d in draws) for low, high in zip([0, *LEAST], edges, strict=True)]
    assert row["category"] == CATEGORIES[votes.index(max(votes))]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 3000), min_size=2, max_size=40), st.randoms(use_true_random=False))
def test_the_order_of_draws_does_not_matter_and_figures_do_not_cross(draws: list[int], mixer: Random) -> None:
    """A higher threshold is no likelier; a higher quantile no lower."""
    mixed = draws[:]
    mixer.shuffle(mixed)
    one, other = made([[draws]]), made([[mixed]])
    assert one.equals(other)
    row = one.row(0, named=True)
    chances, quantiles = [row[f"p{least}_ppm"] for least in LEAST], [row[name] for name in LEVELS]
    assert chances == sorted(chances, reverse=True)
    assert quantiles == sorted(quantiles)


def test_the_quantiles_of_a_thousand_draws_are_the_named_ones() -> None:
    """Of 1 to 1,000 the share is the draw."""
    draws: Draws = np.arange(1000, 0, -1, dtype=np.float32)
    row = made(draws[None, None, :]).row(0, named=True)
    assert {name: row[name] for name in SHARES} == SHARES
