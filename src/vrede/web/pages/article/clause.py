"""A clause: its figures through time, where, through whom, its parts, its rules and its activities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from vrede.article import ArticleText, Clause, Language, describe, reasons, segments
from vrede.money import activities_per_grade, strongest_placements
from vrede.money import activity_count as activities_in
from vrede.web.charts.bars import hbars
from vrede.web.charts.columns import Series, columns
from vrede.web.charts.worldmap import Band, choropleth
from vrede.web.figure.cell import Cell, cell_of, cents_of, measures, selection_rows
from vrede.web.figure.filter import FilterForm, View, form_of, view_of
from vrede.web.figure.page import rendered
from vrede.web.figure.reasons import placement_reason
from vrede.web.figure.table import Table, table
from vrede.web.pages.article.home import Phrase, own_by_part, phrases
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.snapshot import State, text_of, texts
from vrede.web.site.words import say

MANY = 12
FEW = 10


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part with its money and its rules in words."""

    ident: str
    title: str
    named: bool
    cells: dict[str, Cell | None]
    activities: int
    rules: list[tuple[str, str, str, str]]


def yearly_chart(
    state: State, view: View, ident: str, title: str, language: Language, measure: str, **fixed: str
) -> tuple[SafeString, list[tuple[str, Cell, Cell]]]:
    """Columns of commitments and payments of one measure per year, and the rows of its table."""
    wide = View(view.selection, "all", "", measure, view.snapshot, view.asked)
    rows = selection_rows(state, wide, **fixed)
    of = rows.drop_nulls("year").partition_by("year", "kind", as_dict=True)
    found = sorted({year for year, _kind in of})
    years = list(range(found[0], found[-1] + 1)) if found else []
    if not years:
        return SafeString(""), []
    names: tuple[tuple[Literal["commitment", "spent"], str], ...] = (
        ("commitment", say("site.committed")),
        ("spent", say("site.spent")),
    )

    def linked(year: int, kind: str) -> Cell:
        if (year, kind) not in of:  # nothing was found, or no file of the measure holds the year: neither is nought
            wanted = {"measure": measure, "kind": kind, **fixed, "year": str(year)}
            return Cell(0, "", state.ledger.nothing(view.selection.but(**wanted)))
        return cell_of(of[year, kind], lambda cents: wide.query(cents, year=str(year), kind=kind, **fixed))

    lines = [(str(year), linked(year, "commitment"), linked(year, "spent")) for year in years]
    drawn = {"commitment": [line[1] for line in lines], "spent": [line[2] for line in lines]}
    series = [Series(label, kind, [one.nothing or one.cents for one in drawn[kind]]) for kind, label in names]
    return columns(ident, title, years, series, language), lines


def main_measure(cells: dict[str, Cell | None]) -> str:
    """Own where the ministry has money in the view, else chain, else field: what charts show first."""
    return next((m for m in ("own", "chain", "field") if cents_of(cells[m])), "own")


def map_of(places: Table, measure: str, ident: str, title: str, language: Language) -> tuple[SafeString, list[Band]]:
    """The map of a table by place, and its classes in words."""
    money = {
        line.key.split(":", 1)[1]: (line.cells[measure].cents, line.href)
        for line in places.lines
        if line.key.startswith("country:") and measure in line.cells
    }
    amounts = {iso3: cents for iso3, (cents, href) in money.items() if href}
    drawn = choropleth(ident, title, amounts, language, lambda iso3: money[iso3][1])
    return drawn.svg, list(drawn.bands)


def bars_of(made: Table, measure: str, ident: str, title: str, language: Language) -> SafeString:
    """The first lines of a table as ranked bars."""
    rows = [
        (line.label, line.cells[measure].cents, line.href or None)
        for line in made.lines
        if measure in line.cells and line.cells[measure].cents > 0
    ]
    return hbars(ident, title, rows[:FEW], language) if rows else SafeString("")


