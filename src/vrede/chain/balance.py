"""Per activity: what it received, spent, and passed on to others that are published here; and two readings of the rest."""

from __future__ import annotations

import polars as pl

from vrede.chain.links import CERTAIN


def balance(activity: pl.DataFrame, transaction: pl.DataFrame, edge: pl.DataFrame) -> pl.DataFrame:
    """The table `chain_balance`, a row for every activity with spending or receipts.

    spent: types 3 and 4. received: type 1. entering: receipts that no activity published here is known to have paid.
    passed_on: payments to activities here that publish spending of their own, by certain links, at most what was spent.
    passed_on_at_most adds the proposed links. net = spent - passed_on; net_at_least = spent - passed_on_at_most.
    new_money: the second opinion, spent x (spent - received) / spent, never below nothing, which looks at no link at all.
    """
    kind = pl.col("transaction_type")
    sums = transaction.group_by("activity_key").agg(
        spent=pl.col("amount_eur_cents").filter(kind.is_in(["3", "4"])).sum(),
        received=pl.col("amount_eur_cents").filter(kind == "1").sum(),
    )
    known = sums.filter((pl.col("spent") != 0) | (pl.col("received") != 0)).join(
        activity.select("activity_key", "measure"), on="activity_key"
    )
    spending = known.filter(pl.col("spent") > 0)["activity_key"].implode()
    paid = edge.filter((pl.col("kind") == "spent") & (pl.col("passed_eur_cents") > 0))
    to_spenders = paid.filter(pl.col("receiver_key").is_in(spending))
    passed = to_spenders.group_by(activity_key="payer_key").agg(
        certain=pl.col("passed_eur_cents").filter(pl.col("state") == CERTAIN).sum(),
        all_links=pl.col("passed_eur_cents").sum(),
    )
    seen = (
        paid.filter(pl.col("state") == CERTAIN)
        .group_by(activity_key="receiver_key")
        .agg(seen=pl.col("passed_eur_cents").sum())
    )
    able = pl.col("spent").clip(lower_bound=0)
    return (
        known.join(passed, on="activity_key", how="left")
        .join(seen, on="activity_key", how="left")
        .with_columns(pl.col("certain", "all_links", "seen").fill_null(0))
        .with_columns(certain=pl.min_horizontal("certain", able), all_links=pl.min_horizontal("all_links", able))
        .select(
            "activity_key",
            "measure",
            received_eur_cents="received",
            spent_eur_cents="spent",
            entering_eur_cents=(pl.col("received") - pl.col("seen")).clip(lower_bound=0),
            passed_on_eur_cents="certain",
            passed_on_at_most_eur_cents="all_links",
            net_eur_cents=pl.col("spent") - pl.col("certain"),
            net_at_least_eur_cents=pl.col("spent") - pl.col("all_links"),
            new_money_eur_cents=(pl.col("spent") - pl.col("received")).clip(lower_bound=0),
        )
        .sort("activity_key")
    )
