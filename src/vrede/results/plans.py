"""People in need, and humanitarian plans with their money, of one year: nothing is added up, and what is apart stays apart."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class PlansOfYear:
    """Rows of plan_funding of one year: of single countries, of several, without a plan, and under codes of no country's."""

    year: int | None
    plans: pl.DataFrame
    regional: pl.DataFrame
    without_plan: pl.DataFrame
    unlisted: pl.DataFrame


@dataclass(frozen=True, slots=True)
class PeopleOfYear:
    """Rows of people_in_need of one year: of countries, and under codes of no country's."""

    year: int | None
    people: pl.DataFrame
    unlisted: pl.DataFrame


def year_of(table: pl.DataFrame, year: int | None) -> int | None:
    """The year asked where the table has it, else its newest; None of an empty table."""
    known = table["year"].unique().to_list()
    if year in known:
        return year
    return max((int(one) for one in known if one is not None), default=None)


def _split(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(rows of countries or of none, rows under a code of no country's)."""
    strange = pl.col("listed").eq_missing(False)
    return rows.filter(~strange), rows.filter(strange)


def plans_of(table: pl.DataFrame, year: int | None, iso3: str = "") -> PlansOfYear:
    """The plans of a year; iso3: only those of one country. The largest requirements first, then what came."""
    table = table.filter(pl.col("iso3") == iso3) if iso3 else table
    shown = year_of(table, year)
    rows = table.filter(pl.col("year") == shown) if shown is not None else table.head(0)
    rows = rows.sort(
        "requirements_usd", "funding_usd", "codes", "plan_name", descending=[True, True, False, False], nulls_last=True
    )
    listed, unlisted = _split(rows)
    plans, regional, without = (listed.filter(pl.col("kind") == kind) for kind in ("plan", "regional", "without_plan"))
    return PlansOfYear(shown, plans, regional, without, unlisted)


def people_of(table: pl.DataFrame, year: int | None, iso3: str = "") -> PeopleOfYear:
    """The people in need of a year; iso3: only of one country. The most people in need first; descriptions of a country together."""
    table = table.filter(pl.col("iso3") == iso3) if iso3 else table
    shown = year_of(table, year)
    rows = table.filter(pl.col("year") == shown) if shown is not None else table.head(0)
    listed, unlisted = _split(rows)
    most = pl.col("in_need").max().over("iso3")
    listed = listed.sort(most, "iso3", "line_no", descending=[True, False, False], nulls_last=True)
    return PeopleOfYear(shown, listed, unlisted)
