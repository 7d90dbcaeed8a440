"""Bodies of the acts of the integrated funds, and of responses to warnings."""

from __future__ import annotations

from typing import Annotated, Literal

from vrede.register.table.bodies.budget import Side
from vrede.register.table.body import DERIVED, Body
from vrede.register.table.kinds import Kind
from vrede.register.table.limits import Day, Line, Receipts, Several, Text, Texts


class Allotment(Body, kind=Kind.ALLOTMENT):
    """How much a fund has in a year."""

    day: Day
    fund: Line
    letter: Text


class FundRequest(Body, kind=Kind.FUND_REQUEST):
    """A fund is asked for money. criteria: id -> why it is met."""

    day: Day
    fund: Line
    uses: Several
    criteria: Texts
    receipts: Receipts = ()


class Signature(Body, kind=Kind.SIGNATURE):
    """One side of the fund agrees."""

    day: Day
    side: Side
    fund: Annotated[str, DERIVED] = ""


class Drawdown(Body, kind=Kind.DRAWDOWN):
    """Money leaves the fund. rule: the day from which the rule holds that it went by."""

    day: Day
    fund: Annotated[str, DERIVED] = ""
    rule: Annotated[str, DERIVED] = ""


class WarningResponse(Body, kind=Kind.WARNING_RESPONSE):
    """What is done with a warning."""

    rule: Line
    iso3: Line
    issue: Line
    response: Literal["started", "changed", "none"]
    programme: Line | None = None
    receipts: Receipts = ()
