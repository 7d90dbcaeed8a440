"""Figures of the API: own, chain and field, committed and spent, each by itself and each with the address of its rows."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote_plus

import polars as pl
from django.http import HttpRequest

from vrede.lake import gathered, where
from vrede.money import FIGURE, Selection, of_measures, query_of
from vrede.money import figures as figures_of
from vrede.web.site.snapshot import State


def figure(request: HttpRequest, state: State, selection: Selection, row: dict[str, Any]) -> dict[str, Any]:
    """One figure with the address of its rows. row: FIGURE, of which measure, bound and kind go into the selection."""
    one = selection.but(measure=row["measure"], bound=row["bound"], kind=row["kind"])
    words = query_of(one, state.snapshot.name, row["amount_eur_cents"] or 0)
    return {**row, "bound": row["bound"] or None, "address": f"/{request.LANGUAGE_CODE}/rows/?{words}"}


def _counted(rows: pl.DataFrame, selection: Selection) -> pl.DataFrame:
    """Without what is in no measure, unless that is asked: it is no figure beside the three."""
    return rows if selection.measure else of_measures(rows)


def with_figures(
    request: HttpRequest,
    state: State,
    page: pl.DataFrame,
    column: str,
    selection: Selection,
    rows: pl.DataFrame,
    condition: str,
) -> pl.DataFrame:
    """A page with `figures` of each value of a column: those with rows behind them, never a zero for what is absent.

    rows: the slices of the selection, as `Ledger.bounded` gives them. condition: the name under which a selection takes
    the value. A thousand rows have thousands of addresses: they are written by the table, not one by one.
    """
    mine = figures_of(where(_counted(rows, selection), **{column: page[column]}), column)
    one = {condition: "VALUE", "measure": "MEASURE", "kind": "KIND", "bound": "BOUND"}
    words = query_of(selection.but(**one), state.snapshot.name)
    form = f"/{request.LANGUAGE_CODE}/rows/?{words}&cents=CENTS"
    values = mine[column].unique()
    quoted = pl.DataFrame(
        {column: values, "_value": [quote_plus(str(v)) for v in values]}, schema_overrides={"_value": pl.String}
    )
    parts = re.split("(VALUE|MEASURE|KIND|bound=BOUND&|CENTS)", form)
    held = {
        "VALUE": "_value",
        "MEASURE": "measure",
        "KIND": "kind",
        "CENTS": "_cents",
        "bound=BOUND&": "_bound",
    }
    address = pl.concat_str(pl.col(held[part]).cast(pl.String) if part in held else pl.lit(part) for part in parts)
    of_bound = pl.when(pl.col("bound") == "").then(pl.lit("")).otherwise(pl.format("bound={}&", "bound"))
    linked = (
        mine.join(quoted, on=column, how="left", maintain_order="left")
        .with_columns(_bound=of_bound, _cents=pl.col("amount_eur_cents").fill_null(0))
        .with_columns(address=address, bound=pl.when(pl.col("bound") != "").then("bound"))
    )
    figures = gathered(linked, column, "figures", *FIGURE, "address")
    none = pl.lit(pl.Series([[]], dtype=figures.schema["figures"]))
    return page.join(figures, on=column, how="left", maintain_order="left").with_columns(
        pl.col("figures").fill_null(none)
    )


def of_selection(request: HttpRequest, state: State, selection: Selection, rows: pl.DataFrame) -> list[dict[str, Any]]:
    """The figures of a selection; a measure and kind without rows has none. rows: as `Ledger.bounded` gives them."""
    return [
        figure(request, state, selection, row) for row in figures_of(_counted(rows, selection)).iter_rows(named=True)
    ]
