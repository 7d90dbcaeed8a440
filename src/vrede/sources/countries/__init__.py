"""Codes and names of countries and regions. Codes: ISO 3166-1 and the DAC's regions; names of countries: Babel (CLDR)."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import polars as pl
from babel import Locale

FOLDER = Path(__file__).parent
KOSOVO = {"en": "Kosovo", "nl": "Kosovo"}


@cache
def country_codes() -> pl.DataFrame:
    """iso2, iso3: all of ISO 3166-1 and XK/XKX (Kosovo, a code in use that ISO leaves to its users)."""
    return pl.read_csv(FOLDER / "codes.csv", columns=["iso2", "iso3"], schema_overrides={"iso2": pl.String})


@cache
def _names(language: str) -> dict[str, str]:
    territories = Locale.parse(language).territories
    pairs = country_codes().iter_rows()
    return {iso3: str(territories.get(iso2) or KOSOVO.get(language, iso3)) for iso2, iso3 in pairs}


@cache
def _regions(language: str) -> dict[str, str]:
    with (FOLDER / "regions.csv").open(encoding="utf-8", newline="") as stream:
        return {row["code"]: row[language] for row in csv.DictReader(stream)}


def country_name(iso3: str, language: str) -> str:
    """The country's name in nl or en; the code itself where it is unknown."""
    return _names(language).get(iso3, iso3)


def is_country(iso3: str) -> bool:
    """True for a code that this package knows."""
    return iso3 in _names("en")


def region_name(code: str, language: str) -> str:
    """The region's name in nl or en; the code itself where it is unknown."""
    return _regions(language).get(code, code)


def is_region(code: str) -> bool:
    """True for a DAC region that this package knows."""
    return code in _regions("en")
