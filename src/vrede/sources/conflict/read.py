"""Reads the files of country series into one tidy table; what is no number or of no known country is counted."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import polars as pl

from vrede.sources.conflict.series import SeriesError, SeriesSource, declared
from vrede.sources.conflict.tables import COUNTRY_SERIES, SERIES_FILE
from vrede.sources.table import AMOUNT

FOLDER = "conflict"
IDS = "country_ids.csv"
LARGEST = 512 << 20  # bytes, unpacked: the largest of these files has 10 MB
PLAIN = r"^[+-]?[0-9]{1,18}(\.[0-9]*)?$"


def find_series(folder: Path) -> list[tuple[SeriesSource, Path]]:
    """(source, file) for every file in the folder that a source's pattern names, the newest name last."""
    found = []
    for source in declared():
        for path in sorted(folder.glob(source.pattern)):
            if path.name.endswith((".csv", ".csv.gz")) and path.is_file():
                found.append((source, path))
    return found


def _table(path: Path) -> pl.DataFrame:
    try:
        data = path.read_bytes()
        if path.suffix == ".gz":
            with gzip.open(path) as stream:
                data = stream.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise SeriesError(f"{path}: larger than {LARGEST >> 20} MB unpacked; fetch it again")
        return pl.read_csv(data, infer_schema=False, encoding="utf8")
    except (pl.exceptions.PolarsError, gzip.BadGzipFile, EOFError) as error:
        raise SeriesError(f"{path}: not a CSV file that can be read ({error}); fetch it again") from error


def country_numbers(folder: Path) -> pl.DataFrame:
    """gw, iso3: Gleditsch-Ward numbers of states, the one that exists today where several had one.

    Raises SeriesError where country_ids.csv is missing: a file with such numbers cannot be read without it.
    """
    path = folder / IDS
    if not path.is_file():
        raise SeriesError(f"{path} is missing: it says which country a number is. Put it there, or leave the file out.")
    return (
        _table(path)
        .select("gwcode", "iso3", _in=pl.col("in_panel").cast(pl.Int64, strict=False).fill_null(0))
        .sort("gwcode", "_in", "iso3", descending=[False, True, False])
        .unique("gwcode", keep="first", maintain_order=True)
        .select(gw="gwcode", iso3="iso3")
    )


def _of_file(source: SeriesSource, path: Path, folder: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    raw = _table(path).with_row_index("line_no", offset=2)
    needed = {source.iso3 or source.gw, source.year, *(one.column for one in source.indicators)}
    needed |= {name for one in source.indicators for name in one.where}
    if missing := sorted(needed - set(raw.columns)):
        raise SeriesError(f"{path}: the columns {', '.join(missing)} are missing")
    if source.gw:
        raw = raw.join(country_numbers(folder), left_on=source.gw, right_on="gw", how="left", maintain_order="left")
        country = pl.col("iso3")
    else:
        country = pl.col(source.iso3)
    parts = []
    for one in source.indicators:
        rows = raw
        for name, value in one.where.items():
            rows = rows.filter(pl.col(name) == value)
        stated = pl.col(one.column).str.strip_chars()
        parts.append(
            rows.filter(stated.fill_null("") != "").select(
                indicator=pl.lit(one.id),
                iso3=country.str.strip_chars(),
                year=pl.col(source.year).cast(pl.Int64, strict=False),
                number=pl.when(stated.str.contains(PLAIN)).then(stated).cast(AMOUNT, strict=False),
                series_file=pl.lit(path.name),
                line_no=pl.col("line_no").cast(pl.Int64),
            )
        )
    every = pl.concat(parts)
    good = (
        pl.col("iso3").str.contains("^[A-Z]{3}$").fill_null(False)
        & pl.col("year").is_between(1900, 2100).fill_null(False)
        & pl.col("number").is_not_null()
    )
    used = every.filter(good)
    facts = pl.DataFrame(
        {
            "series": [source.id],
            "series_file": [path.name],
            "sha256": [hashlib.sha256(path.read_bytes()).hexdigest()],
            "lines": [raw.height],
            "used": [used.height],
            "refused": [every.height - used.height],
            "first_year": [used["year"].min()],
            "last_year": [used["year"].max()],
            "address": [""],
            "retrieved": [""],
        },
        schema=SERIES_FILE.schema,
    )
    return used, facts


def read_series(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(country_series, series_file) of a folder; of a value that two files give, the later file's name counts.

    Raises SeriesError where a file cannot be read or lacks a column.
    """
    read = [_of_file(source, path, folder) for source, path in find_series(folder)]
    if not read:
        return COUNTRY_SERIES.empty(), SERIES_FILE.empty()
    values = pl.concat([values for values, _facts in read])
    last = values.sort("indicator", "iso3", "year", "series_file", "line_no").unique(
        ["indicator", "iso3", "year"], keep="last", maintain_order=True
    )
    return COUNTRY_SERIES.conform(last), SERIES_FILE.conform(pl.concat([facts for _values, facts in read]))


def series_tables(folder: Path) -> dict[str, pl.DataFrame]:
    """Tables country_series and series_file. Raises SeriesError."""
    series, files = read_series(folder)
    return {"country_series": series, "series_file": files}
