"""SDG 16: the goal and each of its targets, with the programmes, the money, the results, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse

from vrede.article import Language, SdgTarget, reasons
from vrede.lake import where
from vrede.money import activities_per_grade, activity_count, countries
from vrede.results import placed_under, reporting, reports_among, without_result
from vrede.sources.conflict import SeriesSource, declared
from vrede.web.figure.cell import Cell, Line, measures, selection_rows
from vrede.web.figure.filter import FilterForm, View, form_of, view_of
from vrede.web.figure.page import rendered
from vrede.web.figure.reasons import placement_reason
from vrede.web.figure.series import hidden_words
from vrede.web.figure.table import Table, table
from vrede.web.pages.results.outcome import CountryLine, lines_of
from vrede.web.pages.results.own_indicator import beside
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.snapshot import State, own_indicators, text_of, texts
from vrede.web.site.words import say

CLAUSE = "S3"
MANY = 24
FEW = 12


def part_of(target: str) -> str:
    """The part of the article that a target is: 16.3 is S3.3."""
    return f"{CLAUSE}.{target.partition('.')[2]}"


@dataclass(frozen=True, slots=True)
class PartCounts:
    """The programmes of a part: how many, by grade, of own money, and how many report a result."""

    programmes: int
    own: int
    reporting: int
    grades: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target with its money, its programmes and the ministry's indicators on it."""

    id: str
    title: str
    cells: dict[str, Cell | None]
    counts: PartCounts
    indicators: list[tuple[str, str]]


def counts(state: State, view: View, part: str) -> PartCounts:
    """Of one part: programmes, by grade, of own money, and how many report a result."""
    rows = selection_rows(state, view, part=part)
    programmes, with_results = reports_among(rows, state.result_values)
    return PartCounts(
        programmes=programmes,
        own=activity_count(where(rows, measure="own")),
        reporting=with_results,
        grades=activities_per_grade(rows),
    )


@dataclass(frozen=True, slots=True)
class GoalPage:
    """SDG 16: a line a target."""

    view: View
    form: FilterForm
    cells: dict[str, Cell | None]
    targets: list[TargetRow]
    goal: PartCounts
    goal_cells: dict[str, Cell | None]
    without: list[TargetRow]
    unmeasured: list[TargetRow]


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """The goal: one line a target."""
    state, language = state_of(request), language_of(request)
    view = view_of(request)
    text, _before = text_of(view.year)
    own = own_indicators()
    targets = []
    for target in text.sdg_targets:
        part = part_of(target.id)
        targets.append(
            TargetRow(
                target.id,
                target.title.get(language),
                measures(state, view, part=part),
                counts(state, view, part),
                [(one.id, one.title.get(language)) for one in own if one.target == target.id],
            )
        )
    goal = counts(state, view, f"{CLAUSE}.0")
    context = GoalPage(
        view=view,
        form=form_of(view, state, language),
        cells=measures(state, view, clause=CLAUSE),
        targets=targets,
        goal=goal,
        goal_cells=measures(state, view, part=f"{CLAUSE}.0"),
        without=[row for row in targets if not row.counts.own],
        unmeasured=[row for row in targets if row.counts.programmes and not row.counts.reporting],
    )
    return rendered(request, "results/sdg16.html", context)


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme of a target: its money, why it was placed, and whether it reports a result."""

    line: Line
    grade: str
    reason: str
    reports: bool


def _programmes(state: State, view: View, part: str, language: Language) -> tuple[list[ProgrammeRow], int]:
    """The own and chain programmes of a target, the largest own first, with whether they report a result."""
    shown = table(state, view, "activity", language, MANY, part=part)
    reports = set(reporting(state.result_values).to_list())
    words = reasons(texts(), language)
    placed = placed_under(state.ledger, part, [int(line.key) for line in shown.lines])
    why = {key: (grade, placement_reason(rule, words)) for key, (grade, rule) in placed.items()}
    made = [
        ProgrammeRow(
            line=line,
            grade=why.get(int(line.key), ("", ""))[0],
            reason=why.get(int(line.key), ("", ""))[1],
            reports=int(line.key) in reports,
        )
        for line in shown.lines
    ]
    return made, shown.others


@dataclass(frozen=True, slots=True)
class SeriesBeside:
    """A series beside a target, for the countries with the most programmes on it."""

    title: str
    unit: str
    source: SeriesSource
    lines: list[CountryLine]


def _series(state: State, rows: pl.DataFrame, target: str, language: Language) -> list[SeriesBeside]:
    """The series shown beside a target, for the countries with the most programmes on it; never attributed."""
    codes = countries(rows)[:FEW]
    table_ = where(state.snapshot.table("country_series"), iso3=codes).sort("indicator", "iso3", "year")
    return [
        SeriesBeside(
            title=one.title[language],
            unit=one.unit[language],
            source=source,
            lines=lines_of(one, where(table_, indicator=one.id), codes, language),
        )
        for source in declared()
        for one in source.indicators
        if target in one.targets
    ]


@dataclass(frozen=True, slots=True)
class IndicatorBeside:
    """An indicator of the ministry on a target, with the partners' indicators that match it."""

    id: str
    title: str
    published: list[tuple[int, Decimal]]
    unit: str
    found: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class TargetPage:
    """A target: its programmes, its money and what is measured."""

    view: View
    form: FilterForm
    target: SdgTarget
    title: str
    part: str
    cells: dict[str, Cell | None]
    counts: PartCounts
    programme_rows: list[ProgrammeRow]
    more: int
    silent: int
    series: list[SeriesBeside]
    hidden_words: str
    places: Table
    indicators: list[IndicatorBeside]


@helpful
def target_page(request: HttpRequest, target: str) -> HttpResponse:
    """One target."""
    state, language = state_of(request), language_of(request)
    view = view_of(request)
    text, _before = text_of(view.year)
    found = next((one for one in text.sdg_targets if one.id == target), None)
    if found is None:
        raise Http404(say("results.sdg.there_is_no_target_target", target=target[:10]))
    part = part_of(found.id)
    rows = selection_rows(state, view, part=part)
    programmes, more = _programmes(state, view, part, language)
    silent = without_result(rows, state.result_values)
    context = TargetPage(
        view=view,
        form=form_of(view, state, language),
        target=found,
        title=found.title.get(language),
        part=part,
        cells=measures(state, view, part=part),
        counts=counts(state, view, part),
        programme_rows=programmes,
        more=more,
        silent=silent,
        series=_series(state, rows, found.id, language),
        hidden_words=hidden_words() if state.snapshot.series_hidden else "",
        places=table(state, view, "place", language, FEW, part=part),
        indicators=[
            IndicatorBeside(
                id=one.id,
                title=one.title.get(language),
                published=sorted(one.figures().items()),
                unit=one.unit.get(language),
                found=beside(state, one.id, language)[:FEW],
            )
            for one in own_indicators()
            if one.target == found.id
        ],
    )
    return rendered(request, "results/sdg_target.html", context)
