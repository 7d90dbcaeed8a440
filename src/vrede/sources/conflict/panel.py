"""The country-month panel of deaths: read whole or not at all. A missing month stops it; it is never nothing.

Traps of the file (its own description): two vintages; an event counts in the month in which it ends; series begin when a
state does, and a row that is not there means that the country did not exist.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from vrede.sources.conflict.event_tables import MOST_DEATHS as LARGEST
from vrede.sources.conflict.events import read_events
from vrede.sources.conflict.panel_events import months_from
from vrede.sources.conflict.releases import is_whole
from vrede.sources.conflict.series import SeriesError
from vrede.sources.conflict.states import IDS, NEIGHBOURS, read_list, shipped_neighbours, states

PANEL = "country_month.parquet"
PLAIN_PANEL = "country_month.csv"
"""The same columns as text, for whoever has no Parquet."""
TARGETS = ("ged_sb", "ged_ns", "ged_os")
EARLIER = "ged_sb_v221"


@dataclass(frozen=True, slots=True)
class Panel:
    """months: country_id, iso3, month_id, in_challenge, ged_sb and the other targets (Int64, null where not known).

    countries: country_id, iso3, name, predecessor_country_id, in_africa, in_middle_east. neighbours: country_id,
    neighbour_country_id, both ways.
    """

    months: pl.DataFrame
    countries: pl.DataFrame
    neighbours: pl.DataFrame


def panel_file(folder: Path) -> Path | None:
    """The file of deaths by month in a folder, Parquet before CSV; None where there is none, or where a whole release of events is:
    the months are then counted from events.
    """
    if is_whole(folder):
        return None
    return next((path for path in (folder / PANEL, folder / PLAIN_PANEL) if path.is_file()), None)


def _months(path: Path) -> pl.DataFrame:
    if path.suffix == ".csv":
        return read_list(path)
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


def has_panel(folder: Path) -> bool:
    """Whether deaths by month are there, in a file or to be counted from a whole release of events."""
    return is_whole(folder) or panel_file(folder) is not None


def _of_file(path: Path) -> pl.DataFrame:
    """The months of a file. Raises SeriesError."""
    raw = _months(path)
    needed = {"country_id", "iso3", "month_id", "in_challenge", EARLIER, *TARGETS}
    if missing := sorted(needed - set(raw.columns)):
        raise SeriesError(f"{path}: the columns {', '.join(missing)} are missing")
    counts = pl.col("country_id", "month_id", "in_challenge", *TARGETS, EARLIER)
    try:
        return raw.select(counts.cast(pl.Int64), pl.col("iso3").cast(pl.String)).sort("country_id", "month_id")
    except pl.exceptions.PolarsError as error:
        raise SeriesError(f"{path}: a count or month is no whole number ({error}); fetch the file again") from error


def _countries(folder: Path, own: bool) -> pl.DataFrame:
    """The list of states with what a forecast needs of them: the folder's where it has one and the months are a file of it."""
    ids = read_list(folder / IDS) if own else states()
    yes = (
        (pl.col("in_africa") == "1", pl.col("in_middle_east") == "1")
        if own
        else (pl.col("in_africa"), pl.col("in_middle_east"))
    )
    number = pl.col("predecessor_country_id")
    return ids.select(
        pl.col("country_id").cast(pl.Int64),
        "iso3",
        "name",
        predecessor_country_id=number.str.to_integer(strict=False) if own else number,
        in_africa=yes[0],
        in_middle_east=yes[1],
    )


def read_panel(folder: Path, other: Path | None = None) -> Panel:
    """The panel of a folder: counted from events where a whole release of them is there, else its file of months.

    other: another file of months, with the folder's list of countries and neighbours. A folder's own lists lead beside a file;
    without them, and beside events, those that ship do. Raises SeriesError: a file is missing or broken, or the months do not hold
    together.
    """
    counted = other is None and is_whole(folder)
    path = other or panel_file(folder) or folder / PANEL
    months = months_from(read_events(folder)) if counted else _of_file(path)
    where = f"{folder}: months counted from events" if counted else str(path)
    check(months, where)
    own = not counted and (folder / IDS).is_file()
    countries = _countries(folder, own)
    known = months.select("country_id", "iso3").unique()
    unknown = known.join(countries, on=["country_id"] if own else ["country_id", "iso3"], how="anti").sort("country_id")
    if unknown.height:
        raise SeriesError(f"{folder / IDS}: country {unknown['country_id'][0]} of the panel is not in the list")
    countries = countries.join(known, on="country_id", how="semi").sort("country_id")
    if not counted and (folder / NEIGHBOURS).is_file():
        near = read_list(folder / NEIGHBOURS).select(pl.col("country_id", "neighbour_country_id").cast(pl.Int64))
    else:
        near = shipped_neighbours()
    return Panel(months, countries, near.unique().sort("country_id", "neighbour_country_id"))
