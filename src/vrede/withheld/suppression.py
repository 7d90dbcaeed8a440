"""The list of what must not be shown: activities, partners and places whose mention can harm people (docs/decisions/0008)."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass, field
from pathlib import Path

from vrede.article import normal_identifier
from vrede.lake import LakeError
from vrede.sources.countries import country_named

KINDS = ("activity", "partner", "place")
WITHHELD = "[…]"
WITHHELD_PLACE = "ZZZ"
WITHHELD_ISO2 = "ZZ"


class ListMissing(LakeError):
    """The settings name a list and it is not there: nothing is shown until it is."""


@dataclass(frozen=True, slots=True)
class ListLine:
    """One line of the list, as it was read: its number in the file, kind and value."""

    number: int
    kind: str
    value: str

    @property
    def digest(self) -> str:
        """Names the line without saying what it withholds; a manifest may hold it."""
        text = normal_identifier(self.value) if self.kind != "place" else " ".join(self.value.casefold().split())
        return hashlib.sha256(f"{self.kind},{text}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Suppression:
    """activities and partners: as `normal_identifier` writes them. partner_names: partners as they were written, for
    names. places: ISO3 codes. place_names: places that are no country. `digest` names the list."""

    activities: frozenset[str] = field(default_factory=frozenset)
    partners: frozenset[str] = field(default_factory=frozenset)
    places: frozenset[str] = field(default_factory=frozenset)
    place_names: frozenset[str] = field(default_factory=frozenset)
    partner_names: frozenset[str] = field(default_factory=frozenset)
    lines: tuple[ListLine, ...] = ()
    digest: str = "none"

    @property
    def empty(self) -> bool:
        """True where nothing is withheld."""
        return not (self.activities or self.partners or self.places or self.place_names)

    @property
    def kinds(self) -> frozenset[str]:
        """Of what something is withheld: activity, partner, place."""
        of = {"activity": self.activities, "partner": self.partners, "place": self.places | self.place_names}
        return frozenset(kind for kind, listed in of.items() if listed)

    @property
    def series_hidden(self) -> bool:
        """True where no series of countries is shown: without a withheld country alone it would tell which that is."""
        return bool(self.places)


def _lines(data: bytes, where: str) -> list[ListLine]:
    try:
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error) as error:
        raise LakeError(f"{where} cannot be read: {error}. Nothing is shown until it can.") from error
    found = []
    for number, row in enumerate(rows, 2):
        kind, value = (row.get("kind") or "").strip().lower(), " ".join((row.get("value") or "").split())
        if kind not in KINDS or not value:
            raise LakeError(
                f"{where}, line {number}: kind must be one of {', '.join(KINDS)}, and value filled. Nothing is shown until it is."
            )
        found.append(ListLine(number, kind, value))
    return found


def parse_suppression(data: bytes, where: str = "the suppression file") -> Suppression:
    """From CSV with the columns kind, value (and reason). Raises LakeError: a list that cannot be read stops everything.

    A place is a country where it is an ISO3 code, in any case, or a country's name (sources.countries); else a name.
    """
    lines = _lines(data, where)
    of = {kind: [line.value for line in lines if line.kind == kind] for kind in KINDS}
    countries = {value: country_named(value) for value in of["place"]}
    digest = hashlib.sha256(repr(sorted(line.digest for line in lines)).encode()).hexdigest()[:16]
    return Suppression(
        frozenset(normal_identifier(value) for value in of["activity"]),
        frozenset(normal_identifier(value) for value in of["partner"]),
        frozenset(code for code in countries.values() if code),
        frozenset(value for value, code in countries.items() if not code),
        frozenset(of["partner"]),
        tuple(lines),
        digest if lines else "none",
    )


def load_suppression(path: Path, asked_for: bool = False) -> Suppression:
    """The list at this path; an empty one where there is no file.

    asked_for: the settings name this file. Raises LakeError where it cannot be read, ListMissing where it was asked
    for and is not there: a disk that is not mounted must not show everybody.
    """
    try:
        return parse_suppression(path.read_bytes(), path.name)
    except FileNotFoundError as error:
        if asked_for:
            raise ListMissing(
                "VREDE_SUPPRESS names a file that is not there. Nothing is shown until it is; an empty list is a file "
                "with the one line `kind,value,reason`."
            ) from error
        return Suppression()
    except OSError as error:
        raise LakeError(f"{path.name} cannot be read: {error.strerror}. Nothing is shown until it can.") from error
