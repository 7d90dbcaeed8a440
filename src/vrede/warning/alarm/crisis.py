"""Acute crisis by a dated rule: yes, no, or cannot tell, each part with its figure. What is not loaded is never a no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from vrede.lake.tables import WARNING_TABLES

CRISIS = next(table for table in WARNING_TABLES if table.name == "crisis")
YES, NO, UNKNOWN = "yes", "no", "cannot tell"
CRISIS_TESTS = ("deaths", "displacement", "severity")
DISPLACED = ("displaced_inside", "refugees_from")
RISK = "inform_risk"


@dataclass(frozen=True, slots=True)
class CrisisRule:
    """deaths in `months` months that count, and the years whose high they must pass; people displaced more in a year, and
    by how many percent; tenths on INFORM's scale; how old a yearly figure may be; the tests that decide."""

    deaths: int
    months: int
    years_back: int
    displaced_more: int
    rise_percent: int
    severity_tenths: int
    age_years: int
    decide: tuple[str, ...]


def crisis_rule_of(value: Mapping[str, str]) -> CrisisRule:
    """The rule from its policy value `acute_crisis`. Raises ValueError, KeyError for a value that is none."""
    numbers = {name: int(value[name]) for name in CrisisRule.__dataclass_fields__ if name != "decide"}
    return CrisisRule(**numbers, decide=tuple(value["decide"].split()))


@dataclass(frozen=True, slots=True)
class Tested:
    """One part of the rule for one country. of: year or month of the figure."""

    test: str
    passed: str
    figure: Decimal | None
    bound: Decimal | None
    of: str


def by_deaths(months: list[int | None], rule: CrisisRule, last: str) -> Tested:
    """Deaths of the last months against the highest such sum of the years before. months: oldest first, None not known."""
    need = rule.months + rule.years_back * 12
    known = months[-need:]
    if len(known) < need or any(n is None for n in known):
        return Tested("deaths", UNKNOWN, None, None, "")
    counts = [n for n in known if n is not None]
    sums = [sum(counts[at : at + rule.months]) for at in range(len(counts) - rule.months + 1)]
    now, before = sums[-1], sums[: -rule.months]
    bound = max(rule.deaths, max(before))
    return Tested("deaths", YES if now >= bound else NO, Decimal(now), Decimal(bound), last)


def by_displacement(people: Mapping[int, Decimal], rule: CrisisRule, year: int) -> Tested:
    """People displaced (inside and as refugees) at the end of a year against the year before."""
    now = next((y for y in range(year, year - rule.age_years - 1, -1) if y in people and y - 1 in people), None)
    if now is None:
        return Tested("displacement", UNKNOWN, None, None, "")
    more = people[now] - people[now - 1]
    bound = max(Decimal(rule.displaced_more), people[now - 1] * rule.rise_percent / 100)
    return Tested("displacement", YES if more >= bound else NO, more, bound, str(now))


def by_severity(risk: Mapping[int, Decimal], rule: CrisisRule, year: int) -> Tested:
    """INFORM's risk index, not older than it may be."""
    now = next((y for y in range(year, year - rule.age_years - 1, -1) if y in risk), None)
    if now is None:
        return Tested("severity", UNKNOWN, None, None, "")
    bound = Decimal(rule.severity_tenths) / 10
    return Tested("severity", YES if risk[now] >= bound else NO, risk[now], bound, str(now))


def verdict(tests: list[Tested], rule: CrisisRule) -> str:
    """Yes where a test that decides says so; no where all of them say no; else it cannot be told."""
    said = [test.passed for test in tests if test.test in rule.decide]
    if YES in said:
        return YES
    return NO if said and all(one == NO for one in said) else UNKNOWN


def crisis(months: pl.DataFrame, series: pl.DataFrame, rule: CrisisRule) -> pl.DataFrame:
    """Table crisis, of every country with months. months: table country_month, of all targets that are loaded; only deaths in
    state-based conflict are counted. series: table country_series."""
    deaths = months.filter(pl.col("target") == "ged_sb")
    if deaths.is_empty():
        return CRISIS.empty()
    last = str(deaths["month"].max())
    every = sorted(deaths["month"].unique())
    year = int(last[:4])
    counted = {(i, m): n for i, m, n in deaths.select("iso3", "month", "deaths").iter_rows()}
    people: dict[str, dict[int, Decimal]] = {}
    both = series.filter(pl.col("indicator").is_in(list(DISPLACED))).group_by("iso3", "year")
    for code, of, number, kinds in both.agg(pl.col("number").sum(), n=pl.len()).iter_rows():
        if kinds == len(DISPLACED):
            people.setdefault(code, {})[of] = number
    risk: dict[str, dict[int, Decimal]] = {}
    for code, of, number in series.filter(pl.col("indicator") == RISK).select("iso3", "year", "number").iter_rows():
        risk.setdefault(code, {})[of] = number
    rows: list[tuple[object, ...]] = []
    for code in sorted(deaths.filter(pl.col("month") == last)["iso3"].unique()):
        tests = [
            by_deaths([counted.get((code, month)) for month in every], rule, last),
            by_displacement(people.get(code, {}), rule, year),
            by_severity(risk.get(code, {}), rule, year),
        ]
        state = verdict(tests, rule)
        rows += [(code, last, state, t.test, t.passed, t.figure, t.bound, t.of) for t in tests]
    return CRISIS.conform(pl.DataFrame(rows, schema=CRISIS.schema, orient="row"))
