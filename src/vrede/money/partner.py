"""Organisations: the name met most often, and in how many activities they stand."""

from __future__ import annotations

import polars as pl

from vrede.article import Channel, channel_of
from vrede.money.organisation import Organisations
from vrede.money.spelling import BY_NAME, NOBODY

PUBLISHES = "activity/reporting-org"


def _commonest(mentions: pl.DataFrame, column: str, first: str) -> pl.DataFrame:
    """The value met most often; where any mention has `first`, among those that do."""
    return (
        mentions.filter(pl.col(column).is_not_null() & (pl.col(column) != ""))
        .group_by("organisation", first, column)
        .agg(_n=pl.len())
        .sort("organisation", first, "_n", column, descending=[False, True, True, False])
        .unique("organisation", keep="first", maintain_order=True)
        .select(partner_ref="organisation", **{column: column})
    )


def partner_table(found: Organisations, channels: tuple[Channel, ...]) -> pl.DataFrame:
    """partner_ref, known_by, name, country, type, channel, published, takes_part: every organisation once; planned payments are no part in one.

    A name that stands beside an identifier is taken before one that stands alone. What names nobody has no name here: its word is of
    the language.
    """
    nobody = pl.col("organisation").str.starts_with(NOBODY)
    mentions = found.mentions.filter(~pl.col("place").str.starts_with("planned_disbursement")).with_columns(
        _publishes=pl.col("place") == PUBLISHES,
        _identified=pl.col("written") != "",
        name=pl.when(~nobody).then("name"),
    )
    every = found.mentions.filter(pl.col("organisation").is_not_null()).select(partner_ref="organisation").unique()
    counts = mentions.group_by(partner_ref="organisation").agg(
        published=pl.col("activity_key").filter(pl.col("_publishes")).n_unique().cast(pl.Int64),
        takes_part=pl.col("activity_key").filter(~pl.col("_publishes")).n_unique().cast(pl.Int64),
    )
    known_by = (
        pl.when(pl.col("partner_ref").str.starts_with(NOBODY))
        .then(pl.lit("nobody"))
        .when(pl.col("partner_ref").str.starts_with(BY_NAME))
        .then(pl.lit("name"))
        .otherwise(pl.lit("identifier"))
    )
    names = found.mentions.with_columns(_identified=pl.col("written") != "", name=pl.when(~nobody).then("name"))
    result = (
        every.join(counts, on="partner_ref", how="left")
        .join(_commonest(names, "name", "_identified"), on="partner_ref", how="left")
        .join(_commonest(mentions, "type", "_identified"), on="partner_ref", how="left")
        .join(found.countries.rename({"organisation": "partner_ref"}), on="partner_ref", how="left")
        .with_columns(pl.col("published", "takes_part").fill_null(0), known_by=known_by)
        .sort("partner_ref")
    )
    answers = [channel_of(channels, ref, kind or "") for ref, kind in result.select("partner_ref", "type").iter_rows()]
    return result.with_columns(channel=pl.Series(answers, dtype=pl.String))
