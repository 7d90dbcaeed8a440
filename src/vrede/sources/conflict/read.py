"""Reads the files of country series into one tidy table; what is no number or of no known country is counted."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import polars as pl

from vrede.sources.conflict.kept import Kept, kept
from vrede.sources.conflict.packed import unpacked
from vrede.sources.conflict.releases import is_whole
from vrede.sources.conflict.series import SeriesError, SeriesSource, declared
from vrede.sources.conflict.states import numbers_of, with_state
from vrede.sources.country_series import COUNTRY_SERIES, SERIES_APART, SERIES_FILE, SERIES_TABLES
from vrede.sources.table import AMOUNT

FOLDER = "conflict"
LARGEST = 512 << 20  # bytes, unpacked: the largest of these files has 10 MB
SHOWN = 40
"""Signs that are shown of a code of no country."""
PLAIN = r"^[+-]?[0-9]{1,18}(\.[0-9]*)?$"


def find_series(folder: Path) -> list[tuple[SeriesSource, Kept]]:
    """(source, file) for every file in the folder that one of a source's patterns names, the newest version last."""
    files, found = list(kept(folder)), []
    for source in declared():
        patterns = source.pattern.split()
        mine = [one for one in files if any(fnmatchcase(one.path.name, pattern) for pattern in patterns)]
        found += [
            (source, one) for one in sorted(mine, key=lambda one: (version_named(one.path), one.day, one.path.name))
        ]
    return found


def version_named(path: Path) -> tuple[int, ...]:
    """The version in a file's name; () where it has none.

    >>> version_named(Path("OrganizedViolenceCYDataSet26_1.csv")), version_named(Path("organizedviolencecy-261-csv.zip"))
    ((26, 1), (26, 1))
    """
    if found := re.search(r"(?:v|cydataset)([0-9]{1,2})_([0-9]{1,2})", path.name.lower()):
        return tuple(map(int, found.groups()))
    found = re.search(r"cy-([0-9]{2})([0-9])(?:-|\.)", path.name.lower())
    return tuple(map(int, found.groups())) if found else ()


def _table(path: Path) -> pl.DataFrame:
    try:
        return pl.read_csv(unpacked(path, LARGEST), infer_schema=False, encoding="utf8")
    except pl.exceptions.PolarsError as error:
        raise SeriesError(f"{path}: not a CSV file that can be read ({error}); fetch it again") from error


def _headed(raw: pl.DataFrame, source: SeriesSource) -> pl.DataFrame:
    """The table under the names that the source is declared with; another version of it has them with an ending."""
    if not source.ending:
        return raw
    return raw.rename(
        {
            name: short
            for name in raw.columns
            if (short := name.removesuffix(source.ending)) != name and short not in raw.columns
        }
    )


@dataclass(frozen=True, slots=True)
class FileRead:
    """used: rows of country_series. facts: its row of series_file. apart: rows of series_apart, numbers and codes of no country."""

    used: pl.DataFrame
    facts: pl.DataFrame
    apart: pl.DataFrame


def _values(source: SeriesSource, raw: pl.DataFrame, file: str) -> pl.DataFrame:
    """Every value that stands in the table, with `code` as it stands there and iso3 where that is known."""
    parts = []
    for one in source.indicators:
        rows = raw
        for name, value in one.where.items():
            rows = rows.filter(pl.col(name) == value)
        stated = pl.col(one.column).str.strip_chars()
        parts.append(
            rows.filter(stated.fill_null("") != "").select(
                indicator=pl.lit(one.id),
                iso3=pl.col("_iso3"),
                year=pl.col(source.year).cast(pl.Int64, strict=False),
                number=pl.when(stated.str.contains(PLAIN)).then(stated).cast(AMOUNT, strict=False),
                series_file=pl.lit(file),
                line_no=pl.col("line_no").cast(pl.Int64),
                code=pl.col("_code"),
            )
        )
    return pl.concat(parts)


def read_file(source: SeriesSource, path: Path, numbers: pl.DataFrame) -> FileRead:
    """One file. numbers: as `states.numbers_of`. Raises SeriesError."""
    raw = _headed(_table(path), source).with_row_index("line_no", offset=2)
    needed = {source.iso3 or source.gw, source.year, *(one.column for one in source.indicators)}
    needed |= {name for one in source.indicators for name in one.where}
    if missing := sorted(needed - set(raw.columns)):
        raise SeriesError(f"{path}: the columns {', '.join(missing)} are missing")
    raw = raw.with_columns(_code=pl.col(source.iso3 or source.gw).str.strip_chars())
    if source.gw:
        december = pl.col(source.year).str.strip_chars().cast(pl.Int32, strict=False).fill_null(0) * 12 + 12
        raw = with_state(raw.drop(source.gw), "_code", december, numbers).rename({"iso3": "_iso3"})
    else:
        raw = raw.with_columns(_iso3=pl.col("_code"))
    every = _values(source, raw, path.name)
    country = pl.col("iso3").str.contains("^[A-Z]{3}$").fill_null(False)
    sound = pl.col("year").is_between(1900, 2100).fill_null(False) & pl.col("number").is_not_null()
    used = every.filter(country & sound).drop("code")
    named = next((name for name in raw.columns if name.lower() == "version"), "")
    facts = {
        "series": source.id,
        "series_file": path.name,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "lines": raw.height,
        "used": used.height,
        "refused": every.height - used.height,
        "first_year": used["year"].min(),
        "last_year": used["year"].max(),
        "address": "",
        "retrieved": "",
        "version": str(raw[named].max() or "") if named else ".".join(map(str, version_named(path))),
    }
    apart = every.filter(~country & sound & (pl.col("code").fill_null("") != ""))
    counted = apart.group_by("indicator", code=pl.col("code").str.slice(0, SHOWN)).agg(
        values=pl.len(), first_year=pl.col("year").min(), last_year=pl.col("year").max()
    )
    return FileRead(used, pl.DataFrame([facts], schema=SERIES_FILE.schema), SERIES_APART.conform(counted))


def series_tables(folder: Path) -> dict[str, pl.DataFrame]:
    """Tables country_series, series_file and series_apart; of a value that two files give, that of the newer version counts, else of the
    later name. Raises SeriesError where a file cannot be read or lacks a column.
    """
    found = find_series(folder)
    if not found:
        return {table.name: table.empty() for table in SERIES_TABLES}
    numbers = numbers_of(folder, is_whole(folder))
    read = [(one, read_file(source, one.path, numbers)) for source, one in found]
    values = pl.concat(file.used.with_columns(_at=pl.lit(at)) for at, (_one, file) in enumerate(read))
    last = values.sort("indicator", "iso3", "year", "_at", "line_no").unique(
        ["indicator", "iso3", "year"], keep="last", maintain_order=True
    )
    files = [file.facts.with_columns(address=pl.lit(one.address), retrieved=pl.lit(one.day)) for one, file in read]
    # Two versions of one table have the same strange numbers: they are told once, as the newest has them.
    apart = pl.concat(file.apart for _one, file in read).unique(["indicator", "code"], keep="last", maintain_order=True)
    return {
        "country_series": COUNTRY_SERIES.conform(last.drop("_at")),
        "series_file": SERIES_FILE.conform(pl.concat(files)),
        "series_apart": apart.sort("indicator", "code"),
    }


def read_series(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(country_series, series_file) of a folder. Raises SeriesError."""
    tables = series_tables(folder)
    return tables["country_series"], tables["series_file"]
