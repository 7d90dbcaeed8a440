"""Bodies of the acts of the register itself: its founding, its people, and the budget."""

from __future__ import annotations

from typing import Annotated, Literal

from vrede.register.table.body import DERIVED, Body
from vrede.register.table.kinds import Kind
from vrede.register.table.limits import AnyAmounts, Cents, Line, Partner, Receipts, Several, Text, Yes

Authority = Literal["commitment", "cash"]
Side = Literal["diplomatic", "development", "defence", "justice"]
Phase = Literal[
    "draft", "amendment", "adopted", "incidental_supplementary", "first_supplementary", "september_supplementary", "second_supplementary", "final_law"
]  # fmt: skip
Role = Literal[
    "policy officer", "appraiser", "budget holder", "controller", "partner contact", "fund board", "integrity officer",
    "administrator", "auditor"
]  # fmt: skip


class Founding(Body, kind=Kind.FOUNDING):
    """The register begins. made_up: everything in it is invented."""

    made_up: Yes = False


class Appointment(Body, kind=Kind.APPOINTMENT):
    """Somebody gets a role. side: of a fund board. partner: of a partner contact."""

    person: Line
    role: Role
    side: Side | None = None
    partner: Partner | None = None


class Dismissal(Body, kind=Kind.DISMISSAL):
    """A role ends for good."""

    person: Line
    role: Role


class BudgetLaw(Body, kind=Kind.BUDGET_LAW):
    """What an article may commit or pay in a year, and its lines. With the level before it, so that the act alone says what it moves."""

    article: Line
    authority: Authority
    phase: Phase
    level: Cents
    lines: AnyAmounts = {}
    oda: Several = ()
    non_oda: Several = ()
    source: Line | None = None
    level_before: Annotated[int, DERIVED] = 0
    lines_before: Annotated[dict[str, int], DERIVED] = {}


class Reallocation(Body, kind=Kind.REALLOCATION):
    """Money of one line goes to another."""

    article: Line
    authority: Authority
    from_line: Line
    to_line: Line
    receipts: Receipts = ()


class Overrun(Body, kind=Kind.OVERRUN):
    """Above the law, on a legal ground."""

    article: Line
    authority: Authority
    line: Line
    legal_ground: Text
    letter: Text
    receipts: Receipts = ()
