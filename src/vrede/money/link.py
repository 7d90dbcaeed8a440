"""A figure's permanent link: the selection, the snapshot and the cents it claims, in the words of an address."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from urllib.parse import parse_qs, urlencode, urlsplit

from vrede.article import GRADES
from vrede.money.measure import BOUNDS, MEASURES
from vrede.money.selection import KINDS, SCOPES, Selection

PATTERNS = {
    "scope": re.compile("|".join(SCOPES)),
    "clause": re.compile(r"[AFS][1-9]"),
    "part": re.compile(r"[AFS][1-9]\.[a-z0-9]{1,2}"),
    "measure": re.compile("|".join((*MEASURES, "none"))),
    "kind": re.compile("|".join(KINDS)),
    "year": re.compile(r"(19|20|21)[0-9]{2}|none"),
    "country": re.compile(r"[A-Z]{3}"),
    "place": re.compile(r"[0-9]{1,4}|none"),
    "region": re.compile(r"[a-z][a-z0-9_-]*"),
    "grade": re.compile("|".join(GRADES)),
    "channel": re.compile(r"[a-z][a-z0-9_-]*"),
    "partner": re.compile(r"\S{1,120}"),
    "purpose": re.compile(r"[0-9A-Za-z._-]{1,20}|none"),
    "activity": re.compile(r"[0-9]{1,9}"),
    "bound": re.compile("|".join(BOUNDS)),
}
NUMBER = re.compile(r"[0-9]{1,9}")
"""A number that a person types: `isdigit` takes '²' for one, and `int` refuses 5,000 digits."""
SNAPSHOT = re.compile(r"[0-9a-f]{16}")
CENTS = re.compile(r"-?[0-9]{1,18}")


class LinkError(Exception):
    """An address that names nothing we know; `name` is the parameter, the message says what it may be."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


@dataclass(frozen=True, slots=True)
class Claim:
    """What a link says: which slices, of which snapshot (empty: the current one), and their sum (None: not said)."""

    selection: Selection
    snapshot: str = ""
    cents: int | None = None


def parse_selection(
    parameters: Mapping[str, str], regions: Collection[str], defaults: Selection | None = None
) -> Selection:
    """A selection from the parameters of an address; other parameters are left alone, empty ones mean no condition.

    Raises LinkError where a value cannot be one of its kind.
    """
    given: dict[str, str] = {}
    for field in fields(Selection):
        value = parameters.get(field.name, "").strip()
        if not value:
            continue
        if not PATTERNS[field.name].fullmatch(value) or (field.name == "region" and value not in regions):
            raise LinkError(field.name, f"{field.name}={value[:60]!r} is not a {field.name} that we know")
        given[field.name] = value
    return (defaults or Selection()).but(**given)


def parse_link(link: str, regions: Collection[str]) -> Claim:
    """The claim in a figure's address. Raises LinkError."""
    query = {name: values[-1] for name, values in parse_qs(urlsplit(link).query).items()}
    if not query:
        raise LinkError(
            "link", f"{link[:80]!r} has no filters; copy the address of a figure, it contains ?...snapshot="
        )
    if "of" in query:
        raise LinkError(
            "link", "this is no figure of slices but one of the chain, ahead or changes; its page checks it"
        )
    snapshot, cents = query.get("snapshot", ""), query.get("cents", "")
    if snapshot and not SNAPSHOT.fullmatch(snapshot):
        raise LinkError("snapshot", f"snapshot={snapshot[:60]!r} is not the name of a snapshot")
    if cents and not CENTS.fullmatch(cents):
        raise LinkError("cents", f"cents={cents[:60]!r} is not an amount in cents")
    return Claim(parse_selection(query, regions), snapshot, int(cents) if cents else None)


def query_of(selection: Selection, snapshot: str = "", cents: int | None = None) -> str:
    """The words behind the `?` of a figure's address, in a fixed order."""
    words = selection.parameters()
    if snapshot:
        words["snapshot"] = snapshot
    if cents is not None:
        words["cents"] = str(cents)
    return urlencode(words)
