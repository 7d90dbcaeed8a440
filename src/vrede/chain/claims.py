"""The same euro named by two: receipts that several publishers claim, and more claimed than was paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from vrede.chain.links import CERTAIN
from vrede.money import normal_ref


@dataclass(frozen=True, slots=True)
class ClaimRule:
    """A double claim is told only above both: percent of what was paid, and cents of euro."""

    percent: int
    least_eur_cents: int


def claim_rule(value: Mapping[str, str]) -> ClaimRule:
    """The rule from its policy value `double_claim`. Raises KeyError, ValueError."""
    return ClaimRule(int(value["percent"]), int(value["least_eur_cents"]))


def claims(link: pl.DataFrame, edge: pl.DataFrame, tables: dict[str, pl.DataFrame], rule: ClaimRule) -> pl.DataFrame:
    """The table `double_claim`: reason, payer_key, stated_id, amount_eur_cents, day, claimants (refs).

    'same receipt': receipts of the same day, amount and currency from one named activity stand in the files of several publishers; one that
    was taken back is none. 'more than was paid': several publishers who certainly received from an activity name more than it spent in
    all. What lies within the rule's bounds accuses nobody.
    """
    activity = tables["activity"].select("activity_key", claimant=normal_ref(pl.col("reporting_org_ref")))
    receipts = (
        link.filter((pl.col("source") == "provider-activity-id") & pl.col("transaction_key").is_not_null())
        .join(
            tables["transaction"]
            .filter(pl.col("transaction_type") == "1")
            .select(
                "transaction_key",
                "transaction_type",
                "transaction_date",
                "amount",
                "price_currency",
                "amount_eur_cents",
            ),
            on="transaction_key",
        )
        .with_columns(
            _net=pl.col("amount").sum().over("activity_key", "stated_id", pl.col("amount").abs(), "price_currency")
        )
        .filter((pl.col("_net") > 0) & (pl.col("amount_eur_cents") >= rule.least_eur_cents))
        .join(activity, on="activity_key", how="left")
    )
    same = (
        receipts.group_by("stated_id", "transaction_date", "amount_eur_cents", "price_currency")
        .agg(
            payer_key=pl.col("target_key").first(),
            claimants=pl.col("claimant").drop_nulls().unique().sort(),
        )
        .filter(pl.col("claimants").list.len() > 1)
        .select(
            pl.lit("same receipt").alias("reason"),
            "payer_key",
            "stated_id",
            "amount_eur_cents",
            day="transaction_date",
            claimants=pl.col("claimants").list.join("; "),
        )
    )
    spent = (
        tables["transaction"]
        .filter(pl.col("transaction_type").is_in(["3", "4"]))
        .group_by(payer_key="activity_key")
        .agg(spent=pl.col("amount_eur_cents").sum())
    )
    claimed = (
        edge.filter(
            (pl.col("kind") == "spent") & (pl.col("state") == CERTAIN) & pl.col("receiver_eur_cents").is_not_null()
        )
        .join(activity, left_on="receiver_key", right_on="activity_key", how="left")
        .group_by("payer_key")
        .agg(
            claimed=pl.col("receiver_eur_cents").sum(),
            several=pl.col("claimant").drop_nulls().n_unique(),
            claimants=pl.col("claimant").drop_nulls().unique().sort().str.join("; "),
        )
        .join(spent, on="payer_key", how="inner")
        .filter((pl.col("several") > 1) & _beyond(rule))
        .join(
            tables["activity"].select(payer_key="activity_key", stated_id="iati_identifier"), on="payer_key", how="left"
        )
        .select(
            pl.lit("more than was paid").alias("reason"),
            "payer_key",
            "stated_id",
            amount_eur_cents=pl.col("claimed") - pl.col("spent"),
            day=pl.lit(None, dtype=pl.Date),
            claimants="claimants",
        )
    )
    return pl.concat([same, claimed]).sort(
        "reason", "amount_eur_cents", "stated_id", descending=[False, True, False], nulls_last=True
    )


def _beyond(rule: ClaimRule) -> pl.Expr:
    """Whether more is claimed than was spent, by more than both bounds."""
    more = pl.col("claimed") - pl.col("spent")
    return (more >= rule.least_eur_cents) & (more * 100 > pl.col("spent") * rule.percent)
