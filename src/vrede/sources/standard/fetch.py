"""The IATI standard's schemas, codelists, mappings and rulesets, as `vrede validate` reads them.

`standard.csv` lists every file with its repository, its commit and the hash of its content; what comes must have that
hash. A file that is there already is not asked for again. What is under another licence than CC BY 4.0 or MIT is not
listed.
"""

from __future__ import annotations

import csv
from pathlib import Path

from vrede.fetch import Client, Outcome, Progress, Want, addresses_of, fetch_all, quiet

FILE = Path(__file__).with_name("standard.csv")


def standard_wants(base: str = "") -> list[Want]:
    """What the standard consists of. base: a server that gives raw files as GitHub does, /owner/repository/commit/path."""
    (place,) = addresses_of(FILE.parent)
    root = (base or place.address).rstrip("/")
    with FILE.open(encoding="utf-8", newline="") as stream:
        return [
            Want(
                row["file"],
                f"{root}/{row['repository']}/{row['commit']}/{row['path']}",
                "json" if row["file"].endswith(".json") else "xml",
                row["sha256"],
            )
            for row in csv.DictReader(stream)
        ]


def get_standard(folder: Path, client: Client, base: str = "", progress: Progress = quiet) -> list[Outcome]:
    """Into `folder`, the one that VREDE_STANDARD names."""
    return fetch_all(standard_wants(base), folder, client, progress)
