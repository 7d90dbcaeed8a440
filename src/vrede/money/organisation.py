"""Every mention of an organisation with the one that it is of, the links that say why, and who a transaction goes through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from vrede.article import Policy
from vrede.money.measure import OWN
from vrede.money.mention import mentioned
from vrede.money.reconcile import Reconciler
from vrede.money.spelling import Link, Spelling
from vrede.sources.countries import country_codes

IMPLEMENTING_FIRST = {"4": 0, "3": 1, "2": 2}
SPELT = ("written", "name", "place_of", "ident")
LINK_SCHEMA = {
    "partner_ref": pl.String,
    "as_ref": pl.String,
    "as_name": pl.String,
    "country": pl.String,
    "grade": pl.String,
    "reason": pl.String,
    "matched": pl.String,
    "score": pl.Int64,
    "activities": pl.Int64,
}


@dataclass(frozen=True, slots=True)
class Organisations:
    """mentions: as `mentioned` gives them, with `organisation`: the reference of the organisation; null where none is written. links: table
    organisation_link. countries: organisation, country: where alone a name is of that organisation."""

    mentions: pl.DataFrame
    links: pl.DataFrame
    countries: pl.DataFrame

    def at(self, place: str, row: str = "row") -> pl.DataFrame:
        """activity_key, `row`, organisation, name, written: the mentions in one element."""
        found = self.mentions.filter(pl.col("place") == place)
        return found.select("activity_key", pl.col("row").cast(pl.Int32).alias(row), "organisation", "name", "written")


def _only_country(recipients: pl.DataFrame) -> pl.DataFrame:
    """activity_key, only: ISO3 of the country of activities that name one country and no other."""
    codes = country_codes().select(code="iso2", only="iso3")
    one = recipients.group_by("activity_key").agg(
        code=pl.col("code").str.to_uppercase().first(), _n=pl.col("code").str.to_uppercase().n_unique()
    )
    return one.filter(pl.col("_n") == 1).join(codes, on="code", how="inner").select("activity_key", "only")


def reconciled(tables: Mapping[str, pl.DataFrame], policy: Policy, day: date) -> Organisations:
    """The organisations of assembled tables: activity, participating_org, transaction, planned_disbursement, recipient_country, narrative."""
    reconciler = Reconciler(policy, day)
    mentions = mentioned(tables)
    names = sorted({*mentions["name"].drop_nulls().unique(), *mentions["written"].drop_nulls().unique()})
    offices = [text for text in names if reconciler.name(text).office]
    told = [
        text
        for text in mentions["written"].drop_nulls().unique().sort()
        if not (reconciler.written.nobody_of(text) or reconciler.written.is_name(text))
    ]
    ident = pl.format(
        "{} {}", pl.col("reporting_org_ref").fill_null(""), pl.col("iati_identifier").fill_null("")
    ).alias("_ident")
    local = (pl.col("name").is_in(offices) | pl.col("written").is_in(offices)).fill_null(False) & ~pl.col(
        "written"
    ).is_in(told).fill_null(False)
    known = (
        mentions.join(
            tables["activity"].select("activity_key", ident), on="activity_key", how="left", maintain_order="left"
        )
        .join(_only_country(tables["recipient_country"]), on="activity_key", how="left", maintain_order="left")
        .with_columns(
            pl.col("written").fill_null(""),
            pl.col("name").fill_null(""),
            place_of=pl.when(local).then("only").fill_null(""),
            ident=pl.when(local & pl.col("only").is_null()).then("_ident").fill_null(""),
        )
    )
    spellings = known.group_by(*SPELT).agg(
        pl.col("type").drop_nulls().unique().sort(),
        activities=pl.col("activity_key").n_unique(),
        own=(pl.col("place") == "activity/reporting-org").any(),
    )
    result = reconciler.run(
        Spelling(written, name, frozenset(types), place, where, activities, own)
        for written, name, place, where, types, activities, own in spellings.iter_rows()
    )
    columns = [*zip(*result.organisations, strict=True)] or [()] * len(SPELT)
    answer = pl.DataFrame(
        {**dict(zip(SPELT, columns, strict=True)), "organisation": [*result.organisations.values()]},
        schema={**dict.fromkeys(SPELT, pl.String), "organisation": pl.String},
    )
    joined = known.join(answer, on=list(SPELT), how="left", maintain_order="left")
    return Organisations(
        joined.select("activity_key", "place", "row", "written", "ref", "name", "type", "organisation"),
        _link_table(result.links),
        pl.DataFrame(
            {"organisation": [*result.countries], "country": [*result.countries.values()]},
            schema={"organisation": pl.String, "country": pl.String},
        ),
    )


def _link_table(links: tuple[Link, ...]) -> pl.DataFrame:
    rows = [
        (
            link.organisation,
            link.written or None,
            link.name or None,
            link.country or None,
            link.grade,
            link.reason,
            link.matched or None,
            link.score,
            link.activities,
        )
        for link in links
    ]
    found = pl.DataFrame(rows, schema=LINK_SCHEMA, orient="row")
    keys = ["partner_ref", "as_ref", "as_name", "country"]
    return (
        found.group_by(*keys, maintain_order=True)
        .agg(pl.col("grade", "reason", "matched", "score").first(), pl.col("activities").sum())
        .select(list(LINK_SCHEMA))
        .sort(*keys, nulls_last=True)
    )


def _implementing(activity: pl.DataFrame, participating: pl.DataFrame, found: Organisations) -> pl.DataFrame:
    """activity_key, implementing, identified: who implements it, else extends, else is accountable; with an identifier before without,
    never the publisher itself."""
    publisher = found.at("activity/reporting-org").select("activity_key", _own="organisation")
    return (
        participating.filter(pl.col("role").is_in(list(IMPLEMENTING_FIRST)))
        .join(found.at("participating_org", "row_no"), on=["activity_key", "row_no"], how="inner")
        .join(publisher, on="activity_key", how="left")
        .filter((pl.col("organisation") != pl.col("_own")).fill_null(True))
        .with_columns(
            identified=pl.col("written") != "",
            _rank=pl.col("role").replace_strict(IMPLEMENTING_FIRST, return_dtype=pl.Int32),
        )
        .sort("activity_key", "identified", "_rank", "row_no", descending=[False, True, False, False])
        .unique("activity_key", keep="first", maintain_order=True)
        .select("activity_key", "identified", implementing="organisation")
    )


def partners_of(
    transactions: pl.DataFrame,
    activity: pl.DataFrame,
    participating: pl.DataFrame,
    found: Organisations,
    receivers: pl.DataFrame,
) -> pl.DataFrame:
    """transaction_key, partner_ref: through whom every transaction goes, as `through` tells its channel.

    The ministry's own: the receiver with an identifier, else who implements the activity, with an identifier before without; a receiver
    known by name alone stands before one of these without an identifier. Others' activities: their publisher. Where only a word stands
    that names nobody, its kind; null where nothing is written. receivers: transaction_key, organisation, written.
    """
    publisher = found.at("activity/reporting-org").select("activity_key", publisher="organisation")
    joined = (
        transactions.select("transaction_key", "activity_key")
        .join(activity.select("activity_key", "measure"), on="activity_key", how="left", maintain_order="left")
        .join(publisher, on="activity_key", how="left", maintain_order="left")
        .join(
            receivers.select("transaction_key", receiver="organisation", _by_identifier=pl.col("written") != ""),
            on="transaction_key",
            how="left",
            maintain_order="left",
        )
        .join(_implementing(activity, participating, found), on="activity_key", how="left", maintain_order="left")
    )
    partner = (
        pl.when(pl.col("measure") != OWN)
        .then("publisher")
        .when(pl.col("_by_identifier").fill_null(False))
        .then("receiver")
        .when(pl.col("identified").fill_null(False))
        .then("implementing")
        .otherwise(pl.coalesce("receiver", "implementing"))
    )
    return joined.select("transaction_key", partner_ref=partner)
