"""What lies ahead: budgets and planned disbursements, spread by days over the calendar years of their period.

A revised row replaces the original ones of its activity and kind that its period touches. A period without an end is one
day. Euro at the rate of the value date (else the first day); a day that is yet to come takes the last rate known, and the
row says so. Budgets and planned disbursements may tell of the same money: two figures, never added; nor with what an
organisation file plans.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from vrede.money.price import price

BUDGET, PLANNED = "budget", "planned"
SOURCES = {BUDGET: "budget", PLANNED: "planned_disbursement"}
REVISED = "2"
LAST_RATE = "last rate known"


def _replaced(rows: pl.DataFrame) -> pl.DataFrame:
    """Without the original rows that a revised one of the same activity touches."""
    revised = rows.filter(pl.col("type") == REVISED).select("activity_key", "first", "last")
    original = rows.filter((pl.col("type") != REVISED).fill_null(True))
    touched = (
        original.join(revised, on="activity_key", how="inner", suffix="_new")
        .filter((pl.col("first") <= pl.col("last_new")) & (pl.col("first_new") <= pl.col("last")))
        .select("activity_key", "row_no")
        .unique()
    )
    return rows.join(touched, on=["activity_key", "row_no"], how="anti")


def stated(
    tables: Mapping[str, pl.DataFrame], rates: pl.DataFrame, rate_age_days: int, last_rate: date
) -> pl.DataFrame:
    """activity_key, source, row_no, first, last, receiver_ref, amount_eur_cents, price_state of every row that counts."""
    parts = []
    default = tables["activity"].select("activity_key", "default_currency")
    for source, name in SOURCES.items():
        rows = tables[name].with_columns(
            source=pl.lit(source),
            first=pl.coalesce("period_start", "period_end"),
            last=pl.coalesce("period_end", "period_start"),
            receiver_ref=pl.col("receiver_ref")
            if "receiver_ref" in tables[name].columns
            else pl.lit(None, dtype=pl.String),
        )
        sound = rows.with_columns(
            pl.min_horizontal("first", "last").alias("first"), pl.max_horizontal("first", "last").alias("last")
        )
        parts.append(
            _replaced(sound).select(
                "activity_key", "source", "row_no", "first", "last", "receiver_ref", "amount", "currency", "value_date"
            )
        )
    day = pl.coalesce("value_date", "first")
    rows = pl.concat(parts).join(default, on="activity_key", how="left", maintain_order="left")
    known = rows.with_columns(
        _late=(day > last_rate).fill_null(False), value_date=pl.min_horizontal(day, pl.lit(last_rate))
    )
    priced = price(known.with_columns(transaction_date="value_date"), rates, rate_age_days)
    late = pl.col("_late") & (pl.col("price_state") == "rate")
    return priced.select(
        "activity_key",
        "source",
        "row_no",
        "first",
        "last",
        "receiver_ref",
        "amount_eur_cents",
        price_state=pl.when(late).then(pl.lit(LAST_RATE)).otherwise("price_state"),
    ).sort("activity_key", "source", "row_no")


def by_year(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of `stated` cut by calendar year: adds year and makes amount_eur_cents the year's part, by days.

    The parts of a row sum to it to the cent: each year gets what the days up to its end come to, less what went before,
    rounded down in size. A row without a period has no year.
    """
    dated = rows.with_columns(
        year=pl.when(pl.col("first").is_not_null()).then(
            pl.int_ranges(pl.col("first").dt.year(), pl.col("last").dt.year() + 1, dtype=pl.Int32)
        )
    ).explode("year", empty_as_null=True)
    days = (pl.col("last") - pl.col("first")).dt.total_days() + 1
    end = pl.min_horizontal(pl.date(pl.col("year"), 12, 31), pl.col("last"))
    begin = pl.max_horizontal(pl.date(pl.col("year"), 1, 1), pl.col("first"))
    until = (end - pl.col("first")).dt.total_days() + 1
    before = (begin - pl.col("first")).dt.total_days()
    size, sign = pl.col("amount_eur_cents").abs().cast(pl.Int128), pl.col("amount_eur_cents").sign()
    part = ((size * until // days - size * before // days).cast(pl.Int64) * sign).cast(pl.Int64)
    return dated.with_columns(
        amount_eur_cents=pl.when(pl.col("year").is_null()).then("amount_eur_cents").otherwise(part)
    )


def as_transactions(rows: pl.DataFrame) -> pl.DataFrame:
    """The yearly parts in the shape that slices are made of: one transaction each, dated the first day of its year."""
    return rows.with_row_index("transaction_key").select(
        pl.col("transaction_key").cast(pl.Int64),
        "activity_key",
        "source",
        "row_no",
        "amount_eur_cents",
        "receiver_ref",
        pl.lit("2").alias("transaction_type"),
        transaction_date=pl.when(pl.col("year").is_not_null()).then(pl.date(pl.col("year"), 1, 1)),
    )
