"""VIEWS beside ours: scored on the same months and countries, and its count of deaths as a second one. Nothing of ours is made from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from vrede.lake.tables import WARNING_TABLES
from vrede.warning.bounds import VIOLENT_MONTH
from vrede.warning.issued import IssuedForecast

BY_NAME = {table.name: table for table in WARNING_TABLES}
SCORE, SECOND = BY_NAME["views_score"], BY_NAME["second_count"]
TARGET, TARGETS = "ged_sb", ("ged_sb", "ged_ns", "ged_os")
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class SecondCount:
    """From when two counts are said to differ: by more percent of the larger and by more deaths, in the last months that both know."""

    percent: int
    deaths: int
    months: int


def second_count_of(value: Mapping[str, str]) -> SecondCount:
    """From the policy value `second_count`. Raises ValueError, KeyError for a value that is none."""
    return SecondCount(int(value["percent"]), int(value["deaths"]), int(value["months"]))


def _mean(squares: int, countries: int) -> Decimal:
    return Decimal(squares) / (Decimal(MILLION) ** 2 * countries)


def views_scores(issues: Iterable[IssuedForecast], views: pl.DataFrame, months: pl.DataFrame) -> pl.DataFrame:
    """Table views_score. views: table views_forecast; months: table country_month. An issue whose origin no run has is not read."""
    known = months.filter(pl.col("target") == TARGET).select("iso3", "month", "deaths")
    stated = views.filter(pl.col("p25_ppm").is_not_null())
    parts = [SCORE.empty()]
    for one in issues:
        runs = stated.filter(pl.col("origin") == one.origin)
        if runs.is_empty():
            continue
        ours = one.table("forecast").filter(pl.col("target") == TARGET).select("iso3", "month", ours="p25_ppm")
        came = pl.when(pl.col("deaths") >= VIOLENT_MONTH).then(MILLION).otherwise(0)
        both = runs.join(ours, on=["iso3", "month"]).join(known, on=["iso3", "month"]).with_columns(_came=came)
        summed = (
            both.group_by("run", "origin", "month")
            .agg(
                countries=pl.len(),
                violent=(pl.col("_came") > 0).sum(),
                _ours=((pl.col("ours") - pl.col("_came")) ** 2).sum(),
                _views=((pl.col("p25_ppm") - pl.col("_came")) ** 2).sum(),
            )
            .sort("run", "month")
        )
        rows = [
            {
                "issue": one.issue,
                "run": row["run"],
                "origin": row["origin"],
                "month": row["month"],
                "countries": row["countries"],
                "violent": row["violent"],
                "brier": round(_mean(row["_ours"], row["countries"]), 6),
                "views_brier": round(_mean(row["_views"], row["countries"]), 6),
                "in_time": one.issued < f"{row['month']}-01",
            }
            for row in summed.iter_rows(named=True)
        ]
        parts.append(pl.DataFrame(rows, schema=SCORE.schema))
    return pl.concat(parts).sort("issue", "run", "month")


def second_counts(months: pl.DataFrame, views: pl.DataFrame, tolerance: SecondCount) -> pl.DataFrame:
    """Table second_count. months: table country_month; views: table views_month. What VIEWS does not know differs in nothing."""
    theirs = views.unpivot(
        on=list(TARGETS), index=["iso3", "month"], variable_name="target", value_name="views"
    ).drop_nulls()
    both = months.join(theirs, on=["target", "iso3", "month"])
    recent = both["month"].unique().sort().tail(tolerance.months)
    gap = (pl.col("deaths") - pl.col("views")).abs()
    more = (gap > tolerance.deaths) & (gap * 100 > pl.max_horizontal("deaths", "views") * tolerance.percent)
    return SECOND.conform(both.filter(pl.col("month").is_in(recent.implode()) & more)).sort(*SECOND.key)
