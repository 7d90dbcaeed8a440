"""Whether a sources folder has anything of this source, and which files its tables and the forecast are made from."""

from __future__ import annotations

import hashlib
from pathlib import Path

from vrede.sources.conflict.events import read_events, vintage_of
from vrede.sources.conflict.judgements import FILE as JUDGEMENTS
from vrede.sources.conflict.panel import has_panel, panel_file, read_panel
from vrede.sources.conflict.read import FOLDER, find_series
from vrede.sources.conflict.releases import find_releases, is_whole
from vrede.sources.conflict.states import HERE, IDS, NEIGHBOURS, STATES


def find_conflict(root: Path) -> Path | None:
    """Its folder below a sources folder, where that holds a file of it."""
    folder = root / FOLDER
    there = folder.is_dir() and any((find_series(folder), has_panel(folder), find_releases(folder)))
    return folder if there else None


def panel_inputs(folder: Path) -> list[Path]:
    """The files that a forecast is made from: the releases that count together with the lists that ship, where a whole release is there;
    else the file of months with the folder's own lists, and no events.
    """
    if is_whole(folder):
        return [*(release.path for release in read_events(folder).chain), STATES, HERE / NEIGHBOURS]
    named = [panel_file(folder), folder / IDS, folder / NEIGHBOURS]
    return [path for path in named if path is not None and path.is_file()]


def panel_vintage(folder: Path) -> str:
    """The releases that the deaths by month were counted from, by name; of a file of months its own name."""
    if is_whole(folder):
        return vintage_of(read_events(folder))
    path = panel_file(folder)
    return path.name if path is not None else ""


def panel_sha256(folder: Path) -> str:
    """Hash of the deaths by month: of their file, or of what was counted from events. Raises SeriesError."""
    path = panel_file(folder)
    data = path.read_bytes() if path is not None else read_panel(folder).months.write_csv().encode()
    return hashlib.sha256(data).hexdigest()


def conflict_inputs(folder: Path) -> list[Path]:
    """Every file that the tables and the forecast are made from, by path."""
    series = {one.path for _source, one in find_series(folder)}
    events = {release.path for release in find_releases(folder)}
    judged = {path for path in (folder / JUDGEMENTS, folder / IDS) if path.is_file()}
    return sorted({*panel_inputs(folder), *series, *events, *judged})
