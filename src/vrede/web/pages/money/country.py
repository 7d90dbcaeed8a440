"""A country: its money by measure, year, clause and partner. And all countries on one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from vrede.sources.countries import country_name, is_country
from vrede.web.charts.worldmap import Band
from vrede.web.figure.cell import Cell, cents_of, measures, selection_rows
from vrede.web.figure.filter import FilterForm, View, form_of, view_of
from vrede.web.figure.page import rendered
from vrede.web.figure.plans import Plans, need_plans
from vrede.web.figure.table import Table, table
from vrede.web.pages.article.clause import MANY, main_measure, map_of, yearly_chart
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.snapshot import text_of
from vrede.web.site.words import say


@dataclass(frozen=True, slots=True)
class CountriesPage:
    """All countries, on a map and in a table."""

    view: View
    form: FilterForm
    places: Table
    map: SafeString
    classes: list[Band]
    measure: str


@helpful
def overview(request: HttpRequest) -> HttpResponse:
    """All countries with money in the view: everything read, placed or not."""
    state = state_of(request)
    language = language_of(request)
    view = view_of(request)
    places = table(state, view, "place", language)
    measure = main_measure(measures(state, view))
    world, classes = map_of(places, measure, "chart-map", say("money.country.article_money_by_country"), language)
    context = CountriesPage(
        view=view,
        form=form_of(view, state, language),
        places=places,
        map=world,
        classes=classes,
        measure=measure,
    )
    return rendered(request, "money/countries.html", context)


@dataclass(frozen=True, slots=True)
class CountryPage:
    """A country: its money by year, clause, partner, purpose and activity."""

    view: View
    form: FilterForm
    iso3: str
    name: str
    lists: list[tuple[str, date | None, str, bool]]
    cells: dict[str, Cell | None]
    measure: str
    unplaced: dict[str, Cell | None]
    chart: SafeString
    yearly: list[tuple[str, Cell, Cell]]
    clauses: list[tuple[str, str, dict[str, Cell | None]]]
    partners: Table
    purposes: Table
    activities: Table
    activities_total: int
    plans: Plans


@helpful
def page(request: HttpRequest, iso3: str) -> HttpResponse:
    """One country: the article's money there, and beside it what fits no clause."""
    state = state_of(request)
    language = language_of(request)
    # A withheld country answers like one without money: another answer would show which are on the list.
    if not is_country(iso3):
        raise Http404(say("site.there_is_no_country", code=iso3[:10]))
    view = view_of(request, country=iso3)
    cells = measures(state, view)
    measure = main_measure(cells)
    name = country_name(iso3, language)
    chart, yearly = yearly_chart(
        state, view, "chart-time", say("money.country.country_per_year", country=name), language, measure
    )
    text, _before = text_of(view.year)
    clauses = [
        (clause.id, clause.title.get(language), measures(state, view, clause=clause.id)) for clause in text.clauses
    ]
    context = CountryPage(
        view=view,
        form=form_of(view, state, language),
        iso3=iso3,
        name=name,
        lists=[
            (r.title.get(language), r.valid_from, r.source, r.verified) for r in text.regions if iso3 in r.countries
        ],
        cells=cells,
        measure=measure,
        unplaced=measures(state, view, scope="unplaced"),
        chart=chart,
        yearly=yearly,
        clauses=[row for row in clauses if any(cents_of(cell) for cell in row[2].values())],
        partners=table(state, view, "partner", language, MANY),
        purposes=table(state, view, "purpose", language, MANY),
        activities=table(state, view, "activity", language, MANY * 2),
        activities_total=selection_rows(state, view)["activity_key"].n_unique(),
        plans=need_plans(state, view.year, language, iso3),
    )
    return rendered(request, "money/country.html", context)
