"""Tables as a server reads them: Arrow files that are in memory as they are on disk. Only what a page looks at is read, and all
workers share it; a server starts in the same time whatever the size of the lake."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pyarrow as pa  # maps Arrow files into memory without a copy, which polars does not
import pyarrow.ipc

SUFFIX = ".arrow"
BATCH = 1_000_000
"""Rows of a record batch: what a write holds in memory at once."""


class MappedError(OSError):
    """A mapped table that is missing, cut off or no Arrow file."""


def write_mapped(rows: pl.LazyFrame, target: Path) -> None:
    """Write a table as it will lie in memory, uncompressed, in the order of its rows. Raises OSError, polars.exceptions.PolarsError."""
    rows.sink_ipc(target, compression="uncompressed", record_batch_size=BATCH, maintain_order=True)


def read_mapped(file: Path, ordered: tuple[str, ...] = ()) -> pl.DataFrame:
    """A table that lies on disk. ordered: columns that rise from row to row, in which rows are found by halving. Raises MappedError."""
    try:
        with pa.memory_map(str(file)) as source, pa.ipc.open_file(source) as reader:
            frame = pl.from_arrow(reader.read_all(), rechunk=False)
    except (OSError, pa.ArrowInvalid) as error:
        raise MappedError(f"{file}: {error}") from error
    assert isinstance(frame, pl.DataFrame)
    return frame.with_columns(pl.col(name).set_sorted() for name in ordered) if ordered else frame


def rising(frame: pl.DataFrame, *columns: str) -> tuple[str, ...]:
    """Those of these columns that a table has, without empty cells, and that rise from row to row."""
    found = (name for name in columns if name in frame.columns)
    return tuple(name for name in found if not frame[name].null_count() and frame[name].is_sorted())
