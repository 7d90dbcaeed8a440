"""Who received what from the state in a year, the largest first; of the whole state, and beside the budget, never in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse

from vrede.lake import where
from vrede.money import NUMBER, ORDERS, recipient_years, recipients_of
from vrede.web.figure.csv import csv_answer
from vrede.web.figure.page import rendered
from vrede.web.site.problem import helpful
from vrede.web.site.request import BadFilter, parameters, state_of
from vrede.web.site.snapshot import State
from vrede.web.site.words import say

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class RecipientsPage:
    """The recipients of a year, a hundred a page, with what they received together; those without a name apart."""

    years: list[int]
    year: int
    order: str
    orders: list[tuple[str, str]]
    lines: list[dict[str, Any]]
    count: int
    cents: int
    unnamed: int | None
    files: list[dict[str, Any]]
    page: int
    pages: int
    query: str
    csv: str


def _condition(state: State, words: dict[str, str]) -> tuple[pl.DataFrame, list[int], int, str]:
    """(table, years, year, order) of an address. Raises Http404, BadFilter."""
    table = state.snapshot.table("budget_recipient")
    years = recipient_years(table)
    asked = words.get("year", "")
    if asked and (not NUMBER.fullmatch(asked) or int(asked) not in years):
        raise Http404(say("money.recipients.there_are_none_of", year=asked[:10]))
    order = words.get("by", "") or ORDERS[0]
    if order not in ORDERS:
        raise BadFilter(say("site.by_is_one_of_known", known=", ".join(ORDERS)))
    return table, years, int(asked) if asked else (years[-1] if years else 0), order


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """One year, by amount or by name."""
    state, words = state_of(request), parameters(request)
    table, years, year, order = _condition(state, words)
    found = recipients_of(table, year, order)
    pages = max(1, -(-found.named.height // PER_PAGE))
    asked = words.get("page", "1")
    if not NUMBER.fullmatch(asked) or not 1 <= int(asked) <= pages:
        raise Http404(say("site.page_page_there_are_pages", page=asked[:20], pages=pages))
    number = int(asked)
    snapshot = {"snapshot": words["snapshot"]} if words.get("snapshot") else {}
    files = where(state.snapshot.table("budget_file"), budget_file=found.named["budget_file"].unique())
    context = RecipientsPage(
        years=years,
        year=year,
        order=order,
        orders=[("amount", say("money.recipients.largest_first")), ("name", say("money.recipients.by_name"))],
        lines=found.named.slice((number - 1) * PER_PAGE, PER_PAGE).to_dicts(),
        count=found.named.height,
        cents=found.cents,
        unnamed=found.unnamed,
        files=files.to_dicts(),
        page=number,
        pages=pages,
        query=urlencode({"year": year, "by": order, **snapshot}),
        csv=urlencode({"year": year, "by": order, **snapshot}),
    )
    return rendered(request, "money/recipients.html", context)


@helpful
def as_csv(request: HttpRequest) -> HttpResponse:
    """The recipients of a year in euro and in cents, all of them, those without a name last."""
    state = state_of(request)
    table, _years, year, order = _condition(state, parameters(request))
    named = recipients_of(table, year, order).named
    unnamed = where(table, year=year).filter(pl.col("unnamed"))
    return csv_answer(pl.concat([named, unnamed]), f"vrede-{state.snapshot.name}-recipients-{year}.csv")
