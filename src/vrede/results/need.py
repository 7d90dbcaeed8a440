"""Need beside money: how money lies over countries in the order of their need, and which crises are forgotten.

No yardstick is mixed with another: each stands on its own, with its year, and what another would change is shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

PPM = 1_000_000


@dataclass(frozen=True, slots=True)
class Point:
    """A step of the concentration curve: countries so far, the neediest first, with their share of need and of money."""

    iso3: str
    need_ppm: int
    money_ppm: int


def latest_values(series: pl.DataFrame, indicator: str, year: int | None, oldest: int) -> pl.DataFrame:
    """iso3, year, number: the newest value of each country up to `year` (None: of all) that is at most `oldest` years old.

    series: table country_series. A value that is older is missing: it says nothing of the year asked.
    """
    rows = series.filter(pl.col("indicator") == indicator)
    newest = rows["year"].max()
    upto = year if year is not None else newest
    if upto is None:
        return rows.select("iso3", "year", "number")
    return (
        rows.filter((pl.col("year") <= upto) & (pl.col("year") >= pl.lit(upto) - oldest))
        .sort("iso3", "year")
        .unique("iso3", keep="last", maintain_order=True)
        .select("iso3", "year", "number")
    )


def curve(need: Mapping[str, int], money: Mapping[str, int]) -> list[Point]:
    """The concentration curve. need: country -> its need (whole number, 0 or more). money: country -> cents.

    Countries stand by falling need, ties by code. Need is a share of all need of these countries, money of all money
    that goes to a country, also to those without a known need, which stand at the end. Negative amounts count as
    nothing: money taken back is no money given. Empty where there is no need or no money.
    """
    given = {iso3: max(cents, 0) for iso3, cents in money.items()}
    all_need, all_money = sum(need.values()), sum(given.values())
    if not all_need or not all_money:
        return []
    order = sorted({*need, *given}, key=lambda iso3: (-need.get(iso3, 0), iso3))
    points, needed, paid = [], 0, 0
    for iso3 in order:
        needed += need.get(iso3, 0)
        paid += given.get(iso3, 0)
        points.append(Point(iso3, needed * PPM // all_need, paid * PPM // all_money))
    return points


def to_the_neediest(need: Mapping[str, int], money: Mapping[str, int], countries: int) -> tuple[int, int]:
    """(cents to the `countries` neediest, cents to all countries); ties by code. Negative amounts count as nothing."""
    order = sorted(need, key=lambda iso3: (-need[iso3], iso3))[:countries]
    return sum(max(money.get(iso3, 0), 0) for iso3 in order), sum(max(cents, 0) for cents in money.values())


@dataclass(frozen=True, slots=True)
class ForgottenRule:
    """When a country is in a crisis that money forgets; each bound from policy.

    deaths: at least so many in organised violence in the year; displaced: at least so many people inside their country;
    either makes a crisis. cents_per_person: less than this for each displaced person, or no money at all, is forgotten.
    """

    deaths: int
    displaced: int
    cents_per_person: int


def crisis_rule(policy: Mapping[str, str]) -> ForgottenRule:
    """The rule from the policy value `forgotten_crisis`. Raises KeyError, ValueError for a missing or odd number."""
    return ForgottenRule(int(policy["deaths"]), int(policy["displaced"]), int(policy["cents_per_displaced"]))


def in_crisis(rule: ForgottenRule, deaths: int | None, displaced: int | None) -> bool | None:
    """Yes where either bound is reached; no where both are known and below; None (cannot tell) otherwise."""
    if (deaths is not None and deaths >= rule.deaths) or (displaced is not None and displaced >= rule.displaced):
        return True
    return None if deaths is None or displaced is None else False


def forgotten(rule: ForgottenRule, deaths: int | None, displaced: int | None, cents: int) -> bool | None:
    """Whether a crisis gets next to no money; None where it cannot be told whether there is a crisis; False without one."""
    crisis = in_crisis(rule, deaths, displaced)
    if not crisis:
        return crisis
    return cents <= 0 or (displaced or 0) * rule.cents_per_person > cents


def rank_by(need: Mapping[str, int], codes: Sequence[str]) -> dict[str, int]:
    """Country -> its place by a yardstick, 1 the neediest; ties get the same place. Only the codes asked, where known."""
    order = sorted(need.values(), reverse=True)
    return {iso3: order.index(need[iso3]) + 1 for iso3 in codes if iso3 in need}


def in_last_year(series: pl.DataFrame, year: int) -> pl.DataFrame:
    """The rows of a year with anybody in them."""
    return series.filter((pl.col("year") == year) & (pl.col("number") > 0))
