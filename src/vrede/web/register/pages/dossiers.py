"""Every dossier that one may see: searched, filtered, and as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from vrede.register.desk import AUDITOR, STAFF, Offer, beginnings
from vrede.register.dossier import Dossier
from vrede.web.register.access import entered, person_of, visible
from vrede.web.register.context import shown
from vrede.web.register.files import answer
from vrede.web.register.words import sort_word, sorts, state_word

A_PAGE = 50
COLUMNS = {
    "dossier": pl.String,
    "sort": pl.String,
    "state": pl.String,
    "title": pl.String,
    "article": pl.String,
    "line": pl.String,
    "year": pl.Int64,
    "partner": pl.String,
    "instrument": pl.String,
    "asked_cents": pl.Int64,
    "committed_cents": pl.Int64,
    "paid_cents": pl.Int64,
    "released_cents": pl.Int64,
    "open_cents": pl.Int64,
    "acts": pl.Int64,
    "began": pl.String,
}


@dataclass(frozen=True, slots=True)
class DossierRow:
    """A dossier with its sort and state in words."""

    d: Dossier
    sort: str
    state: str


@dataclass(frozen=True, slots=True)
class DossiersPage:
    """The context of dossiers.html. begin: acts with which this person can begin a dossier."""

    page: Any
    total: int
    rows: Sequence[DossierRow]
    sorts: Sequence[tuple[str, str]]
    states: Sequence[tuple[str, str]]
    sort: str
    state_asked: str
    words: str
    query: str
    begin: Sequence[Offer]


def matching(request: HttpRequest) -> list[Dossier]:
    """The dossiers that fit the address: q (words in name, title, partner, line), sort, state."""
    words = request.GET.get("q", "")[:200].casefold().split()
    sort, state = request.GET.get("sort", ""), request.GET.get("state", "")

    if not (words or sort or state):
        return visible(request)

    def fits(one: Dossier) -> bool:
        text = " ".join((one.name, one.title, one.partner, one.line, one.instrument, *one.iso3)).casefold()
        return (
            (not sort or one.sort == sort) and (not state or one.state == state) and all(word in text for word in words)
        )

    return [one for one in visible(request) if fits(one)]


@entered()
def page(request: HttpRequest) -> HttpResponse:
    """The list."""
    rows, asked = matching(request), request.GET
    on_page = Paginator(rows, A_PAGE).get_page(asked.get("page"))
    kept = asked.copy()
    kept.pop("page", None)
    context = DossiersPage(
        page=on_page,
        total=len(rows),
        rows=[DossierRow(one, sort_word(one.sort), state_word(one.state)) for one in on_page],
        sorts=sorts(),
        states=[(name, state_word(name)) for name in sorted({one.state for one in visible(request)})],
        sort=asked.get("sort", ""),
        state_asked=asked.get("state", ""),
        words=asked.get("q", "")[:200],
        query=kept.urlencode(),
        begin=beginnings(person_of(request)),
    )
    return shown(request, "vrede/register/dossiers.html", context)


@entered()
def as_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same list as CSV or XLSX."""
    inside = person_of(request).has(
        *STAFF, AUDITOR
    )  # how many acts there are would tell of those that others do not see
    rows = [
        (
            d.name,
            d.sort,
            d.state,
            d.title,
            d.article,
            d.line,
            d.year,
            d.partner,
            d.instrument,
            d.asked,
            d.committed,
            d.paid,
        )
        + (d.released, d.open, len(d.acts) if inside else None, d.began)
        for d in matching(request)
    ]
    return answer(pl.DataFrame(rows, schema=COLUMNS, orient="row"), "register-dossiers", form)
