"""Where an activity was placed in the article, with grade, rule, reason and money."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from vrede.article import Language, reasons
from vrede.lake import where
from vrede.money import Beyond, beyond, placements_of
from vrede.web.figure.cell import Cell
from vrede.web.figure.reasons import placement_reason
from vrede.web.site.snapshot import State, texts


def of_activity(state: State, table: str, key: int) -> pl.DataFrame:
    """The rows of a table that are of one activity."""
    return where(state.snapshot.table(table), activity_key=key)


@dataclass(frozen=True, slots=True)
class PlacementRow:
    """A part of the article under which the activity was placed, with grade, rule, reason and money."""

    part: str
    clause: str
    title: str
    grade: str
    rule: str
    reason: str
    cells: dict[str, Cell]
    beyond: dict[str, Beyond]


def placements(state: State, key: int, language: Language) -> list[PlacementRow]:
    """One row a part: grade, rule, reason, spent and committed of its slices."""
    why = reasons(texts(), language)
    said = {
        (serves, sign): about or ""
        for serves, sign, about in of_activity(state, "placement_sign", key)
        .select("serves", "sign", "about")
        .iter_rows()
    }
    parts = {part.id: part.title.get(language) for text in texts() for part in text.parts}
    rows = []
    mine = state.ledger.slices.filter(pl.col("outlier") & (pl.col("activity_key") == key))
    far = mine.join(state.ledger.placement, on="slice_key", how="inner")
    for placed in placements_of(state.ledger, key):
        here = far.filter((pl.col("part") == placed.part) & (pl.col("rule") == placed.rule))
        cells = {kind: Cell(cents, "", back=placed.taken_back.get(kind, 0)) for kind, cents in placed.cents.items()}
        rows.append(
            PlacementRow(
                part=placed.part,
                clause=placed.part[:2],
                title=parts.get(placed.part, ""),
                grade=placed.grade,
                rule=placed.rule,
                reason=placement_reason(
                    placed.rule,
                    why,
                    said.get((placed.part, placed.rule)) or said.get((placed.part[:2], placed.rule), ""),
                ),
                cells=cells,
                beyond={kind: beyond(here.filter(pl.col("kind") == kind)) for kind in cells},
            )
        )
    return rows
