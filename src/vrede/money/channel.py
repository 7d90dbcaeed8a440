"""Through whom money goes: the receiver where the ministry pays, the publisher itself everywhere else."""

from __future__ import annotations

import polars as pl

from vrede.article import Channel, channel_named, channel_of
from vrede.money.measure import OWN, normal_ref

IMPLEMENTING_FIRST = {"4": 0, "3": 1, "2": 2}


PAIRS = ("partner_ref", "partner_type", "code", "receiver_name", "implementing_name")
"""What a channel is told from."""


def _implementing(participating: pl.DataFrame, activity: pl.DataFrame, narrative: pl.DataFrame) -> pl.DataFrame:
    """activity_key, implementing_ref, implementing_type, crs_channel_code, implementing_name: who implements it, else extends, else is
    accountable; never the publisher itself."""
    return (
        participating.filter(pl.col("role").is_in(list(IMPLEMENTING_FIRST)))
        .join(
            activity.select("activity_key", "reporting_org_ref"), on="activity_key", how="left", maintain_order="left"
        )
        .filter((normal_ref(pl.col("ref")) != normal_ref(pl.col("reporting_org_ref"))).fill_null(True))
        .with_columns(
            rank=pl.col("role").replace_strict(IMPLEMENTING_FIRST, return_dtype=pl.Int32), blank=pl.col("ref").is_null()
        )
        .sort("activity_key", "blank", "rank", "row_no")
        .unique("activity_key", keep="first", maintain_order=True)
        .join(_named(narrative, "participating_org", "row_no"), on=["activity_key", "row_no"], how="left")
        .select(
            "activity_key",
            implementing_ref="ref",
            implementing_type="type",
            crs_channel_code="crs_channel_code",
            implementing_name="name",
        )
    )


def _channels_of(pairs: pl.DataFrame, channels: tuple[Channel, ...]) -> pl.DataFrame:
    """Adds channel and channel_by_name to rows of PAIRS."""
    answers: list[tuple[str, bool]] = []
    for ref, kind, code, *names in pairs.iter_rows():
        told = next((found for name in names if name and (found := channel_named(channels, name))), None)
        answers.append((told or channel_of(channels, ref or "", kind or "", code or ""), told is not None))
    return pairs.with_columns(
        channel=pl.Series([channel for channel, _ in answers], dtype=pl.String),
        channel_by_name=pl.Series([by_name for _, by_name in answers], dtype=pl.Boolean),
    )


def through(
    transactions: pl.DataFrame,
    activity: pl.DataFrame,
    participating: pl.DataFrame,
    narrative: pl.DataFrame,
    channels: tuple[Channel, ...],
) -> pl.DataFrame:
    """transaction_key, partner_ref, partner_type, channel, channel_by_name for every transaction.

    The ministry's own: the receiver of the transaction, else who implements the activity (else extends, else is
    accountable), never the ministry itself. Others' activities: their publisher. Without anybody: the channel that
    holds the rest. Where the ministry's receiver has no identifier and no channel code at all, the channel is told from
    the name of the receiver, else of that participant, and channel_by_name is true.
    activity: activity_key, reporting_org_ref, reporting_org_type, measure.
    """
    partner = _implementing(participating, activity, narrative)
    joined = (
        transactions.select("transaction_key", "activity_key", "transaction_no", "receiver_ref", "receiver_type")
        .join(
            activity.select("activity_key", "reporting_org_ref", "reporting_org_type", "measure"),
            on="activity_key",
            how="left",
            maintain_order="left",
        )
        .join(partner, on="activity_key", how="left", maintain_order="left")
        .join(
            _named(narrative, "transaction/receiver-org", "transaction_no").rename({"name": "receiver_name"}),
            on=["activity_key", "transaction_no"],
            how="left",
            maintain_order="left",
        )
    )
    own = pl.col("measure") == OWN
    received = pl.col("receiver_ref").is_not_null()
    chosen = joined.with_columns(
        partner_ref=pl.when(~own)
        .then("reporting_org_ref")
        .when(received)
        .then("receiver_ref")
        .otherwise("implementing_ref"),
        partner_type=pl.when(~own)
        .then("reporting_org_type")
        .when(received)
        .then("receiver_type")
        .otherwise("implementing_type"),
        code=pl.when(own & ~received).then("crs_channel_code"),
    )
    bare = own & pl.col("partner_ref").is_null() & pl.col("code").is_null()
    chosen = chosen.with_columns(
        pl.when(bare).then(name).alias(name) for name in ("receiver_name", "implementing_name")
    )
    named = _channels_of(chosen.select(PAIRS).unique().sort(PAIRS, nulls_last=True), channels)
    return (
        chosen.join(named, on=list(PAIRS), how="left", nulls_equal=True, maintain_order="left")
        .with_columns(partner_ref=normal_ref(pl.col("partner_ref")))
        .select("transaction_key", "partner_ref", "partner_type", "channel", "channel_by_name")
    )


def _named(narrative: pl.DataFrame, element: str, number: str) -> pl.DataFrame:
    """activity_key, `number`, name: the first name that such a row gives."""
    return (
        narrative.filter(pl.col("element") == element)
        .sort("activity_key", "parent_no", "row_no")
        .unique(["activity_key", "parent_no"], keep="first", maintain_order=True)
        .select("activity_key", pl.col("parent_no").alias(number), name="text")
    )
