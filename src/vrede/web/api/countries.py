"""Countries with their money, and the series of conflict and need."""

from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from vrede.lake import where
from vrede.money import in_countries
from vrede.sources import Column
from vrede.sources.conflict import declared
from vrede.web.api import filters
from vrede.web.api.figures import with_figures
from vrede.web.api.paging import cut, listed
from vrede.web.api.shapes import ADDRESS, Closed, Figure, columns, list_shape, row_shape
from vrede.web.figure.series import hidden_words
from vrede.web.figure.table import place_name
from vrede.web.site.json_problem import PROBLEMS
from vrede.web.site.request import language_of

router = Router(tags=["countries"])
SERIES = tuple(one for source in declared() for one in source.indicators)
SERIES_ROW = (
    *columns("country_series"),
    Column("title", "plain", "what the series counts, in the language asked for"),
    Column("unit", "plain", "its unit"),
    Column("producer", "plain", "who made it"),
    Column("licence", "plain", "under which licence"),
    ADDRESS,
)
_series: Any = list_shape(
    row_shape("SeriesValue", SERIES_ROW),
    note=(str | None, Field(description="why no series is shown; null address they are")),
)
SeriesFilters: Any = filters.conditions(
    "SeriesFilters",
    filters.Paged,
    indicator=filters.condition("|".join(one.id for one in SERIES), "id of a series"),
    country=filters.condition("[A-Z]{3}", "ISO 3166-1 alpha-3"),
    year=filters.condition("(19|20|21)[0-9]{2}", "calendar year"),
)


class Country(Closed):
    """A country and its figures: of the article, unless conditions say otherwise."""

    iso3: str = Field(description="ISO 3166-1 alpha-3; ZZZ: the place is withheld")
    name: str
    figures: list[Figure]
    address: str = Field(description=ADDRESS.meaning)


_countries: Any = list_shape(Country)


@router.get("/countries", response={200: _countries, **PROBLEMS}, summary="Countries with their money")
def countries(request: HttpRequest, given: Query[filters.SelectionPaged]) -> HttpResponse:
    """Every country with money that meets all conditions, by code; its figures each by itself."""
    state, language = filters.asked(request, given), language_of(request)
    selection = filters.selection_of(request)
    found = in_countries(state.ledger.bounded(selection))
    codes = found.select(iso3="place_code").unique().sort("iso3")
    page = cut(codes, given)
    names = [place_name("country", code, language) for code in page["iso3"]]
    address = f"/{request.LANGUAGE_CODE}/country/{{}}/?snapshot={state.snapshot.name}"
    rows = with_figures(
        request, state, page, "iso3", selection, found.rename({"place_code": "iso3"}), "country"
    ).with_columns(pl.Series("name", names, dtype=pl.String), address=pl.format(address, "iso3"))
    return listed(request, state, given, codes.height, rows)


@router.get("/series", response={200: _series, **PROBLEMS}, summary="Series of countries")
def series(request: HttpRequest, given: Query[SeriesFilters]) -> HttpResponse:
    """One value a country and year; a missing year is missing, never nothing."""
    state, language = filters.asked(request, given), language_of(request)
    found = state.snapshot.table("country_series")
    for name, column in (("indicator", "indicator"), ("country", "iso3")):
        if value := getattr(given, name):
            found = where(found, **{column: value})
    if given.year:
        found = where(found, year=int(given.year))
    said = [
        (one.id, one.title[language], one.unit[language], source.producer, source.licence)
        for source in declared()
        for one in source.indicators
    ]
    words = pl.DataFrame(said, schema=["indicator", "title", "unit", "producer", "licence"], orient="row")
    address = f"/{request.LANGUAGE_CODE}/series/?indicator={{}}&country={{}}&year={{}}&snapshot={state.snapshot.name}"
    page = (
        cut(found, given)
        .join(words, on="indicator", how="left", maintain_order="left")
        .with_columns(address=pl.format(address, "indicator", "iso3", "year"))
    )
    note = hidden_words() if state.snapshot.series_hidden else None
    return listed(request, state, given, found.height, page.select(c.name for c in SERIES_ROW), note=note)
