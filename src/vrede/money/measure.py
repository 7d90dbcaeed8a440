"""Own, chain, field: three measures that are never added. Who published it, and does it name the ministry?"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from vrede.lake import SECONDARY

FUNDING = "1"
OWN, CHAIN, FIELD = "own", "chain", "field"
MEASURES = (OWN, CHAIN, FIELD)
NO_MEASURE = "none"
RECEIVED, AT_MOST, WHOLE = "received", "at_most", "whole"
BOUNDS = (RECEIVED, AT_MOST, WHOLE)
"""Of the chain: what it states to have received from the ministry, at most the ministry's, all of its activities."""


def normal_ref(ref: pl.Expr) -> pl.Expr:
    """An organisation identifier for comparison, as article.channels.normal_identifier does it for one text."""
    return ref.str.replace_all(r"\s", "").str.to_uppercase().str.replace(r"^NL-NL-", "NL-")


def owner_state(reporting: pl.Expr, publisher: pl.Expr, ministry: Sequence[str]) -> pl.Expr:
    """Whose file: 'verified' (the registry's owner is the ministry), 'other', 'unknown', or '' for others' activities."""
    return (
        pl.when(
            ~normal_ref(reporting).is_in(list(ministry)).fill_null(False)
        )  # nobody's activity is not the ministry's
        .then(pl.lit(""))
        .when(publisher.fill_null("") == "")
        .then(pl.lit("unknown"))
        .when(normal_ref(publisher).is_in(list(ministry)))
        .then(pl.lit("verified"))
        .otherwise(pl.lit("other"))
    )


def provided_by(ministry: Sequence[str], prefixes: Sequence[str]) -> pl.Expr:
    """True for a transaction that names the ministry as its provider, by the organisation or by one of its activities."""
    # Ids are often mangled (XM-DAC-7-NL-1-PPR-28456, XM-DAC-7-6): whatever begins with the ministry's ref names it.
    begins = sorted({*prefixes, *(f"{ref}-" for ref in ministry)})
    starts = [normal_ref(pl.col("provider_activity_id")).str.starts_with(begin) for begin in begins]
    provides = normal_ref(pl.col("provider_ref")).is_in(list(ministry)) | pl.any_horizontal(*starts)
    return provides.fill_null(False)


def measure(
    activity: pl.DataFrame,
    participating: pl.DataFrame,
    transactions: pl.DataFrame,
    ministry: Sequence[str],
    prefixes: Sequence[str],
    secondary: Sequence[str],
) -> pl.DataFrame:
    """activity_key, measure, owner_state, measure_reason for every activity.

    own: reported by the ministry, in a file whose registry owner is the ministry or unknown (owner_state says which).
    chain: by another, and naming the ministry as funder or provider. field: everyone else.
    none: secondary publishers (by the attribute, the registry's field of the file's owner, or policy), and the ministry's ref in a file that another is known to own.
    """
    named = participating.filter((pl.col("role") == FUNDING) & normal_ref(pl.col("ref")).is_in(list(ministry))).select(
        "activity_key", named=pl.lit("funder")
    )
    provided = transactions.filter(provided_by(ministry, prefixes)).select("activity_key", named=pl.lit("provider"))
    link = pl.concat([named, provided]).group_by("activity_key").agg(pl.col("named").min())
    state = owner_state(pl.col("reporting_org_ref"), pl.col("publisher"), ministry)
    is_secondary = (
        pl.col("secondary_reporter").fill_null(False)
        | (pl.col("source_type") == SECONDARY).fill_null(False)
        | normal_ref(pl.col("reporting_org_ref")).is_in(list(secondary)).fill_null(False)
    )
    reason = (
        pl.when(is_secondary)
        .then(pl.lit("secondary publisher"))
        .when(pl.col("owner_state") == "other")
        .then(pl.lit("owner is another"))
        .when(pl.col("owner_state") == "verified")
        .then(pl.lit("owner verified"))
        .when(pl.col("owner_state") == "unknown")
        .then(pl.lit("owner not verified"))
        .when(pl.col("named") == "funder")
        .then(pl.lit("names the ministry as funder"))
        .when(pl.col("named") == "provider")
        .then(pl.lit("names the ministry as provider"))
        .otherwise(pl.lit("does not name the ministry"))
    )
    by_reason = {
        "secondary publisher": NO_MEASURE,
        "owner is another": NO_MEASURE,
        "owner verified": OWN,
        "owner not verified": OWN,
        "names the ministry as funder": CHAIN,
        "names the ministry as provider": CHAIN,
        "does not name the ministry": FIELD,
    }
    return (
        activity.select("activity_key", "reporting_org_ref", "publisher", "secondary_reporter", "source_type")
        .with_columns(owner_state=state.fill_null(""))
        .join(link, on="activity_key", how="left", maintain_order="left")
        .with_columns(measure_reason=reason)
        .with_columns(measure=pl.col("measure_reason").replace_strict(by_reason))
        .select("activity_key", "measure", "owner_state", "measure_reason")
    )
