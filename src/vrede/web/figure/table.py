"""A view's money by one dimension: the same lines make the table on the page, its chart and its CSV."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import polars as pl
from django.urls import reverse

from vrede.language import Language
from vrede.money import MEASURES, Beyond, beyond, with_place
from vrede.sources.countries import country_name, region_name
from vrede.web.figure.cell import Cell, Line, line_cells, measures, selected, summed_lines
from vrede.web.figure.filter import View
from vrede.web.site.snapshot import State, texts
from vrede.web.site.words import say
from vrede.withheld import WITHHELD_PLACE

DIMENSIONS = ("year", "place", "channel", "partner", "purpose", "activity")


@dataclass(frozen=True, slots=True)
class Table:
    """Lines of a dimension (perhaps only the first of them), what the others hold, and the totals by measure."""

    dimension: str
    heading: str
    lines: list[Line]
    others: int
    others_cells: dict[str, Cell]
    others_beyond: dict[str, Beyond]
    totals: dict[str, Cell | None]
    csv: str


def place_name(kind: str, code: str, language: Language) -> str:
    """A country's or region's name; words where money has no place or its place is withheld."""
    if kind == "none":
        return say("figure.table.no_country_and_no_region")
    if code == WITHHELD_PLACE:
        return say("figure.table.place_withheld")
    return country_name(code, language) if kind == "country" else region_name(code, language)


def channel_name(channel: str, language: Language) -> str:
    """A channel's title."""
    for known in texts()[-1].channels:
        if known.id == channel:
            return known.title.get(language)
    return channel


@lru_cache(maxsize=4)
def _purpose_names(language: Language) -> dict[str, str]:
    return {purpose.code: purpose.title.get(language) for purpose in texts()[-1].purposes}


def purpose_label(code: str, language: Language) -> str:
    """A purpose code with its name, or that of its group where the code itself has no name here; the words say so."""
    names = _purpose_names(language)
    if code in names:
        return f"{code} {names[code]}"
    group = names.get(code[:3])
    return say("figure.table.code_group_group", code=code, group=group) if group else code


def dimension_of(
    name: str, state: State, view: View, language: Language
) -> tuple[str, str, Callable[[str | None], dict[str, str]], Callable[[str | None], str], Callable[[str | None], str]]:
    """Column, heading, and how a value becomes a condition, a label and an address."""
    carry = view.carry()
    tail = f"?{carry}" if carry else ""
    if name == "year":
        return (
            "year",
            say("site.year"),
            lambda v: {"year": str(v) if v is not None else "none"},
            lambda v: str(v) if v is not None else say("figure.table.no_date"),
            lambda v: "",
        )
    if name == "place":

        def condition(value: str | None) -> dict[str, str]:
            kind, code = str(value).split(":", 1)
            return {"country": code} if kind == "country" else {"place": code if kind == "region" else "none"}

        def named(value: str | None) -> str:
            kind, code = str(value).split(":", 1)
            return place_name(kind, code, language)

        def address(value: str | None) -> str:
            kind, code = str(value).split(":", 1)
            return reverse("country", args=[code]) + tail if kind == "country" and code != WITHHELD_PLACE else ""

        return "place", say("site.where"), condition, named, address
    if name == "channel":
        return (
            "channel",
            say("site.through"),
            lambda v: {"channel": str(v)},
            lambda v: channel_name(str(v), language),
            lambda v: "",
        )
    if name == "partner":
        names = state.partner_names
        return (
            "partner_ref",
            say("site.partner"),
            lambda v: {"partner": v or "none"},
            lambda v: names.get(v, v) if v else say("figure.table.nobody_is_named"),
            lambda v: f"{reverse('partner')}?ref={_quoted(v)}{'&' + carry if carry else ''}" if v else "",
        )
    if name == "purpose":
        return (
            "sector_code",
            say("site.purpose"),
            lambda v: {"purpose": v or "none"},
            lambda v: purpose_label(v, language) if v else say("site.no_purpose_code_of_dac"),
            lambda v: "",
        )
    return (
        "activity_key",
        say("site.activity"),
        lambda v: {"activity": str(v)},
        lambda v: _title(state.activity_row(int(str(v))), language),
        lambda v: activity_address(state, v, view),
    )


