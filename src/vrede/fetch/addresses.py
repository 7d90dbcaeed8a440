"""The addresses of a source, from addresses.toml in its folder."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from vrede.fetch.plan import Want

FILE = "addresses.toml"


@dataclass(frozen=True, slots=True)
class Address:
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
def addresses_of(source: Path) -> tuple[Address, ...]:
    """The files of a source. source: its folder in the package. Raises OSError where it has no addresses, TypeError or KeyError where
    the file is not in order."""
    return tuple(Address(**entry) for entry in tomllib.loads((source / FILE).read_text(encoding="utf-8"))["file"])


def wants(source: Path, base: str = "") -> list[Want]:
    """What to fetch of a source. base: another address; of a source with several files, the folder they stand in."""
    found = addresses_of(source)
    result = []
    for place in found:
        address = place.address
        if base:
            address = base if len(found) == 1 else f"{base.rstrip('/')}/{place.file}"
        result.append(Want(place.file, address, place.kind, holds=place.holds, licence=place.licence))
    return result


def want_of(source: Path, file: str, base: str = "", name: str = "", **values: str | int) -> Want:
    """One file of a source, by its name in addresses.toml, with `{values}` filled in into address and name.

    base: another server, which is asked for the same path. name: another name than that of the list. Raises KeyError: no such file.
    """
    for place in addresses_of(source):
        if place.file == file:
            address = place.address.format(**values)
            if base:
                parts = urlsplit(address)
                address = base.rstrip("/") + parts.path + (f"?{parts.query}" if parts.query else "")
            return Want(name or file.format(**values), address, place.kind, holds=place.holds, licence=place.licence)
    raise KeyError(file)
