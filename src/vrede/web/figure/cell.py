"""A figure on a page: its cents, and the address words of the rows that it is the sum of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from vrede.language import Nothing, cancels
from vrede.money import (
    AT_MOST,
    CHAIN,
    MEASURES,
    RECEIVED,
    WHOLE,
    Selection,
    per_value_and_measure,
    priced,
    taken_back,
)
from vrede.web.figure.filter import View
from vrede.web.site.snapshot import State


@dataclass(frozen=True, slots=True)
class Cell:
    """One amount with its link. `nothing` says why it has none: a sign of its own, never a zero.

    back: cents of its rows that are below nothing: what was taken back of what was paid or promised.
    page: the page that lists its rows: `rows` for slices, `behind` for anything else.
    received, whole: of a chain's amount (at most the ministry's), the other two bounds; shared: cents of the whole in
    activities that several organisations fund, of which the ministry is one.
    """

    cents: int
    query: str
    nothing: Nothing | None = None
    back: int = 0
    page: str = "rows"
    received: Cell | None = None
    whole: Cell | None = None
    shared: int = 0

    @property
    def found(self) -> bool:
        """Whether there is a figure at all; one of zero is a figure."""
        return self.nothing is None

    @property
    def paid(self) -> int:
        """What was paid or promised before any of it was taken back."""
        return self.cents - self.back

    @property
    def cancels(self) -> bool:
        """Whether so much was taken back that the sum alone hides what was paid."""
        return cancels(self.cents, self.back)


def cell_of(rows: pl.DataFrame, query: Callable[[int], str], nothing: Nothing | None = None) -> Cell:
    """The sum of some slices, linked, with what was taken back. nothing: why there are none, where there are none.

    Slices of which none has a price are no sum: the rate was not loaded.
    """
    cents = int(rows["amount_eur_cents"].sum() or 0)
    none = (nothing or Nothing.NOT_PUBLISHED) if rows.is_empty() else None if priced(rows) else Nothing.NOT_LOADED
    return Cell(cents, query(cents), none, taken_back(rows))


def cells_per(rows: pl.DataFrame, by: str, query: Callable[[str, Any, int], str]) -> dict[Any, dict[str, Cell]]:
    """value of a column -> measure -> figure of slices, the largest first; no cell where there is no slice.

    query: the address of the rows of (measure, value, cents).
    """
    found: dict[Any, dict[str, Cell]] = {}
    for value, measure, cents, back in per_value_and_measure(rows, by):
        none = Nothing.NOT_LOADED if cents is None else None
        cents = cents or 0
        found.setdefault(value, {})[measure] = Cell(cents, query(measure, value, cents), none, back)
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: its key, label, address of its own page (empty: none), and its cells by column."""

    key: str
    label: str
    href: str
    cells: dict[str, Cell]
    activities: int
    note: str = ""


def cell(state: State, view: View, **changes: str) -> Cell:
    """The sum of a view with changes, linked; of the chain with its other bounds."""
    year = "" if view.year == "all" else view.year
    selection = view.selection.but(**{"year": year, "kind": view.kind, "measure": view.measure, **changes})
    made = cell_of_sums(state, selection, lambda cents: view.query(cents, **changes))
    if selection.measure != CHAIN or selection.bound != AT_MOST:
        return made
    received, whole = (cell(state, view, **changes, bound=bound) for bound in (RECEIVED, WHOLE))
    shared = state.ledger.sums(selection.but(bound=WHOLE)).shared
    return replace(made, received=received, whole=whole, shared=shared)


def cell_of_sums(state: State, selection: Selection, query: Callable[[int], str]) -> Cell:
    """What a selection adds up to, linked, or why it has no figure."""
    sums = state.ledger.sums(selection)
    none = None if sums.priced else Nothing.NOT_LOADED
    return Cell(sums.cents, query(sums.cents), none if sums.slices else state.ledger.nothing(selection), sums.back)


def measures(state: State, view: View, **changes: str) -> dict[str, Cell | None]:
    """Own, chain and field of a view: three figures, never added. None where the view's filter leaves one out."""
    return {
        measure: cell(state, view, measure=measure, **changes) if view.measure in ("", measure) else None
        for measure in MEASURES
    }


def cents_of(found: Cell | None) -> int:
    """A cell's cents; 0 where there is none."""
    return found.cents if found is not None else 0


def line_cells(
    row: Mapping[str, Any], view: View | None, within: Mapping[str, str], columns: Sequence[str] = MEASURES
) -> dict[str, Cell]:
    """measure -> figure of a row of `Ledger.lines`, where it has slices; linked to the rows of a view within conditions, if any."""
    found = {}
    for measure in columns:
        if row[f"{measure}_slices"]:
            cents, none = row[f"{measure}_cents"], None if row[f"{measure}_priced"] else Nothing.NOT_LOADED
            query = view.query(cents, measure=measure, **within) if view else ""
            found[measure] = Cell(cents, query, none, row[f"{measure}_back"])
    return found


def summed_lines(rows: pl.DataFrame) -> dict[str, Cell]:
    """measure -> the lines of `Ledger.lines` together, without a link, so that shown and rest are the total; none without slices."""
    sums = {
        name: int(rows[name].sum()) for name in rows.columns if name.endswith(("_cents", "_back", "_slices", "_priced"))
    }
    return line_cells(sums, None, {})


def summed(cells: Sequence[Cell]) -> Cell:
    """Some figures together, without a link: what was taken back of them adds up too. Of figures that are all none, the first's reason."""
    known = [one for one in cells if one.found]
    if not known:
        return Cell(0, "", cells[0].nothing if cells else Nothing.NOT_PUBLISHED)
    return Cell(sum(one.cents for one in known), "", back=sum(one.back for one in known))


def selected(view: View, **changes: str) -> Selection:
    """What a view selects, over its measures."""
    year = "" if view.year == "all" else view.year
    return view.selection.but(**{"year": year, "kind": view.kind, "measure": view.measure, **changes})


def selection_rows(state: State, view: View, **changes: str) -> pl.DataFrame:
    """The slices of a view, over its measures."""
    return state.ledger.select(selected(view, **changes))
