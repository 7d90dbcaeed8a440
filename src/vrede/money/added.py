"""What slices add up to: sums, lines of a table, activities. Slices in, numbers out."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vrede.money.measure import MEASURES

LINE = ("cents", "back", "slices", "priced")


def lines_of(rows: pl.DataFrame, *by: str, codes: Mapping[str, int] | None = None) -> pl.DataFrame:
    """by, activities, and {measure}_{LINE}: what slices add up to. codes: the numbers of measures, where slices have numbers for words."""
    amount = pl.col("amount_eur_cents")
    known: Mapping[str, str | int] = codes or {measure: measure for measure in MEASURES}
    sums: dict[str, pl.Expr] = {}
    for measure, word in known.items():
        inside = pl.col("measure") == word
        of = amount.filter(inside)
        sums |= {
            f"{measure}_cents": of.sum(),
            f"{measure}_back": amount.filter(inside & (amount < 0)).sum(),
            f"{measure}_slices": of.len().cast(pl.Int64),
            f"{measure}_priced": of.count().cast(pl.Int64),
        }
    rows = rows.filter(pl.col("measure").is_in(list(known.values())))
    return rows.group_by(*by).agg(activities=pl.col("activity_key").n_unique().cast(pl.Int64), **sums)


def activities_of(rows: Mapping[str, pl.DataFrame]) -> dict[str, dict[str, int]]:
    """name -> grade -> in how many activities its slices are; '' for all grades. No name without slices."""
    every = [frame.select("activity_key", "grade", name=pl.lit(name)) for name, frame in rows.items() if frame.height]
    if not every:
        return {}
    pairs = pl.concat(every).unique()
    found: dict[str, dict[str, int]] = {}
    for name, number in pairs.group_by("name").agg(pl.col("activity_key").n_unique()).iter_rows():
        found[name] = {"": number}
    for name, grade, number in pairs.group_by("name", "grade").agg(pl.col("activity_key").n_unique()).iter_rows():
        found[name][grade] = number
    return found


def taken_back(rows: pl.DataFrame) -> int:
    """Cents of these slices that are below nothing: what was taken back of what was paid or promised; 0 or less."""
    return int(rows.filter(pl.col("amount_eur_cents") < 0)["amount_eur_cents"].sum() or 0)


def priced(rows: pl.DataFrame) -> bool:
    """Whether any of these slices has an amount in euro: the sum of those without is no figure, and not zero."""
    return rows["amount_eur_cents"].null_count() < rows.height


def unpriced(rows: pl.DataFrame) -> int:
    """How many transactions of these slices have no price."""
    return rows.filter(pl.col("amount_eur_cents").is_null())["transaction_key"].n_unique()


def grouped(rows: pl.DataFrame, *by: str) -> pl.DataFrame:
    """by, amount_eur_cents, activities, slices: sums of slices by columns, the largest first, then by key."""
    return (
        rows.group_by(*by)
        .agg(
            pl.col("amount_eur_cents").sum(),
            activities=pl.col("activity_key").n_unique().cast(pl.Int64),
            slices=pl.len().cast(pl.Int64),
        )
        .sort("amount_eur_cents", *by, descending=[True, *([False] * len(by))], nulls_last=True)
    )
