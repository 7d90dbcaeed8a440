"""Bodies of the acts of a grant after its commitment: money, reports, settlement, objections."""

from __future__ import annotations

from typing import Annotated, Literal

from vrede.register.table.body import DERIVED, Body
from vrede.register.table.kinds import Kind
from vrede.register.table.limits import Cents, Day, Line, Long, Receipts, Sha256, Text, Whole, Yes

ReportType = Literal["narrative", "financial", "audit", "final"]
Opinion = Literal["accepted", "rejected"]


class Milestone(Body, kind=Kind.MILESTONE):
    """One of the commitment's was reached."""

    milestone: Line
    evidence: Sha256 | None = None


class PaymentRequest(Body, kind=Kind.PAYMENT_REQUEST):
    """Money is asked for; an advance is paid before it is spent."""

    milestone: Line | None = None
    advance: Yes = False
    account: Line | None = None


class Payment(Body, kind=Kind.PAYMENT):
    """Of a request, on the line of the commitment."""

    day: Day
    article: Annotated[str, DERIVED] = ""
    line: Annotated[str, DERIVED] = ""
    advance: Annotated[bool, DERIVED] = False


class Release(Body, kind=Kind.RELEASE):
    """What will not be paid any more."""

    day: Day | None = None


class Report(Body, kind=Kind.REPORT):
    """Of the partner, about a period. accounted: what was spent according to it."""

    report: ReportType
    period_end: Day
    document: Sha256
    accounted: Cents = 0


class ReportAssessment(Body, kind=Kind.REPORT_ASSESSMENT):
    """Whether a report is good. cleared: cents of the outstanding advances that it accounts for."""

    opinion: Opinion
    report: Annotated[str, DERIVED] = ""
    period_end: Annotated[str, DERIVED] = ""
    cleared: Annotated[int, DERIVED] = 0


class Result(Body, kind=Kind.RESULT):
    """A number of a period."""

    indicator: Line
    period_end: Day
    value: Line
    unit: Line
    narrative: Long


class Audit(Body, kind=Kind.AUDIT):
    """What the accountant finds."""

    opinion: Literal["clean", "qualified", "adverse", "disclaimer"]
    questioned: Cents
    document: Sha256


class Document(Body, kind=Kind.DOCUMENT):
    """A document by its hash. public: everybody may see it."""

    title: Line
    document: Sha256
    category: Literal["plan", "contract", "report", "letter", "other"]
    public: Yes


class FinalSettlement(Body, kind=Kind.FINAL_SETTLEMENT):
    """What the grant amounts to. released: cents that were open above it."""

    day: Day | None = None
    receipts: Receipts = ()
    released: Annotated[int, DERIVED] = 0


class Recovery(Body, kind=Kind.RECOVERY):
    """Money must come back. cleared: cents of the outstanding advances that it takes off."""

    ground: Literal["final_amount", "misuse", "undue"]
    day: Day | None = None
    cleared: Annotated[int, DERIVED] = 0


class Repayment(Body, kind=Kind.REPAYMENT):
    """Money came back."""

    day: Day | None = None


class Objection(Body, kind=Kind.OBJECTION):
    """Against a decision, by its number. day: on which it came in."""

    decision: Whole
    day: Day
    late_reason: Text | None = None


class ObjectionDecision(Body, kind=Kind.OBJECTION_DECISION):
    """What is decided on an objection."""

    outcome: Literal["upheld", "rejected", "inadmissible"]
    day: Day
    receipts: Receipts = ()


class Closure(Body, kind=Kind.CLOSURE):
    """All is paid, accounted for and decided."""
