"""Organisations: the name met most often, and in how many activities they stand."""

from __future__ import annotations

import polars as pl

from vrede.article import Channel, channel_of
from vrede.money.organisation import Organisations
from vrede.money.spelling import BY_NAME, NOBODY

PUBLISHES = "activity/reporting-org"


MET = {"organisation": pl.String, "what": pl.String, "value": pl.String, "identified": pl.Boolean, "n": pl.Int64}
"""Of an organisation, how many mentions have a name (what: name) or a type beside an identifier or not; in how many activities it is the
publisher (publishes) and takes part (takes_part); and that it stands somewhere (met)."""


def met(found: Organisations) -> pl.DataFrame:
    """MET of some activities. What names nobody has no name here: its word is of the language."""
    nobody = pl.col("organisation").str.starts_with(NOBODY)
    names = found.mentions.filter(pl.col("organisation").is_not_null()).with_columns(
        identified=pl.col("written") != "", name=pl.when(~nobody).then("name")
    )
    parts = names.filter(~pl.col("place").str.starts_with("planned_disbursement"))
    counted = []
    for what, rows in (("name", names), ("type", parts)):
        given = rows.filter(pl.col(what).is_not_null() & (pl.col(what) != ""))
        counted.append(
            given.group_by("organisation", "identified", value=what).agg(n=pl.len()).with_columns(what=pl.lit(what))
        )
    none = {"value": pl.lit(None, dtype=pl.String), "identified": pl.lit(None, dtype=pl.Boolean)}
    for what, mine in (("publishes", True), ("takes_part", False)):
        of = parts.filter((pl.col("place") == PUBLISHES) == mine)
        counted.append(
            of.group_by("organisation").agg(n=pl.col("activity_key").n_unique()).with_columns(what=pl.lit(what), **none)
        )
    counted.append(names.group_by("organisation").agg(n=pl.len()).with_columns(what=pl.lit("met"), **none))
    every = pl.concat([frame.select(pl.col(name).cast(kind) for name, kind in MET.items()) for frame in counted])
    return every.sort(*MET, nulls_last=True)


def _commonest(counted: pl.DataFrame, what: str) -> pl.DataFrame:
    """The value met most often; where any mention stands beside an identifier, among those that do."""
    return (
        counted.filter(pl.col("what") == what)
        .group_by("organisation", "identified", "value")
        .agg(pl.col("n").sum())
        .sort("organisation", "identified", "n", "value", descending=[False, True, True, False])
        .unique("organisation", keep="first", maintain_order=True)
        .select(partner_ref="organisation", **{what: "value"})
    )


def partner_table(counted: pl.DataFrame, countries: pl.DataFrame, channels: tuple[Channel, ...]) -> pl.DataFrame:
    """partner_ref, known_by, name, country, type, channel, published, takes_part: every organisation once; planned payments are no part in one.

    A name that stands beside an identifier is taken before one that stands alone. counted: rows of `met`, of activities that each stand
    in one of them. countries: organisation, country.
    """
    known_by = (
        pl.when(pl.col("partner_ref").str.starts_with(NOBODY))
        .then(pl.lit("nobody"))
        .when(pl.col("partner_ref").str.starts_with(BY_NAME))
        .then(pl.lit("name"))
        .otherwise(pl.lit("identifier"))
    )

    def number(what: str) -> pl.Expr:
        return pl.col("n").filter(pl.col("what") == what).sum().cast(pl.Int64)

    result = (
        counted.group_by(partner_ref="organisation")
        .agg(published=number("publishes"), takes_part=number("takes_part"))
        .join(_commonest(counted, "name"), on="partner_ref", how="left")
        .join(_commonest(counted, "type"), on="partner_ref", how="left")
        .join(countries.rename({"organisation": "partner_ref"}), on="partner_ref", how="left")
        .with_columns(known_by=known_by)
        .sort("partner_ref")
    )
    answers = [channel_of(channels, ref, kind or "") for ref, kind in result.select("partner_ref", "type").iter_rows()]
    return result.with_columns(channel=pl.Series(answers, dtype=pl.String))
