"""Reads the World Bank's answers: a list of what the page is and its records; a record without a value is missing, not nothing."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from vrede.fetch import read_answers
from vrede.sources.country_series import Fact, FileFacts, exact, name_of, records_of, series_of, year_of

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Asked:
    """One indicator: our id, the Bank's code, the number of its database, the declaration in series.toml."""

    id: str
    code: str
    database: int
    series: str


@cache
def asked() -> tuple[Asked, ...]:
    """The indicators that are asked for, in the order of indicators.toml."""
    found = tomllib.loads((HERE / "indicators.toml").read_text(encoding="utf-8"))
    return tuple(Asked(name, **one) for name, one in found.items())


def facts_of(path: Path, indicator: str) -> tuple[int, list[Fact]]:
    """(records on the page, those with a value). Raises ValueError, TypeError, KeyError for another shape.

    A record without a code is of no country and becomes a fact that is refused; aggregates have codes too, and are told apart later.
    """
    _head, records = records_of(path)
    made = [
        Fact(indicator, str(one["countryiso3code"]).strip(), year_of(one["date"]), exact(one["value"]), at)
        for at, one in enumerate(records or (), 1)
        if one["value"] is not None
    ]
    return len(records or ()), made


def worldbank_tables(folder: Path) -> dict[str, pl.DataFrame]:
    """Tables country_series and series_file, from the last good answers. Raises ValueError."""
    answers = read_answers(folder)
    read = []
    for one in asked():
        answer = answers.get(one.id)
        for file in answer.files if answer else ():
            lines, facts = facts_of(file.path, one.id)
            assert answer is not None
            read.append(FileFacts(one.series, name_of(folder.name, file), file, answer.day, lines, facts))
    return series_of(read)
