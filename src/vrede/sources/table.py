"""What a table is: one declaration gives the reader, the Parquet schema, the CSV header and the data dictionary."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

AMOUNT = pl.Decimal(38, 6)
DTYPES: dict[str, pl.DataType] = {
    "text": pl.String(),
    "date": pl.Date(),
    "datetime": pl.Datetime("us", "UTC"),
    "amount": AMOUNT,
    "number": AMOUNT,
    "integer": pl.Int64(),
    "ordinal": pl.Int32(),
    "flag": pl.Boolean(),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `path` says where an outside reader finds it, relative to the row's element; empty where we make it."""

    name: str
    kind: str
    meaning: str
    path: str = ""
    unit: str = ""

    @property
    def dtype(self) -> pl.DataType:
        """The Polars type of this kind; KeyError for a kind that nobody declared."""
        return DTYPES[self.kind]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: `element` is its path below its parent's element, `parent` the table its rows hang under."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    element: str = ""
    parent: str = ""

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """Column name to Polars type, in order."""
        return {column.name: column.dtype for column in self.columns}

    def empty(self) -> pl.DataFrame:
        """The table without rows."""
        return pl.DataFrame(schema=self.schema)

    def conform(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with exactly the declared columns, in order and type; a column that is absent is null.

        Raises polars.exceptions.InvalidOperationError where a value does not fit: that is a fault of ours.
        """
        return frame.select(
            (pl.col(column.name) if column.name in frame.columns else pl.lit(None))
            .cast(column.dtype)
            .alias(column.name)
            for column in self.columns
        )
