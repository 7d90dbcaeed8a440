"""Results: values, how far indicators came, the lawful sums, and the ministry's own indicators with their matches."""

from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from vrede.lake import counted as counted_by
from vrede.lake.tables import BY_NAME
from vrede.results import DAYS, last_achievement, lawful_sums, strongest_first, within
from vrede.sources import Column
from vrede.web.api import filters
from vrede.web.api.paging import at, cut, listed
from vrede.web.api.shapes import ADDRESS, Closed, columns, list_shape, row_shape
from vrede.web.pages.results.own_indicator import matches
from vrede.web.pages.results.selection import FILTERS as OF_VALUES
from vrede.web.pages.results.selection import conditions_of, select, titled
from vrede.web.pages.results.values import REACHED
from vrede.web.site.json_problem import PROBLEMS, missing
from vrede.web.site.request import language_of
from vrede.web.site.snapshot import State, own_indicators
from vrede.web.site.words import say

router = Router(tags=["results"])
TITLES = (
    *columns("activity", "iati_identifier", "title_en", "title_nl"),
    Column("indicator", "words", "the indicator's title, as published"),
)
VALUE = (
    *columns("result_value"),
    Column("publisher", "organisation", "who publishes the activity, normalised"),
    *TITLES,
    ADDRESS,
)
REACH = (*columns("achievement"), *TITLES, ADDRESS)
SUM = (
    *columns("result_value", "vocabulary"),
    Column("publisher", "organisation", "whose own list the reference is from; empty: a shared list"),
    *columns("result_value", "reference", "dimension", "year", "period_start", "period_end", "direction"),
    Column("number", "number", "the sum"),
    Column("values", "integer", "values in it"),
    Column("activities", "integer", "activities behind it"),
    ADDRESS,
)
OF_SUM = ("reference", "dimension", "year", "period_start", "period_end", "direction")
LAST = columns("achievement", "year", "target", "actual", "share_ppm", "state", "measure")
MATCH = (
    *columns("indicator_match"),
    Column("publisher", "organisation", "who publishes the activity, normalised"),
    *TITLES,
    *LAST,
    ADDRESS,
)
ANY = r"[^\x00-\x1f\x7f]{1,200}"
PATTERNS = {
    **dict.fromkeys((*OF_VALUES, *REACHED), ANY),
    "clause": filters.patterns()["clause"],
    "country": "[A-Z]{3}",
    "year": "[0-9]{1,9}|none",
    "activity": "[0-9]{1,9}",
    "own": filters.OWN,
    **dict.fromkeys(("period_start", "period_end"), r"[0-9]{4}-[0-9]{2}-[0-9]{2}|none"),
    "given": "yes|no",
    "dimension": r"[^\x00-\x1f\x7f]{0,200}",
}
MEANINGS = {
    **{column.name: column.meaning for name in ("result_value", "achievement") for column in BY_NAME[name].columns},
    "clause": "a clause: results of activities with money under it",
    "country": "ISO 3166-1 alpha-3: results of activities with the article's money there",
    "given": "yes: values that hold something; no: those that hold nothing, at most a remark",
    "own": "id of one of the ministry's indicators: results that speak of it",
    "publisher": "identifier of who publishes",
    "activity": "activity_key in this snapshot",
}


def _filters(name: str, names: tuple[str, ...]) -> Any:
    given = {one: filters.condition(PATTERNS[one], MEANINGS[one]) for one in names}
    return filters.conditions(name, filters.Paged, **given)


ValueFilters: Any = _filters("ValueFilters", OF_VALUES)
ReachedFilters: Any = _filters("ReachedFilters", REACHED)
MatchFilters: Any = _filters("MatchFilters", ("clause", "country"))
_values: Any = list_shape(row_shape("Value", VALUE))
_reached: Any = list_shape(row_shape("Achievement", REACH))
_sums: Any = list_shape(row_shape("Sum", SUM))
_matches: Any = list_shape(row_shape("Match", MATCH))


class Published(Closed):
    """A figure that the ministry published."""

    year: int
    number: str = Field(description="as published")


class OwnIndicator(Closed):
    """One of the ministry's own indicators."""

    id: str
    title: str
    unit: str
    part: str
    clause: str
    published: list[Published]
    source: str
    matched: int = Field(description="partners' indicators that speak of it; 0: not recognised in their files")
    address: str = Field(description=ADDRESS.meaning)


_own: Any = list_shape(OwnIndicator)


