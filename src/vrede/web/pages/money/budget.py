"""The budget: the article and its sub-articles by year and phase, commitments and cash apart."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from vrede.money.link import NUMBER
from vrede.web.charts.phases import phases as phases_chart
from vrede.web.figure.csv import csv_answer
from vrede.web.pages.article.home import strip_names
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.snapshot import State

LEVELS = ("draft", "adopted", "first_supplementary", "second_supplementary", "realised")
CHANGES = ("amendment", "first_supplementary", "second_supplementary", "final_law")
UNDIVIDED = "Nog te verdelen"


def _lines(state: State) -> pl.DataFrame:
    return state.snapshot.table("budget_line")


def _article(lines: pl.DataFrame) -> pl.DataFrame:
    moved = pl.col("scheme").fill_null("").str.starts_with("kamerstuk")
    return lines.filter(pl.col("subarticle").is_null() & pl.col("instrument").is_null() & ~moved)


def _sub(lines: pl.DataFrame, subarticle: str) -> pl.DataFrame:
    return lines.filter(
        (pl.col("subarticle") == subarticle) & pl.col("instrument").is_null() & pl.col("scheme").is_null()
    )


def _row(lines: pl.DataFrame, year: int, kind: str) -> dict[str, Any]:
    """Levels and changes of one line in one year's own bills, by phase."""
    of = lines.filter((pl.col("year") == year) & (pl.col("kind") == kind) & (pl.col("bill_year") == year))
    levels = {p: _one(of, p, "level") for p in LEVELS}
    changes = {p: _one(of, p, "change") for p in CHANGES}
    return {"levels": levels, "changes": changes, "notes": sorted({n for n in of["note"] if n})}


def _one(rows: pl.DataFrame, phase: str, measure: str) -> int | None:
    found = rows.filter((pl.col("phase") == phase) & (pl.col("measure") == measure))["amount_eur_cents"]
    return int(found.sum()) if len(found) else None


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """All years in a table, one year drawn and divided."""
    state = state_of(request)
    language = language_of(request)
    lines = _lines(state)
    levels = lines.filter((pl.col("measure") == "level") & (pl.col("bill_year") == pl.col("year")))
    years = sorted(int(y) for y in levels["year"].unique())
    asked = request.GET.get("year", "")
    if asked and asked != "all" and (not NUMBER.fullmatch(asked) or int(asked) not in years):
        raise Http404(_("There is no budget of %(year)s in what was loaded") % {"year": asked[:10]})
    year = int(asked) if NUMBER.fullmatch(asked) else (years[-1] if years else 0)
    names = strip_names()
    kinds = {"cash": _("cash"), "commitment": _("commitments")}
    article = _article(lines)
    drawn = []
    for kind, label in kinds.items():
        row = _row(article, year, kind)
        if any(v is not None for v in row["levels"].values()):
            title = _("Article 4 in %(year)s, %(kind)s") % {"year": year, "kind": label}
            points = [(names[p], row["levels"][p]) for p in LEVELS if row["levels"][p] is not None]
            drawn.append(
                {
                    "label": label,
                    "svg": phases_chart(f"chart-{kind}", title, points, language),
                    "row": row,
                    "kind": kind,
                }
            )
    undivided = lines.filter(
        (pl.col("year") == year) & (pl.col("instrument") == UNDIVIDED) & pl.col("subarticle").is_null()
    )
    subarticles = sorted(s for s in lines.filter(pl.col("year") == year)["subarticle"].unique() if s)
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
            for r in undivided.to_dicts()
        ],
        "sub": [
            {
                "id": s,
                "name": names.get(s, s),
                "kinds": [(label, _row(_sub(lines, s), year, kind)) for kind, label in kinds.items()],
            }
            for s in subarticles
        ],
        "table": [
            {"year": y, "cells": [(kind, label, _row(article, y, kind)["levels"]) for kind, label in kinds.items()]}
            for y in years
        ],
        "detail": [
            {**r, "phase_name": names.get(r["phase"], r["phase"]), "kind_name": kinds.get(r["kind"], r["kind"])}
            for r in lines.filter(
                (pl.col("year") == year)
                & pl.col("subarticle").is_not_null()
                & (pl.col("instrument").is_not_null() | pl.col("scheme").is_not_null())
            )
            .sort("line_no")
            .to_dicts()
        ],
        "issues": state.snapshot.table("budget_issue").to_dicts(),
        "kinds": kinds,
    }
    return render(request, "money/budget.html", context)


def as_csv(request: HttpRequest) -> HttpResponse:
    """All lines of the budget, in thousands of euro and in cents."""
    state = state_of(request)
    return csv_answer(_lines(state), f"vrede-{state.snapshot.name}-budget.csv")
