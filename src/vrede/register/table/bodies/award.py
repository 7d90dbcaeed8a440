"""Bodies of the acts of a grant until it is committed, and of its changes: calls, proposals, judgements, commitments."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

from vrede.register.table.body import DERIVED, Body
from vrede.register.table.kinds import Kind
from vrede.register.table.limits import (
    Amounts,
    Day,
    DossierName,
    Line,
    Receipts,
    Scores,
    Several,
    Shape,
    Text,
    Texts,
    Whole,
    Yes,
    each_once,
)
from vrede.register.table.limits import Partner as PartnerId

Effort = Literal["diplomatic", "civil", "military"]
Instrument = Literal["subsidy", "contribution", "assignment", "loan"]
LegalBasis = Literal["statutory", "awaiting", "eu", "named_in_budget", "incidental"]
Clause = Literal["F1", "F2", "F3", "F4", "F5", "F6", "S1", "S2", "S3", "S4"]
Verdict = Literal["fund", "fund_lower", "refuse"]
Discipline = Literal["legal", "financial", "policy"]
RefusalGround = Literal[
    "ceiling", "ranking", "threshold", "late", "awb_4_35", "partner", "policy", "set_aside", "withdrawn"
]  # fmt: skip
Outcome = Literal["taken", "ceiling", "sub_ceiling", "late", "threshold", "score", "not appraised"]


class Call(Body, kind=Kind.CALL):
    """An invitation to apply. Its amount is the ceiling."""

    article: Line
    line: Line
    title: Line
    sub_ceilings: Amounts
    deadline: Day
    thresholds: Texts
    criteria: Texts
    minimum_score: Whole
    legal_basis: Text


class RankingRow(BaseModel):
    """A proposal in a ranking. numerator, denominator: its mean score; None where it was not appraised. place: None where it has none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    dossier: str
    proposal: int
    numerator: int | None
    denominator: int | None
    cents: int
    theme: str
    place: int | None
    why: Outcome


class Ranking(Body, kind=Kind.RANKING):
    """The proposals of a call by score, with the limits that they were ranked by."""

    ceiling: Annotated[int, DERIVED] = 0
    sub_ceilings: Annotated[dict[str, int], DERIVED] = {}
    deadline: Annotated[str, DERIVED] = ""
    minimum_score: Annotated[int, DERIVED] = 0
    rows: Annotated[tuple[RankingRow, ...], DERIVED] = ()


class Proposal(Body, kind=Kind.PROPOSAL):
    """New spending. schedule: year -> cents. drawdown: dossier of the fund's money that pays for it."""

    article: Line
    line: Line
    schedule: Amounts
    title: Line | None = None
    instrument: Instrument | None = None
    legal_basis: LegalBasis | None = None
    legal_text: Line | None = None
    partner: PartnerId | None = None
    clauses: Annotated[tuple[Clause, ...], AfterValidator(each_once), Shape("list")] = ()
    iso3: Several = ()
    oda: Yes | None = None
    efforts: Annotated[tuple[Effort, ...], AfterValidator(each_once), Shape("list")] = ()
    call: DossierName | None = None
    theme: Line | None = None
    received: Day | None = None
    drawdown: DossierName | None = None
    currency: Line | None = None
    contract_amount: Whole | None = None
    rate: Line | None = None
    end_date: Day | None = None
    milestones: Texts = {}
    ongoing_policy: Yes = False
    receipts: Receipts = ()


class Amendment(Proposal, kind=Kind.AMENDMENT):
    """A proposal anew, whole: what it leaves out is no more."""


class Appraisal(Body, kind=Kind.APPRAISAL):
    """Of a proposal, by its number."""

    proposal: Whole
    scores: Scores
    thresholds: Texts
    risks: Several
    markers: Texts
    verdict: Verdict
    receipts: Receipts = ()


class Advice(Body, kind=Kind.ADVICE):
    """On the newest proposal, from one discipline."""

    discipline: Discipline
    advice: Literal["positive", "negative", "conditions"]
    receipts: Receipts = ()


class Commitment(Body, kind=Kind.COMMITMENT):
    """What is promised, on the line of the proposal. justification: why, in spite of a negative advice."""

    day: Day
    justification: Text | None = None
    receipts: Receipts = ()
    article: Annotated[str, DERIVED] = ""
    line: Annotated[str, DERIVED] = ""
    drawdown: Annotated[str | None, DERIVED] = None
    fund: Annotated[str | None, DERIVED] = None
    ongoing_policy: Annotated[bool, DERIVED] = False


class Refusal(Body, kind=Kind.REFUSAL):
    """A proposal gets no money."""

    ground: RefusalGround
    day: Day
    receipts: Receipts = ()


class Modification(Body, kind=Kind.MODIFICATION):
    """A change of a commitment that is proposed; its amount is what is added."""

    schedule: Amounts | None = None
    end_date: Day | None = None
    milestones: Texts | None = None
    receipts: Receipts = ()


class ModificationApproval(Body, kind=Kind.MODIFICATION_APPROVAL):
    """A change that is agreed; with money it is a commitment like the first."""

    day: Day
    article: Annotated[str, DERIVED] = ""
    line: Annotated[str, DERIVED] = ""
    drawdown: Annotated[str | None, DERIVED] = None
    fund: Annotated[str | None, DERIVED] = None
    ongoing_policy: Annotated[bool, DERIVED] = False


class Rejection(Body, kind=Kind.REJECTION):
    """No to a payment request, a modification or a fund request."""

    day: Day | None = None
