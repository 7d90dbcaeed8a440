"""Tables of a file in the shape in which two readings of the same activities must be equal."""

from __future__ import annotations

import polars as pl

ELSEWHERE = ("byte_start", "byte_end", "markup")


def plain(tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Without where the bytes stood and in which markup; narratives by what they name, since the order of elements is free."""
    out = {}
    for name, frame in tables.items():
        if name == "issue":
            continue
        frame = frame.drop([c for c in ELSEWHERE if c in frame.columns])
        if name == "narrative":
            frame = frame.sort("activity_ordinal", "element", "parent_no", "row_no").drop("row_no")
        out[name] = frame
    return out
