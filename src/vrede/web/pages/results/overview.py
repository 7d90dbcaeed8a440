"""Results: what was measured, what of it may be added and why the rest not, and the ministry's own indicators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse

from vrede.article import Language
from vrede.lake import counted as counted_by
from vrede.lake import where
from vrede.language import number_text
from vrede.results import ADDING, target_stated
from vrede.web.figure.page import rendered
from vrede.web.pages.results.selection import lawful, link
from vrede.web.pages.results.words import (
    adding_words,
    matched_words,
    rule_words,
    scale_words,
    state_words,
)
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.snapshot import State, own_indicators

FEW = 25


@dataclass(frozen=True, slots=True)
class YearOfResults:
    """The results of one year by measure."""

    year: int | None
    cells: list[tuple[str, int, str]]
    all: int
    query: str


def _by_year(rows: pl.DataFrame) -> list[YearOfResults]:
    """Actual values by year and measure, the youngest year first."""
    counted: dict[int | None, dict[str, int]] = {}
    for year, measure, number in counted_by(rows, "year", "measure").iter_rows():
        counted.setdefault(year, {})[measure] = number
    order = sorted(counted, key=lambda year: -1 if year is None else year, reverse=True)
    return [
        YearOfResults(
            year=year,
            cells=[
                (name, counted[year].get(name, 0), link({"kind": "actual", "year": year, "measure": name}))
                for name in scale_words()
            ],
            all=sum(counted[year].values()),
            query=link({"kind": "actual", "year": year}),
        )
        for year in order
    ]


@dataclass(frozen=True, slots=True)
class OwnIndicatorRow:
    """An indicator of the ministry, with how many of partners' indicators match it."""

    id: str
    title: str
    part: str
    clause: str
    unit: str
    published: list[tuple[int, str]]
    matched: int
    how: str


def _own(state: State, language: Language) -> list[OwnIndicatorRow]:
    counted: dict[str, dict[str, int]] = {}
    matched = state.snapshot.table("indicator_match")
    for own, grade, number in counted_by(matched, "own", "grade").iter_rows():
        counted.setdefault(own, {})[grade] = number
    return [
        OwnIndicatorRow(
            id=one.id,
            title=one.title.get(language),
            part=one.part,
            clause=one.part.partition(".")[0],
            unit=one.unit.get(language),
            published=[(year, number_text(figure, language)) for year, figure in sorted(one.figures().items())],
            matched=sum(counted.get(one.id, {}).values()),
            how=matched_words(counted.get(one.id, {}), language),
        )
        for one in own_indicators()
    ]


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """All results: by year, what may be added, and the ministry's own indicators."""

    values: int
    actuals: int
    stated: int
    indicators: int
    activities: int
    scales: list[str]
    years: list[YearOfResults]
    reasons: list[tuple[str, int, str]]
    sums: list[dict[str, Any]]
    sums_more: int
    own: list[OwnIndicatorRow]
    states: list[tuple[str, int, str]]
    rules: list[str]


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """All results in one view."""
    state, language = state_of(request), language_of(request)
    values = state.result_values
    actual = where(values, kind="actual")
    reasons = dict(counted_by(actual, "adding").iter_rows())
    words = adding_words()
    states = dict(counted_by(state.snapshot.table("achievement"), "state").iter_rows())
    every = lawful(state, actual, language)
    context = ResultsPage(
        values=values.height,
        actuals=actual.height,
        stated=actual.filter(target_stated(True)).height,
        indicators=state.snapshot.table("indicator").height,
        activities=values["activity_key"].n_unique(),
        scales=list(scale_words().values()),
        years=_by_year(actual),
        reasons=[(words[name], reasons.get(name, 0), link({"kind": "actual", "adding": name})) for name in ADDING],
        sums=every[:FEW],
        sums_more=max(0, len(every) - FEW),
        own=_own(state, language),
        states=[(words_, states.get(name, 0), link({"state": name})) for name, words_ in state_words().items()],
        rules=list(rule_words().values())[:3],
    )
    return rendered(request, "results/results.html", context)
