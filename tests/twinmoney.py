"""Money of a snapshot and of the slow plain twin, in the same shape."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import polars as pl

from twin import follow
from vrede.lake.snapshot import Snapshot

Money = dict[tuple[object, ...], int]
"""(measure, kind, year, part or "all", grade) -> cents of euro, where there are any."""
BY = ("measure", "kind", "year", "part", "grade")


def money_of_the_twin(folder: Path) -> tuple[int, Money]:
    """How many slices the files of a folder give, and their money (tests/twin.py)."""
    _, pieces = follow(folder)
    sums: dict[tuple[object, ...], int] = defaultdict(int)
    for piece in pieces:
        sums[piece.measure, piece.kind, piece.year, "all", ""] += piece.cents or 0
        for part, grade in piece.parts.items():
            sums[piece.measure, piece.kind, piece.year, part, grade] += piece.cents or 0
    return len(pieces), {key: cents for key, cents in sums.items() if cents}


def money_of(snapshot: Snapshot) -> Money:
    """The same of a snapshot."""
    slices = snapshot.table("slice")
    placed = snapshot.table("placement").join(slices, on="slice_key").select(*BY, "amount_eur_cents")
    whole = slices.with_columns(part=pl.lit("all"), grade=pl.lit("")).select(*BY, "amount_eur_cents")
    both = pl.concat([placed, whole]).group_by(BY).agg(pl.col("amount_eur_cents").sum())
    return {row[:5]: row[5] for row in both.iter_rows() if row[5]}
