"""A small choice of the real files, of every kind: the same every time. All of them are for `make proof`."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

WHOLE = ("covid-2020-04", "covid-2021-05-26", "covid-2021-06-08", "unhcr-2023", "ugly")
"""Sets of a few files: three vintages, the ministry's own files in two of them, parts of one activity, files that cannot be read."""
SOME = {"early-v1": 6, "country-2014": 12, "csv2iati-2013-2017": 10, "samples-2025": 6}
"""Sets of many files, mostly of IATI 1.0x: every so many-th of them, in the order of names."""


def few_files(iati: Path) -> list[Path]:
    """The choice from a folder of sets."""
    chosen = [path for name in WHOLE for path in _files(iati / name)]
    return chosen + [path for name, every in SOME.items() for path in _files(iati / name)[::every]]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.name.endswith((".xml", ".xml.gz")))


def copy_few(iati: Path, to: Path) -> None:
    """The choice as a sources folder of its own: each set with the rows of its list that are of the choice."""
    for path in few_files(iati):
        target = to / path.relative_to(iati)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    for name in (*WHOLE, *SOME):
        with (iati / name / "datasets.csv").open(encoding="utf-8-sig", newline="") as stream:
            rows = [row for row in csv.DictReader(stream) if (to / name / row["file"]).is_file()]
        with (to / name / "datasets.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
