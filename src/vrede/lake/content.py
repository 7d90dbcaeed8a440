"""What an activity says, as one hash: the same on any machine, another as soon as anything it says is another."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import polars as pl

from vrede.sources.iati import TABLES

# Where it was found and how it was read is no part of what it says.
OUTSIDE = frozenset(
    (
        "activity_key",
        "transaction_key",
        "activity_ordinal",
        "byte_start",
        "byte_end",
        "markup",
        "dataset",
        "row_no",
        "original_dataset",
    )
)
FIELD, ROW = "\x1f", "\x1e"


def content_hash(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """activity_key, content_sha256. Rows count in their order; columns that only place a row (row numbers) do not.

    tables: the assembled tables by name, each with activity_key.
    """
    parts = []
    for table in TABLES:
        columns = [c.name for c in table.columns if c.name not in OUTSIDE]
        frame = tables[table.name]
        said = [
            pl.format("{}", pl.col(name).cast(pl.String)).fill_null("") if name in frame.columns else pl.lit("")
            for name in columns
        ]
        parts.append(
            frame.select("activity_key", said=pl.concat_str(said, separator=FIELD))
            .group_by("activity_key", maintain_order=True)
            .agg(pl.col("said").str.join(ROW))
            .with_columns(said=pl.concat_str(pl.lit(f"{table.name}{ROW}"), "said"))
        )
    whole = (
        pl.concat(parts)
        .group_by("activity_key", maintain_order=True)
        .agg(pl.col("said").str.join(f"{ROW}{ROW}"))
        .sort("activity_key")
    )
    return pl.DataFrame(
        {
            "activity_key": whole["activity_key"],
            "content_sha256": [hashlib.sha256(text.encode()).hexdigest() for text in whole["said"]],
        },
        schema={"activity_key": pl.Int64, "content_sha256": pl.String},
    )
