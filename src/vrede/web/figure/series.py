"""Series of countries as pages show them: which rows are of countries, how the others are called, and why there are none."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from vrede.article import Language
from vrede.lake import where, without
from vrede.language import Nothing, number_text
from vrede.results import in_last_year
from vrede.sources.conflict import Indicator
from vrede.sources.countries import apart_codes, apart_name, country_codes, is_country
from vrede.web.figure.table import place_name
from vrede.web.site.snapshot import State
from vrede.web.site.words import say

HIDDEN, NOT_LOADED, NOTHING, SHOWN = "hidden", "not loaded", "nothing", "shown"


def of_countries(series: pl.DataFrame) -> pl.DataFrame:
    """The rows of table country_series of countries that exist."""
    return where(series, iso3=country_codes()["iso3"])


def apart(series: pl.DataFrame) -> pl.DataFrame:
    """The rows of people whose origin is no country, and of states that no longer exist: they belong to no country."""
    return without(series, iso3=country_codes()["iso3"])


def label(iso3: str, language: Language) -> str:
    """What a row is called: a country's name, that of an origin that is none, or that the place is withheld."""
    return apart_name(iso3, language) if iso3 in apart_codes() else place_name("country", iso3, language)


def has_page(iso3: str) -> bool:
    """True where the code has a page of its own: that of a country."""
    return is_country(iso3)


def why(state: State, wanted: Collection[str], shown: bool) -> str:
    """SHOWN, or why a view has no value of some series (ids): HIDDEN, NOT_LOADED, or NOTHING where only this view has none."""
    if state.snapshot.series_hidden:
        return HIDDEN
    if shown:
        return SHOWN
    series = state.snapshot.table("country_series")
    return NOTHING if series["indicator"].is_in(list(wanted)).any() else NOT_LOADED


def signs(state: State, wanted: Collection[str]) -> dict[str, str]:
    """Series (id) -> the sign where it has no value: it may be withheld, it was not loaded, or nobody published it."""
    states = {HIDDEN: Nothing.WITHHELD, NOT_LOADED: Nothing.NOT_LOADED}
    return {one: states.get(why(state, [one], False), Nothing.NOT_PUBLISHED).sign for one in wanted}


def hidden_words() -> str:
    """Why no series is shown; the same words for every place, so that they give none away."""
    return say("figure.series.series_of_countries")


@dataclass(frozen=True, slots=True)
class OriginValue:
    """The value of an origin that is no country, in the last year of a series."""

    iso3: str
    name: str
    number: str
    year: int


def last_apart(one: Indicator, series: pl.DataFrame, language: Language) -> list[OriginValue]:
    """Each origin that is no country with people in the last year of a series: name, value and year. None of an index."""
    rows = where(series, indicator=one.id)
    if rows.is_empty() or not one.adds:
        return []
    last = in_last_year(apart(rows), int(str(rows["year"].max())))
    return [
        OriginValue(
            iso3=iso3,
            name=label(iso3, language),
            number=number_text(round(number, 2), language),
            year=year,
        )
        for iso3, year, number in last.sort("number", "iso3", descending=[True, False])
        .select("iso3", "year", "number")
        .iter_rows()
    ]
