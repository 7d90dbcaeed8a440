"""Slices: each transaction's cents over sector x place at once, by largest remainder, so that parts sum to the whole."""

from __future__ import annotations

import polars as pl

LARGEST_WEIGHT = 9 * 10**18  # the sum of a transaction's weights in Int64
LARGEST_WIDE_WEIGHT = 10**21  # in Int128, where it is multiplied by at most 10^17 cents
ORDER = ("sector_code", "place_kind", "place_code")


class SplitError(Exception):
    """Weights left the range in which the split is exact: a fault of ours, not of the data."""


def split(slices: pl.DataFrame) -> pl.DataFrame:
    """Adds slice_eur_cents (Int64, null where the transaction has no price) to rows of equal `transaction_key`.

    slices: transaction_key, amount_eur_cents (Int64, the transaction's), weight (Int64 or Int128, > 0) and the columns of ORDER;
    one row a sector x place. Left-over cents go to the largest remainders, ties in the order of the codes.
    Raises SplitError where weights sum past their range. Source of the method: docs/decisions/0006.
    """
    if slices.is_empty():
        return slices.with_columns(slice_eur_cents=pl.lit(None, dtype=pl.Int64))
    kind = slices.schema["weight"]
    largest = LARGEST_WIDE_WEIGHT if kind == pl.Int128 else LARGEST_WEIGHT
    total_guard = slices.select(pl.col("weight").cast(pl.Float64).sum().over("transaction_key").max()).item()
    if total_guard > largest or slices["weight"].min() <= 0:  # type: ignore[operator]  # a whole-number column
        raise SplitError(f"weights of a transaction must be above 0 and sum to at most {largest}")
    amount = pl.col("amount_eur_cents").abs().cast(pl.Int128)
    return (
        slices.with_columns(_total=pl.col("weight").sum().over("transaction_key"))
        .with_columns(_product=amount * pl.col("weight"))
        .with_columns(
            _floor=(pl.col("_product") // pl.col("_total")).cast(pl.Int64),
            _rest=(pl.col("_product") % pl.col("_total")).cast(kind),
        )
        .sort(
            "transaction_key",
            "_rest",
            *ORDER,
            descending=[False, True, False, False, False],
            nulls_last=True,
            maintain_order=True,
        )
        .with_columns(
            _left=pl.col("amount_eur_cents").abs() - pl.col("_floor").sum().over("transaction_key"),
            _rank=pl.int_range(pl.len()).over("transaction_key"),
        )
        .with_columns(
            slice_eur_cents=pl.col("amount_eur_cents").sign()
            * (pl.col("_floor") + (pl.col("_rank") < pl.col("_left")).cast(pl.Int64))
        )
        .drop("_total", "_product", "_floor", "_rest", "_left", "_rank")
        .sort("transaction_key", *ORDER)
    )
