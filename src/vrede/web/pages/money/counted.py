"""What counts of an activity's money, where: by kind, by the bounds of the chain, and at which other level."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import polars as pl

from vrede.article import Language
from vrede.lake import where
from vrede.money import BOUNDS, CHAIN, KINDS, NO_MEASURE, Selection, counted_instead, kin, query_of
from vrede.web.figure.cell import Cell, cell_of
from vrede.web.site.snapshot import State

FEW = 5


def counted(state: State, key: int, slices: pl.DataFrame, measure: str) -> dict[str, Cell]:
    """kind -> what counts of it here; a dash where nothing does."""
    counted_here = where(slices, measure=measure)
    one = Selection(scope="all", measure=measure, activity=str(key))
    return {
        kind: cell_of(where(counted_here, kind=kind), partial(_linked, one.but(kind=kind), state.snapshot.name))
        for kind in KINDS
    }


def _linked(selection: Selection, snapshot: str, cents: int) -> str:
    return query_of(selection, snapshot, cents)


def bounds(state: State, key: int) -> list[tuple[str, dict[str, Cell]]]:
    """(kind, bound -> figure) of an activity of the chain; the figure's rows are those of the activity under that bound."""
    made = []
    for row in where(state.snapshot.table("chain_bound"), activity_key=key).sort("kind", descending=True).to_dicts():
        cells = {}
        for bound in BOUNDS:
            one = Selection(scope="all", measure=CHAIN, kind=row["kind"], activity=str(key), bound=bound)
            cells[bound] = cell_of(state.ledger.select(one), partial(_linked, one, state.snapshot.name))
        made.append((row["kind"], cells))
    return made


@dataclass(frozen=True, slots=True)
class CountedElsewhere:
    """Money of an activity that counts at another level of its publisher: how much, and the activities where it counts."""

    kind: str
    cell: Cell
    activities: list[tuple[str, str]]


def elsewhere_of(state: State, key: int, slices: pl.DataFrame, language: Language) -> list[CountedElsewhere]:
    """By kind, where some of it is in no measure. The figure's link has these rows, under the measure `none`."""
    made = []
    gone = where(slices, measure=NO_MEASURE)
    pairs = kin(state.snapshot.table("activity"), state.snapshot.table("related_activity")) if gone.height else gone
    for kind in sorted(gone["kind"].unique()):
        one = Selection(scope="all", measure=NO_MEASURE, kind=kind, activity=str(key))
        cell = cell_of(where(gone, kind=kind), partial(_linked, one, state.snapshot.name))
        keys = counted_instead(key, pairs, state.ledger.slices, kind)
        shown = [state.activity_row(one) for one in keys[:FEW]]
        names = [
            (row["iati_identifier"] or "", row[f"title_{language}"] or row["iati_identifier"] or "") for row in shown
        ]
        made.append(CountedElsewhere(kind, cell, names))
    return made
