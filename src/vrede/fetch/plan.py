"""What to fetch and under which name: lists in, lists out; nothing here touches a disk or a network."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from vrede.fetch.report import Outcome

KINDS = ("xml", "xml.gz", "json", "csv", "zip", "archive", "html")
PIECE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,199}")
LISTED = "addresses"
# Names that Windows keeps for devices, with any ending.
DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Want:
    """One file to fetch. name: its path below the folder, with `/`. kind: one of KINDS.

    sha256: what the content must be ('' where any may come). holds: a word without which it is not what was asked for.
    publisher, licence, selection: for datasets.csv, '' where unknown.
    """

    name: str
    address: str
    kind: str
    sha256: str = ""
    holds: str = ""
    publisher: str = ""
    licence: str = ""
    selection: str = ""


def is_safe(name: str) -> bool:
    """Whether a path stays below its folder on every system: plain pieces, none that begins with a dot."""
    pieces = name.split("/")
    return all(PIECE.fullmatch(piece) and not DEVICES.fullmatch(piece) and piece[-1] != "." for piece in pieces)


def is_address(address: str) -> bool:
    """Whether this is an http(s) address with a host, without a name and password in it and without control characters."""
    if not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None and parts.port != 0
    except ValueError:
        return False


def refusals(wants: Iterable[Want]) -> tuple[list[Want], list[Outcome]]:
    """What may be fetched, in order, and a row for each that may not: a bad name, a bad address, a name already taken."""
    sound: list[Want] = []
    rows: list[Outcome] = []
    taken: dict[str, str] = {}
    for want in wants:
        key = want.name.casefold()
        if not is_safe(want.name):
            rows.append(Outcome(want.name, want.address, "failed", reason="name"))
        elif not is_address(want.address):
            rows.append(Outcome(want.name, _without_secrets(want.address), "failed", reason="address"))
        elif key not in taken:
            taken[key] = want.address
            sound.append(want)
        elif taken[key] != want.address:
            rows.append(Outcome(want.name, want.address, "failed", reason="twice"))
    return sound, rows


def _without_secrets(address: str) -> str:
    return re.sub(r"//[^/@]*@", "//", address)


def from_addresses(text: str) -> list[Want]:
    """A list of addresses, one a line, `#` for remarks, as files of IATI named after host, last piece and address.

    The same address always gets the same name. The publisher is not known.
    """
    wants = []
    for line in text.splitlines():
        address = line.strip().lstrip("\ufeff")
        if not address or address.startswith("#"):
            continue
        wants.append(Want(*_named(address), selection=LISTED))
    return list(dict.fromkeys(wants))


def _named(address: str) -> tuple[str, str, str]:
    try:
        parts = urlsplit(address)
        host, path = parts.hostname or "", unquote(parts.path)
    except ValueError:
        host, path = "", ""
    last = path.rstrip("/").rsplit("/", 1)[-1]
    kind = "xml.gz" if last.endswith(".gz") else "xml"
    stem = re.sub(r"(\.xml)?(\.gz)?$", "", last)
    plain = re.sub(r"[^A-Za-z0-9-]+", "_", stem).strip("_-")[:80] or "file"
    folder = re.sub(r"[^A-Za-z0-9-]+", "_", host).strip("_-")[:80] or "host"
    mark = hashlib.sha256(address.encode()).hexdigest()[:8]
    return f"{folder}/{plain}-{mark}.{kind}", address, kind
