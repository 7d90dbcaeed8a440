"""What a sources folder holds: IATI files, the budget, fetched rates, and whether it is the made-up sample."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vrede.sources.budget.read import FILE as BUDGET_FILE
from vrede.sources.conflict.events import find_events
from vrede.sources.conflict.panel import panel_file
from vrede.sources.conflict.read import FOLDER as SERIES_FOLDER
from vrede.sources.conflict.read import find_series
from vrede.sources.iati.folder import DatasetFile, find_files
from vrede.sources.rates import FILE as RATES_FILE
from vrede.sources.rates import FOLDER as RATES_FOLDER

MADE_UP = "made-up.txt"


class SourcesError(Exception):
    """The sources folder cannot be used; the message says what, where and what to do."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of one build."""

    root: Path
    files: list[DatasetFile]
    budget: Path | None
    series: Path | None
    made_up: bool
    rates: Path | None = None


def find_sources(root: Path) -> Sources:
    """`root/iati`, `root/budget`, `root/rates` and `root/conflict` where they are there; without the first, `root` is a folder of
    IATI files.

    Raises SourcesError: no such folder, no permission, nothing to read in it.
    """
    if not root.exists():
        raise SourcesError(f"{root}: no such folder. Name a folder with IATI files, or use --sample.")
    if not root.is_dir():
        raise SourcesError(f"{root} is a file. Name the folder that it stands in.")
    try:
        iati = root / "iati"
        files = find_files(iati if iati.is_dir() else root)
        budget = root / "budget" / BUDGET_FILE
        found = budget if budget.is_file() else None
        conflict = root / SERIES_FOLDER
        series = (
            conflict
            if conflict.is_dir() and any((find_series(conflict), panel_file(conflict), find_events(conflict)))
            else None
        )
        rates = root / RATES_FOLDER / RATES_FILE
        fetched = rates if rates.is_file() else None
    except OSError as error:
        raise SourcesError(f"{root} cannot be read: {error.strerror}. Check its permissions.") from error
    if not files and found is None:
        raise SourcesError(f"{root}: no .xml or .xml.gz files in it or below it.")
    return Sources(root, files, found, series, (root / MADE_UP).is_file(), fetched)
