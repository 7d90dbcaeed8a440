"""`datasets.csv` beside the files of one day: when each was fetched, whose it is, under which licence, and why it is there."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from vrede.fetch import Want
from vrede.sources.iati.folder import FIELDS

FILE = "datasets.csv"
COLUMNS = ("file", *FIELDS)


def read_datasets(folder: Path) -> dict[str, dict[str, str]]:
    """File -> its line; empty where there is no list."""
    path = folder / FILE
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return {row["file"]: {key: row.get(key) or "" for key in COLUMNS} for row in csv.DictReader(stream)}


def write_datasets(folder: Path, fetched: Iterable[Want], day: date) -> None:
    """Adds or renews a line for each file fetched on `day`, in the order of names; the other lines stay. Raises OSError."""
    rows = read_datasets(folder)
    for want in fetched:
        rows[want.name] = {
            "file": want.name,
            "retrieved": day.isoformat(),
            "publisher": want.publisher,
            "licence": want.licence,
            "address": want.address,
            "selection": want.selection,
        }
    if not rows:
        return
    half = folder / (FILE + ".half")
    with half.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows[name] for name in sorted(rows))
    os.replace(half, folder / FILE)
