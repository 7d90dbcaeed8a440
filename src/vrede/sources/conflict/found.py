"""Whether a sources folder has anything of this source, and which files its tables and the forecast are made from."""

from __future__ import annotations

from pathlib import Path

from vrede.sources.conflict.events import find_events
from vrede.sources.conflict.judgements import FILE as JUDGEMENTS
from vrede.sources.conflict.panel import IDS, NEIGHBOURS, panel_file
from vrede.sources.conflict.read import FOLDER, find_series


def find_conflict(root: Path) -> Path | None:
    """Its folder below a sources folder, where that holds a file of it."""
    folder = root / FOLDER
    there = folder.is_dir() and any((find_series(folder), panel_file(folder), find_events(folder)))
    return folder if there else None


def panel_inputs(folder: Path) -> list[Path]:
    """The files that a forecast is made from: without events, of which it takes nothing."""
    named = [panel_file(folder), folder / IDS, folder / NEIGHBOURS]
    return [path for path in named if path is not None and path.is_file()]


def conflict_inputs(folder: Path) -> list[Path]:
    """Every file that the tables and the forecast are made from, by path."""
    series = {path for _source, path in find_series(folder)}
    events = {path for _release, path in find_events(folder)}
    judged = {path for path in (folder / JUDGEMENTS, folder / IDS) if path.is_file()}
    return sorted({*panel_inputs(folder), *series, *events, *judged})
