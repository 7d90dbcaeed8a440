"""What of a figure is outliers (money/outlier.py), and the figure without them. The figure itself always holds them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Beyond:
    """The outliers in a figure: their cents, and of how many transactions they are."""

    cents: int = 0
    transactions: int = 0


def together(found: Iterable[Beyond]) -> Beyond:
    """The outliers of several figures that share none."""
    every = list(found)
    return Beyond(sum(one.cents for one in every), sum(one.transactions for one in every))


def beyond(rows: pl.DataFrame) -> Beyond:
    """The outliers among slices."""
    found = rows.filter("outlier")
    return Beyond(int(found["amount_eur_cents"].sum() or 0), found["transaction_key"].n_unique())


def without_outliers(rows: pl.DataFrame) -> int:
    """The sum of slices in cents of euro, outliers left out."""
    return int(rows.filter(~pl.col("outlier"))["amount_eur_cents"].sum() or 0)
