"""Euro: the European Central Bank's rate of the value date, to the cent, or the reason why there is none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrede.money.price import price
from vrede.sources.rates import load_rates
from vrede.sources.table import AMOUNT

# currency | day of the rate | for one euro, in millionths
RATES = pl.DataFrame(
    [
        ("USD", date(2021, 6, 14), 1_212_000),
        ("USD", date(2021, 6, 15), 1_250_000),
        ("USD", date(2021, 8, 2), 2_000_000),
        ("JPY", date(2021, 6, 15), 133_000_000),
        ("BIG", date(2021, 6, 15), 1),
    ],
    schema={"currency": pl.String, "rate_date": pl.Date, "rate_micro": pl.Int64},
    orient="row",
)


def priced(
    amount: str | None,
    currency: str | None = "USD",
    value: str | None = "2021-06-15",
    transaction: str | None = "2021-06-15",
    default: str | None = None,
) -> tuple[int | None, str, str | None]:
    """(cents, state, day of the rate) of one transaction."""
    frame = pl.DataFrame(
        {
            "amount": pl.Series([Decimal(amount) if amount is not None else None], dtype=AMOUNT),
            "currency": pl.Series([currency], dtype=pl.String),
            "default_currency": pl.Series([default], dtype=pl.String),
            "value_date": pl.Series([date.fromisoformat(value) if value else None], dtype=pl.Date),
            "transaction_date": pl.Series([date.fromisoformat(transaction) if transaction else None], dtype=pl.Date),
        }
    )
    row = price(frame, RATES, 31).row(0, named=True)
    return row["amount_eur_cents"], row["price_state"], str(row["rate_date"]) if row["rate_date"] else None


TABLE = [
    # what it shows | amount currency value-date transaction-date default | cents state day
    ("the rate of the day", ("125", "USD"), (10000, "rate", "2021-06-15")),
    ("a day without a rate takes the last one before", ("125", "USD", "2021-06-19"), (10000, "rate", "2021-06-15")),
    ("never one after", ("125", "USD", "2021-06-13"), (None, "no rate", None)),
    (
        "the value date before the transaction date",
        ("121.2", "USD", "2021-06-14", "2021-06-15"),
        (10000, "rate", "2021-06-14"),
    ),
    ("else the transaction date", ("125", "USD", None, "2021-06-15"), (10000, "rate", "2021-06-15")),
    ("31 days old still holds", ("125", "USD", "2021-07-16"), (10000, "rate", "2021-06-15")),
    ("32 days old does not", ("125", "USD", "2021-07-17"), (None, "no rate", None)),
    ("negative", ("-125", "USD"), (-10000, "rate", "2021-06-15")),
    ("half a cent away from zero", ("0.00625", "USD"), (1, "rate", "2021-06-15")),
    ("half a cent away from zero, below it", ("-0.00625", "USD"), (-1, "rate", "2021-06-15")),
    ("less than half a cent", ("0.006249", "USD"), (0, "rate", "2021-06-15")),
    ("zero", ("0", "USD"), (0, "rate", "2021-06-15")),
    ("euro is euro", ("12.345", "EUR"), (1235, "euro", None)),
    ("euro, below zero", ("-12.345", "EUR"), (-1235, "euro", None)),
    ("euro needs no day", ("1", "EUR", None, None), (100, "euro", None)),
    ("in any case", ("1", "Eur"), (100, "euro", None)),
    ("the activity's currency", ("125", None, "2021-06-15", None, "usd"), (10000, "rate", "2021-06-15")),
    ("its own before the activity's", ("1", "EUR", "2021-06-15", None, "USD"), (100, "euro", None)),
    ("no currency", ("1", None), (None, "no currency", None)),
    ("a currency that the Bank does not know", ("1", "XDR"), (None, "no rate", None)),
    ("no day", ("1", "USD", None, None), (None, "no date", None)),
    ("no amount", (None, "USD"), (None, "no amount", None)),
    ("no amount at all", (None, None, None, None), (None, "no amount", None)),
    ("more than is money", ("999999999999999999", "EUR"), (None, "too large", None)),
    ("the most that is money", ("1000000000000000", "EUR"), (10**17, "euro", None)),
    ("a rate that makes it too much", ("1000000000000", "BIG"), (None, "too large", None)),
]


@pytest.mark.parametrize(("given_", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_price(given_: tuple[str, ...], expected: tuple[int | None, str, str | None]) -> None:
    assert priced(*given_) == expected


@settings(max_examples=200, deadline=None, derandomize=True)
@given(micro=st.integers(-(10**24) + 1, 10**24 - 1), rate=st.integers(1, 10**13))
def test_every_amount_and_rate_is_exact(micro: int, rate: int) -> None:
    frame = pl.DataFrame(
        {
            "amount": pl.Series([Decimal(micro).scaleb(-6)], dtype=AMOUNT),
            "currency": ["USD"],
            "default_currency": pl.Series([None], dtype=pl.String),
            "value_date": [date(2021, 6, 15)],
            "transaction_date": [date(2021, 6, 15)],
        }
    )
    rates = pl.DataFrame({"currency": ["USD"], "rate_date": [date(2021, 6, 15)], "rate_micro": [rate]})
    found = price(frame, rates, 31)["amount_eur_cents"][0]
    cents = (Fraction(abs(micro) * 100, rate) * 2 + 1) // 2
    assert found == (None if cents > 10**17 else cents if micro >= 0 else -cents)


def test_the_order_of_rows_is_kept() -> None:
    frame = pl.DataFrame(
        {
            "amount": pl.Series([Decimal(n) for n in (3, 1, 2)], dtype=AMOUNT),
            "currency": ["USD", "EUR", "JPY"],
            "default_currency": pl.Series([None] * 3, dtype=pl.String),
            "value_date": [date(2021, 8, 2), None, date(2021, 6, 15)],
            "transaction_date": [date(2021, 8, 2)] * 3,
        }
    )
    assert price(frame, RATES, 31).select("amount", "amount_eur_cents").rows() == [
        (Decimal(3), 150),
        (Decimal(1), 100),
        (Decimal(2), 2),
    ]


def test_the_rates_that_ship_are_the_banks() -> None:
    """A few that anybody can look up: 4 January 1999, and a day in 2021."""
    rates = {(c, d): m for c, d, m in load_rates().iter_rows()}
    assert rates["USD", date(1999, 1, 4)] == 1_178_900
    assert rates["USD", date(2021, 6, 15)] == 1_210_800
