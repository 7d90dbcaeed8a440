"""The panel against UCDP's totals by country and year, and what a target leaves out of organised violence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from vrede.sources.conflict.event_tables import SERIES_CHECK, SERIES_EXCEPTION, TARGET_SHARE
from vrede.sources.conflict.panel import EARLIER, TARGETS

TOTAL_OF = {"ged_sb": "deaths_state_based", "ged_ns": "deaths_non_state", "ged_os": "deaths_one_sided"}
"""Target -> the country series that controls it (series.toml)."""
LATER_VINTAGE_FROM = 2018
"""First year of which the panel holds the later vintage of every country (README of the data, trap 2)."""
FIRST_YEAR, MONTHS = 1980, 12
SHARE_YEARS = 5
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A difference above both is an exception: percent of the control, and deaths."""

    percent: int
    deaths: int


def tolerance_of(value: Mapping[str, str]) -> Tolerance:
    """The tolerance from its policy value `control_tolerance`. Raises ValueError, KeyError for a value that is none."""
    return Tolerance(int(value["percent"]), int(value["deaths"]))


def _beside(months: pl.DataFrame, series: pl.DataFrame, column: str) -> pl.DataFrame:
    """iso3, year, panel, other, months, control: every country and year that either has, in years known for all months.

    States that followed one another under one code are one (Sudan in 2011). other: the panel's other vintage, null where it
    has none.
    """
    known = months.filter(pl.col(column).is_not_null()).with_columns(
        year=pl.lit(FIRST_YEAR, dtype=pl.Int64) + (pl.col("month_id") - 1) // MONTHS
    )
    whole = known.group_by("year").agg(pl.col("month_id").n_unique()).filter(pl.col("month_id") == MONTHS)["year"]
    twin = {"ged_sb": EARLIER, EARLIER: "ged_sb"}.get(column, column)
    panel = known.group_by("iso3", "year").agg(
        panel=pl.col(column).sum(),
        other=pl.when(pl.col(twin).null_count() == 0).then(pl.col(twin).sum()),
        months=pl.col("month_id").n_unique(),
    )
    control = series.filter(pl.col("indicator") == TOTAL_OF[column.removesuffix("_v221")])
    totals = control.select("iso3", "year", control=pl.col("number").cast(pl.Int64))
    counted = whole.filter(whole.is_in(totals["year"].unique().implode()))
    return panel.join(totals, on=["iso3", "year"], how="full", coalesce=True).filter(
        pl.col("year").is_in(counted.implode())
    )


def _differs(one: str, other: str, tolerance: Tolerance) -> pl.Expr:
    gap = (pl.col(one).fill_null(0) - pl.col(other).fill_null(0)).abs()
    return (gap > tolerance.deaths) & (gap * 100 > pl.col(other).fill_null(0) * tolerance.percent)


def _reason(column: str, tolerance: Tolerance, two_vintages: bool) -> pl.Expr:
    """two_vintages: the panel is of two, as the collected one; one that was counted from events is of one."""
    if column == "ged_sb" and two_vintages:
        earlier = pl.col("year") < LATER_VINTAGE_FROM
    else:
        earlier = pl.lit(column == EARLIER, dtype=pl.Boolean)
    return (
        pl.when(pl.col("control").is_null())
        .then(pl.lit("no_control"))
        .when(pl.col("months").is_null())
        .then(pl.lit("absent"))
        .when(pl.col("months") < MONTHS)
        .then(pl.lit("part_year"))
        .when(
            pl.col("other").is_not_null()
            & (pl.col("other") != pl.col("panel"))
            & ~_differs("other", "control", tolerance)
        )
        .then(pl.lit("vintages"))
        .when(earlier)
        .then(pl.lit("earlier_vintage"))
        .otherwise(pl.lit("unexplained"))
    )


def control(months: pl.DataFrame, series: pl.DataFrame, tolerance: Tolerance) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Tables (series_check, series_exception) of each target and of the earlier vintage. months: as in `Panel`; series:
    country_series. Years of which the panel lacks a month, or the control has no row, are in neither.

    Where a country has fewer than twelve months in a year, or the control is not of the panel's vintage, the exception says so.
    """
    checks, exceptions = [SERIES_CHECK.empty()], [SERIES_EXCEPTION.empty()]
    two = months[EARLIER].null_count() < months.height
    for column in (*TARGETS, EARLIER):
        both = _beside(months, series, column).with_columns(
            target=pl.lit(column), _off=_differs("panel", "control", tolerance), reason=_reason(column, tolerance, two)
        )
        by_year = both.group_by("target", "year").agg(
            pl.col("panel").sum(),
            pl.col("control").sum(),
            countries=pl.len(),
            exceptions=pl.col("_off").sum(),
        )
        share = pl.when(pl.col("control") > 0).then(
            (pl.col("panel") * MILLION * 2 + pl.col("control")) // (pl.col("control") * 2)
        )
        checks.append(SERIES_CHECK.conform(by_year.with_columns(share_ppm=share)))
        exceptions.append(SERIES_EXCEPTION.conform(both.filter("_off")))
    return (
        pl.concat(checks).sort("target", "year"),
        pl.concat(exceptions).sort("target", "year", "iso3"),
    )


def target_share(series: pl.DataFrame) -> pl.DataFrame:
    """Table target_share, over the last five years of the country-year file; a country counts the years of these that it has.

    A country without a year for all three kinds is not in it. series: country_series.
    """
    name = {indicator: target for target, indicator in TOTAL_OF.items()}
    deaths = series.filter(pl.col("indicator").is_in(list(name)))
    if deaths.is_empty():
        return TARGET_SHARE.empty()
    last = int(str(deaths["year"].max()))
    wide = (
        deaths.filter(pl.col("year") > last - SHARE_YEARS)
        .with_columns(target=pl.col("indicator").replace_strict(name, return_dtype=pl.String))
        .pivot("target", index=["iso3", "year"], values="number")
    )
    wide = wide.with_columns(pl.lit(None).alias(target) for target in TARGETS if target not in wide.columns)
    made = (
        wide.drop_nulls(list(TARGETS))
        .group_by("iso3")
        .agg(
            pl.col(*TARGETS).cast(pl.Int64).sum(),
            from_year=pl.col("year").min(),
            to_year=pl.col("year").max(),
        )
    )
    every, out = pl.sum_horizontal(*TARGETS), pl.col("ged_ns") + pl.col("ged_os")
    share = pl.when(every > 0).then((out * MILLION * 2 + every) // (every * 2))
    return TARGET_SHARE.conform(made.with_columns(share_left_out_ppm=share).sort("iso3"))
