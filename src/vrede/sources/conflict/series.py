"""What each country series is: its file, its columns, its producer and licence, and what it is used for."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "series.toml"
USES = ("need", "outcome", "context")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One series. column: in its file; where: column -> value that a line must have. worse: more or less.

    title and unit in nl and en; clauses: of which it is an outcome or a need; targets: of SDG 16, beside which it stands. adds:
    its values may be added over countries (people), or not (an index).
    """

    id: str
    source: str
    column: str
    where: dict[str, str]
    title: dict[str, str]
    unit: dict[str, str]
    worse: str
    use: str
    clauses: tuple[str, ...]
    targets: tuple[str, ...]
    adds: bool


@dataclass(frozen=True, slots=True)
class SeriesSource:
    """One file of series with its card: who made it, under which licence, how late it comes.

    pattern: of its names, several with blanks between them. ending: what names of columns have behind them in another version.
    """

    id: str
    pattern: str
    iso3: str
    gw: str
    year: str
    producer: str
    licence: str
    citation: str
    address: str
    version: str
    lag_days: int
    indicators: tuple[Indicator, ...]
    ending: str = ""


class SeriesError(Exception):
    """A declaration or a file of series cannot be used; the message says which, where and what to do."""


def _source(ident: str, raw: dict[str, Any]) -> SeriesSource:
    indicators = tuple(
        Indicator(
            name,
            ident,
            one["column"],
            dict(one.get("where", {})),
            one["title"],
            one["unit"],
            one["worse"],
            one["use"],
            tuple(one["clauses"]),
            tuple(one.get("targets", ())),
            bool(one.get("adds", True)),
        )
        for name, one in raw["indicators"].items()
    )
    rest = {key: value for key, value in raw.items() if key != "indicators"}
    made = SeriesSource(id=ident, indicators=indicators, **{"iso3": "", "gw": "", **rest})
    if bool(made.iso3) == bool(made.gw):
        raise SeriesError(f"series.toml: {ident} names either iso3 or gw")
    for one in indicators:
        if one.use not in USES or one.worse not in ("more", "less"):
            raise SeriesError(f"series.toml: {ident}.{one.id}: use or worse is none that is known")
    return made


@cache
def declared() -> tuple[SeriesSource, ...]:
    """Every source of series, in the order of the file. Raises SeriesError: a key is missing or unknown."""
    try:
        raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
        return tuple(_source(ident, table) for ident, table in raw.items())
    except (KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise SeriesError(f"series.toml: {error}") from error


@cache
def indicator(ident: str) -> Indicator:
    """The series with this id. Raises KeyError."""
    for source in declared():
        for one in source.indicators:
            if one.id == ident:
                return one
    raise KeyError(ident)


@cache
def source_of(ident: str) -> SeriesSource:
    """The source of a series. Raises KeyError."""
    for source in declared():
        if source.id == indicator(ident).source:
            return source
    raise KeyError(ident)
