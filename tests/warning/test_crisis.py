"""Acute crisis: each part of the rule by a drawn table, and what is not known is never a no."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrede.article.policy import load_policy
from vrede.warning.alarm.crisis import (
    CRISIS,
    NO,
    UNKNOWN,
    YES,
    CrisisRule,
    by_deaths,
    by_displacement,
    by_severity,
    crisis,
    crisis_rule_of,
    verdict,
)
from vrede.warning.alarm.crisis import Tested as Part  # pytest would take a name that begins with Test for a test

RULE = CrisisRule(75, 3, 3, 100_000, 25, 70, 2, ("deaths", "displacement"))
SMALL = replace(RULE, deaths=5, months=2, years_back=1)
CALM = [0] * 36


def test_the_rule_of_the_policy_file_is_the_decision() -> None:
    """75 deaths in three months, three years back; 100,000 people and 25% more; INFORM from 7.0 does not decide."""
    assert crisis_rule_of(load_policy().mapping("acute_crisis", date(2024, 1, 1))) == RULE


@pytest.mark.parametrize(
    ("key", "value", "error"),
    [("deaths", None, KeyError), ("deaths", "many", ValueError), ("decide", None, KeyError)],
    ids=["a number missing", "no number", "who decides missing"],
)
def test_a_policy_value_that_is_no_rule_is_refused(key: str, value: str | None, error: type[Exception]) -> None:
    """KeyError for what is missing, ValueError for what is no number."""
    good = dict(load_policy().mapping("acute_crisis", date(2024, 1, 1)))
    spoilt = {k: v for k, v in good.items() if k != key} | ({} if value is None else {key: value})
    with pytest.raises(error):
        crisis_rule_of(spoilt)


@pytest.mark.parametrize(
    ("months", "passed", "figure", "bound"),
    [
        ([*CALM, 25, 25, 25], YES, 75, 75),
        ([*CALM, 25, 25, 24], NO, 74, 75),
        ([*CALM, 75, 0, 0], YES, 75, 75),
        # as many as the worst before is enough, one fewer is not
        ([30, 30, 30, *[0] * 33, 30, 30, 30], YES, 90, 90),
        ([30, 30, 30, *[0] * 33, 30, 30, 29], NO, 89, 90),
        # a high that ended more than three years before does not count
        ([500, 30, 30, 30, *[0] * 33, 30, 30, 30], YES, 90, 90),
        # the months before stand alone: none of the last three is in a sum of before
        ([*[0] * 34, 40, 40, 80, 0, 0], YES, 80, 80),
        ([*[0] * 35, 40, 80, 0, 0], YES, 80, 75),
    ],
)
def test_deaths_by_hand(months: list[int | None], passed: str, figure: int, bound: int) -> None:
    """At least 75 in three months, and no fewer than in any three months of the three years before."""
    assert by_deaths(months, RULE, "2021-12") == Part("deaths", passed, Decimal(figure), Decimal(bound), "2021-12")


@pytest.mark.parametrize(
    "months",
    [[], [900] * 38, [None, *[0] * 35, 900, 900, 900], [*CALM, 900, None, 900], [*CALM, 900, 900, None]],
    ids=["none", "too few", "one long ago", "one of the last", "the last"],
)
def test_deaths_with_a_month_that_is_not_known_cannot_be_told(months: list[int | None]) -> None:
    """A missing month is no nothing, and many deaths around it do not fill it."""
    assert by_deaths(months, RULE, "2021-12") == Part("deaths", UNKNOWN, None, None, "")


def test_a_month_that_is_not_known_before_the_three_years_does_not_matter() -> None:
    """The rule asks of 39 months."""
    assert by_deaths([None, *CALM, 25, 25, 25], RULE, "2021-12").passed == YES


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.integers(0, 9), st.integers(0, 9), st.none()), min_size=12, max_size=18))
def test_deaths_are_what_a_plain_count_says(months: list[int | None]) -> None:
    """Two months, a year back: every pair of months is summed by hand."""
    found = by_deaths(months, SMALL, "x").passed
    asked = months[-14:]
    if len(asked) < 14 or None in asked:
        assert found == UNKNOWN
        return
    counts = [n or 0 for n in asked]
    now = counts[12] + counts[13]
    enough = now >= 5
    for at in range(11):
        enough = enough and now >= counts[at] + counts[at + 1]
    assert found == (YES if enough else NO)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=14, max_size=14), st.integers(0, 20))
def test_more_deaths_in_the_last_month_never_end_a_crisis(months: list[int], more: int) -> None:
    """A yes stays a yes."""
    before = by_deaths(list(months), SMALL, "x").passed
    after = by_deaths([*months[:-1], months[-1] + more], SMALL, "x").passed
    assert (before, after) != (YES, NO)


@pytest.mark.parametrize(
    ("people", "passed", "more", "bound", "of"),
    [
        ({2020: 400_000, 2021: 500_000}, YES, 100_000, 100_000, "2021"),
        ({2020: 400_001, 2021: 500_001}, NO, 100_000, "100000.25", "2021"),  # not quite 25%
        ({2020: 399_000, 2021: 498_999}, NO, 99_999, 100_000, "2021"),
        ({2020: 0, 2021: 100_000}, YES, 100_000, 100_000, "2021"),
        ({2020: 800_000, 2021: 1_000_000}, YES, 200_000, 200_000, "2021"),
        ({2020: 900_000, 2021: 100_000}, NO, -800_000, 225_000, "2021"),
        # 2021 is not there: the year before, and the one before that, may stand for it
        ({2019: 0, 2020: 200_000}, YES, 200_000, 100_000, "2020"),
        ({2018: 0, 2019: 200_000}, YES, 200_000, 100_000, "2019"),
        # a year without the one before says nothing; the newest pair does
        ({2018: 0, 2019: 200_000, 2021: 200_000}, YES, 200_000, 100_000, "2019"),
        # what came later is not looked at
        ({2020: 0, 2021: 0, 2022: 900_000}, NO, 0, 100_000, "2021"),
    ],
)
def test_displacement_by_hand(people: dict[int, int], passed: str, more: int, bound: int | str, of: str) -> None:
    """100,000 people more than a year before, and 25% more."""
    known = {year: Decimal(number) for year, number in people.items()}
    assert by_displacement(known, RULE, 2021) == Part("displacement", passed, Decimal(more), Decimal(bound), of)


@pytest.mark.parametrize("people", [{}, {2021: 900_000}, {2017: 0, 2018: 900_000}, {2019: 0, 2021: 900_000}])
def test_displacement_that_is_not_loaded_or_too_old_cannot_be_told(people: dict[int, int]) -> None:
    """Two years one after the other, the last no more than two years old."""
    known = {year: Decimal(number) for year, number in people.items()}
    assert by_displacement(known, RULE, 2021) == Part("displacement", UNKNOWN, None, None, "")


@pytest.mark.parametrize(
    ("risk", "expected"),
    [
        ({2021: "7.0"}, Part("severity", YES, Decimal("7.0"), Decimal(7), "2021")),
        ({2021: "6.9", 2020: "9"}, Part("severity", NO, Decimal("6.9"), Decimal(7), "2021")),
        ({2019: "8"}, Part("severity", YES, Decimal(8), Decimal(7), "2019")),
        ({2018: "8"}, Part("severity", UNKNOWN, None, None, "")),
        ({2022: "8"}, Part("severity", UNKNOWN, None, None, "")),
        ({}, Part("severity", UNKNOWN, None, None, "")),
    ],
)
def test_severity_by_hand(risk: dict[int, str], expected: Part) -> None:
    """The newest that is not older than two years, against 7.0."""
    assert by_severity({year: Decimal(number) for year, number in risk.items()}, RULE, 2021) == expected


@pytest.mark.parametrize(
    ("deaths", "displacement", "state"),
    [
        (YES, YES, YES),
        (YES, NO, YES),
        (YES, UNKNOWN, YES),
        (NO, YES, YES),
        (NO, NO, NO),
        (NO, UNKNOWN, UNKNOWN),
        (UNKNOWN, YES, YES),
        (UNKNOWN, NO, UNKNOWN),
        (UNKNOWN, UNKNOWN, UNKNOWN),
    ],
)
def test_the_verdict_is_a_table_of_nine(deaths: str, displacement: str, state: str) -> None:
    """One yes is a crisis, two nos are none, the rest cannot be told; INFORM decides nothing."""
    for severity in (YES, NO, UNKNOWN):
        said = {"deaths": deaths, "displacement": displacement, "severity": severity}
        tests = [Part(test, passed, None, None, "") for test, passed in said.items()]
        assert verdict(tests, RULE) == verdict(tests[::-1], RULE) == state


def test_without_a_test_that_decides_nothing_can_be_told() -> None:
    """All of no tests is no no."""
    for passed in (YES, NO, UNKNOWN):
        assert verdict([Part("deaths", passed, None, None, "")], replace(RULE, decide=())) == UNKNOWN


# ------------------------------------------------------------------------------------------------------------ the table

MONTHS = [f"{year}-{month:02d}" for year, month in product(range(2018, 2022), range(1, 13))][-39:]


def deaths_of(**countries: list[int]) -> pl.DataFrame:
    """Rows of country_month, the last of each list in 2021-12."""
    rows = [
        ("ged_sb", code, month, n)
        for code, counts in countries.items()
        for month, n in zip(MONTHS[-len(counts) :], counts, strict=True)
    ]
    return pl.DataFrame(rows, schema=["target", "iso3", "month", "deaths"], orient="row")


def series_of(*rows: tuple[str, str, int, int]) -> pl.DataFrame:
    """indicator, iso3, year, number."""
    return pl.DataFrame(
        [(i, c, y, Decimal(n)) for i, c, y, n in rows],
        schema={"indicator": pl.String, "iso3": pl.String, "year": pl.Int64, "number": pl.Decimal(38, 6)},
        orient="row",
    )


def told(made: pl.DataFrame) -> dict[tuple[str, str], tuple[str, str]]:
    """(country, test) -> (state, passed)."""
    return {(i, t): (s, p) for i, t, s, p in made.select("iso3", "test", "state", "passed").iter_rows()}


def test_every_country_has_every_part() -> None:
    """AAA: deaths. BBB: displaced. CCC: neither, both known. DDD: began too late to tell."""
    series = series_of(
        *(("displaced_inside", c, y, n) for c, y, n in (("BBB", 2020, 0), ("BBB", 2021, 60_000))),
        *(("refugees_from", c, y, n) for c, y, n in (("BBB", 2020, 0), ("BBB", 2021, 40_000))),
        *((kind, "CCC", y, 5) for kind in ("displaced_inside", "refugees_from") for y in (2020, 2021)),
        ("inform_risk", "CCC", 2021, 8),
    )
    made = crisis(deaths_of(AAA=[*CALM, 25, 25, 25], BBB=[0] * 39, CCC=[0] * 39, DDD=[0] * 10), series, RULE)
    assert made.schema == CRISIS.schema
    assert told(made) == {
        ("AAA", "deaths"): (YES, YES),
        ("AAA", "displacement"): (YES, UNKNOWN),
        ("AAA", "severity"): (YES, UNKNOWN),
        ("BBB", "deaths"): (YES, NO),
        ("BBB", "displacement"): (YES, YES),
        ("BBB", "severity"): (YES, UNKNOWN),
        ("CCC", "deaths"): (NO, NO),
        ("CCC", "displacement"): (NO, NO),
        ("CCC", "severity"): (NO, YES),
        ("DDD", "deaths"): (UNKNOWN, UNKNOWN),
        ("DDD", "displacement"): (UNKNOWN, UNKNOWN),
        ("DDD", "severity"): (UNKNOWN, UNKNOWN),
    }
    assert set(made["month"]) == {"2021-12"}


def test_those_displaced_inside_alone_are_not_all_displaced() -> None:
    """Refugees of 2020 are not loaded: the sum of a year with one of two kinds would make a rise of it."""
    series = series_of(
        ("displaced_inside", "AAA", 2020, 100_000),
        ("displaced_inside", "AAA", 2021, 100_000),
        ("refugees_from", "AAA", 2021, 500_000),
    )
    assert told(crisis(deaths_of(AAA=[0] * 39), series, RULE))["AAA", "displacement"] == (UNKNOWN, UNKNOWN)


def test_deaths_in_other_kinds_of_conflict_are_not_counted() -> None:
    """Only state-based; a table with none of those is empty."""
    other = deaths_of(AAA=[*CALM, 900, 900, 900]).with_columns(target=pl.lit("ged_ns"))
    nothing = series_of()
    assert crisis(other, nothing, RULE).is_empty()
    both = pl.concat([deaths_of(AAA=[0] * 39), other])
    assert told(crisis(both, nothing, RULE))["AAA", "deaths"] == (UNKNOWN, NO)
