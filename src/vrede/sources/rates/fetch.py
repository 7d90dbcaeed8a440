"""Fetches the Bank's table, which only grows: one that holds less, or ends earlier, is not taken."""

from __future__ import annotations

from pathlib import Path

from vrede.fetch import Client, Outcome, Progress, fetch_all, quiet, wants
from vrede.sources.rates.read import FOLDER, RatesError, last_rate_date, load_rates

KEPT_PERCENT = 99
"""A rate may be withdrawn; a table that lost more was cut."""


def poorer(came: Path, before: Path) -> str:
    """Why the table that came is not taken in the place of the one before; '' where it is."""
    try:
        held, until = load_rates(str(before)).height, last_rate_date(str(before))
    except RatesError:
        return ""
    try:
        if load_rates(str(came)).height * 100 < held * KEPT_PERCENT:
            return "less"
        return "older" if last_rate_date(str(came)) < until else ""
    except RatesError:
        return "content"


def get_rates(folder: Path, client: Client, base: str = "", progress: Progress = quiet) -> list[Outcome]:
    """Into `folder/rates`. base: another address of the zip."""
    return fetch_all(wants(Path(__file__).parent, base), folder / FOLDER, client, progress, judge=poorer)
