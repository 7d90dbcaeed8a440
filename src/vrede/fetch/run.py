"""Many files, one after another; what may not be fetched is in the report too."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from vrede.fetch.client import Client
from vrede.fetch.plan import Want, refusals
from vrede.fetch.report import Outcome

Progress = Callable[[Outcome], None]


def quiet(row: Outcome) -> None:
    """Says nothing."""


def fetch_all(wants: Iterable[Want], folder: Path, client: Client, progress: Progress = quiet) -> list[Outcome]:
    """A row for each file: first those that may not be fetched, then the others in the order asked."""
    sound, rows = refusals(wants)
    for row in rows:
        progress(row)
    for want in sound:
        rows.append(client.fetch(want, folder))
        progress(rows[-1])
    return rows
