"""Euro: each transaction at the European Central Bank's rate of its value date, to the cent (docs/decisions/0007)."""

from __future__ import annotations

import polars as pl

EURO = "EUR"
MICRO = 1_000_000
LARGEST_CENTS = 10**17  # 10^15 euro; above it a figure is a typing error and products would leave Int128


def _half_away(numerator: pl.Expr, denominator: pl.Expr) -> pl.Expr:
    """Rounds |numerator| / denominator to a whole, halves away from zero; the caller puts the sign back."""
    return (numerator * 2 + denominator) // (denominator * 2)


def price(transactions: pl.DataFrame, rates: pl.DataFrame, rate_age_days: int) -> pl.DataFrame:
    """Adds amount_eur_cents (Int64), rate_date, rate_micro and price_state; the order of rows is kept.

    transactions: amount Decimal(38,6), currency (own), default_currency, value_date, transaction_date.
    rates: currency, rate_date, rate_micro, as load_rates gives them.
    price_state: 'euro', 'rate', or why there is no amount in euro: 'no amount', 'no currency', 'no date',
    'no rate' (none within rate_age_days before the day), 'too large'. Then amount_eur_cents is null, never zero.
    """
    code = pl.coalesce("currency", "default_currency").str.to_uppercase()
    day = pl.coalesce("value_date", "transaction_date")
    known = transactions.with_row_index("_row").with_columns(price_currency=code, price_date=day)
    lookup = (
        known.filter(pl.col("price_currency").is_not_null() & pl.col("price_date").is_not_null())
        .select("_row", "price_currency", "price_date")
        .sort("price_date")
        .join_asof(
            rates.rename({"currency": "price_currency"}).sort("rate_date"),
            left_on="price_date",
            right_on="rate_date",
            by="price_currency",
            strategy="backward",
            tolerance=f"{rate_age_days}d",
            check_sortedness=False,
        )
        .select("_row", "rate_date", "rate_micro")
    )
    euro = pl.col("price_currency") == EURO
    found = known.join(lookup, on="_row", how="left", maintain_order="left").with_columns(
        rate_micro=pl.when(euro).then(pl.lit(MICRO, dtype=pl.Int64)).otherwise("rate_micro"),
        rate_date=pl.when(euro).then(None).otherwise("rate_date"),
    )
    micro = pl.col("amount").to_physical().cast(pl.Int128)
    cents = _half_away(micro.abs() * 100, pl.col("rate_micro").cast(pl.Int128))
    state = (
        pl.when(pl.col("amount").is_null())
        .then(pl.lit("no amount"))
        .when(pl.col("price_currency").is_null())
        .then(pl.lit("no currency"))
        .when(pl.col("price_date").is_null() & ~euro)
        .then(pl.lit("no date"))
        .when(pl.col("rate_micro").is_null())
        .then(pl.lit("no rate"))
        .when(pl.col("_cents") > LARGEST_CENTS)
        .then(pl.lit("too large"))
        .when(euro)
        .then(pl.lit("euro"))
        .otherwise(pl.lit("rate"))
    )
    priced = found.with_columns(_cents=cents).with_columns(price_state=state)
    sound = pl.col("price_state").is_in(["euro", "rate"])
    signed = pl.when(sound).then(pl.col("_cents")).cast(pl.Int64) * micro.sign().cast(pl.Int64)
    return priced.with_columns(
        amount_eur_cents=signed,
        rate_date=pl.when(sound).then("rate_date"),
        rate_micro=pl.when(sound).then("rate_micro"),
    ).drop("_row", "_cents")
