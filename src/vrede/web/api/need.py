"""People in need, and humanitarian plans with their funding, row by row: nothing of it may be added."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from vrede.lake import where
from vrede.sources import Column
from vrede.web.api import filters
from vrede.web.api.paging import cut, listed
from vrede.web.api.shapes import ADDRESS, columns, list_shape, row_shape
from vrede.web.figure.series import hidden_words
from vrede.web.site.json_problem import PROBLEMS
from vrede.web.site.snapshot import State

router = Router(tags=["countries"])
FROM = (
    *columns("need_file", "dated", "sha256"),
    Column("source_address", "plain", "where its file came from"),
    ADDRESS,
)
PLAN = (*columns("plan_funding"), *FROM)
PEOPLE = (*columns("people_in_need"), *FROM)
KINDS = ("plan", "regional", "without_plan")
NOTE = Field(description="why no country is shown; null: they are")
_plans: Any = list_shape(row_shape("Plan", PLAN), note=(str | None, NOTE))
_people: Any = list_shape(row_shape("PeopleInNeed", PEOPLE), note=(str | None, NOTE))
_country = filters.condition("[A-Z]{3}", "ISO 3166-1 alpha-3")
_year = filters.condition("(19|20|21)[0-9]{2}", "calendar year")
PlanFilters: Any = filters.conditions(
    "PlanFilters", filters.Paged, country=_country, year=_year, kind=filters.condition("|".join(KINDS), "kind of row")
)
PeopleFilters: Any = filters.conditions("PeopleFilters", filters.Paged, country=_country, year=_year)


def _answer(
    request: HttpRequest, state: State, given: Any, table: str, shape: tuple[Column, ...], **same: str
) -> HttpResponse:
    found = state.snapshot.table(table)
    chosen = {column: value for column, value in {"iso3": given.country, **same}.items() if value}
    found = where(found, **chosen) if chosen else found
    if given.year:
        found = where(found, year=int(given.year))
    files = state.snapshot.table("need_file").select("need_file", "dated", "sha256", source_address="address")
    page = cut(found, given).join(files, on="need_file", how="left", maintain_order="left")
    address = f"/{request.LANGUAGE_CODE}/need/?year={{}}&snapshot={state.snapshot.name}"
    page = page.with_columns(address=pl.format(address, "year")).select(column.name for column in shape)
    note = hidden_words() if state.snapshot.series_hidden else None
    return listed(request, state, given, found.height, page, note=note)


@router.get("/need/plans", response={200: _plans, **PROBLEMS}, summary="Humanitarian plans with their funding")
def plans(request: HttpRequest, given: Query[PlanFilters]) -> HttpResponse:
    """Plans of one country, plans of several (`regional`, never split) and money without a plan, each with its file."""
    return _answer(request, filters.asked(request, given), given, "plan_funding", PLAN, kind=given.kind)


@router.get("/need/people", response={200: _people, **PROBLEMS}, summary="People in need")
def people(request: HttpRequest, given: Query[PeopleFilters]) -> HttpResponse:
    """Of whole countries, by description: two descriptions of a country are two figures, and are never added."""
    return _answer(request, filters.asked(request, given), given, "people_in_need", PEOPLE)
