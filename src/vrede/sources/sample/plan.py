"""The plan: what the sample says, before any XML is written.

The XML and the truths are both made from these records, each by code of its own, so that a fault in the writer cannot
hide in the truths. All values are the texts that the file will carry: a date or an amount may be nonsense on purpose.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vrede.sources.sample.organisations import SampleOrganisation

Measure = Literal["own", "chain", "field", "none"]
Standing = Literal["counts", "copy", "older", "disowned", "unread"]
"""counts: the copy (or the part) that counts. copy: a duplicate inside one vintage. older: a newer vintage replaces
it. disowned: says to be the ministry's in a file of another owner. unread: stands in a file that is refused."""

Texts = tuple[tuple[str, str], ...]
"""(language, text) pairs, in the order in which the file gives them."""


@dataclass(frozen=True)
class Sector:
    """One sector of an activity or transaction; `vocabulary` '' leaves the attribute out (it then means 1)."""

    code: str
    percentage: str = ""
    vocabulary: str = "1"


@dataclass(frozen=True)
class SamplePlace:
    """One recipient country (ISO 3166 alpha 2) or region (DAC code)."""

    kind: Literal["country", "region"]
    code: str
    percentage: str = ""


@dataclass(frozen=True)
class Party:
    """A provider, receiver or participant: any of the fields may be ''."""

    ref: str
    name: str
    activity: str = ""
    type: str = ""


@dataclass(frozen=True)
class Transaction:
    """One transaction. `target` is the identifier that a mangled `provider.activity` means, '' when it means none."""

    type: str
    date: str
    amount: str
    currency: str = ""
    value_date: str = ""
    sectors: tuple[Sector, ...] = ()
    place: SamplePlace | None = None
    provider: Party | None = None
    receiver: Party | None = None
    humanitarian: bool = False
    text: Texts = ()
    target: str = ""


@dataclass(frozen=True)
class MeasuredResult:
    """One period of one indicator; values are texts, '' leaves the element out."""

    start: str
    end: str
    target: str
    actual: str
    dimensions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Result:
    """One result with one indicator."""

    title: Texts
    indicator: Texts
    baseline: tuple[str, str] = ("", "")  # year, value
    periods: tuple[MeasuredResult, ...] = ()
    reference: tuple[str, str] = ("", "")  # vocabulary, code
    measure: str = "1"


@dataclass(frozen=True)
class SampleActivity:
    """One activity as one file gives it.

    `carriers` are the clause parts it was designed for, each with what carries it ('sector:1:15220'). `parents` are
    the activities, by their right identifiers, that its incoming money names. `standing` says whether this copy
    counts; `note` names the awkwardness that was planted, '' for none.
    """

    organisation: SampleOrganisation
    identifier: str
    title: Texts
    description: Texts
    measure: Measure
    start: str
    end: str
    reporting_ref: str = ""
    carriers: tuple[tuple[str, str], ...] = ()
    sectors: tuple[Sector, ...] = ()
    places: tuple[SamplePlace, ...] = ()
    transactions: tuple[Transaction, ...] = ()
    participants: tuple[tuple[str, Party], ...] = ()  # (role, party)
    results: tuple[Result, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()  # (vocabulary, code)
    markers: tuple[tuple[str, str], ...] = ()  # (code, significance)
    scopes: tuple[tuple[str, str, str], ...] = ()  # (type, vocabulary, code)
    related: tuple[tuple[str, str], ...] = ()  # (type, identifier)
    parents: tuple[str, ...] = ()
    currency: str = "EUR"
    language: str = "en"
    hierarchy: str = ""
    humanitarian: bool = False
    secondary: bool = False
    full: bool = False  # carries every element the standard has a use for here
    updated: str = ""
    standing: Standing = "counts"
    depth: int = 0
    note: str = ""

    @property
    def ref(self) -> str:
        """The reporting organisation's reference as the file gives it."""
        return self.reporting_ref or self.organisation.ref

    @property
    def identity(self) -> tuple[str, str]:
        """(reporting ref, identifier), both stripped of outer white space."""
        return self.ref.strip(), self.identifier.strip()


@dataclass(frozen=True)
class SampleFile:
    """One file of one set. `shape` other than 'sound' is made by `broken`; its activities then say what was cut."""

    folder: str
    name: str
    retrieved: str
    publisher: str
    activities: tuple[SampleActivity, ...]
    version: str = "2.03"
    generated: str = ""
    licence: str = "CC0-1.0"
    shape: str = "sound"
    note: str = ""

    @property
    def path(self) -> str:
        """The place below `iati/`, with forward slashes."""
        return f"{self.folder}/{self.name}"
