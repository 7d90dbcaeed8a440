"""A figure on a page: its cents, and the address words of the rows that it is the sum of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import polars as pl

from vrede.language import Nothing
from vrede.money import (
    AT_MOST,
    CHAIN,
    MEASURES,
    RECEIVED,
    WHOLE,
    activities_per,
    of_several_funders,
    per_value_and_measure,
    taken_back,
)
from vrede.web.figure.filter import View
from vrede.web.site.snapshot import State

CANCELS = 2
"""What is paid is shown beside a sum in a list where one part in this many of it, or more, was taken back."""


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
        """Whether so much was taken back that the sum alone hides what was paid: half of it or more."""
        return self.back < 0 and -self.back * CANCELS >= self.paid


def cell_of(rows: pl.DataFrame, query: Callable[[int], str], nothing: Nothing | None = None) -> Cell:
    """The sum of some slices, linked, with what was taken back. nothing: why there is none, where there is none."""
    cents = int(rows["amount_eur_cents"].sum() or 0)
    none = (nothing or Nothing.NOT_PUBLISHED) if rows.is_empty() else None
    return Cell(cents, query(cents), none, taken_back(rows))


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
    rows = state.ledger.select(selection)
    none = state.ledger.nothing(selection) if rows.is_empty() else None
    made = cell_of(rows, lambda cents: view.query(cents, **changes), none)
    if selection.measure != CHAIN or selection.bound != AT_MOST:
        return made
    received, whole = (cell(state, view, **changes, bound=bound) for bound in (RECEIVED, WHOLE))
    shared = of_several_funders(state.ledger.select(selection.but(bound=WHOLE)), state.shared)
    return replace(made, received=received, whole=whole, shared=shared)


def measures(state: State, view: View, **changes: str) -> dict[str, Cell | None]:
    """Own, chain and field of a view: three figures, never added. None where the view's filter leaves one out."""
    return {
        measure: cell(state, view, measure=measure, **changes) if view.measure in ("", measure) else None
        for measure in MEASURES
    }


def cents_of(found: Cell | None) -> int:
    """A cell's cents; 0 where there is none."""
    return found.cents if found is not None else 0


def lines(
    rows: pl.DataFrame,
    by: str,
    view: View,
    parameter: Callable[[str | None], dict[str, str]],
    label: Callable[[str | None], str],
    href: Callable[[str | None], str],
    columns: Sequence[str] = MEASURES,
    limit: int = 0,
) -> list[Line]:
    """A table of a view's rows by one column: a line a value, its own, chain and field, the largest own first.

    parameter(value) gives the condition by which the line's figures are selected again; label and href its words.
    """
    found: dict[str | None, dict[str, Cell]] = {}
    numbers = activities_per(rows, by)
    for value, measure, cents, back in per_value_and_measure(rows, by):
        if measure in columns:
            query = view.query(cents, measure=measure, **parameter(value))
            found.setdefault(value, {})[measure] = Cell(cents, query, back=back)
    order = sorted(found, key=lambda v: (*(-found[v][m].cents if m in found[v] else 0 for m in columns), str(v)))
    made = [Line("none" if v is None else str(v), label(v), href(v), found[v], int(numbers[v])) for v in order]
    return made[:limit] if limit else made


def rest(all_lines: Sequence[Line], shown: int, columns: Sequence[str] = MEASURES) -> dict[str, int]:
    """The cents of the lines that are not shown, by column, so that shown and rest are the total; no column without any."""
    others = all_lines[shown:]
    return {
        column: sum(line.cells[column].cents for line in others if column in line.cells)
        for column in columns
        if any(column in line.cells for line in others)
    }


def selection_rows(state: State, view: View, **changes: str) -> pl.DataFrame:
    """The slices of a view, over its measures."""
    year = "" if view.year == "all" else view.year
    return state.ledger.select(
        view.selection.but(**{"year": year, "kind": view.kind, "measure": view.measure, **changes})
    )