def _clause(clause_id: str, view: View) -> tuple[Clause, ArticleText]:
    text, _before = text_of(view.year)
    for clause in text.clauses:
        if clause.id == clause_id:
            return clause, text
    raise Http404(say("article.clause.there_is_no_clause_clause", clause=clause_id[:10], day=text.valid_from))


@dataclass(frozen=True, slots=True)
class ClausePage:
    """A clause: its figures, its parts with their rules, and its activities."""

    view: View
    form: FilterForm
    clause: Clause
    title: str
    law: list[Phrase]
    gloss: str
    cells: dict[str, Cell | None]
    measure: str
    grades: list[tuple[str, int]]
    chart: SafeString
    yearly: list[tuple[str, Cell, Cell]]
    places: Table
    map: SafeString
    classes: list[Band]
    channels: Table
    channel_bars: SafeString
    partners: Table
    partner_bars: SafeString
    purposes: Table
    activities: Table
    reasons: dict[str, list[tuple[str, str, str]]]
    parts: list[PartRow]
    not_computed: list[tuple[str, str]]
    activities_total: int


@helpful
def page(request: HttpRequest, clause_id: str) -> HttpResponse:
    """One clause within the filters of the address."""
    state = state_of(request)
    language = language_of(request)
    view = view_of(request)
    clause, text = _clause(clause_id, view)
    cells = measures(state, view, clause=clause.id)
    measure = main_measure(cells)
    rows = selection_rows(state, view, clause=clause.id)
    chart, yearly = yearly_chart(
        state,
        view,
        "chart-time",
        say("article.clause.clause_per_year", clause=clause.id),
        language,
        measure,
        clause=clause.id,
    )
    places = table(state, view, "place", language, clause=clause.id)
    world, classes = map_of(
        places, measure, "chart-map", say("article.clause.clause_by_country", clause=clause.id), language
    )
    channels = table(state, view, "channel", language, clause=clause.id)
    partners = table(state, view, "partner", language, MANY, clause=clause.id)
    purposes = table(state, view, "purpose", language, MANY, clause=clause.id)
    activities = table(state, view, "activity", language, MANY * 2, clause=clause.id)
    context = ClausePage(
        view=view,
        form=form_of(view, state, language),
        clause=clause,
        title=clause.title.get(language),
        law=phrases(clause.sentence.nl, own_by_part(state, view), language),
        gloss="" if language == "nl" else "".join(piece.text for piece in segments(clause.sentence.en)),
        cells=cells,
        measure=measure,
        grades=activities_per_grade(rows),
        chart=chart,
        yearly=yearly,
        places=places,
        map=world,
        classes=classes,
        channels=channels,
        channel_bars=bars_of(channels, measure, "chart-channels", say("site.by_channel"), language),
        partners=partners,
        partner_bars=bars_of(partners, measure, "chart-partners", say("site.by_partner"), language),
        purposes=purposes,
        activities=activities,
        reasons=_reasons(state, activities, clause, language),
        parts=[
            PartRow(
                part.id,
                part.title.get(language),
                part.named,
                measures(state, view, part=part.id),
                activities_in(selection_rows(state, view, part=part.id)),
                [(r.id, r.grade, r.reason.get(language), describe(r, text, language)) for r in part.rules],
            )
            for part in clause.parts
        ],
        not_computed=[(n.phrase.get(language), n.reason.get(language)) for n in clause.not_computed],
        activities_total=activities_in(rows),
    )
    return rendered(request, "article/clause.html", context)


def _reasons(
    state: State, activities: Table, clause: Clause, language: Language
) -> dict[str, list[tuple[str, str, str]]]:
    """activity_key -> (grade, rule, reason) of the strongest placement in this clause, for the activities shown."""
    words = reasons(texts(), language)
    placed = strongest_placements(state.ledger, clause.id, [int(line.key) for line in activities.lines])
    return {str(key): [(grade, rule, placement_reason(rule, words))] for key, (grade, rule) in sorted(placed.items())}
