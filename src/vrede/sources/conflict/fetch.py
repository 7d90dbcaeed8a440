"""UCDP's events of violence: the yearly GED as a zip with one CSV, and the candidate events since as CSV files.

Each line is an event: `id,relid,year,...,date_start,date_end,...,best,high,low`. Nothing in `vrede build` reads them yet.
"""

from __future__ import annotations

from pathlib import Path

from vrede.fetch import Client, Outcome, Progress, fetch_all, quiet, wants

HERE = Path(__file__).parent
FOLDER = HERE.name


def get_conflict(folder: Path, client: Client, base: str = "", progress: Progress = quiet) -> list[Outcome]:
    """Into `folder/conflict`. base: another folder in which the files stand under the same names."""
    return fetch_all(wants(HERE, base), folder / FOLDER, client, progress)
