"""How many funders an activity names: the amounts of the chain are those of all of them together."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from vrede.money.measure import normal_ref

IATI_ROLE_FUNDING = "1"
INCOMING_TYPES = ("1", "11", "13")  # incoming funds, commitment and pledge


def funders(
    activity: pl.DataFrame,
    participating: pl.DataFrame,
    transactions: pl.DataFrame,
    narrative: pl.DataFrame,
    ministry: Sequence[str],
) -> pl.DataFrame:
    """activity_key, funders (Int64): distinct organisations that fund it, by identifier, else by name.

    Participants in the role of funder and providers of incoming money; never the publisher itself. The ministry is one
    organisation under all its identifiers.
    """
    parties = participating.filter(pl.col("role") == IATI_ROLE_FUNDING)
    givers = transactions.filter(pl.col("transaction_type").is_in(list(INCOMING_TYPES)))
    found = pl.concat(
        [
            _named(parties, narrative, "participating_org", "row_no", "ref"),
            _named(givers, narrative, "transaction/provider-org", "transaction_no", "provider_ref"),
        ]
    ).with_columns(who=pl.when(pl.col("who").is_in(list(ministry))).then(pl.lit(ministry[0])).otherwise("who"))
    own = activity.select("activity_key", own=normal_ref(pl.col("reporting_org_ref")))
    counted = (
        found.join(own, on="activity_key")
        .filter(pl.col("who").is_not_null() & (pl.col("who") != pl.col("own").fill_null("")))
        .group_by("activity_key")
        .agg(funders=pl.col("who").n_unique().cast(pl.Int64))
    )
    return (
        activity.select("activity_key")
        .join(counted, on="activity_key", how="left", maintain_order="left")
        .with_columns(pl.col("funders").fill_null(0))
    )


def _named(rows: pl.DataFrame, narrative: pl.DataFrame, element: str, number: str, ref: str) -> pl.DataFrame:
    """activity_key, who: the identifier, else the first name in small letters; null where there is neither."""
    names = (
        narrative.filter(pl.col("element") == element)
        .sort("activity_key", "parent_no", "row_no")
        .unique(["activity_key", "parent_no"], keep="first", maintain_order=True)
        .select("activity_key", pl.col("parent_no").alias(number), name=pl.col("text").str.to_lowercase())
    )
    return rows.join(names, on=["activity_key", number], how="left").select(
        "activity_key", who=pl.coalesce(normal_ref(pl.col(ref)), "name")
    )
