"""The forecast of violence: the newest, and the ledger of all that were issued with their scores."""

from typing import Any, Literal

import polars as pl
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from vrede.lake import where
from vrede.warning import in_order
from vrede.web.api import filters
from vrede.web.api.paging import at, cut, listed
from vrede.web.api.shapes import ADDRESS, columns, list_shape, row_shape
from vrede.web.pages.warning.freshness import stale_forecast
from vrede.web.pages.warning.lines import FURTHEST, TARGETS, use
from vrede.web.site.json_problem import PROBLEMS
from vrede.web.site.request import language_of
from vrede.web.site.snapshot import State

router = Router(tags=["forecast"])
USE: Any = (str, Field(description="what the figures are, and what they may not be used for"))
TARGET: Any = (Literal["ged_sb", "ged_ns", "ged_os"] | None, Field(None, description="kind of violence"))
COUNTRY = filters.condition("[A-Z]{3}", "ISO 3166-1 alpha-3")
ISSUE: Any = (int | None, Field(None, ge=1, le=filters.FARTHEST, description="number of an issue"))

_forecasts: Any = list_shape(row_shape("Forecast", (*columns("forecast"), ADDRESS)), use=USE)
_issues: Any = list_shape(row_shape("Issue", (*columns("forecast_issue"), ADDRESS)), use=USE)
_scores: Any = list_shape(row_shape("ForecastScore", (*columns("forecast_score"), ADDRESS)), use=USE)
ForecastFilters: Any = filters.conditions(
    "ForecastFilters",
    filters.Paged,
    target=TARGET,
    country=COUNTRY,
    ahead=(int | None, Field(None, ge=1, le=FURTHEST, description="months after the origin")),
)
IssueFilters: Any = filters.conditions("IssueFilters", filters.Paged, issue=ISSUE)
ScoreFilters: Any = filters.conditions("ScoreFilters", filters.Paged, issue=ISSUE, target=TARGET)


def _use(request: HttpRequest, state: State) -> str:
    """What the forecast may not be used for; first, where it is old, that it is."""
    return " ".join(filter(None, (stale_forecast(state, language_of(request)), use())))


def _kept(rows: pl.DataFrame, given: Any) -> pl.DataFrame:
    """Rows that meet every condition that is a column, as it was read: 03 and 3.0 are 3."""
    for name in ("target", "ahead", "issue"):
        wanted = getattr(given, name, None)
        if wanted is not None:
            rows = where(rows, **{name: wanted})
    return rows


def _in_ledger(request: HttpRequest, state: State, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with the address of the page of the ledger."""
    return rows.with_columns(address=pl.lit(at(request, "warning/issued/", {"snapshot": state.snapshot.name})))


@router.get("/forecast", response={200: _forecasts, **PROBLEMS}, summary="The newest forecast")
def forecast(request: HttpRequest, given: Query[ForecastFilters]) -> HttpResponse:
    """For each kind of violence, country and month what 1,000 draws say: chances in millionths, deaths at parts of the draws."""
    state = filters.asked(request, given)
    rows = _kept(state.snapshot.table("forecast"), given)
    if given.country is not None:
        rows = where(rows, iso3=given.country)
    rows = in_order(rows, TARGETS, "iso3", "month", descending=[False, False])
    page = cut(rows, given)
    ask = f"&snapshot={state.snapshot.name}"
    address = pl.format(
        "/{}/warning/{}/?target={}&ahead={}{}", pl.lit(request.LANGUAGE_CODE), "iso3", "target", "ahead", pl.lit(ask)
    )
    return listed(
        request, state, given, rows.height, page.with_columns(address.alias("address")), use=_use(request, state)
    )


@router.get("/forecast/issued", response={200: _issues, **PROBLEMS}, summary="Every forecast that was issued")
def issued(request: HttpRequest, given: Query[IssueFilters]) -> HttpResponse:
    """The ledger, the oldest first: each line holds the hash of the one before."""
    state = filters.asked(request, given)
    rows = _kept(state.snapshot.table("forecast_issue"), given).sort("issue")
    return listed(request, state, given, rows.height, _in_ledger(request, state, cut(rows, given)), use=use())


@router.get("/forecast/scores", response={200: _scores, **PROBLEMS}, summary="How every issue did, by month")
def scores(request: HttpRequest, given: Query[ScoreFilters]) -> HttpResponse:
    """Beside the simplest rule, with voids; the bad ones too."""
    state = filters.asked(request, given)
    rows = _kept(state.snapshot.table("forecast_score"), given).sort("issue", "target", "month")
    return listed(request, state, given, rows.height, _in_ledger(request, state, cut(rows, given)), use=use())
