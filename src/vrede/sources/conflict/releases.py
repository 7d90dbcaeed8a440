"""UCDP's releases by their names: which months each covers, which of them count together, and what they are called.

A yearly release (`GEDEvent_v26_1`, to December 2025; in `ged261-csv.zip`) is whole: all countries since 1989. Candidate releases come
by month (`GEDEvent_v26_0_7`) or for several months at once (`GEDEvent_v26_01_26_06`, January to June). What bears another name
(`ucdp_ged_events...`, `ucdp_candidate...`) was put together by somebody and is never taken for a whole release.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from vrede.sources.conflict.kept import kept
from vrede.sources.conflict.packed import is_table

FINAL, CANDIDATE = "final", "candidate"
STAMP = re.compile(r"-[0-9a-f]{8}$")
"""What the fetch layer puts behind a name: the beginning of the content's hash."""
ENDING = re.compile(r"\.(csv|csv\.gz|zip)$")
YEARLY = re.compile(r"(?:gedevent_v([0-9]{1,2})_([0-9]{1,2})|ged([0-9]{2})([0-9])(?:-csv)?)")
MONTHLY = re.compile(r"gedevent_v([0-9]{2})_0_([0-9]{1,2})")
SEVERAL = re.compile(r"gedevent_v([0-9]{2})_([0-9]{2})_([0-9]{2})_([0-9]{2})")
OTHER = (
    (re.compile(r"ucdp_ged_events.*"), FINAL),
    (re.compile(r"ucdp_candidate.*"), CANDIDATE),
    (re.compile(r"gedevent_v[0-9]+(_[0-9]+){2,}"), CANDIDATE),
)
CENTURY, MONTHS = 2000, 12


@dataclass(frozen=True, slots=True)
class Release:
    """One file of events. name: UCDP's version, or the file's own name; first, last: the months that it covers, YYYY-MM, '' where only
    its events can tell. whole: a yearly release of all countries. day: on which it was fetched, '' where somebody put it there.
    """

    kind: str
    name: str
    first: str
    last: str
    path: Path
    whole: bool = False
    day: str = ""

    @property
    def order(self) -> tuple[bool, str, str, str, str]:
        """Final before candidate, then by the last month covered; of two up to one month the one that reaches further back is newer,
        and of the same release the one that was fetched last."""
        back = "".join(chr(ord("9") - int(n)) if n.isdigit() else n for n in self.first)
        return self.kind != FINAL, self.last, back, self.day, self.path.name


def month_after(month: str) -> str:
    """The next month.

    >>> month_after("2025-12"), month_after("2026-01")
    ('2026-01', '2026-02')
    """
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // MONTHS}-{number % MONTHS + 1:02d}"


def _month(year: str, month: str) -> str:
    return f"{CENTURY + int(year)}-{int(month):02d}" if 1 <= int(month) <= MONTHS else ""


def release_of(path: Path) -> Release | None:
    """What a file's name says; None where it is no file of events.

    >>> release_of(Path("GEDEvent_v26_0_10-1a2b3c4d.csv")).last
    '2026-10'
    """
    stem = STAMP.sub("", ENDING.sub("", path.name.lower()))
    if not is_table(path):
        return None
    if found := YEARLY.fullmatch(stem):
        year, number = (part for part in found.groups() if part is not None)
        return Release(FINAL, f"{int(year)}.{int(number)}", "", f"{CENTURY + int(year) - 1}-12", path, whole=True)
    if found := MONTHLY.fullmatch(stem):
        year, number = found.groups()
        if month := _month(year, number):
            return Release(CANDIDATE, f"{year}.0.{int(number)}", month, month, path)
    if found := SEVERAL.fullmatch(stem):
        first, last = _month(*found.groups()[:2]), _month(*found.groups()[2:])
        if first and last and first <= last:
            return Release(CANDIDATE, ".".join(found.groups()), first, last, path)
    kind = next((kind for name, kind in OTHER if name.fullmatch(stem)), None)
    return None if kind is None else Release(kind, stem, "", "", path)


def find_releases(folder: Path) -> list[Release]:
    """Every file of events in the folder and its answers, in the order in which they count; those whose months are not known by name come first."""
    found = [replace(release, day=one.day) for one in kept(folder) if (release := release_of(one.path)) is not None]
    return sorted(found, key=lambda one: one.order)


def is_whole(folder: Path) -> bool:
    """Whether a yearly release of all countries is there: then the months are counted from events."""
    return any(release.whole for release in find_releases(folder))


def unbroken(releases: Sequence[Release]) -> tuple[list[Release], str]:
    """(those that count together, the last month that they cover); ([], '') without a whole release.

    The newest whole release, then for each month that is still missing the candidate release that holds it and reaches furthest,
    until there is none: months after a gap would stand beside months that are not known.
    """
    whole = [one for one in releases if one.whole]
    if not whole:
        return [], ""
    chain = [max(whole, key=lambda one: (one.last, [int(n) for n in one.name.split(".")], one.day, one.path.name))]
    until = chain[0].last
    candidates = [one for one in releases if one.kind == CANDIDATE and one.first]
    while fitting := [one for one in candidates if one.first <= month_after(until) <= one.last]:
        chain.append(max(fitting, key=lambda one: one.order))
        until = chain[-1].last
    return chain, until


def vintage(chain: Sequence[Release]) -> str:
    """What the releases that count together are called; '' without any.

    >>> vintage([Release("final", "26.1", "", "2025-12", Path("a")), Release("candidate", "26.0.1", "2026-01", "2026-01", Path("b"))])
    'GED 26.1 + candidate 26.0.1'
    """
    if not chain:
        return ""
    later = ", ".join(one.name for one in chain[1:])
    return f"GED {chain[0].name}" + (f" + candidate {later}" if later else "")
