"""Innovation of humanitarian aid: the portfolio by stage, what was spent, and what followed."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from vrede.article.lists import Language
from vrede.article.stages import load_stages, stage_of
from vrede.money.measure import MEASURES
from vrede.web.figure.cell import Cell, measures, selection_rows
from vrede.web.figure.filter import View, form_of, view_of
from vrede.web.pages.results.overview import link
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.snapshot import State

CLAUSE = "F4"
MANY = 100


def stages(state: State, keys: pl.Series) -> dict[int, str]:
    """activity_key -> stage, '' where its texts name none."""
    known = load_stages()
    texts = (
        state.snapshot.table("narrative")
        .filter(
            pl.col("activity_key").is_in(keys.implode())
            & pl.col("element").is_in(["activity/title", "activity/description"])
            & pl.col("text").is_not_null()
        )
        .group_by("activity_key", maintain_order=True)
        .agg(pl.col("text").str.join("\n"))
    )
    found = dict(texts.iter_rows())
    return {int(key): stage_of(found.get(key, ""), known) for key in keys}


def _followed(state: State, keys: pl.Series) -> tuple[dict[int, int], dict[int, int]]:
    """(results reported, activities that carry on the money or the work) of each activity."""
    actual = state.result_values.filter((pl.col("kind") == "actual") & pl.col("activity_key").is_in(keys.implode()))
    results = dict(actual.group_by("activity_key").len().iter_rows())
    edges = state.snapshot.table("chain_edge").filter(pl.col("payer_key").is_in(keys.implode()))
    links = state.snapshot.table("link").filter(
        pl.col("activity_key").is_in(keys.implode())
        & (pl.col("direction") == "child")
        & pl.col("target_key").is_not_null()
    )
    after = pl.concat(
        [edges.select(key="payer_key", to="receiver_key"), links.select(key="activity_key", to="target_key")]
    ).unique()
    return results, dict(after.group_by("key").len().iter_rows())


def _rows(state: State, view: View, language: Language) -> list[dict[str, Any]]:
    rows = selection_rows(state, view, clause=CLAUSE)
    keys = rows["activity_key"].unique().sort()
    stage = stages(state, keys)
    results, after = _followed(state, keys)
    names = {one.id: one.title.get(language) for one in load_stages()}
    sums = rows.group_by("activity_key", "measure").agg(pl.col("amount_eur_cents").sum())
    money: dict[int, dict[str, Cell]] = {}
    for key, measure, cents in sums.iter_rows():
        query = view.query(int(cents), clause=CLAUSE, measure=measure, activity=str(key))
        money.setdefault(key, {})[measure] = Cell(int(cents), query)
    about = {
        row["activity_key"]: row[f"title_{language}"] or row["iati_identifier"]
        for row in state.activity.filter(pl.col("activity_key").is_in(keys.implode())).iter_rows(named=True)
    }
    grade = dict(rows.select("activity_key", "grade").unique("activity_key", keep="first").iter_rows())
    order = {ident: at for at, ident in enumerate([*reversed(names), ""])}
    made = [
        {
            "key": key,
            "title": about.get(key) or "–",
            "stage": stage[key],
            "stage_name": names.get(stage[key], _("not said")),
            "grade": grade[key],
            "cells": money.get(key, {}),
            "results": results.get(key, 0),
            "results_query": link({"activity": key, "kind": "actual"}),
            "after": after.get(key, 0),
        }
        for key in keys.to_list()
    ]
    return sorted(made, key=lambda row: (order[row["stage"]], -sum(c.cents for c in row["cells"].values()), row["key"]))


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """Clause F4 by stage."""
    state, language = state_of(request), language_of(request)
    view = view_of(request)
    rows = _rows(state, view, language)
    known = [(one.id, one.title.get(language), ", ".join(one.words)) for one in load_stages()]
    summary = []
    for ident, name in [*((i, n) for i, n, _words in known), ("", _("not said"))]:
        mine = [row for row in rows if row["stage"] == ident]
        cents = {m: sum(row["cells"][m].cents for row in mine if m in row["cells"]) for m in MEASURES}
        summary.append(
            {
                "name": name,
                "count": len(mine),
                "cents": cents,
                "results": sum(1 for row in mine if row["results"]),
                "after": sum(1 for row in mine if row["after"]),
            }
        )
    context = {
        "view": view,
        "form": form_of(view, state, language),
        "cells": measures(state, view, clause=CLAUSE),
        "summary": summary,
        "rows": rows[:MANY],
        "more": max(0, len(rows) - MANY),
        "stages": known,
    }
    return render(request, "results/innovation.html", context)
