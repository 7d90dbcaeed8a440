"""What activities of the chain state to have received from the ministry, as transactions that can be split and placed."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from vrede.money.measure import CHAIN, provided_by

INCOMING_AS = {"1": "3", "11": "2"}
"""Incoming funds and commitments by the types of the same kind of money: what came in, and what was promised."""
OUTGOING = ("2", "3", "4")
COMMITTED = ("2", "11")


def stated_receipts(
    transaction: pl.DataFrame, activity: pl.DataFrame, ministry: Sequence[str], prefixes: Sequence[str]
) -> pl.DataFrame:
    """The transactions of chain activities that state money of the ministry, with the type under which they are split.

    Incoming funds (1, as 3) and incoming commitments (11, as 2) that name the ministry as provider. An activity that
    states none of a kind may name the ministry as provider of what it pays or commits itself (3, 4, 2): then those.
    """
    chain = activity.filter(pl.col("measure") == CHAIN).select("activity_key")
    named = transaction.filter(provided_by(ministry, prefixes)).join(
        chain, on="activity_key", how="semi", maintain_order="left"
    )
    incoming = named.filter(pl.col("transaction_type").is_in(list(INCOMING_AS)))
    outgoing = named.filter(pl.col("transaction_type").is_in(list(OUTGOING)))
    promised = pl.col("transaction_type").is_in(list(COMMITTED)).alias("_promised")
    other = outgoing.with_columns(promised).join(
        incoming.select("activity_key", promised).unique(),
        on=["activity_key", "_promised"],
        how="anti",
        maintain_order="left",
    )
    as_spent = pl.col("transaction_type").replace_strict(INCOMING_AS, return_dtype=pl.String)
    return pl.concat([incoming.with_columns(transaction_type=as_spent), other.drop("_promised")]).sort(
        "transaction_key"
    )
