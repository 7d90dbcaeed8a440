"""Physical safety: mines and cluster munitions, with the money, what was reached per country and partner, and facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse

from vrede.article import Language, load_mine_facts
from vrede.lake import without
from vrede.language import number_text
from vrede.money import activity_count, countries_of_activities
from vrede.sources.countries import country_name
from vrede.web.figure.cell import Cell, measures, selection_rows
from vrede.web.figure.filter import FilterForm, View, form_of, view_of
from vrede.web.figure.page import rendered
from vrede.web.figure.table import Table, table
from vrede.web.pages.results.selection import lawful, link, select
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.snapshot import State, own_indicators

CLAUSE = "S2"
FEW = 24


@dataclass(frozen=True, slots=True)
class CountryResult:
    """A result of one partner, with the countries of its activity."""

    countries: str
    partner: str
    year: int | None
    number: str
    dimension: str | None
    query: str


def by_country(state: State, ident: str, language: Language) -> list[CountryResult]:
    """The latest results that speak of one indicator, per country and partner, side by side and never added."""
    rows = without(select(state, {"own": ident, "kind": "actual"}), number=None)
    places = countries_of_activities(state.ledger.slices)
    rows = rows.join(places, on="activity_key", how="left", maintain_order="left").sort(
        "year", "activity_key", "value_no", descending=[True, False, False], nulls_last=True
    )
    return [
        CountryResult(
            countries=", ".join(country_name(code, language) for code in row["place_code"] or []),
            partner=state.partner_names.get(row["publisher"] or "", row["publisher"] or "–"),
            year=row["year"],
            number=number_text(row["number"], language),
            dimension=row["dimension"],
            query=link({"own": ident, "activity": row["activity_key"]}),
        )
        for row in rows.head(FEW).iter_rows(named=True)
    ]


@dataclass(frozen=True, slots=True)
class SafetyIndicator:
    """An indicator of the ministry under S2, with what partners report on it."""

    id: str
    title: str
    unit: str
    published: list[tuple[int, str]]
    rows: list[CountryResult]
    count: int
    sums: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class SafetyPage:
    """Physical safety: money, results by country and partner, and facts."""

    view: View
    form: FilterForm
    cells: dict[str, Cell | None]
    programmes: int
    places: Table
    partners: Table
    indicators: list[SafetyIndicator]
    facts: list[tuple[str, str, date, date, str, date]]


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """Clause S2 with what was reached."""
    state, language = state_of(request), language_of(request)
    view = view_of(request)
    indicators = []
    for one in own_indicators():
        if one.part.startswith(f"{CLAUSE}."):
            values = select(state, {"own": one.id, "kind": "actual"})
            indicators.append(
                SafetyIndicator(
                    id=one.id,
                    title=one.title.get(language),
                    unit=one.unit.get(language),
                    published=[(y, number_text(f, language)) for y, f in sorted(one.figures().items())],
                    rows=by_country(state, one.id, language),
                    count=values.height,
                    sums=lawful(state, values, language),
                )
            )
    context = SafetyPage(
        view=view,
        form=form_of(view, state, language),
        cells=measures(state, view, clause=CLAUSE),
        programmes=activity_count(selection_rows(state, view, clause=CLAUSE)),
        places=table(state, view, "place", language, FEW, clause=CLAUSE),
        partners=table(state, view, "partner", language, FEW, clause=CLAUSE),
        indicators=indicators,
        facts=[
            (fact.title.get(language), fact.fact.get(language), fact.valid_from, fact.until, fact.source, fact.checked)
            for fact in load_mine_facts()
        ],
    )
    return rendered(request, "results/safety.html", context)
