"""The addresses of the sources, from addresses.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from vrede.fetch.plan import Want

FILE = Path(__file__).with_name("addresses.toml")


@dataclass(frozen=True, slots=True)
class Place:
    """One file of a source: its name with us, its address, and who says so since when. title: nl and en."""

    file: str
    address: str
    kind: str
    title: dict[str, str]
    licence: str
    source: str
    checked: date
    holds: str = ""


@cache
def places(source: str) -> tuple[Place, ...]:
    """The files of a source. Raises KeyError for a source without addresses, TypeError where the file is not in order."""
    return tuple(Place(**entry) for entry in tomllib.loads(FILE.read_text(encoding="utf-8"))[source])


def wants(source: str, base: str = "") -> list[Want]:
    """What to fetch of a source. base: another address; of a source with several files, the folder they stand in."""
    found = places(source)
    result = []
    for place in found:
        address = place.address
        if base:
            address = base if len(found) == 1 else f"{base.rstrip('/')}/{place.file}"
        result.append(Want(place.file, address, place.kind, holds=place.holds, licence=place.licence))
    return result
