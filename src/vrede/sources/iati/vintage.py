"""Files that were fetched together: a folder a day with its datasets.csv, and which day holds now (current.json).

A day's folder is whole: what did not change since the day before, or could not be had today, has its last good copy there too, so that no
part of an activity is left in an older vintage. A day on which nothing changed leaves no folder.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vrede.fetch import Want

FILE, CURRENT = "datasets.csv", "current.json"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
COLUMNS = ("file", "retrieved", "publisher", "owner", "source_type", "licence", "address", "selection", "came")


@dataclass(frozen=True, slots=True)
class Listed:
    """What datasets.csv says of a file besides its day: the registry's owner, and the day on which its bytes came ('': today)."""

    want: Want
    owner: str = ""
    source_type: str = ""
    came: str = ""


def days_of(home: Path) -> list[str]:
    """The days that have a folder, the oldest first."""
    return sorted(d.name for d in home.iterdir() if DAY.fullmatch(d.name)) if home.is_dir() else []


def current_day(home: Path) -> str:
    """The day whose folder holds now; '' where none was ever whole."""
    try:
        day = str(json.loads((home / CURRENT).read_text(encoding="utf-8"))["day"])
    except (OSError, ValueError, TypeError, KeyError):
        return ""
    return day if DAY.fullmatch(day) and (home / day).is_dir() else ""


def former_copy(home: Path, day: date, name: str) -> Path | None:
    """The newest copy of a file among the days before `day`."""
    before = reversed([one for one in days_of(home) if one < day.isoformat()])
    return next((home / one / name for one in before if (home / one / name).is_file()), None)


def read_datasets(folder: Path) -> dict[str, dict[str, str]]:
    """File -> its line; empty where there is no list."""
    path = folder / FILE
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return {row["file"]: {key: row.get(key) or "" for key in COLUMNS} for row in csv.DictReader(stream)}


def _write(folder: Path, rows: Mapping[str, dict[str, str]]) -> None:
    half = folder / (FILE + ".half")
    with half.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows[name] for name in sorted(rows))
    os.replace(half, folder / FILE)


def write_datasets(folder: Path, fetched: Iterable[Listed], day: date) -> None:
    """Adds or renews a line for each file that is in the folder of `day`, in the order of names; the other lines stay. Raises OSError."""
    rows = read_datasets(folder)
    for one in fetched:
        want = one.want
        rows[want.name] = {
            "file": want.name,
            "retrieved": day.isoformat(),
            "publisher": want.publisher,
            "owner": one.owner,
            "source_type": one.source_type,
            "licence": want.licence,
            "address": want.address,
            "selection": want.selection,
            "came": one.came or day.isoformat(),
        }
    if rows:
        _write(folder, rows)


def carry_over(home: Path, day: date, dropped: Iterable[str]) -> list[str]:
    """Gives every file of the day before that is not in today's folder its place there, with its line; not those of `dropped`, which
    their source no longer has. Returns their names. Raises OSError."""
    before, today = current_day(home), day.isoformat()
    if before == today:
        _drop(home / today, dropped)
    if not before or before >= today:
        return []
    old, rows, gone = read_datasets(home / before), read_datasets(home / today), set(dropped)
    kept = []
    for name, row in old.items():
        if name in rows or name in gone or not (home / before / name).is_file():
            continue
        _link(home / before / name, home / today / name)
        rows[name] = {**row, "retrieved": today, "came": row["came"] or row["retrieved"]}
        kept.append(name)
    if kept:
        _write(home / today, rows)
    return kept


def _drop(folder: Path, dropped: Iterable[str]) -> None:
    rows = read_datasets(folder)
    if gone := set(dropped) & set(rows):
        _write(folder, {name: row for name, row in rows.items() if name not in gone})
        for name in gone:
            (folder / name).unlink(missing_ok=True)


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        os.link(source, part)
    except OSError:
        shutil.copyfile(source, part)
    os.replace(part, target)


def settle(home: Path, day: date) -> bool:
    """Makes today's folder the one that holds; where it says nothing that the day before did not, it is removed and that stays.

    Returns whether there is anything new. Raises OSError.
    """
    before, today = current_day(home), day.isoformat()
    if not (home / today / FILE).is_file():
        return False
    if before and before < today and _same(home / before, home / today):
        shutil.rmtree(home / today)
        return False
    half = home / (CURRENT + ".half")
    half.write_text(json.dumps({"day": today}) + "\n", encoding="utf-8")
    os.replace(half, home / CURRENT)
    return True


def _same(one: Path, other: Path) -> bool:
    """Whether two days list the same files, with the same bytes and the same owners."""
    first, second = read_datasets(one), read_datasets(other)
    if set(first) != set(second):
        return False
    said = [key for key in COLUMNS if key not in ("retrieved", "came")]
    for name, row in first.items():
        if [row[key] for key in said] != [second[name][key] for key in said]:
            return False
        if not _same_bytes(one / name, other / name):
            return False
    return True


def _same_bytes(one: Path, other: Path) -> bool:
    if not one.is_file() or not other.is_file() or one.stat().st_size != other.stat().st_size:
        return False
    return one.samefile(other) or one.read_bytes() == other.read_bytes()
