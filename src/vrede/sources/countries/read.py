"""Codes and names of countries and regions. Codes: ISO 3166-1 and the DAC's regions; names of countries: Babel (CLDR)."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path

import polars as pl
from babel import Locale

FOLDER = Path(__file__).parent
KOSOVO = dict.fromkeys(("nl", "en", "fr", "es", "pt", "de"), "Kosovo")
NAMED_IN = ("nl", "en", "fr", "es", "pt", "de")  # the languages in which files name countries


@cache
def country_codes() -> pl.DataFrame:
    """iso2, iso3: all of ISO 3166-1 and XK/XKX (Kosovo, a code in use that ISO leaves to its users)."""
    return pl.read_csv(FOLDER / "codes.csv", columns=["iso2", "iso3"], schema_overrides={"iso2": pl.String})


@cache
def _iso2() -> dict[str, str]:
    return {iso3: iso2 for iso2, iso3 in country_codes().iter_rows()}


def iso2_of(iso3: str) -> str | None:
    """The two letters of a country; None for a code that this package does not know."""
    return _iso2().get(iso3)


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


@cache
def country_names(iso3: str) -> tuple[str, ...]:
    """Every name of a country in nl, en, fr, es, pt and de, the longest first: CLDR's, its parts where it gives two
    ('Myanmar (Birma)'), and those of names.csv (as the DAC, the UN and the press write them).

    >>> country_names("CIV")
    ('Costa do Marfim', 'Côte d’Ivoire', 'Ivory Coast', 'Ivoorkust')
    """
    found = {_names(language)[iso3] for language in NAMED_IN if iso3 in _names(language)}
    for name in [n for n in found if n.endswith(")")]:
        found |= {part.strip() for part in name.removesuffix(")").split("(")}
    with (FOLDER / "names.csv").open(encoding="utf-8", newline="") as stream:
        found |= {row["name"] for row in csv.DictReader(stream) if row["iso3"] == iso3}
    return tuple(sorted(found - {""}, key=lambda name: (-len(name), name)))


def _plain(text: str) -> str:
    """Without case, accents and signs, as two writers of one name may differ."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", bare))


@cache
def _by_name() -> dict[str, str]:
    return {_plain(name): iso3 for iso3 in sorted(_names("en"), reverse=True) for name in country_names(iso3)}


def country_named(text: str) -> str | None:
    """The ISO3 code of a country that is given by its code, in any case, or by one of its `country_names`; else None.

    >>> country_named("mli"), country_named("Tchad"), country_named("ivoorkust"), country_named("Kidal")
    ('MLI', 'TCD', 'CIV', None)
    """
    code = text.strip().upper()
    return code if is_country(code) else _by_name().get(_plain(text))


@cache
def _apart() -> dict[str, dict[str, str]]:
    with (FOLDER / "apart.csv").open(encoding="utf-8", newline="") as stream:
        return {row["code"]: {"nl": row["nl"], "en": row["en"]} for row in csv.DictReader(stream)}


def apart_codes() -> tuple[str, ...]:
    """Codes that series give beside those of countries: people whose origin is no country, and a state that is no more."""
    return tuple(_apart())


def apart_name(code: str, language: str) -> str:
    """What such a code stands for, in nl or en; the code itself where it is unknown.

    >>> apart_name("XXA", "en"), apart_name("XXA", "nl")
    ('stateless people', 'staatlozen')
    """
    return _apart().get(code, {}).get(language, code)


def is_country(iso3: str) -> bool:
    """True for a code that this package knows."""
    return iso3 in _names("en")


def region_name(code: str, language: str) -> str:
    """The region's name in nl or en; the code itself where it is unknown."""
    return _regions(language).get(code, code)


def is_region(code: str) -> bool:
    """True for a DAC region that this package knows."""
    return code in _regions("en")