def _where(request: HttpRequest, state: State, page: str, **words: str) -> pl.Expr:
    """Addresses of rows; words: name of a condition -> column of whole numbers or plain codes that gives its value."""
    said = "&".join(f"{name}={{}}" for name in words)
    text = f"/{request.LANGUAGE_CODE}/{page}?{said}&snapshot={state.snapshot.name}"
    return pl.format(text, *(pl.col(column).cast(pl.String).fill_null("none") for column in words.values())).alias(
        "address"
    )


@router.get("/results/values", response={200: _values, **PROBLEMS}, summary="Values of indicators")
def values(request: HttpRequest, given: Query[ValueFilters]) -> HttpResponse:
    """Baselines, targets and results; `adding` says whether a result may be added, and where not, why."""
    state = filters.asked(request, given)
    found = select(state, conditions_of(request))
    address = _where(request, state, "results/values/", activity="activity_key", kind="kind", year="year")
    page = titled(state, cut(found, given)).with_columns(address).select(c.name for c in VALUE)
    return listed(request, state, given, found.height, page)


@router.get("/results/achievements", response={200: _reached, **PROBLEMS}, summary="How far indicators came")
def achievements(request: HttpRequest, given: Query[ReachedFilters]) -> HttpResponse:
    """Periods with their baseline, target and result."""
    state = filters.asked(request, given)
    found = within(
        state.snapshot.table("achievement"),
        state.snapshot.table("indicator_match"),
        state.ledger,
        conditions_of(request, REACHED),
    )
    address = _where(request, state, "results/reached/", activity="activity_key", year="year")
    page = titled(state, cut(found, given)).with_columns(address).select(c.name for c in REACH)
    return listed(request, state, given, found.height, page)


@router.get("/results/sums", response={200: _sums, **PROBLEMS}, summary="The lawful sums")
def sums(request: HttpRequest, given: Query[ValueFilters]) -> HttpResponse:
    """What may be added, added: same reference, title, dimension, period and direction, no chain between them. No other sum is lawful."""
    state = filters.asked(request, given)
    conditions = conditions_of(request)
    found = lawful_sums(select(state, conditions))
    rows = []
    for row in cut(found, given).iter_rows(named=True):
        same = "publisher" if row["publisher"] is not None else "vocabulary"
        row |= {name: row[name].isoformat() for name in DAYS}
        own = {name: row[name] for name in (*OF_SUM, same)}
        words = {**conditions, "adding": "added", **own, "snapshot": state.snapshot.name}
        said = {name: "none" if value is None else value for name, value in words.items()}
        rows.append({**row, "number": _number(row["number"]), "address": at(request, "results/values/", said)})
    return listed(request, state, given, found.height, rows)


def _number(value: Any) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@router.get("/indicators", response={200: _own, **PROBLEMS}, summary="The ministry's own indicators")
def indicators(request: HttpRequest, given: Query[filters.Paged]) -> HttpResponse:
    """What each counts, what the ministry published of it, and how many partners' indicators speak of it."""
    state, language = filters.asked(request, given), language_of(request)
    counted = dict(counted_by(state.snapshot.table("indicator_match"), "own").iter_rows())
    every = own_indicators()
    rows = [
        {
            "id": one.id,
            "title": one.title.get(language),
            "unit": one.unit.get(language),
            "part": one.part,
            "clause": one.part.partition(".")[0],
            "published": [{"year": year, "number": _number(n)} for year, n in sorted(one.figures().items())],
            "source": one.source,
            "matched": counted.get(one.id, 0),
            "address": at(request, f"results/indicator/{one.id}/", {"snapshot": state.snapshot.name}),
        }
        for one in every[given.offset : given.offset + given.limit]
    ]
    return listed(request, state, given, len(every), rows)


@router.get("/indicators/{ident}/matches", response={200: _matches, **PROBLEMS}, summary="Indicators that speak of one")
def matched(request: HttpRequest, ident: str, given: Query[MatchFilters]) -> HttpResponse:
    """The partners' indicators that speak of one of the ministry's, with their last achievement; the strongest first."""
    state = filters.asked(request, given)
    if ident not in {one.id for one in own_indicators()}:
        raise missing(say("site.there_is_no_indicator_name", name=ident[:40]))
    found = last_achievement(
        state.snapshot.table("achievement"), matches(state, ident, conditions_of(request, ("clause", "country")))
    )
    found = strongest_first(found)
    address = _where(request, state, "results/values/", activity="activity_key", own="own")
    page = titled(state, cut(found, given)).join(state.publishers, on="activity_key", how="left", maintain_order="left")
    return listed(request, state, given, found.height, page.with_columns(address).select(c.name for c in MATCH))
