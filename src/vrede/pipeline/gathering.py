"""The issues of all activities in the order of their files, a few files at a time."""

from __future__ import annotations

import polars as pl

from vrede.lake import ISSUE_ORDER, Gathered, file_issues

AT_ONCE = 500_000
"""Rows that are put in order at once; one file's are never divided."""


def issues(datasets: pl.DataFrame, assembled: Gathered, use: Gathered) -> pl.DataFrame:
    """Table issue: what is wrong with files, values and copies, by file; then what is wrong with how they can be used, by file."""
    first = pl.concat([file_issues(datasets), assembled.frame()]).sort(ISSUE_ORDER, nulls_last=True)
    order = [name for name in ISSUE_ORDER if name != "level"]
    return pl.concat([first, use.frame().sort(order, nulls_last=True)])
