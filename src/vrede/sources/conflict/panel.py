"""The country-month panel of deaths: read whole or not at all. A missing month stops it; it is never nothing.

Traps of the file (its own description): two vintages; an event counts in the month in which it ends; series begin when a
state does, and a row that is not there means that the country did not exist.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from vrede.sources.conflict.series import SeriesError

PANEL, IDS, NEIGHBOURS = "country_month.parquet", "country_ids.csv", "neighbours.csv"
PLAIN_PANEL = "country_month.csv"
"""The same columns as text, for whoever has no Parquet."""
TARGETS = ("ged_sb", "ged_ns", "ged_os")
EARLIER = "ged_sb_v221"
LARGEST = 2_000_000
"""Deaths in a month of a country: more is a slip of somebody's pen and stops the file."""


@dataclass(frozen=True, slots=True)
class Panel:
    """months: country_id, iso3, month_id, in_challenge, ged_sb and the other targets (Int64, null where not known).

    countries: country_id, iso3, name, predecessor_country_id, in_africa, in_middle_east. neighbours: country_id,
    neighbour_country_id, both ways.
    """

    months: pl.DataFrame
    countries: pl.DataFrame
    neighbours: pl.DataFrame


def _csv(path: Path) -> pl.DataFrame:
    try:
        return pl.read_csv(path.read_bytes(), infer_schema=False, encoding="utf8")
    except (OSError, pl.exceptions.PolarsError) as error:
        raise SeriesError(f"{path} cannot be read ({error}); put it beside {PANEL}") from error


def panel_file(folder: Path) -> Path | None:
    """The file of deaths by month in a folder, Parquet before CSV; None where there is none."""
    return next((path for path in (folder / PANEL, folder / PLAIN_PANEL) if path.is_file()), None)


def _months(path: Path) -> pl.DataFrame:
    if path.suffix == ".csv":
        return _csv(path)
    try:
        return pl.read_parquet(io.BytesIO(path.read_bytes()))
    except (OSError, pl.exceptions.PolarsError) as error:
        raise SeriesError(f"{path} cannot be read ({error}); fetch it, or leave the forecast out") from error


def check(months: pl.DataFrame, where: str) -> None:
    """Raises SeriesError: a month that is missing within a country, that stands twice, a count below nothing or absurd."""
    twice = months.filter(pl.struct("country_id", "month_id").is_duplicated())
    if not twice.is_empty():
        row = twice.row(0, named=True)
        raise SeriesError(
            f"{where}: country {row['country_id']} has month {row['month_id']} twice; fetch the file again"
        )
    span = months.group_by("country_id").agg(
        gap=pl.col("month_id").max() - pl.col("month_id").min() + 1 - pl.len().cast(pl.Int64),
    )
    if not (lost := span.filter(pl.col("gap") > 0).sort("country_id")).is_empty():
        row = lost.row(0, named=True)
        raise SeriesError(
            f"{where}: country {row['country_id']} lacks {row['gap']} months; a missing month is no nothing"
        )
    for target in (*TARGETS, EARLIER):
        bad = months.filter((pl.col(target) < 0) | (pl.col(target) > LARGEST))
        if not bad.is_empty():
            row = bad.row(0, named=True)
            raise SeriesError(
                f"{where}: {target} is {row[target]} for country {row['country_id']} in month {row['month_id']}"
            )
    if months["ged_sb"].null_count():
        raise SeriesError(f"{where}: ged_sb is empty in {months['ged_sb'].null_count()} rows; a target may not be")


def read_panel(folder: Path, other: Path | None = None) -> Panel:
    """The panel of a folder; other: another file of months, with the folder's list of countries and neighbours. Raises SeriesError: a file is missing or broken, or the months do not hold together."""
    path = other or panel_file(folder) or folder / PANEL
    raw = _months(path)
    needed = {"country_id", "iso3", "month_id", "in_challenge", EARLIER, *TARGETS}
    if missing := sorted(needed - set(raw.columns)):
        raise SeriesError(f"{path}: the columns {', '.join(missing)} are missing")
    counts = pl.col("country_id", "month_id", "in_challenge", *TARGETS, EARLIER)
    try:
        months = raw.select(counts.cast(pl.Int64), pl.col("iso3").cast(pl.String)).sort("country_id", "month_id")
    except pl.exceptions.PolarsError as error:
        raise SeriesError(f"{path}: a count or month is no whole number ({error}); fetch the file again") from error
    check(months, str(path))
    ids = _csv(folder / IDS)
    number = pl.col("predecessor_country_id").str.to_integer(strict=False)
    countries = ids.select(
        pl.col("country_id").cast(pl.Int64),
        "iso3",
        "name",
        predecessor_country_id=number,
        in_africa=pl.col("in_africa") == "1",
        in_middle_east=pl.col("in_middle_east") == "1",
    ).filter(pl.col("country_id").is_in(months["country_id"].unique().implode()))
    if unknown := sorted(set(months["country_id"].unique()) - set(countries["country_id"])):
        raise SeriesError(f"{folder / IDS}: country {unknown[0]} of the panel is not in the list")
    near = _csv(folder / NEIGHBOURS).select(pl.col("country_id", "neighbour_country_id").cast(pl.Int64))
    return Panel(months, countries.sort("country_id"), near.unique().sort("country_id", "neighbour_country_id"))
