"""The table of country series, which several sources fill: one value of one series for a country and a year, and the file it came from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import polars as pl

from vrede.fetch import Answer, AnswerFile
from vrede.sources.table import Column, Table

COUNTRY_SERIES = Table(
    "country_series",
    "one value of one series for a country and a year; a missing year is missing, never nothing",
    (
        Column("indicator", "plain", "id of the series (sources/conflict/series.toml)"),
        Column("iso3", "place", "country, ISO 3166-1 alpha-3"),
        Column("year", "integer", "calendar year", unit="year"),
        Column("number", "number", "the value, in the unit of the series"),
        Column("series_file", "file", "the file it was read from"),
        Column("line_no", "integer", "line in that file, the header is 1; of JSON the place of the record, from 1"),
    ),
    ("indicator", "iso3", "year"),
    of_countries=True,
)

SERIES_FILE = Table(
    "series_file",
    "a file of country series, what was read of it and what was not",
    (
        Column("series", "plain", "id of the source (sources/conflict/series.toml)"),
        Column("series_file", "file", "name below the folder of its source"),
        Column("sha256", "file", "hash of its bytes"),
        Column("lines", "integer", "lines in it"),
        Column("used", "integer", "values that were read"),
        Column("refused", "integer", "values that are no number, or of no known country or year"),
        Column("first_year", "integer", "first year with a value", unit="year"),
        Column("last_year", "integer", "last year with a value", unit="year"),
        Column("address", "words", "where it was fetched; empty: it was put there"),
        Column("retrieved", "plain", "the day on which it came; empty: it was put there"),
        Column("version", "plain", "version that the file gives itself; empty: none"),
    ),
    ("series", "series_file"),
)

SERIES_APART = Table(
    "series_apart",
    "codes that stand where a country's code should, and that no list of countries has: kept out of every figure, and counted here",
    (
        Column("indicator", "plain", "id of the series"),
        Column("code", "words", "the code as it stands there"),
        Column("values", "integer", "values with this code"),
        Column("first_year", "integer", "the first year of them", unit="year"),
        Column("last_year", "integer", "the last year of them", unit="year"),
    ),
    ("indicator", "code"),
)

SERIES_TABLES = (COUNTRY_SERIES, SERIES_FILE, SERIES_APART)
PLACES = Decimal("0.000001")
FIRST_YEAR, LAST_YEAR = 1900, 2100
MOST = Decimal(10) ** 30


@dataclass(frozen=True, slots=True)
class Fact:
    """A value as a source states it. number: None where it is no number; record: its place in the file, from 1."""

    indicator: str
    code: str
    year: int | None
    number: Decimal | None
    record: int


@dataclass(slots=True)
class FileFacts:
    """What one file of a source gives. series: id of its declaration. lines: records in it, those without a value among them."""

    series: str
    name: str
    file: AnswerFile
    day: str
    lines: int
    facts: list[Fact] = field(default_factory=list)


def exact(value: object) -> Decimal | None:
    """A JSON number (read by `records_of`) or a text of one as an exact number of at most six decimals; None where it is none.

    >>> exact("0"), exact("-"), exact(1500000000000), exact("1,5"), exact(True)
    (Decimal('0.000000'), None, Decimal('1500000000000.000000'), None, None)
    """
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    text = str(value).strip()
    if not text.isascii() or "_" in text:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found.quantize(PLACES) if found.is_finite() and abs(found) < MOST else None


def year_of(value: object) -> int | None:
    """A year as a number or text; None for a month, a range or a word."""
    text = str(value).strip() if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() else None


def records_of(path: Path) -> Any:
    """A JSON file with its numbers exact. Raises ValueError."""
    return json.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)


def name_of(source: str, file: AnswerFile) -> str:
    """A file of an answer as tables name it: the source, its day and the file."""
    return f"{source}/{file.path.parent.name}/{file.path.name}"


def series_of(read: Iterable[FileFacts]) -> dict[str, pl.DataFrame]:
    """Tables country_series and series_file. Of a value that two records give the later one counts, as in its source."""
    values: list[tuple[Any, ...]] = []
    files: list[dict[str, Any]] = []
    for one in read:
        good = [f for f in one.facts if _is_sound(f)]
        values += [(f.indicator, f.code, f.year, f.number, one.name, f.record) for f in good]
        years = [f.year for f in good if f.year is not None]
        files.append(
            {
                "series": one.series,
                "series_file": one.name,
                "sha256": one.file.sha256,
                "lines": one.lines,
                "used": len(good),
                "refused": len(one.facts) - len(good),
                "first_year": min(years, default=None),
                "last_year": max(years, default=None),
                "address": one.file.address,
                "retrieved": one.day,
                "version": "",
            }
        )
    frame = pl.DataFrame(values, schema=COUNTRY_SERIES.schema, orient="row")
    frame = frame.unique(["indicator", "iso3", "year"], keep="last", maintain_order=True)
    told = pl.DataFrame(files, schema=SERIES_FILE.schema)
    return {
        "country_series": frame.sort("indicator", "iso3", "year"),
        "series_file": told,
        "series_apart": SERIES_APART.empty(),
    }


def _is_sound(fact: Fact) -> bool:
    there = fact.number is not None and fact.year is not None and FIRST_YEAR <= fact.year <= LAST_YEAR
    return there and len(fact.code) == 3 and fact.code.isascii() and fact.code.isalpha() and fact.code.isupper()


def newest_year(facts: Iterable[Fact]) -> str:
    """The last year with a sound value, as a period; '' where there is none."""
    return str(max((f.year for f in facts if f.year is not None and _is_sound(f)), default=""))


def sound_rows(facts: Iterable[Fact]) -> int:
    """How many of the values are sound."""
    return sum(_is_sound(fact) for fact in facts)


def files_of(answers: Sequence[Answer]) -> list[tuple[Answer, AnswerFile]]:
    """Every file with the answer that it belongs to, in order."""
    return [(answer, file) for answer in answers for file in answer.files]
