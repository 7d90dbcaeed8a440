"""The outliers in the figures of the report: in what own activities spent, and in each bound of the chain.

What of an outlier is seen further down cannot be said: what a receiver got is bounded by what it states itself.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vrede.chain.rows import SPENT
from vrede.money import AT_MOST, BOUNDS, CHAIN, KINDS, OWN, RECEIVED, WHOLE, Beyond, beyond

CENTS = pl.col("amount_eur_cents")


def own_outliers(tables: Mapping[str, pl.DataFrame]) -> Beyond:
    """Those in what own activities spent, each with at least nothing. tables: transaction, chain_balance, outlier."""
    far = (
        tables["outlier"]
        .join(tables["transaction"].select("transaction_key", "transaction_type"), on="transaction_key")
        .filter(pl.col("transaction_type").is_in(list(SPENT)))
        .group_by("activity_key")
        .agg(cents=CENTS.sum(), transactions=pl.len())
    )
    own = tables["chain_balance"].filter((pl.col("measure") == OWN) & (pl.col("spent_eur_cents") > 0))
    found = own.join(far, on="activity_key")
    left = (pl.col("spent_eur_cents") - pl.col("cents")).clip(lower_bound=0)
    cents = found.select((pl.col("spent_eur_cents") - left).sum()).item()
    return Beyond(int(cents), int(found["transactions"].sum()))


def bound_outliers(tables: Mapping[str, pl.DataFrame]) -> dict[str, dict[str, Beyond]]:
    """kind -> bound -> those in it. tables: slice, chain_slice, receipt_slice."""
    far = tables["slice"].filter((pl.col("measure") == CHAIN) & pl.col("outlier"))
    least = far.join(tables["chain_slice"].select("slice_key", "at_most_eur_cents"), on="slice_key", how="left")
    receipts = tables["receipt_slice"].filter((pl.col("measure") == CHAIN) & pl.col("outlier"))
    of = {RECEIVED: receipts, AT_MOST: least.with_columns(amount_eur_cents="at_most_eur_cents"), WHOLE: far}
    return {kind: {bound: beyond(of[bound].filter(pl.col("kind") == kind)) for bound in BOUNDS} for kind in KINDS}
