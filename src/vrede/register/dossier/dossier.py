"""A dossier: one subject with what its acts add up to, and the acts in it that wait for an approval."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from vrede.register.chain.act import Act
from vrede.register.table.kinds import Kind

SORTS: dict[str, str] = {
    Kind.PROPOSAL: "grant",
    Kind.CALL: "call",
    Kind.FUND_REQUEST: "request",
    Kind.ALLOTMENT: "funds",
    Kind.DUE_DILIGENCE: "partner",
    Kind.SCREENING: "partner",
    Kind.CONCERN: "integrity",
    Kind.WARNING_RESPONSE: "warning",
    Kind.BUDGET_LAW: "budget",
    Kind.APPOINTMENT: "people",
    Kind.FOUNDING: "register",
}
"""First act -> what sort of dossier it begins."""
APPROVABLE = ("grant", "request")
"""Sorts of dossiers in which something may be due or missing."""


@dataclass(frozen=True, slots=True)
class Pending:
    """An act that waits for somebody else's approval. since: its moment."""

    seq: int
    kind: str
    who: str
    cents: int | None
    since: str


@dataclass(slots=True)
class Dossier:
    """One subject with its acts so far. Amounts in cents; asked: of the newest proposal, with the modifications that were approved
    and the newest that was not rejected. schedule: cents by year of what was agreed.

    pending: acts that wait for an approval. did: person -> kinds of acts they did here. proposed: proposals and modifications by number;
    agreed: numbers of those that were approved.
    """

    name: str
    sort: str
    began: str
    last: int
    state: str = ""
    title: str = ""
    article: str = ""
    line: str = ""
    year: int | None = None
    partner: str = ""
    instrument: str = ""
    call: str = ""
    theme: str = ""
    drawdown: str = ""
    fund: str = ""
    iso3: tuple[str, ...] = ()
    officer: str = ""
    asked: int = 0
    committed: int = 0
    paid: int = 0
    released: int = 0
    open: int = 0
    paid_by_year: Counter[int] = field(default_factory=Counter)
    schedule: dict[int, int] = field(default_factory=dict)
    pending: dict[int, Pending] = field(default_factory=dict)
    did: dict[str, set[str]] = field(default_factory=dict)
    acts: list[int] = field(default_factory=list)
    proposed: dict[int, Act] = field(default_factory=dict)
    agreed: set[int] = field(default_factory=set)

    def due(self, year: int) -> int:
        """Cents that fall due by the end of a year and were not paid: its schedule so far less what was paid, at most what is open."""
        planned = sum(cents for of, cents in self.schedule.items() if of <= year)
        return max(0, min(self.open, planned - self.paid))
