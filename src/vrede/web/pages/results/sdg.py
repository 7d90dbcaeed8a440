"""SDG 16: the goal and each of its targets, with the programmes, the money, the results, and what is missing."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from vrede.article import Language
from vrede.lake import where
from vrede.money import activities_per_grade, activity_count, countries
from vrede.results import placed_under, reporting, reports_among, without_result
from vrede.sources.conflict import declared
from vrede.web.figure.cell import measures, selection_rows
from vrede.web.figure.filter import View, form_of, view_of
from vrede.web.figure.reasons import placement_reason
from vrede.web.figure.series import hidden_words
from vrede.web.figure.table import table
from vrede.web.pages.results.outcome import lines_of
from vrede.web.pages.results.own_indicator import beside
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.snapshot import State, own_indicators, text_of
from vrede.web.site.words import say

CLAUSE = "S3"
MANY = 24
FEW = 12


def part_of(target: str) -> str:
    """The part of the article that a target is: 16.3 is S3.3."""
    return f"{CLAUSE}.{target.partition('.')[2]}"


def counts(state: State, view: View, part: str) -> dict[str, Any]:
    """Of one part: programmes, by grade, of own money, and how many report a result."""
    rows = selection_rows(state, view, part=part)
    programmes, with_results = reports_among(rows, state.result_values)
    return {
        "programmes": programmes,
        "own": activity_count(where(rows, measure="own")),
        "reporting": with_results,
        "grades": activities_per_grade(rows),
    }


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
        found = counts(state, view, part)
        targets.append(
            {
                "id": target.id,
                "title": target.title.get(language),
                "cells": measures(state, view, part=part),
                **found,
                "indicators": [(one.id, one.title.get(language)) for one in own if one.target == target.id],
            }
        )
    goal = counts(state, view, f"{CLAUSE}.0")
    context = {
        "view": view,
        "form": form_of(view, state, language),
        "cells": measures(state, view, clause=CLAUSE),
        "targets": targets,
        "goal": goal,
        "goal_cells": measures(state, view, part=f"{CLAUSE}.0"),
        "without": [row for row in targets if not row["own"]],
        "unmeasured": [row for row in targets if row["programmes"] and not row["reporting"]],
    }
    return render(request, "results/sdg16.html", context)


def _programmes(state: State, view: View, part: str, language: Language) -> tuple[list[dict[str, Any]], int]:
    """The own and chain programmes of a target, the largest own first, with whether they report a result."""
    shown = table(state, view, "activity", language, MANY, part=part)
    reports = set(reporting(state.result_values).to_list())
    words = {
        rule.id: rule.reason.get(language) for _c, found, rule in text_of(view.year)[0].rules() if found.id == part
    }
    placed = placed_under(state.ledger, part, [int(line.key) for line in shown.lines])
    why = {key: (grade, placement_reason(rule, words)) for key, (grade, rule) in placed.items()}
    made = [
        {
            "line": line,
            "grade": why.get(int(line.key), ("", ""))[0],
            "reason": why.get(int(line.key), ("", ""))[1],
            "reports": int(line.key) in reports,
        }
        for line in shown.lines
    ]
    return made, shown.others


def _series(state: State, rows: pl.DataFrame, target: str, language: Language) -> list[dict[str, Any]]:
    """The series that stand beside a target, for the countries with the most programmes on it; never attributed."""
    codes = countries(rows)[:FEW]
    table_ = where(state.snapshot.table("country_series"), iso3=codes).sort("indicator", "iso3", "year")
    return [
        {
            "title": one.title[language],
            "unit": one.unit[language],
            "source": source,
            "lines": lines_of(one, where(table_, indicator=one.id), codes, language),
        }
        for source in declared()
        for one in source.indicators
        if target in one.targets
    ]


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
    context = {
        "view": view,
        "form": form_of(view, state, language),
        "target": found,
        "title": found.title.get(language),
        "part": part,
        "cells": measures(state, view, part=part),
        **counts(state, view, part),
        "programme_rows": programmes,
        "more": more,
        "silent": silent,
        "series": _series(state, rows, found.id, language),
        "hidden_words": hidden_words() if state.snapshot.series_hidden else "",
        "places": table(state, view, "place", language, FEW, part=part),
        "indicators": [
            {
                "id": one.id,
                "title": one.title.get(language),
                "published": sorted(one.figures().items()),
                "unit": one.unit.get(language),
                "found": beside(state, one.id, language)[:FEW],
            }
            for one in own_indicators()
            if one.target == found.id
        ],
    }
    return render(request, "results/sdg_target.html", context)
