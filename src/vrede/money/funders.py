"""How many funders an activity names: the amounts of the chain are those of all of them together."""

from __future__ import annotations

import polars as pl

from vrede.money.organisation import Organisations

IATI_ROLE_FUNDING = "1"
INCOMING_TYPES = ("1", "11", "13")  # incoming funds, commitment and pledge


def funders(
    activity: pl.DataFrame, participating: pl.DataFrame, transactions: pl.DataFrame, found: Organisations
) -> pl.DataFrame:
    """activity_key, funders (Int64): distinct organisations that fund it, all spellings of one together; a kind of nobody is one.

    Participants in the role of funder and providers of incoming money; never the publisher itself.
    """
    parties = participating.filter(pl.col("role") == IATI_ROLE_FUNDING)
    givers = transactions.filter(pl.col("transaction_type").is_in(list(INCOMING_TYPES)))
    named = pl.concat(
        [
            parties.join(found.at("participating_org", "row_no"), on=["activity_key", "row_no"]).select(
                "activity_key", who="organisation"
            ),
            givers.join(
                found.at("transaction/provider-org", "transaction_no"), on=["activity_key", "transaction_no"]
            ).select("activity_key", who="organisation"),
        ]
    )
    own = found.at("activity/reporting-org").select("activity_key", own="organisation")
    counted = (
        named.join(own, on="activity_key", how="left")
        .filter(pl.col("who").is_not_null() & (pl.col("who") != pl.col("own").fill_null("")))
        .group_by("activity_key")
        .agg(funders=pl.col("who").n_unique().cast(pl.Int64))
    )
    return (
        activity.select("activity_key")
        .join(counted, on="activity_key", how="left", maintain_order="left")
        .with_columns(pl.col("funders").fill_null(0))
    )
