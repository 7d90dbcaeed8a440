"""Which IATI files a sources folder holds, and what `datasets.csv` beside them says of each."""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from pathlib import Path

from vrede.fetch import ASKED
from vrede.sources.iati.vintage import current_day, days_of

FIELDS = ("retrieved", "publisher", "licence", "address", "selection", "source_type")
SUFFIXES = (".xml", ".xml.gz")


@dataclass(frozen=True, slots=True)
class DatasetFile:
    """One file: `name` is its path below the sources folder; the other fields are empty where nobody said.

    publisher: its owner in the registry, by organisation identifier. source_type: primary-source or secondary-source.
    """

    path: Path
    name: str
    retrieved: str = ""
    publisher: str = ""
    licence: str = ""
    address: str = ""
    selection: str = ""
    source_type: str = ""


def _listed(folder: Path) -> dict[str, dict[str, str]]:
    file = folder / "datasets.csv"
    if not file.is_file():
        return {}
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return {row["file"].strip(): row for row in csv.DictReader(stream) if row.get("file")}


def is_iati_name(name: str) -> bool:
    """Whether a file is taken for IATI by its name, in capitals too; hidden ones are not."""
    return name.lower().endswith(SUFFIXES) and not name.startswith(".")


def find_files(root: Path) -> list[DatasetFile]:
    """All XML files below `root`, in the order of their names. Raises OSError where the folder cannot be read.

    A `datasets.csv` (file, retrieved, publisher, licence, address, and where known owner, source_type, and selection: what was asked for
    when the file was fetched) holds for its own folder and those below it. Where it has a column owner, that is whose file it is: a
    publisher's name there proves nothing.
    A file that it names and that is not there is returned too, so that its absence is seen. Of the days that `get` keeps, only the one
    that holds now is taken (vintage.py).
    """
    os.listdir(root)
    found: dict[str, DatasetFile] = {}
    day = current_day(root)
    past = {root / ASKED, *(root / one for one in days_of(root) if day and one != day)}

    def is_past(path: Path) -> bool:
        return not past.isdisjoint(path.parents)

    lists = {file.parent: _listed(file.parent) for file in sorted(root.rglob("datasets.csv")) if not is_past(file)}
    paths = {path for path in root.rglob("*") if is_iati_name(path.name) and not is_past(path)}
    paths |= {folder / name for folder, rows in lists.items() for name in rows}
    for path in sorted(paths):
        row: dict[str, str] = {}
        for folder in (path.parent, *path.parents):
            if folder in lists:
                row = lists[folder].get(path.relative_to(folder).as_posix(), {})
                break
            if folder == root:
                break
        name = path.relative_to(root).as_posix()
        fields = {key: (row.get(key) or "").strip() for key in FIELDS}
        if "owner" in row:
            fields["publisher"] = (row["owner"] or "").strip()
        found[name] = DatasetFile(path, name, **fields)
    return [found[name] for name in sorted(found)]