def _title(activity: Mapping[str, Any], language: Language) -> str:
    return str(activity[f"title_{language}"] or activity["iati_identifier"] or say("site.without_title"))


def _quoted(value: object) -> str:
    from urllib.parse import quote

    return quote(str(value), safe="")


def activity_address(state: State, key: object, view: View | None = None) -> str:
    """The address of an activity's page: by publisher and identifier, or by key in this snapshot where it has none."""
    rows = state.activity_row(int(str(key)))
    words = []
    if rows["iati_identifier"]:
        words.append(f"id={_quoted(rows['iati_identifier'])}")
        words.append(f"publisher={_quoted(rows['reporting_org_ref'] or '')}")
    else:
        words += [f"key={key}", f"snapshot={state.snapshot.name}"]
    if view is not None and view.asked and rows["iati_identifier"]:
        words.append(f"snapshot={view.snapshot}")
    return f"{reverse('activity')}?{'&'.join(words)}"


def _with_reasons(line: Line, state: State, view: View, conditions: Mapping[str, str]) -> None:
    """Fills each figure that a line lacks with why it does."""
    year = "" if view.year == "all" else view.year
    for measure in MEASURES:
        if measure not in line.cells:
            wanted = {"year": year, "kind": view.kind, **conditions, "measure": measure}
            line.cells[measure] = Cell(0, "", state.ledger.nothing(view.selection.but(**wanted)))


def table(state: State, view: View, dimension: str, language: Language, limit: int = 0, **fixed: str) -> Table:
    """The table of a view by a dimension; with `limit` its first lines and what the others hold together.

    The year dimension ignores the view's year: it shows all of them.
    """
    if dimension == "year":
        view = View(view.selection, "all", view.kind, view.measure, view.snapshot, view.asked)
    column, heading, condition, label, address = dimension_of(dimension, state, view, language)

    def with_fixed(value: str | None) -> dict[str, str]:
        return {**fixed, **condition(value)}

    chosen = selected(view, **fixed)
    every = in_order(_keyed(state.ledger.lines(chosen, *BY.get(column, (column,))), column), column)
    if dimension == "year":
        every = every.sort(pl.col("year").cast(pl.String).fill_null("none"))
    shown = every.head(limit) if limit else every
    hidden = every.slice(shown.height)
    far = _keyed(state.ledger.far(chosen), column)
    others = far.join(hidden.select(column), on=column, how="semi", nulls_equal=True)
    found = []
    for row in shown.iter_rows(named=True):
        value = row[column]
        cells = line_cells(row, view, with_fixed(value))
        line = Line("none" if value is None else str(value), label(value), address(value), cells, row["activities"])
        _with_reasons(line, state, view, with_fixed(value))
        found.append(line)
    return Table(
        dimension,
        heading,
        found,
        hidden.height,
        summed_lines(hidden),
        {measure: beyond(others.filter(pl.col("measure") == measure)) for measure in MEASURES},
        measures(state, view, **fixed),
        f"by={dimension}&{view.query(None, **fixed)}",
    )


BY = {"place": ("place_kind", "place_code")}
"""Column of a table -> the columns of slices that it is made of, where it is none of theirs."""


def _keyed(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    return with_place(rows) if column == "place" else rows


def in_order(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """Rows of `Ledger.lines` as a table has them: the largest own first, then chain, then field, then by name."""
    name = pl.col(column).cast(pl.String).fill_null("None")
    return rows.sort(*(-pl.col(f"{measure}_cents") for measure in MEASURES), name)
