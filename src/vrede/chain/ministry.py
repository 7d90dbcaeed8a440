"""How far the files of others lead to the ministry's activities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from vrede.chain.links import CERTAIN, INCOMING, UP
from vrede.money import normal_ref


def to_ministry(tables: Mapping[str, pl.DataFrame], ministry: Sequence[str]) -> dict[str, Any]:
    """Incoming transactions (types 1 and 11) whose provider-activity-id begins with the ministry's identifier, and how
    many of them name an activity that is published here. tables: activity, transaction, link."""
    begins = "|".join(ref.replace(".", r"\.") for ref in ministry)
    named = (
        tables["link"]
        .filter((pl.col("direction") == UP) & pl.col("transaction_key").is_not_null())
        .filter(pl.col("stated_id").str.to_uppercase().str.contains(f"^({begins})(-|$)"))
        .join(tables["transaction"].select("transaction_key", "transaction_type"), on="transaction_key")
        .filter(pl.col("transaction_type").is_in(list(INCOMING)))
        .join(tables["activity"].select("activity_key", ref=normal_ref(pl.col("reporting_org_ref"))), on="activity_key")
    )
    resolved = named.filter(pl.col("state") == CERTAIN)
    types = named.group_by("transaction_type").len().sort("transaction_type")
    return {
        "ids_named": named["stated_id"].n_unique(),
        "ids_resolved": resolved["stated_id"].n_unique(),
        "transactions_named": named.height,
        "transactions_resolved": resolved.height,
        "transactions_named_by_type": dict(types.iter_rows()),
        "publishers": named["ref"].n_unique(),
    }
