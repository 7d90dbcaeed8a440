"""Links that nobody stated: a receipt without an activity, and one payment that fits it by amount, day and title.

A proposal is never netted and never counted as certain; its precision is measured on links that are certain (evaluate.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import polars as pl

from vrede.chain.links import POSSIBLE, UP
from vrede.money import normal_ref

SAME_KIND = {"1": ("3", "4"), "11": ("2",)}
WORD = re.compile(r"\w{4,}")
RULE_TITLE, RULE_ONLY = "amount, day and title", "amount and day, one that fits"


def propose(receipts: pl.DataFrame, tables: Mapping[str, pl.DataFrame], days: int) -> pl.DataFrame:
    """transaction_key, target_key, rule for those of `receipts` (transaction_key) that one payment fits.

    A payment fits where its activity is published by the organisation that the receipt names as provider, it stands for
    the same currency and amount, at most `days` before or after, and names the receipt's publisher as receiver or nobody.
    Where several activities fit, their titles decide, if one shares more words with the receipt's than all others.
    """
    publisher = tables["activity"].select("activity_key", ref=normal_ref(pl.col("reporting_org_ref")))
    money = tables["transaction"].filter(
        pl.col("amount").is_not_null() & (pl.col("amount") > 0) & pl.col("transaction_date").is_not_null()
    )
    incoming = (
        money.join(receipts.select("transaction_key"), on="transaction_key", how="semi")
        .filter(pl.col("transaction_type").is_in(list(SAME_KIND)))
        .join(publisher, on="activity_key", how="left")
        .select(
            "transaction_key",
            "amount",
            "price_currency",
            receiving="activity_key",
            day="transaction_date",
            provider=normal_ref(pl.col("provider_ref")),
            publisher="ref",
            commitment=pl.col("transaction_type") == "11",
        )
        .filter(pl.col("provider").is_not_null() & (pl.col("provider") != pl.col("publisher")))
    )
    outgoing = (
        money.filter(pl.col("transaction_type").is_in(["2", "3", "4"]))
        .with_columns(commitment=pl.col("transaction_type") == "2")
        .join(incoming, on=["price_currency", "amount", "commitment"], how="semi")
        .join(publisher, on="activity_key", how="left")
        .select(
            "amount",
            "price_currency",
            "commitment",
            target_key="activity_key",
            paid="transaction_date",
            provider="ref",
            receiver=normal_ref(pl.col("receiver_ref")),
        )
    )
    title = pl.coalesce("title_en", "title_nl")
    fits = (
        incoming.join(outgoing, on=["provider", "price_currency", "amount", "commitment"], how="inner")
        .filter((pl.col("day") - pl.col("paid")).abs() <= pl.duration(days=days))
        .filter(pl.col("receiver").is_null() | (pl.col("receiver") == pl.col("publisher")))
        .select("transaction_key", "target_key", "receiving")
        .unique()
        .join(tables["activity"].select(receiving="activity_key", title=title), on="receiving", how="left")
        .join(tables["activity"].select(target_key="activity_key", payer_title=title), on="target_key", how="left")
        .sort("transaction_key", "target_key")
    )
    made = []
    for (key,), rows in fits.group_by("transaction_key", maintain_order=True):
        common = [_common(t, p) for t, p in rows.select("title", "payer_title").iter_rows()]
        best = max(common)
        if rows.height == 1:
            made.append((key, rows["target_key"][0], RULE_TITLE if best else RULE_ONLY))
        elif best and common.count(best) == 1:
            made.append((key, rows["target_key"][common.index(best)], RULE_TITLE))
    return pl.DataFrame(
        made, schema={"transaction_key": pl.Int64, "target_key": pl.Int64, "rule": pl.String}, orient="row"
    )


def _common(left: str | None, right: str | None) -> int:
    return len(set(WORD.findall((left or "").lower())) & set(WORD.findall((right or "").lower())))


def proposed_links(link: pl.DataFrame, tables: Mapping[str, pl.DataFrame], days: int) -> pl.DataFrame:
    """Rows for the table `link`: receipts that name no activity, or none that is known, and what is proposed for them."""
    linked = link.filter((pl.col("direction") == UP) & pl.col("target_key").is_not_null())[
        "transaction_key"
    ].drop_nulls()
    receipts = tables["transaction"].filter(
        pl.col("transaction_type").is_in(list(SAME_KIND)) & ~pl.col("transaction_key").is_in(linked.implode())
    )
    found = propose(receipts, tables, days)
    return found.join(receipts.select("transaction_key", "activity_key", "provider_ref"), on="transaction_key").select(
        "activity_key",
        "transaction_key",
        pl.lit("provider").alias("source"),
        pl.lit(UP).alias("direction"),
        pl.lit(None, dtype=pl.String).alias("stated_id"),
        stated_ref="provider_ref",
        target_key="target_key",
        state=pl.lit(POSSIBLE),
        rule="rule",
    )
