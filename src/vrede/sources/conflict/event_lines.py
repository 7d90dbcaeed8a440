"""One file of UCDP events, line by line: what is an event becomes a row, what is none becomes a row with its reason."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path

import polars as pl

from vrede.sources.conflict.event_tables import EVENT_REFUSED, MOST_DEATHS, TARGET_OF_TYPE
from vrede.sources.conflict.packed import opened
from vrede.sources.conflict.series import SeriesError
from vrede.sources.conflict.states import month_number, with_state

LARGEST = 1 << 30  # characters, unpacked: all events since 1989 are about 300 MB
LONGEST_LINE = 1 << 17  # more is no line of a table: a quote that is never closed must not take the file with it
LONGEST_DAYS = 3_653
"""An event of more than ten years is a slip of somebody's pen: UCDP's own stay within a year."""
NEEDED = ("id", "type_of_violence", "country_id", "date_start", "date_end", "best", "low", "high", "event_clarity")
KEPT = ("code_status", "active_year")
"""Columns that are read where they are there."""
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}( 00:00:00(\.0+)?)?$"
WHOLE, BELOW = r"^[0-9]{1,18}$", r"^-[0-9]+$"
SHOWN = 60
EVENT_SCHEMA = {
    "event_id": pl.Int64(),
    "target": pl.String(),
    "gw": pl.Int64(),
    "iso3": pl.String(),
    "country_id": pl.Int64(),
    "date_start": pl.Date(),
    "date_end": pl.Date(),
    "best": pl.Int64(),
    "low": pl.Int64(),
    "high": pl.Int64(),
    "clarity": pl.Int64(),
    "active_year": pl.Boolean(),
    "code_status": pl.String(),
    "event_file": pl.String(),
    "line_no": pl.Int64(),
}


def _lines(path: Path) -> Iterator[str]:
    """The file's lines, capped. An unending line comes in pieces; bytes that are no UTF-8 stand only in texts not read."""
    with opened(path) as raw:
        text = io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="")
        left = LARGEST
        while line := text.readline(LONGEST_LINE):
            left -= len(line)
            if left < 0:
                raise SeriesError(f"{path}: larger than {LARGEST >> 20} MB unpacked; fetch it again")
            yield line


