"""Parquet files that are whole, or an error: what polars writes on a disk that fills may be cut off without a word."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import polars as pl

MAGIC = b"PAR1"


def write_small(frame: pl.DataFrame, target: Path) -> None:
    """A table that fits in memory, as it is read soonest: lz4, without statistics. Raises OSError."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="lz4", statistics=False)
    target.write_bytes(buffer.getbuffer())


def sink(rows: pl.LazyFrame, target: Path) -> None:
    """A table of any size, as it is kept: zstd level 3, statistics, row groups of 131,072. Raises OSError, polars.exceptions.PolarsError."""
    rows.sink_parquet(target, compression="zstd", compression_level=3, row_group_size=131_072, maintain_order=True)
    if not ends_well(target):
        raise OSError(None, "cut off while it was written: the disk is full")


def ends_well(file: Path) -> bool:
    """Whether a Parquet file has its end: the length of what describes it, and the sign behind that."""
    size = file.stat().st_size
    if size < 12:
        return False
    with file.open("rb") as stream:
        stream.seek(size - 8)
        length, sign = struct.unpack("<I4s", stream.read(8))
    return bool(sign == MAGIC and 0 < length <= size - 12)
