"""The issues of all activities in the order of their files, a few files at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl

from vrede.lake import ISSUE_ORDER, Gathered, Piece, file_issues

AT_ONCE = 250_000
"""Rows that are put in order at once; one file's are never divided."""
Aside = Callable[[pl.DataFrame, str], Piece]
"""(a table that is done, a name for it) -> where it waits on disk."""
OF_USE = [name for name in ISSUE_ORDER if name != "level"]


def issues(datasets: pl.DataFrame, assembled: Gathered, use: Gathered, aside: Aside) -> pl.DataFrame | Gathered:
    """Table issue: what is wrong with files, values and copies, by file; then what is wrong with how they can be used, by file."""
    given = file_issues(datasets)
    first, second = pl.concat([given.lazy(), assembled.scan()]), use.scan()
    if given.height + assembled.height + use.height <= AT_ONCE:
        return pl.concat([_ordered(first, ISSUE_ORDER), _ordered(second, OF_USE)])
    parts = [
        *((rows, ISSUE_ORDER) for rows in _by_files(first)),
        *((rows, OF_USE) for rows in _by_files(second)),
    ]
    return Gathered([aside(_ordered(rows, order), f"issue-{n}") for n, (rows, order) in enumerate(parts)])


def _ordered(rows: pl.LazyFrame, order: list[str]) -> pl.DataFrame:
    return rows.collect().sort(order, nulls_last=True)


def _by_files(rows: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
    """The rows of some files, then of those after them; of no file last, as they are sorted."""
    counted = rows.group_by("dataset").len().collect().sort("dataset", nulls_last=True)
    started = (counted["len"].cum_sum() - counted["len"]) // AT_ONCE
    for (_number,), files in counted.group_by(started.alias("_number"), maintain_order=True):
        name = pl.col("dataset")
        inside = name.is_in(files["dataset"].drop_nulls().implode())
        yield rows.filter((inside | name.is_null()) if files["dataset"].null_count() else inside)
