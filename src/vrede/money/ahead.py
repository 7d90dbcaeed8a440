"""What is budgeted and planned for years to come, under the clauses and as organisations state it themselves."""

from __future__ import annotations

import polars as pl

STATED_BY = ("name", "organisation_identifier", "kind", "year", "currency")
"""What an amount of an organisation's own plan is of; amounts of different currencies or kinds are never added."""


def planned_per_year(
    forward_slice: pl.DataFrame, forward_placement: pl.DataFrame, clause: str, measure: str
) -> pl.DataFrame:
    """year, kind, amount_eur_cents, unpriced: under a clause, or with clause '' under the whole article."""
    slices = forward_slice.filter(pl.col("measure") == measure)
    if clause:
        under = forward_placement.filter(pl.col("clause") == clause)["ahead_key"]
        slices = slices.filter(pl.col("ahead_key").is_in(under.implode()))
    else:
        slices = slices.filter(pl.col("placed"))
    return (
        slices.group_by("year", "kind")
        .agg(pl.col("amount_eur_cents").sum(), unpriced=pl.col("amount_eur_cents").null_count().cast(pl.Int64))
        .sort("year", "kind", nulls_last=True)
    )


def stated_plans(organisation: pl.DataFrame, organisation_budget: pl.DataFrame) -> pl.DataFrame:
    """Table organisation_budget with name, organisation_identifier and year of its first day."""
    names = organisation.select("organisation_key", "name", "organisation_identifier")
    return organisation_budget.join(names, on="organisation_key", how="left").with_columns(
        year=pl.col("period_start").dt.year()
    )


def stated_together(plans: pl.DataFrame) -> pl.DataFrame:
    """STATED_BY, amount, rows: plans by organisation, kind, year and currency; an amount that nobody states stays empty."""
    return (
        plans.group_by(STATED_BY)
        .agg(amount=pl.when(pl.col("amount").count() > 0).then(pl.col("amount").sum()), rows=pl.len())
        .sort("name", "year", "kind", "currency", descending=[False, True, False, False], nulls_last=True)
    )
