"""Organisations by their identifier: the name met most often, and in how many activities they stand."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vrede.article import Channel, channel_of
from vrede.money.measure import normal_ref

SCHEMA = {
    "partner_ref": pl.String,
    "activity_key": pl.Int64,
    "name": pl.String,
    "type": pl.String,
    "publishes": pl.Boolean,
}


def _met(frame: pl.DataFrame, names: pl.DataFrame, ref: str, kind: str, number: str, publishes: bool) -> pl.DataFrame:
    """One row a mention: who, in which activity, under which name and type."""
    keys = ["activity_key", "parent_no"] if number else ["activity_key"]
    one = names.sort(*keys, "row_no").unique(keys, keep="first", maintain_order=True)
    mentioned = frame.filter(pl.col(ref).is_not_null())
    if number:
        mentioned = mentioned.with_columns(parent_no=pl.col(number))
    return mentioned.join(one.select(*keys, name="text"), on=keys, how="left", maintain_order="left").select(
        normal_ref(pl.col(ref)).alias("partner_ref"),
        "activity_key",
        "name",
        pl.col(kind).alias("type"),
        pl.lit(publishes).alias("publishes"),
    )


def _commonest(mentions: pl.DataFrame, column: str) -> pl.DataFrame:
    return (
        mentions.filter(pl.col(column).is_not_null())
        .group_by("partner_ref", column)
        .agg(_n=pl.len())
        .sort("partner_ref", "_n", column, descending=[False, True, False])
        .unique("partner_ref", keep="first", maintain_order=True)
        .select("partner_ref", column)
    )


def partner_table(tables: Mapping[str, pl.DataFrame], channels: tuple[Channel, ...]) -> pl.DataFrame:
    """partner_ref, name, type, channel, published, takes_part: every organisation with an identifier, by identifier.

    tables: activity, participating_org, transaction, narrative.
    """
    narrative = tables["narrative"]

    def names(element: str) -> pl.DataFrame:
        return narrative.filter(pl.col("element") == element)

    activity, transaction = tables["activity"], tables["transaction"]
    mentions = pl.concat(
        [
            _met(activity, names("activity/reporting-org"), "reporting_org_ref", "reporting_org_type", "", True),
            _met(tables["participating_org"], names("participating_org"), "ref", "type", "row_no", False),
            _met(
                transaction, names("transaction/provider-org"), "provider_ref", "provider_type", "transaction_no", False
            ),
            _met(
                transaction, names("transaction/receiver-org"), "receiver_ref", "receiver_type", "transaction_no", False
            ),
        ]
    ).with_columns(name=pl.col("name").str.replace_all(r"\s+", " ").str.strip_chars())
    counts = mentions.group_by("partner_ref").agg(
        published=pl.col("activity_key").filter(pl.col("publishes")).n_unique().cast(pl.Int64),
        takes_part=pl.col("activity_key").filter(~pl.col("publishes")).n_unique().cast(pl.Int64),
    )
    result = (
        counts.join(_commonest(mentions, "name"), on="partner_ref", how="left")
        .join(_commonest(mentions, "type"), on="partner_ref", how="left")
        .sort("partner_ref")
    )
    answers = [channel_of(channels, ref, kind or "") for ref, kind in result.select("partner_ref", "type").iter_rows()]
    return result.with_columns(channel=pl.Series(answers, dtype=pl.String))
