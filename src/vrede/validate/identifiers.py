"""Identifiers over a whole file: missing, and given more than once (1.1.2); what does not begin as an organisation's may."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from lxml import etree

DUPLICATE = "1.1.2"
MISSING = "identifier.missing"
CASE = "identifier.prefix-case"


@dataclass(frozen=True, slots=True)
class BadIdentifier:
    """An identifier that another activity of the file has, too, or none at all. rule: DUPLICATE, MISSING or CASE."""

    rule: str
    value: str
    element: etree._Element
    words: tuple[tuple[str, str], ...] = ()


def digest(text: str) -> bytes:
    """A short key of a text, so that a long identifier costs no more memory than a short one."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def identifier_of(activity: etree._Element) -> str:
    """An activity's (or organisation's) identifier without outer white space; '' where it has none."""
    text = activity.findtext("iati-identifier") or activity.findtext("organisation-identifier") or ""
    return text.strip()


class IdentifierCheck:
    """Remembers the identifiers of a file as keys of 8 bytes."""

    def __init__(self, agencies: frozenset[str] = frozenset()) -> None:
        self.seen: set[bytes] = set()
        self.by_case = {agency.upper(): agency for agency in agencies}
        self.agencies = agencies

    def knows(self, identifier: str) -> bool:
        """True where an activity of the file has it."""
        return digest(identifier) in self.seen

    def run(self, activity: etree._Element) -> Iterator[BadIdentifier]:
        """What is wrong with the identifiers of one activity, remembering it."""
        element = activity.find("iati-identifier")
        text = (element.text or "").strip() if element is not None else ""
        text = text or identifier_of(activity)
        if not text:
            yield BadIdentifier(MISSING, "", element if element is not None else activity)
        if text or element is not None:  # several empty ones are one identifier too
            key = digest(text)
            if key in self.seen:
                yield BadIdentifier(DUPLICATE, text, element if element is not None else activity)
            self.seen.add(key)
        reporting = activity.find("reporting-org")
        ref = reporting.get("ref", "").strip() if reporting is not None else ""
        start = "-".join(ref.split("-")[:2])
        known = self.by_case.get(start.replace(" ", "").upper())
        if reporting is not None and known and start not in self.agencies:
            yield BadIdentifier(CASE, ref, reporting, (("prefix", known),))


def duplicates_in(root: etree._Element) -> Iterator[BadIdentifier]:
    """Identifiers that stand more than once in a document."""
    check = IdentifierCheck()
    for activity in root.iter("iati-activity"):
        yield from (bad for bad in check.run(activity) if bad.rule == DUPLICATE)
