"""Issues found where money is followed: what keeps an amount out of a total, a year, a place, or a measure."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

KNOWN_TYPES = tuple(str(number) for number in range(1, 14))
"""Codes of the list TransactionType (IATI standard 2.03)."""


def _of_transactions(transaction: pl.DataFrame) -> pl.DataFrame:
    """transaction_key, activity_key, element, value, reason: what keeps a transaction out of a total, or a year."""
    money = pl.format("{} {}", pl.col("amount").cast(pl.String).fill_null("?"), pl.col("price_currency").fill_null("?"))
    key = ("transaction_key", "activity_key")
    unpriced = transaction.filter(~pl.col("price_state").is_in(["euro", "rate"])).select(
        *key, element=pl.lit("transaction"), value=money, reason=pl.format("unpriced: {}", "price_state")
    )
    counted = pl.col("transaction_type").is_in(["2", "3", "4"])
    undated = transaction.filter(pl.col("transaction_date").is_null() & counted).select(
        *key,
        element=pl.lit("transaction/transaction-date"),
        value=pl.lit(""),
        reason=pl.lit("no date that can be read: counted under no year"),
    )
    untyped = transaction.filter(~pl.col("transaction_type").is_in(list(KNOWN_TYPES)).fill_null(False)).select(
        *key,
        element=pl.lit("transaction/transaction-type"),
        value=pl.format("{}: {}", pl.col("transaction_type").fill_null("-"), money),
        reason=pl.lit("a type of transaction that does not exist: in no total"),
    )
    return pl.concat([unpriced, undated, untyped])


def periods_backwards(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """activity_key, element, value, reason: periods of budgets, plans and results that end before they begin."""
    parts = []
    for name, element in (
        ("budget", "budget"),
        ("planned_disbursement", "planned-disbursement"),
        ("period", "result/indicator/period"),
    ):
        rows = tables[name].filter(pl.col("period_end") < pl.col("period_start"))
        parts.append(
            rows.select(
                "activity_key",
                element=pl.lit(element),
                value=pl.format("{} - {}", "period_start", "period_end"),
                reason=pl.lit("the period ends before it begins"),
            )
        )
    return pl.concat(parts)


def issues_of(
    shares: pl.DataFrame,
    transaction: pl.DataFrame,
    activity: pl.DataFrame,
    gone: pl.DataFrame,
    more: pl.DataFrame,
) -> pl.DataFrame:
    """Issues found on the way: shares that do not add up, transactions without a price, files of unsure ownership, and `more` that
    were found elsewhere (activity_key, transaction_key where one is meant, element, value, reason)."""
    of_transactions = _of_transactions(transaction)
    whose = activity.filter(pl.col("measure_reason").is_in(["owner not verified", "owner is another"])).select(
        "activity_key",
        pl.lit("reporting-org/@ref").alias("element"),
        pl.col("publisher").fill_null("").alias("value"),
        pl.col("measure_reason").alias("reason"),
    )
    undated_copy = activity.filter(pl.col("vintage_source") != "retrieved").select(
        "activity_key",
        pl.lit("datasets.csv").alias("element"),
        pl.col("vintage").alias("value"),
        pl.lit("day of retrieval unknown: the file's own date is used").alias("reason"),
    )
    family = gone.select(
        "activity_key",
        pl.lit("related-activity").alias("element"),
        pl.col("kind").alias("value"),
        "reason",
    )
    found = pl.concat([shares, of_transactions, more, whose, undated_copy, family], how="diagonal")
    known = activity.select("activity_key", "dataset", "activity_ordinal")
    part = transaction.select("transaction_key", _file="dataset", _place="activity_ordinal")
    return (
        found.join(known, on="activity_key", how="left")
        .join(part, on="transaction_key", how="left")
        # A part of an activity may stand in another file than the copy that leads.
        .with_columns(
            dataset=pl.coalesce("_file", "dataset"), activity_ordinal=pl.coalesce("_place", "activity_ordinal")
        )
        .select(
            "dataset",
            "activity_key",
            "activity_ordinal",
            pl.lit("use").alias("level"),
            "element",
            "value",
            "reason",
            pl.lit("counted").alias("state"),
        )
        .sort("dataset", "activity_ordinal", "element", "value", "reason", nulls_last=True)
    )