def raw_lines(path: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(rows as text with line_no, refused lines): a row with more or fewer fields than the header is refused.

    Raises SeriesError: no file that can be unpacked to its end, larger than LARGEST, or a column of NEEDED is missing.
    """
    rows: list[tuple[object, ...]] = []
    refused: list[tuple[object, ...]] = []
    try:
        reader = csv.reader(_lines(path))
        header = next(reader, [])
        if missing := sorted(set(NEEDED) - set(header)):
            raise SeriesError(f"{path}: the columns {', '.join(missing)} are missing")
        names = [name for name in (*NEEDED, *KEPT) if name in header]
        of = itemgetter(*map(header.index, names))
        begun = reader.line_num + 1
        while True:
            try:
                row = next(reader, None)
            except csv.Error as error:
                lines = f"lines {begun} to {reader.line_num}: {error}"
                refused.append((path.name, begun, "", "fields", lines[:SHOWN]))
                row = []
            if row is None:
                break
            if len(row) == len(header):
                rows.append((*of(row), begun))
            elif row:
                said = f"{len(row)} fields, the header has {len(header)}"
                refused.append((path.name, begun, row[0][:SHOWN], "fields", said))
            begun = reader.line_num + 1
    except (OSError, csv.Error) as error:
        raise SeriesError(f"{path} cannot be read ({error}); fetch it again") from error
    schema = {**dict.fromkeys(names, pl.String()), "line_no": pl.Int64()}
    return (
        pl.DataFrame(rows, schema=schema, orient="row"),
        pl.DataFrame(refused, schema=EVENT_REFUSED.schema, orient="row"),
    )


def _reasons() -> list[tuple[str, pl.Expr, str]]:
    """(reason, when a row is refused for it, the column to show), the first that holds counts."""
    start, end = pl.col("_start"), pl.col("_end")
    counts = ("best", "low", "high")
    sane = start.dt.year().is_between(1900, 2100) & end.dt.year().is_between(1900, 2100)
    return [
        ("id", ~pl.col("id").str.contains(WHOLE), "id"),
        ("type", ~pl.col("type_of_violence").is_in(list(TARGET_OF_TYPE)), "type_of_violence"),
        ("country", pl.col("iso3").is_null(), "_gw"),
        ("date", ~sane.fill_null(False), "date_end"),
        ("order", end < start, "date_end"),
        ("long", (end - start).dt.total_days() > LONGEST_DAYS, "date_start"),
        ("negative", pl.any_horizontal(pl.col(c).str.contains(BELOW) for c in counts), "best"),
        ("count", ~pl.all_horizontal(pl.col(c).str.contains(WHOLE) for c in counts), "best"),
        ("huge", pl.any_horizontal(pl.col(c).cast(pl.Int64, strict=False) > MOST_DEATHS for c in counts), "best"),
        ("clarity", ~pl.col("event_clarity").is_in(["1", "2"]), "event_clarity"),
        ("active_year", pl.col("_active").is_null() & (pl.col("active_year").fill_null("") != ""), "active_year"),
    ]


def _day(column: str) -> pl.Expr:
    stated = pl.col(column)
    return pl.when(stated.str.contains(DAY)).then(stated.str.slice(0, 10)).str.to_date("%Y-%m-%d", strict=False)


def events_of(path: Path, numbers: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(events, refused) of one file, in its order. Events have EVENT_SCHEMA, those not yet clear among them; every line is
    in one of the two. numbers: as `states.numbers_of`. Of two lines with one id the first counts.

    Columns as in UCDP GED (codebook: 49 columns; candidate releases have the same). active_year and code_status are null
    where the file has no such column. Raises SeriesError as `raw_lines` does.
    """
    raw, broken = raw_lines(path)
    raw = raw.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in KEPT if name not in raw.columns)
    said, number = pl.col("active_year").str.to_lowercase(), pl.col("id").cast(pl.Int64, strict=False)
    judged = (
        raw.with_columns(pl.col(pl.String).str.strip_chars())
        .rename({"country_id": "_gw"})
        .with_columns(
            _start=_day("date_start"),
            _end=_day("date_end"),
            _active=pl.when(said.is_in(["1", "true"])).then(True).when(said.is_in(["0", "false"])).then(False),
        )
    )
    judged = with_state(judged, "_gw", month_number(month_of("_end")), numbers)
    reason, value = pl.lit(None, dtype=pl.String), pl.lit(None, dtype=pl.String)
    for name, bad, shown in reversed(_reasons()):
        hit = bad.fill_null(True)
        reason = pl.when(hit).then(pl.lit(name)).otherwise(reason)
        value = pl.when(hit).then(pl.col(shown)).otherwise(value)
    judged = judged.with_columns(_reason=reason, _value=value)
    # Only now: a line that is no event may not take the place of one that is.
    twice = pl.col("_reason").is_null() & ~pl.struct("_reason", number.alias("_number")).is_first_distinct()
    judged = judged.with_columns(
        _reason=pl.when(twice).then(pl.lit("duplicate")).otherwise("_reason"),
        _value=pl.when(twice).then("id").otherwise("_value"),
    )
    good = judged.filter(pl.col("_reason").is_null()).select(
        event_id=pl.col("id").cast(pl.Int64),
        target=pl.col("type_of_violence").replace_strict(TARGET_OF_TYPE, return_dtype=pl.String),
        gw=pl.col("_gw").cast(pl.Int64),
        iso3="iso3",
        country_id="country_id",
        date_start="_start",
        date_end="_end",
        best=pl.col("best").cast(pl.Int64),
        low=pl.col("low").cast(pl.Int64),
        high=pl.col("high").cast(pl.Int64),
        clarity=pl.col("event_clarity").cast(pl.Int64),
        active_year="_active",
        code_status="code_status",
        event_file=pl.lit(path.name),
        line_no="line_no",
    )
    wrong = judged.filter(pl.col("_reason").is_not_null()).select(
        event_file=pl.lit(path.name),
        line_no="line_no",
        event_id=pl.col("id").str.slice(0, SHOWN),
        reason="_reason",
        value=pl.col("_value").str.slice(0, SHOWN),
    )
    refused = pl.concat([broken, EVENT_REFUSED.conform(wrong)]).sort("line_no")
    return good, refused


def month_of(day: str) -> pl.Expr:
    """YYYY-MM of a column of dates."""
    return pl.col(day).dt.strftime("%Y-%m")
