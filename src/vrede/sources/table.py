"""What a table is: one declaration gives the reader, the Parquet schema, the CSV header and the data dictionary."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

AMOUNT = pl.Decimal(38, 6)
TEXTS: dict[str, str] = {
    "identifier": "the row's own identifier",
    "link": "the identifier of another activity",
    "organisation": "the reference of an organisation",
    "organisations": "references of organisations, with `; ` between them",
    "words": "what a person wrote",
    "place": "a country, a region or an area, by its code",
    "point": "a point on the map",
    "file": "a file's name or hash, by which tables are joined",
    "code": "a code of a list of numbers, in which no number is a reference",
    "plain": "a date, a code or a word of a closed list",
}
"""The roles of a text. Withholding goes by them (vrede.withheld), so no text is without one."""
DTYPES: dict[str, pl.DataType] = {
    **dict.fromkeys(TEXTS, pl.String()),
    "activity": pl.Int64(),
    "offset": pl.Int64(),
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
    """One column. `path` says where an outside reader finds it, relative to the row's element; empty where we make it.

    kind: of a text its role (TEXTS); activity: the number of an activity in a snapshot; offset: bytes into a file. Raises ValueError
    for another kind: a text without a role could not be withheld.
    """

    name: str
    kind: str
    meaning: str
    path: str = ""
    unit: str = ""

    def __post_init__(self) -> None:
        if self.kind not in DTYPES:
            raise ValueError(f"column {self.name}: {self.kind!r} is not one of {', '.join(DTYPES)}")

    @property
    def text(self) -> bool:
        """Whether it holds text."""
        return self.kind in TEXTS

    @property
    def shape(self) -> str:
        """How a program reads its values: text, integer, or the kind itself."""
        return "text" if self.text else "integer" if self.kind in ("activity", "offset") else self.kind

    @property
    def dtype(self) -> pl.DataType:
        """The Polars type of this kind."""
        return DTYPES[self.kind]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: `element` is its path below its parent's element, `parent` the table its rows hang under.

    conserved: the rows of an activity in a withheld place stay, without what tells where it is, so that sums hold; the rows of any
    other table go with it. of_countries: a public list of all countries, in which one that is absent is told by its absence.
    passed_on: False where its source states no licence: pages show of it what they compare, and no download or export has its rows.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    element: str = ""
    parent: str = ""
    conserved: bool = False
    of_countries: bool = False
    passed_on: bool = True

    def columns_of(self, *kinds: str) -> list[str]:
        """Names of the columns of these kinds, in order."""
        return [column.name for column in self.columns if column.kind in kinds]

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """Column name to Polars type, in order."""
        return {column.name: column.dtype for column in self.columns}

    def empty(self) -> pl.DataFrame:
        """The table without rows."""
        return pl.DataFrame(schema=self.schema)

    def leaving(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows that a download or an export may have: all, or none."""
        return frame if self.passed_on else frame.clear()

    def conform(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with exactly the declared columns, in order and type; a column that is absent is null.

        Raises polars.exceptions.InvalidOperationError where a value does not fit: that is a fault of ours.
        """
        there = frame.schema
        if list(there.items()) == list(self.schema.items()):
            return frame
        return frame.select(
            (pl.col(column.name) if column.name in there else pl.lit(None)).cast(column.dtype).alias(column.name)
            for column in self.columns
        )
