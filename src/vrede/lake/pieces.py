"""A table in pieces on disk, one after the other; the keys of each piece count on where the piece before ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Piece:
    """A Parquet file with the rows of some activities. shifts: column -> what is added to its keys, that count from nought here."""

    path: str
    rows: int
    shifts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The pieces of one table, in order. Nothing is read before it is asked for."""

    pieces: Sequence[Piece]

    @property
    def height(self) -> int:
        """Rows of all pieces together."""
        return sum(piece.rows for piece in self.pieces)

    def scan(self) -> pl.LazyFrame:
        """All rows in their order, with keys that count through."""
        return pl.concat([_moved(pl.scan_parquet(piece.path, glob=False), piece.shifts) for piece in self.pieces])

    def frame(self, *columns: str) -> pl.DataFrame:
        """These columns of all rows; every column where none is named."""
        rows = self.scan()
        return (rows.select(columns) if columns else rows).collect()


def _moved(rows: pl.LazyFrame, shifts: Mapping[str, int]) -> pl.LazyFrame:
    known = rows.collect_schema()
    moved = [(pl.col(name) + shift).cast(known[name]) for name, shift in shifts.items() if name in known and shift]
    return rows.with_columns(moved) if moved else rows
