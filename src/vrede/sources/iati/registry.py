"""The two lists of the IATI Bulk Data Service: its datasets, and the organisations that own them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset of the index. address: the service's own copy of it, '' where it has none; source: the publisher's. owner_id: its
    number in the list of organisations. sha1: of the copy, as the index says."""

    name: str
    publisher: str
    address: str
    source: str
    licence: str
    owner_id: str = ""
    sha1: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """An organisation of the registry. identifier: its organisation identifier ('' where it gave none). source_type: primary-source or
    secondary-source: who publishes what others did."""

    id: str
    short_name: str
    name: str
    identifier: str
    source_type: str
    country: str


class IndexShape(Exception):
    """A list has another shape than those that are known."""


def read_index(data: bytes) -> list[Dataset]:
    """The datasets of an index, in its order. Raises IndexShape.

    Two shapes: since 2025 a list with short_name, reporting_org_short_name, licence_id and last_known_good_dataset;
    before, an object from name to publisher_name, source_url and url_xml.
    """
    try:
        found = json.loads(data)["datasets"]
        entries = list(found.values()) if isinstance(found, dict) else list(found)
        return [_dataset(entry) for entry in entries]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise IndexShape(str(error)) from error


def _dataset(entry: dict[str, Any]) -> Dataset:
    good = entry.get("last_known_good_dataset") or {}
    address = good.get("cached_dataset_xml_url") or good.get("cached_dataset_url_xml") or entry.get("url_xml")
    texts = (
        entry["short_name"] if "short_name" in entry else entry["name"],
        entry["reporting_org_short_name"] if "reporting_org_short_name" in entry else entry["publisher_name"],
        address,
        entry.get("source_url"),
        entry.get("licence_id") or entry.get("license_id"),
        entry.get("reporting_org_id"),
        good.get("hash") or entry.get("hash"),
    )
    return Dataset(*(str(text or "").strip() for text in texts))


def read_owners(data: bytes) -> list[Owner]:
    """The organisations, in their order. Raises IndexShape.

    organisation_identifier is the identifier; iati_identifier, its name of before, is read where the other is absent.
    """
    try:
        entries = list(json.loads(data)["reporting_orgs"])
        return [_owner(entry) for entry in entries]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise IndexShape(str(error)) from error


def _owner(entry: dict[str, Any]) -> Owner:
    texts = (
        entry["id"],
        entry["short_name"],
        entry.get("human_readable_name"),
        entry.get("organisation_identifier") or entry.get("iati_identifier"),
        entry.get("reporting_source_type"),
        entry.get("hq_country"),
    )
    return Owner(*(str(text or "").strip() for text in texts))


@dataclass(frozen=True, slots=True)
class Owners:
    """The owners of datasets, by their number, else by their short name."""

    by_id: Mapping[str, Owner]
    by_name: Mapping[str, Owner]

    def of(self, dataset: Dataset) -> Owner | None:
        """Whose dataset it is; None where the registry does not tell."""
        return self.by_id.get(dataset.owner_id) or self.by_name.get(dataset.publisher.casefold())

    def named(self, text: str) -> set[str]:
        """Short names, without case, of the publisher with this short name or organisation identifier."""
        plain = text.strip().casefold()
        of_identifier = {one.short_name.casefold() for one in self.by_id.values() if one.identifier.casefold() == plain}
        return of_identifier or {plain}


def owners_of(path: Path) -> Owners:
    """The owners of a file; none where it is not there. Raises IndexShape, OSError."""
    found: Sequence[Owner] = read_owners(path.read_bytes()) if path.is_file() else ()
    return Owners({one.id: one for one in found}, {one.short_name.casefold(): one for one in found})


def index_day(home: Path) -> str:
    """The day on which the last good index was made, YYYY-MM-DD; '' where there is none, or it does not say."""
    try:
        made = str(json.loads((home / "index.json").read_bytes())["index_created"])[:10]
        return date.fromisoformat(made).isoformat()
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return ""
