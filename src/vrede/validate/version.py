"""The version that a file names: it must be one of IATI's, letter for letter, and the file must be written in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vrede.validate.finding import Finding, Part, Place, Severity, shown
from vrede.validate.opening import Opening
from vrede.validate.standard import NEWEST, VERSIONS, version_of

NARRATIVE = re.compile(rb"<narrative[\s>/]")
VERSION_1 = re.compile(rb"<(title|description)(\s[^>]*)?>\s*[^<\s]|<transaction-type\s[^>]*code=\"(IF|C|D|E|R|LR|IR)\"")
LAST_OF_1 = "1.05"


def used_version(opening: Opening, kind: str) -> str:
    """The version to check as: the one meant where that can be told, else after what stands in the file."""
    return version_of(opening.version) or (LAST_OF_1 if _looks(opening, kind) == "1.0x" else NEWEST)


def version_findings(opening: Opening, kind: str, used: str) -> Iterator[Finding]:
    """What is wrong with the version. Readers compare letters, so that 2.3 and `2.03 ` are no versions to them."""
    looks, meant = _looks(opening, kind), version_of(opening.version)
    value, words, place = shown(opening.version), (("used", used), ("looks", looks)), Place(line=opening.line)
    if opening.version not in VERSIONS and not (meant and meant < "2"):
        message = "file.version-unknown" if opening.version else "file.version-missing"
        yield Finding(
            "file.version-unknown", Severity.critical, Part.file, message, "@version", value, words, place=place
        )
    elif meant and looks and looks[0] != meant[0]:
        yield Finding(
            "file.version-lies",
            Severity.critical,
            Part.file,
            "file.version-lies",
            "@version",
            value,
            words,
            place=place,
        )
    if used < "2":
        yield Finding("0.6.1", Severity.critical, Part.file, "file.version-1", "@version", used, place=place)


def _looks(opening: Opening, kind: str) -> str:
    looks = "2.0x" if NARRATIVE.search(opening.head) else "1.0x" if VERSION_1.search(opening.head) else ""
    return "" if kind == "organisations" and looks == "1.0x" else looks
