"""Through whom money goes: the receiver where the ministry pays, the publisher itself everywhere else."""

from __future__ import annotations

import polars as pl

from vrede.article import Channel, channel_named, channel_of
from vrede.money.measure import OWN, normal_ref

IMPLEMENTING = "4"
IMPLEMENTING_FIRST = {IMPLEMENTING: 0, "3": 1, "2": 2}


PAIRS = ("via_ref", "via_type", "code", "receiver_name", "implementing_name", "publisher_ref", "publisher_type")
"""What a channel is told from: who is asked, the names where there is no identifier, and who speaks where no name tells."""


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
    for ref, kind, code, receiver, implementer, publisher, of_kind in pairs.iter_rows():
        names = (receiver, implementer)
        told = next((found for name in names if name and (found := channel_named(channels, name))), None)
        plain = channel_of(channels, ref or publisher or "", kind or of_kind or "", code or "")
        answers.append((told or plain, told is not None))
    return pairs.with_columns(
        channel=pl.Series([channel for channel, _ in answers], dtype=pl.String),
        channel_by_name=pl.Series([by_name for _, by_name in answers], dtype=pl.Boolean),
    )


def _publisher_channels(activity: pl.DataFrame, channels: tuple[Channel, ...]) -> pl.DataFrame:
    """activity_key, passes_on: whether its publisher is of a kind that pays others to do the work (policy of the channels)."""
    passing = {channel.id for channel in channels if channel.passes_on}
    kinds = activity.select("reporting_org_ref", "reporting_org_type").unique()
    told = [
        channel_of(channels, ref or "", kind or "") in passing
        for ref, kind in kinds.select("reporting_org_ref", "reporting_org_type").iter_rows()
    ]
    return (
        activity.select("activity_key", "reporting_org_ref", "reporting_org_type")
        .join(
            kinds.with_columns(passes_on=pl.Series(told, dtype=pl.Boolean)),
            on=["reporting_org_ref", "reporting_org_type"],
            how="left",
            nulls_equal=True,
            maintain_order="left",
        )
        .select("activity_key", "passes_on")
    )


def _sole(implementing: pl.DataFrame, participating: pl.DataFrame) -> pl.DataFrame:
    """`implementing` where exactly one implements: of several no file says who got what."""
    several = (
        participating.filter(pl.col("role") == IMPLEMENTING)
        .group_by("activity_key")
        .agg(n=pl.len())
        .filter(pl.col("n") > 1)
    )
    return implementing.join(several, on="activity_key", how="anti", maintain_order="left")


def through(
    transactions: pl.DataFrame,
    activity: pl.DataFrame,
    participating: pl.DataFrame,
    narrative: pl.DataFrame,
    channels: tuple[Channel, ...],
) -> pl.DataFrame:
    """transaction_key, partner_ref, partner_type, channel, channel_by_name for every transaction.

    The ministry's own: the receiver of the transaction, else who implements the activity (else extends, else is
    accountable), never the ministry itself. Others' activities: their publisher; but where that is of a kind that pays
    others (a government, a body like the European Commission), the channel is the receiver's, else its only
    implementer's, else the publisher's; the partner stays the publisher. Without anybody: the channel that holds the
    rest. Where nobody in question has an identifier or a channel code that tells, the channel is told from the
    receiver's name, else the implementer's, and channel_by_name is true.
    activity: activity_key, reporting_org_ref, reporting_org_type, measure.
    """
    partner = _implementing(participating, activity, narrative)
    sole = _sole(partner, participating).select("activity_key", sole=pl.lit(True))
    joined = (
        transactions.select("transaction_key", "activity_key", "transaction_no", "receiver_ref", "receiver_type")
        .join(
            activity.select("activity_key", "reporting_org_ref", "reporting_org_type", "measure"),
            on="activity_key",
            how="left",
            maintain_order="left",
        )
        .join(partner, on="activity_key", how="left", maintain_order="left")
        .join(sole, on="activity_key", how="left", maintain_order="left")
        .join(_publisher_channels(activity, channels), on="activity_key", how="left", maintain_order="left")
        .join(
            _named(narrative, "transaction/receiver-org", "transaction_no").rename({"name": "receiver_name"}),
            on=["activity_key", "transaction_no"],
            how="left",
            maintain_order="left",
        )
        .with_columns(own=pl.col("measure") == OWN)
    )
    chosen = _chosen(joined)
    named = _channels_of(chosen.select(PAIRS).unique().sort(PAIRS, nulls_last=True), channels)
    return (
        chosen.join(named, on=list(PAIRS), how="left", nulls_equal=True, maintain_order="left")
        .with_columns(partner_ref=normal_ref(pl.col("partner_ref")))
        .select("transaction_key", "partner_ref", "partner_type", "channel", "channel_by_name")
    )


def _chosen(joined: pl.DataFrame) -> pl.DataFrame:
    """Adds partner_ref and partner_type, and PAIRS: who is asked for the channel."""
    own, sole = pl.col("own"), pl.col("sole").fill_null(False)
    back = normal_ref(pl.col("receiver_ref")) == normal_ref(pl.col("reporting_org_ref"))
    received = pl.col("receiver_ref").is_not_null() & (own | ~back.fill_null(False))
    known = pl.col("implementing_ref").is_not_null() | pl.col("crs_channel_code").is_not_null()
    asked = own | pl.col("passes_on").fill_null(False)
    by_receiver = asked & received
    by_implementer = asked & ~received & (own | (sole & known))
    by_name = (
        asked
        & ~received
        & ~own
        & ~(sole & known)
        & (pl.col("receiver_name").is_not_null() | (sole & pl.col("implementing_name").is_not_null()))
    )

    def told(receiver: str, implementer: str, publisher: str) -> pl.Expr:
        return (
            pl.when(by_receiver)
            .then(receiver)
            .when(by_implementer)
            .then(implementer)
            .when(by_name)
            .then(None)
            .otherwise(publisher)
        )

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
        via_ref=told("receiver_ref", "implementing_ref", "reporting_org_ref"),
        via_type=told("receiver_type", "implementing_type", "reporting_org_type"),
        code=pl.when(by_implementer).then("crs_channel_code"),
    )
    bare = (own & pl.col("via_ref").is_null() & pl.col("code").is_null()) | by_name
    allowed = own | sole
    return chosen.with_columns(
        receiver_name=pl.when(bare).then("receiver_name"),
        implementing_name=pl.when(bare & allowed).then("implementing_name"),
        publisher_ref=pl.when(by_name).then("reporting_org_ref"),
        publisher_type=pl.when(by_name).then("reporting_org_type"),
    )


def _named(narrative: pl.DataFrame, element: str, number: str) -> pl.DataFrame:
    """activity_key, `number`, name: the first name that such a row gives."""
    return (
        narrative.filter(pl.col("element") == element)
        .sort("activity_key", "parent_no", "row_no")
        .unique(["activity_key", "parent_no"], keep="first", maintain_order=True)
        .select("activity_key", pl.col("parent_no").alias(number), name="text")
    )
