"""VIEWS beside ours: scored on the same months and countries, and a second count of deaths."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrede.article.policy import load_policy
from vrede.sources.views.tables import VIEWS_FORECAST, VIEWS_MONTH
from vrede.warning.beside import SecondCount, second_count_of, second_counts, views_scores
from vrede.warning.issued import IssuedForecast

RUN = "fatalities003_2026_08_t01"


def issue(number: int, origin: str, issued: str, rows: list[tuple[str, str, int]]) -> IssuedForecast:
    """An issue with these chances (code, month, millionths) of state-based conflict, and others that must not count."""
    frame = pl.DataFrame(
        [("ged_sb", *row) for row in rows] + [("ged_ns", code, month, 999_999) for code, month, _n in rows],
        schema=["target", "iso3", "month", "p25_ppm"],
        orient="row",
    )

    def table(name: str) -> pl.DataFrame:
        assert name == "forecast"
        return frame

    return IssuedForecast(number, origin, "", "", issued, True, "", {}, (), "", "", "", "", "", table, lambda name: {})


def views(rows: list[tuple[str, str, int | None]], run: str = RUN, origin: str = "2026-08") -> pl.DataFrame:
    """Table views_forecast."""
    full = [(run, origin, code, 1, month, 1, ppm, None) for code, month, ppm in rows]
    return pl.DataFrame(full, schema=VIEWS_FORECAST.schema, orient="row")


def months(*rows: tuple[str, str, str, int]) -> pl.DataFrame:
    """Table country_month."""
    return pl.DataFrame(rows, schema=["target", "iso3", "month", "deaths"], orient="row")


def test_both_are_scored_on_the_months_that_came() -> None:
    """
    September | ours | VIEWS | deaths
    SDN       | 90%  | 80%   | 40     -> 0.01 and 0.04
    MLI       | 30%  | 10%   | 24     -> 0.09 and 0.01
    NER       | 50%  | null  | 0      -> not in both
    TCD       | -    | 50%   | 0      -> not in both
    October has not come.
    """
    ours = issue(3, "2026-08", "2026-09-20", [("SDN", "2026-09", 900_000), ("MLI", "2026-09", 300_000), ("NER", "2026-09", 500_000), ("SDN", "2026-10", 900_000)])  # fmt: skip
    theirs = views([("SDN", "2026-09", 800_000), ("MLI", "2026-09", 100_000), ("NER", "2026-09", None), ("TCD", "2026-09", 500_000), ("SDN", "2026-10", 1)])  # fmt: skip
    came = months(("ged_sb", "SDN", "2026-09", 40), ("ged_sb", "MLI", "2026-09", 24), ("ged_sb", "NER", "2026-09", 0), ("ged_ns", "SDN", "2026-10", 9))  # fmt: skip
    assert views_scores([ours], theirs, came).rows() == [
        (3, RUN, "2026-08", "2026-09", 2, 1, Decimal("0.050000"), Decimal("0.025000"), False)
    ]


def test_only_what_knew_the_same_is_compared() -> None:
    """An issue from another month is not even read; two runs of one month are two rows; in time is before the month."""

    def unread(name: str) -> pl.DataFrame:
        raise AssertionError(name)

    other = issue(1, "2026-07", "2026-08-20", [])
    other = IssuedForecast(
        1, "2026-07", "", "", "2026-08-20", True, "", {}, (), "", "", "", "", "", unread, lambda name: {}
    )
    ours = issue(2, "2026-08", "2026-08-31", [("SDN", "2026-09", 900_000)])
    second = RUN.replace("003", "002")
    theirs = pl.concat([views([("SDN", "2026-09", 0)]), views([("SDN", "2026-09", 1_000_000)], second)])
    made = views_scores([other, ours], theirs, months(("ged_sb", "SDN", "2026-09", 25)))
    assert made.select("issue", "run", "views_brier", "in_time").rows() == [
        (2, second, Decimal("0.000000"), True),
        (2, RUN, Decimal("1.000000"), True),
    ]
    assert views_scores([other], views([]), months(("ged_sb", "SDN", "2026-09", 25))).is_empty()


CHANCE = st.integers(0, 1_000_000)


@given(
    st.dictionaries(
        st.sampled_from(["SDN", "MLI", "NER", "TCD"]), st.tuples(CHANCE, CHANCE, st.integers(0, 60)), min_size=1
    )
)
def test_the_score_is_the_mean_square(drawn: dict[str, tuple[int, int, int]]) -> None:
    """A plain count with fractions gives the same to the last of six places."""
    ours = issue(1, "2026-08", "2026-09-01", [(code, "2026-09", n) for code, (n, _v, _d) in drawn.items()])
    theirs = views([(code, "2026-09", n) for code, (_n, n, _d) in drawn.items()])
    came = months(*(("ged_sb", code, "2026-09", d) for code, (_n, _v, d) in drawn.items()))
    row = views_scores([ours], theirs, came).row(0, named=True)
    for name, at in (("brier", 0), ("views_brier", 1)):
        squares = [(Fraction(one[at], 1_000_000) - (one[2] >= 25)) ** 2 for one in drawn.values()]
        assert abs(Fraction(row[name]) - sum(squares) / len(squares)) <= Fraction(1, 2_000_000)


def test_where_the_counts_differ_it_is_told() -> None:
    """More than 25 deaths and more than 20 percent, in the last two months that both know; null differs in nothing."""
    theirs = pl.DataFrame(
        [("SDN", 1, "2026-06", 0, 0, 0), ("SDN", 1, "2026-07", 200, None, 0), ("SDN", 1, "2026-08", 100, 0, 26), ("MLI", 2, "2026-08", 1000, 0, 0)],
        schema=VIEWS_MONTH.schema,
        orient="row",
    )  # fmt: skip
    ours = months(
        ("ged_sb", "SDN", "2026-06", 900),
        ("ged_sb", "SDN", "2026-07", 100),
        ("ged_ns", "SDN", "2026-07", 500),
        ("ged_sb", "SDN", "2026-08", 125),
        ("ged_os", "SDN", "2026-08", 0),
        ("ged_sb", "MLI", "2026-08", 810),
        ("ged_sb", "NER", "2026-09", 810),
    )
    assert second_counts(ours, theirs, SecondCount(20, 25, 2)).rows() == [
        ("ged_os", "SDN", "2026-08", 0, 26),
        ("ged_sb", "SDN", "2026-07", 100, 200),
    ]


def test_the_tolerance_is_a_dated_policy_value() -> None:
    """Whole numbers with a source; anything else is an error."""
    assert second_count_of(load_policy().mapping("second_count", date(2026, 11, 30))) == SecondCount(20, 25, 12)
    with pytest.raises(KeyError):
        second_count_of({"percent": "5", "deaths": "25"})
