"""Need beside money: the curve, the neediest, and what is forgotten."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrede.results.need import (
    PPM,
    ForgottenRule,
    crisis_rule,
    curve,
    forgotten,
    in_crisis,
    latest_values,
    rank_by,
    to_the_neediest,
)

RULE = ForgottenRule(1000, 500_000, 100)
SERIES = pl.DataFrame(
    [
        ("deaths", "MLI", 2018, 1),
        ("deaths", "MLI", 2020, 3),
        ("deaths", "MLI", 2021, 4),
        ("deaths", "NER", 2010, 9),
        ("other", "MLI", 2020, 7),
    ],
    schema={"indicator": pl.String, "iso3": pl.String, "year": pl.Int64, "number": pl.Decimal(38, 6)},
    orient="row",
)


@pytest.mark.parametrize(
    ("year", "oldest", "found"),
    [
        (2020, 5, [("MLI", 2020, 3)]),
        (2019, 5, [("MLI", 2018, 1)]),
        (None, 5, [("MLI", 2021, 4)]),
        (2024, 5, [("MLI", 2021, 4)]),
        (2030, 5, []),
        (2020, 10, [("MLI", 2020, 3), ("NER", 2010, 9)]),
        (2009, 5, []),
    ],
)
def test_the_newest_value_that_is_not_too_old(year: int | None, oldest: int, found: list[tuple[str, int, int]]) -> None:
    """Never a later one than the year asked; an old one is missing, not nothing."""
    rows = [(iso3, y, int(n)) for iso3, y, n in latest_values(SERIES, "deaths", year, oldest).iter_rows()]
    assert rows == found


def test_the_curve_by_hand() -> None:
    """Three countries by need; a fourth gets money and has no known need; money taken back is nothing."""
    points = curve({"A": 60, "B": 30, "C": 10}, {"A": 25, "B": 50, "D": 25, "C": -5})
    assert [(p.iso3, p.need_ppm, p.money_ppm) for p in points] == [
        ("A", 600_000, 250_000),
        ("B", 900_000, 750_000),
        ("C", 1_000_000, 750_000),
        ("D", 1_000_000, 1_000_000),
    ]
    assert curve({"A": 1}, {"A": 0}) == []
    assert curve({}, {"A": 5}) == []


@given(
    st.dictionaries(st.text("ABCDE", min_size=3, max_size=3), st.integers(0, 10**9), max_size=9),
    st.dictionaries(st.text("ABCDE", min_size=3, max_size=3), st.integers(-(10**9), 10**12), max_size=9),
)
def test_a_curve_rises_to_the_whole(need: dict[str, int], money: dict[str, int]) -> None:
    """Never down, and it ends where all need and all money are counted."""
    points = curve(need, money)
    shares = [(p.need_ppm, p.money_ppm) for p in points]
    assert shares == sorted(shares)
    assert not points or shares[-1] == (PPM, PPM)


def test_the_share_of_the_neediest() -> None:
    """Ties by code; negative amounts count as nothing."""
    assert to_the_neediest({"A": 5, "B": 5, "C": 1}, {"A": 10, "B": 20, "C": 40, "D": -3}, 1) == (10, 70)
    assert rank_by({"A": 5, "B": 5, "C": 1}, ["A", "B", "C", "D"]) == {"A": 1, "B": 1, "C": 3}


@pytest.mark.parametrize(
    ("deaths", "displaced", "cents", "crisis", "lost"),
    [
        (1000, None, 0, True, True),
        (999, 0, 0, False, False),
        (999, None, 0, None, None),
        (None, None, 0, None, None),
        (None, 500_000, 50_000_000, True, False),
        (None, 500_000, 49_999_999, True, True),
        (0, 499_999, 0, False, False),
        (5000, 0, 1, True, False),
        (5000, None, -1, True, True),
    ],
)
def test_what_is_forgotten(
    deaths: int | None, displaced: int | None, cents: int, crisis: bool | None, lost: bool | None
) -> None:
    """Three-valued: what is not known is neither yes nor no."""
    assert in_crisis(RULE, deaths, displaced) is crisis
    assert forgotten(RULE, deaths, displaced, cents) is lost


def test_the_rule_comes_from_policy() -> None:
    """A missing bound is an error of ours."""
    assert crisis_rule({"deaths": "1000", "displaced": "500000", "cents_per_displaced": "100"}) == RULE
    with pytest.raises(KeyError):
        crisis_rule({"deaths": "1"})
    assert Decimal(1) == 1
