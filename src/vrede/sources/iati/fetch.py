"""IATI files: those of publishers in the IATI Bulk Data Service, and those of a list of addresses.

Each day has its own folder, `iati/2026-11-24/`, so that what was fetched together is a vintage. A file that did not
change gets its place in the new day's folder without being sent again; one that could not be had stays where it was.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from vrede.fetch import Client, Outcome, Progress, Want, from_addresses, quiet, refusals
from vrede.fetch import wants as wants_of
from vrede.sources.iati.folder import FIELDS

HERE = Path(__file__).parent
FOLDER = HERE.name
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
WRITE_EVERY = 100


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset of the index. address: the service's own copy of it, '' where it has none; source: the publisher's."""

    name: str
    publisher: str
    address: str
    source: str
    licence: str


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for: these publishers, or every one, and the addresses of a text."""

    publishers: Sequence[str] = ()
    everything: bool = False
    addresses: str = ""


class IndexShape(Exception):
    """The index has another shape than the two that are known."""


def read_index(data: bytes) -> list[Dataset]:
    """The datasets of an index, in its order. Raises IndexShape.

    Two shapes: since 2025 a list with short_name, reporting_org_short_name, licence_id and last_known_good_dataset;
    before, an object from name to publisher_name, source_url and url_xml.
    """
    try:
        found = json.loads(data)["datasets"]
        entries = list(found.values()) if isinstance(found, dict) else list(found)
        return [_dataset(entry) for entry in entries]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexShape(str(error)) from error


def _dataset(entry: dict[str, Any]) -> Dataset:
    good = entry.get("last_known_good_dataset") or {}
    address = good.get("cached_dataset_url_xml") or good.get("cached_dataset_xml_url") or entry.get("url_xml")
    texts = (
        entry["short_name"] if "short_name" in entry else entry["name"],
        entry["reporting_org_short_name"] if "reporting_org_short_name" in entry else entry["publisher_name"],
        address,
        entry.get("source_url"),
        entry.get("licence_id") or entry.get("license_id"),
    )
    return Dataset(*(str(text or "").strip() for text in texts))


def chosen(datasets: Sequence[Dataset], ask: Ask) -> tuple[list[Want], list[Outcome]]:
    """What to fetch, by publisher and name, and a row for each publisher or dataset that cannot be had."""
    wants: list[Want] = []
    rows: list[Outcome] = []
    asked = {name.casefold(): name for name in ask.publishers}
    there = {dataset.publisher.casefold() for dataset in datasets}
    rows += [Outcome(name, "", "failed", reason="not listed") for key, name in asked.items() if key not in there]
    for dataset in sorted(datasets, key=lambda d: (d.publisher, d.name)):
        if not ask.everything and dataset.publisher.casefold() not in asked:
            continue
        name = f"{dataset.publisher}/{dataset.name}.xml"
        whole = "all publishers" if ask.everything else f"all files of publisher {dataset.publisher}"
        if dataset.address:
            wants.append(
                Want(
                    name,
                    dataset.address,
                    "xml",
                    publisher=dataset.publisher,
                    licence=dataset.licence,
                    selection=f"{whole}, IATI Bulk Data Service",
                )
            )
        else:
            rows.append(Outcome(name, dataset.source, "gone", reason="no copy"))
    return wants, rows


def former_copy(home: Path, day: date, name: str) -> Path | None:
    """The newest copy of a file among the days before `day`."""
    if not home.is_dir():
        return None
    days = sorted((d for d in home.iterdir() if DAY.fullmatch(d.name) and d.name < day.isoformat()), reverse=True)
    return next((d / name for d in days if (d / name).is_file()), None)


def get_iati(
    folder: Path, client: Client, day: date, ask: Ask, base: str = "", progress: Progress = quiet
) -> list[Outcome]:
    """Into `folder/iati/<day>`, with its datasets.csv. base: another address of the index.

    Where the index cannot be fetched the last good one is used, and the report says so.
    """
    home = folder / FOLDER
    rows: list[Outcome] = []

    def say(row: Outcome) -> None:
        rows.append(row)
        progress(row)

    wants: list[Want] = []
    if ask.publishers or ask.everything:
        (index,) = wants_of(HERE, base)
        say(client.fetch(index, home))
        try:
            kept = home / index.name
            wants, missing = chosen(read_index(kept.read_bytes()), ask) if kept.is_file() else ([], [])
        except IndexShape as error:
            missing = [Outcome(index.name, index.address, "failed", reason="content", detail=str(error)[:100])]
        for row in missing:
            say(row)
    sound, refused = refusals([*wants, *from_addresses(ask.addresses)])
    for row in refused:
        say(row)
    fetched: list[Want] = []
    try:
        for want in sound:
            row = client.fetch(want, home / day.isoformat(), former_copy(home, day, want.name))
            say(row)
            if row.state in ("new", "unchanged"):
                fetched.append(want)
                if len(fetched) % WRITE_EVERY == 0:
                    write_datasets(home / day.isoformat(), fetched, day)
    finally:
        # Also where a person stops it: what came is whole, and its day and owner must be known.
        if fetched:
            write_datasets(home / day.isoformat(), fetched, day)
    return rows


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
