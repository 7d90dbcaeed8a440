"""The budget: the article and its sub-articles by year and phase, commitments and cash apart."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from vrede.money import CHANGES, LEVELS, NUMBER, Budget
from vrede.web.charts.phases import phases as phases_chart
from vrede.web.figure.csv import csv_answer
from vrede.web.figure.names import budget_names
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.words import say


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """All years in a table, one year drawn and divided."""
    state = state_of(request)
    language = language_of(request)
    budget = Budget(state.snapshot.table("budget_line"))
    years = budget.years
    asked = request.GET.get("year", "")
    if asked and asked != "all" and (not NUMBER.fullmatch(asked) or int(asked) not in years):
        raise Http404(say("money.budget.there_is_no_budget", year=asked[:10]))
    year = int(asked) if NUMBER.fullmatch(asked) else (years[-1] if years else 0)
    names = budget_names()
    kinds = {"cash": say("money.budget.cash"), "commitment": say("money.budget.commitments")}
    drawn = []
    for kind, label in kinds.items():
        row = budget.article(year, kind)
        if row.any:
            title = say("money.budget.article_4_in_year_kind", year=year, kind=label)
            points = [(names[p], row.levels[p]) for p in LEVELS if row.levels[p] is not None]
            drawn.append(
                {
                    "label": label,
                    "svg": phases_chart(f"chart-{kind}", title, points, language),
                    "row": row,
                    "kind": kind,
                }
            )
    context = {
        "years": years,
        "year": year,
        "levels": [(p, names[p]) for p in LEVELS],
        "changes": [(p, names[p]) for p in CHANGES],
        "drawn": drawn,
        "undivided": [
            {
                "phase": names[r["phase"]],
                "cents": r["amount_eur_cents"],
                "source": r["source"],
                "note": r["note"],
                "year": r["year"],
            }
            for r in budget.undivided(year).to_dicts()
        ],
        "sub": [
            {
                "id": s,
                "name": names.get(s, s),
                "kinds": [(label, budget.subarticle(s, year, kind)) for kind, label in kinds.items()],
            }
            for s in budget.subarticles(year)
        ],
        "table": [
            {"year": y, "cells": [(kind, label, budget.article(y, kind).levels) for kind, label in kinds.items()]}
            for y in years
        ],
        "detail": [
            {**r, "phase_name": names.get(r["phase"], r["phase"]), "kind_name": kinds.get(r["kind"], r["kind"])}
            for r in budget.schemes(year).to_dicts()
        ],
        "issues": state.snapshot.table("budget_issue").to_dicts(),
        "kinds": kinds,
    }
    return render(request, "money/budget.html", context)


def as_csv(request: HttpRequest) -> HttpResponse:
    """All lines of the budget, in thousands of euro and in cents."""
    state = state_of(request)
    return csv_answer(state.snapshot.table("budget_line"), f"vrede-{state.snapshot.name}-budget.csv")
