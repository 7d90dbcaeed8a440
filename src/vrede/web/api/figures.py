"""Figures of the API: own, chain and field, committed and spent, each by itself and each with the address of its rows."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.http import HttpRequest

from vrede.money.link import query_of
from vrede.money.measure import MEASURES
from vrede.money.total import KINDS, Selection
from vrede.web.state import State


def figure(
    request: HttpRequest, state: State, selection: Selection, cents: int, activities: int, slices: int
) -> dict[str, Any]:
    """One figure. selection: names one measure and one kind."""
    return {
        "measure": selection.measure,
        "kind": selection.kind,
        "amount_eur_cents": cents,
        "activities": activities,
        "slices": slices,
        "address": f"/{request.LANGUAGE_CODE}/rows/?{query_of(selection, state.snapshot.name, cents)}",
    }


def _sums(rows: pl.DataFrame, *by: str) -> pl.DataFrame:
    return (
        rows.group_by(*by, "measure", "kind")
        .agg(
            pl.col("amount_eur_cents").sum(),
            activities=pl.col("activity_key").n_unique(),
            slices=pl.len(),
        )
        .with_columns(
            _measure=pl.col("measure").replace_strict({m: n for n, m in enumerate(MEASURES)}, default=len(MEASURES)),
            _kind=pl.col("kind").replace_strict({k: n for n, k in enumerate(KINDS)}, default=len(KINDS)),
        )
        .sort("_measure", "_kind")
        .select(*by, "measure", "kind", "amount_eur_cents", "activities", "slices")
    )


def by_value(
    request: HttpRequest, state: State, selection: Selection, rows: pl.DataFrame, column: str, condition: str
) -> dict[Any, list[dict[str, Any]]]:
    """Value of a column -> its figures: those with rows behind them, never a zero for what is absent.

    rows: the slices of the selection. condition: the name under which a selection takes the value.
    """
    found: dict[Any, list[dict[str, Any]]] = {}
    for value, measure, kind, cents, activities, slices in _sums(rows, column).iter_rows():
        one = selection.but(**{condition: str(value), "measure": measure, "kind": kind})
        found.setdefault(value, []).append(figure(request, state, one, int(cents), activities, slices))
    return found


def of_selection(request: HttpRequest, state: State, selection: Selection, rows: pl.DataFrame) -> list[dict[str, Any]]:
    """The figures of a selection; a measure and kind without rows has none. rows: its slices."""
    return [
        figure(request, state, selection.but(measure=measure, kind=kind), int(cents), activities, slices)
        for measure, kind, cents, activities, slices in _sums(rows).iter_rows()
    ]
