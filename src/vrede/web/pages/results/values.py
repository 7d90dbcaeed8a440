"""The values of a figure, one by one, and periods with their target and result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from vrede.language import number_text
from vrede.results import lawful_sums, within
from vrede.web.figure.csv import csv_answer
from vrede.web.figure.page import rendered
from vrede.web.pages.results.selection import conditions_of, link, select, titled
from vrede.web.pages.results.words import (
    adding_words,
    kind_words,
    rule_words,
    scale_words,
    share_text,
    state_words,
)
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of

MANY = 100


@dataclass(frozen=True, slots=True)
class ValuesPage:
    """The values of a figure, with their sum where they may be added."""

    conditions: dict[str, str]
    query: str
    count: int
    more: int
    sum: str
    plain: str
    rows: list[dict[str, Any]]


@helpful
def values_page(request: HttpRequest) -> HttpResponse:
    """The values of a figure, each with its activity; their sum is shown where they may be added."""
    state, language = state_of(request), language_of(request)
    conditions = conditions_of(request)
    rows = select(state, conditions)
    shown = titled(state, rows.head(MANY))
    added = lawful_sums(rows)
    single = added.height == 1 and rows.height == added["values"][0]
    context = ValuesPage(
        conditions=conditions,
        query=link(conditions),
        count=rows.height,
        more=max(0, rows.height - MANY),
        sum=number_text(added["number"][0], language) if single else "",
        plain=f"{added['number'][0]:f}" if single else "",
        rows=[
            {
                **row,
                "title": row[f"title_{language}"] or row["iati_identifier"],
                "kind_words": kind_words()[row["kind"]],
                "scale": scale_words()[row["measure"]],
                "why": adding_words().get(row["adding"] or "", ""),
            }
            for row in shown.iter_rows(named=True)
        ],
    )
    return rendered(request, "results/values.html", context)


@helpful
def values_csv(request: HttpRequest) -> HttpResponse:
    """The same values as CSV, all of them."""
    state = state_of(request)
    rows = titled(state, select(state, conditions_of(request)))
    return csv_answer(rows.drop("title_nl").rename({"title_en": "title"}), "results.csv")


@helpful
def sums_csv(request: HttpRequest) -> HttpResponse:
    """All lawful sums as CSV."""
    return csv_answer(lawful_sums(state_of(request).result_values), "sums.csv")


REACHED = ("clause", "country", "own", "activity", "year", "state", "measure")


@dataclass(frozen=True, slots=True)
class ReachedPage:
    """Periods with their target and result."""

    conditions: dict[str, str]
    count: int
    more: int
    rows: list[dict[str, Any]]


@helpful
def reached_page(request: HttpRequest) -> HttpResponse:
    """Periods with their target and result, and how far they came."""
    state, language = state_of(request), language_of(request)
    conditions = conditions_of(request, REACHED)
    rows = within(
        state.snapshot.table("achievement"), state.snapshot.table("indicator_match"), state.ledger, conditions
    )
    context = ReachedPage(
        conditions=conditions,
        count=rows.height,
        more=max(0, rows.height - MANY),
        rows=[
            {
                **row,
                "title": row[f"title_{language}"] or row["iati_identifier"],
                "baseline": number_text(row["baseline"], language),
                "target": number_text(row["target"], language),
                "actual": number_text(row["actual"], language),
                "share": share_text(row["share_ppm"]),
                "state_words": state_words()[row["state"]],
                "rule_words": rule_words()[row["rule"]],
            }
            for row in titled(state, rows.head(MANY)).iter_rows(named=True)
        ],
    )
    return rendered(request, "results/reached.html", context)
