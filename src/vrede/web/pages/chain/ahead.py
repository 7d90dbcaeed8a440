"""What lies ahead: per clause and year committed, spent, budgeted and planned; and what organisations plan themselves."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse

from vrede.lake import where
from vrede.money import CHAIN, MEASURES, NUMBER, STATED_BY, Selection, planned_per_year, stated_plans, stated_together
from vrede.web.figure.address import linked_cell
from vrede.web.figure.cell import Cell, cell
from vrede.web.figure.csv import csv_answer
from vrede.web.figure.filter import View
from vrede.web.figure.names import measure_names
from vrede.web.figure.page import rendered
from vrede.web.site.problem import helpful
from vrede.web.site.request import BadFilter, language_of, state_of
from vrede.web.site.snapshot import State, text_of
from vrede.web.site.words import say

KINDS = ("budget", "planned")
MANY = 200


def _condition_of(request: HttpRequest) -> tuple[str, str]:
    """(clause or empty, measure). Raises Http404, BadFilter."""
    clause, measure = request.GET.get("clause", ""), request.GET.get("measure", "") or "own"
    known = {c.id for c in text_of("all")[0].clauses}
    if clause and clause not in known:
        raise Http404(say("site.there_is_no_clause_clause", clause=clause[:20]))
    if measure not in MEASURES:
        raise BadFilter(f"measure={measure[:20]}")
    return clause, measure


def rows_of(state: State, clause: str, measure: str) -> pl.DataFrame:
    """year, kind, amount_eur_cents, unpriced: what is budgeted and planned under a clause, or under the whole article."""
    tables = state.tables("forward_slice", "forward_placement")
    return planned_per_year(tables["forward_slice"], tables["forward_placement"], clause, measure)


def _years(state: State, view: View, clause: str, measure: str) -> list[dict[str, Any]]:
    ahead = {(year, kind): cents for year, kind, cents, _n in rows_of(state, clause, measure).iter_rows()}
    years = sorted({year for year, _kind in ahead if year is not None} | set(state.years), reverse=True)
    made = []
    for year in years:
        fixed = {"clause": clause, "measure": measure, "year": str(year)}
        cells: dict[str, Cell] = {kind: cell(state, view, kind=kind, **fixed) for kind in ("commitment", "spent")}
        planned = {kind: linked_cell(state, ahead.get((year, kind)), "ahead", kind=kind, **fixed) for kind in KINDS}
        if any((year, kind) in ahead for kind in KINDS) or any(c.found for c in cells.values()):
            made.append({"year": year, **cells, **planned})
    return made


@dataclass(frozen=True, slots=True)
class AheadPage:
    """What lies ahead of a clause or the article, by year, and what organisations plan themselves."""

    clause: str
    title: str
    measure: str
    measures: list[tuple[str, str]]
    clauses: list[tuple[str, str]]
    years: list[dict[str, Any]]
    unpriced: int
    organisations: list[dict[str, Any]]
    organisations_more: int


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """One clause (`clause`) or the article, of one measure (`measure`, own by default)."""
    state, language = state_of(request), language_of(request)
    clause, measure = _condition_of(request)
    text, _before = text_of("all")
    view = View(Selection(), "all", "", "", state.snapshot.name, False)
    title = next((c.title.get(language) for c in text.clauses if c.id == clause), text.title.get(language))
    # What lies ahead is stated for activities as a whole, and so is what is beside it.
    names = {**measure_names(), CHAIN: f"{say('site.chain')}, {say('site.bound_whole')}"}
    organisations = stated_together(plans_of(state))
    context = AheadPage(
        clause=clause,
        title=title,
        measure=measure,
        measures=[(m, names[m]) for m in MEASURES],
        clauses=[(c.id, c.title.get(language)) for c in text.clauses],
        years=_years(state, view, clause, measure),
        unpriced=int(rows_of(state, clause, measure)["unpriced"].sum() or 0),
        organisations=[_stated(state, row) for row in organisations.head(MANY).to_dicts()],
        organisations_more=max(organisations.height - MANY, 0),
    )
    return rendered(request, "chain/ahead.html", context)


def plans_of(state: State) -> pl.DataFrame:
    """organisation_budget with name, organisation_identifier and year of its first day."""
    tables = state.tables("organisation", "organisation_budget")
    return stated_plans(tables["organisation"], tables["organisation_budget"])


def _stated(state: State, row: dict[str, Any]) -> dict[str, Any]:
    """A line of the table, with the address of its rows."""
    words = {name: "" if row[name] is None else str(row[name]) for name in STATED_BY if name != "name"}
    query = urlencode({**words, "snapshot": state.snapshot.name})
    return {**row, "amount": _plain(row["amount"]), "plain": row["amount"], "query": query}


def _plain(amount: Any) -> str:
    return f"{amount:,.2f}" if amount is not None else "–"


@helpful
def as_csv(request: HttpRequest) -> HttpResponse:
    """The budgeted and planned amounts of the page."""
    clause, measure = _condition_of(request)
    rows = rows_of(state_of(request), clause, measure)
    return csv_answer(
        rows.with_columns(clause=pl.lit(clause or "article"), measure=pl.lit(measure)),
        f"ahead-{clause or 'article'}-{measure}.csv",
    )


def _of_plan(request: HttpRequest) -> pl.DataFrame:
    """The rows of one amount of an organisation's file. Raises Http404 where there are none."""
    said = {name: request.GET.get(name, "") for name in STATED_BY if name != "name"}
    if said["year"] and not NUMBER.fullmatch(said["year"]):
        raise Http404(say("chain.ahead.no_organisation_file_says_this"))
    wanted = {name: (int(text) if name == "year" else text) if text else None for name, text in said.items()}
    columns = (
        "organisation_identifier",
        "kind",
        "row_no",
        "recipient",
        "period_start",
        "period_end",
        "currency",
        "amount",
    )
    found = where(plans_of(state_of(request)), **wanted).select(columns).sort(columns)
    if found.is_empty():
        raise Http404(say("chain.ahead.no_organisation_file_says_this"))
    return found


@dataclass(frozen=True, slots=True)
class PlansPage:
    """The rows of an organisation file that one amount is the sum of."""

    rows: list[dict[str, Any]]
    currency: str | None
    total: int | float | Decimal
    words: str
    identifier: str


@helpful
def plans(request: HttpRequest) -> HttpResponse:
    """The rows of an organisation file that make up one amount, in the currency as stated: never turned into euro here."""
    found = _of_plan(request)
    context = PlansPage(
        rows=found.to_dicts(),
        currency=found["currency"][0],
        total=found["amount"].sum(),
        words=request.GET.urlencode(),
        identifier=found["organisation_identifier"][0],
    )
    return rendered(request, "chain/plans.html", context)


@helpful
def plans_csv(request: HttpRequest) -> HttpResponse:
    """The same rows as CSV: the column amount sums to the figure."""
    return csv_answer(_of_plan(request), "plans.csv")
