"""What approvals that wait are missing: the same `lacks` with which recording would refuse them, asked beforehand; and what an upheld
objection asks anew.

Kept by the work list as long as nothing changes in the dossier or beside it. Room in the budget and suspended payments change with acts
elsewhere: `kept` leaves them out, and `of_the_moment` asks them each time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from vrede.register.acts.award import drawdown_left
from vrede.register.acts.budget import phase_lacks, room_lacks
from vrede.register.acts.handler import Lack, Lacks, missing
from vrede.register.acts.objection import reopened, upheld
from vrede.register.acts.registry import lacks
from vrede.register.acts.situation import Situation
from vrede.register.acts.submission import Submission
from vrede.register.acts.surroundings import Surroundings
from vrede.register.chain.act import Act
from vrede.register.chain.database import Database
from vrede.register.chain.postings import place
from vrede.register.chain.reading import newest
from vrede.register.desk.projection import Projection
from vrede.register.dossier.award import award_of, open_cents
from vrede.register.dossier.dossier import Dossier
from vrede.register.dossier.state import newest_proposal, said_no, state_of
from vrede.register.refused import RegisterRefused
from vrede.register.rules.ruleset import Rules
from vrede.register.table.bodies import Objection, Proposal
from vrede.register.table.kinds import Kind
from vrede.register.table.limits import LARGEST
from vrede.register.table.transition import transitions

DOES: Mapping[str, Kind] = {
    "amendment": Kind.AMENDMENT,
    "appraisal": Kind.APPRAISAL,
    "legal_advice": Kind.ADVICE,
    "financial_advice": Kind.ADVICE,
    "due_diligence": Kind.DUE_DILIGENCE,
    "screening": Kind.SCREENING,
    "ranking": Kind.RANKING,
    "payment_request_again": Kind.PAYMENT_REQUEST,
    "modification_again": Kind.MODIFICATION,
}
"""What is to be done (`act.todo` of the catalogue) -> the act that does it. The others wait for an approval that has a row of its own, or for a
day, a law or a fund."""
REFUSABLE = ("outside", "unfit")
"""What is alone where a proposal can only be refused: the ranking of its call does not take it, its partner was found unfit."""
ELSEWHERE = ("room:", "line:", "drawn:")
"""Accounts that acts in other dossiers move."""
AGAIN = 0
"""The place of what is asked anew, among the acts of a dossier that wait."""
Waiting = dict[int, Lacks]
"""Number of an act that waits for an approval -> what that is missing; AGAIN -> what an objection asks anew."""


class Kept(Surroundings):
    """What lies around the dossiers that are looked at together: acts that were read for all of them, accounts of the projection."""

    def __init__(self, database: Database, now: Projection, acts: Mapping[str, Sequence[Act]]) -> None:
        super().__init__(database)
        self._now, self._acts = now, acts
        self._applied: dict[str, list[str]] = {}
        for one in now.approvable():
            if one.call:
                self._applied.setdefault(one.call, []).append(one.name)

    def acts(self, dossier: str) -> Sequence[Act]:
        return self._acts[dossier] if dossier in self._acts else super().acts(dossier)

    def balance(self, account: str) -> int:
        return LARGEST if account.startswith(ELSEWHERE) else self._now.accounts[account]

    def applications(self, call: str) -> list[Act]:
        every = (act for name in self._applied.get(call, ()) for act in self.acts(name))
        return sorted(every, key=lambda act: act.seq)

    def phases(self, article: str, year: int, authority: str) -> set[str]:
        return {"adopted"}

    def suspended(self) -> set[str]:
        return set()


class OfTheMoment(Surroundings):
    """Accounts as the projection has them, for the lines and funds that a page asks."""

    def __init__(self, database: Database, now: Projection) -> None:
        super().__init__(database)
        self._now = now

    def balance(self, account: str) -> int:
        return self._now.accounts[account]


def waiting(acts: Sequence[Act], around: Surroundings, rules: Rules, day: date) -> Waiting:
    """What the approvals of a grant, or of a request to a fund, are missing on a day; only where something is. acts: of the dossier."""
    request = newest(acts, Kind.FUND_REQUEST)
    if request is not None:
        return _kept({request.seq: _of_request(acts, request, around, rules, day)})
    state, proposal = state_of(acts), newest_proposal(acts)
    if proposal is None or state == "closed":
        return {}
    if state == "refused":
        return {AGAIN: (Lack("state.refused", "amendment"),)} if reopened(acts) else {}
    if award_of(acts) is None:
        return _kept({proposal.seq: _asked(Kind.COMMITMENT, "budget holder", acts, proposal, around, rules, day)})
    made: Waiting = {AGAIN: _again(acts)}
    no = said_no(acts) | {act.approves for act in acts if act.approves is not None}
    for act in acts:
        if act.seq not in no and act.kind == Kind.PAYMENT_REQUEST:
            made[act.seq] = _asked(Kind.PAYMENT, "controller", acts, act, around, rules, day)
        elif act.seq not in no and act.kind == Kind.MODIFICATION and act == newest(acts, Kind.MODIFICATION):
            made[act.seq] = _asked(Kind.MODIFICATION_APPROVAL, "budget holder", acts, act, around, rules, day)
    return _kept(made)


def _kept(waits: Waiting) -> Waiting:
    """Without what is missing nothing that others must do."""
    only = {seq: tuple(lack for lack in every if not lack.field) for seq, every in waits.items()}
    return {seq: every for seq, every in only.items() if every}


def _asked(
    kind: Kind, role: str, acts: Sequence[Act], target: Act, around: Surroundings, rules: Rules, day: date
) -> Lacks:
    """What an approval would be missing if somebody submitted it."""
    year = target.year if target.year is not None or kind != Kind.PAYMENT else day.year
    on = day if kind != Kind.DRAWDOWN else min(max(day, date(year or day.year, 1, 1)), date(year or day.year, 12, 31))
    submission = Submission("", role, kind, target.dossier, "", "", target.cents, year, target.seq, on)
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    try:
        return lacks(Situation(around, submission, transitions()[kind], acts, rules, moment))
    except RegisterRefused as refused:
        return (Lack(refused.id, "rule", "", refused.values),)


def _of_request(acts: Sequence[Act], request: Act, around: Surroundings, rules: Rules, day: date) -> Lacks:
    if newest(acts, Kind.DRAWDOWN) is not None or request.seq in said_no(acts):
        return ()
    try:
        return _asked(Kind.DRAWDOWN, "controller", acts, request, around, rules, day)
    except RegisterRefused:
        return ()


def _again(acts: Sequence[Act]) -> Lacks:
    """What was rejected, and must be asked anew because an objection to that was upheld, as long as it can be."""
    by_seq, state = {act.seq: act for act in acts}, state_of(acts)
    asked: Lacks = ()
    for act in acts:
        if not upheld(act):
            continue
        against = by_seq[by_seq[act.approves or 0].read(Objection).decision]
        if against.kind == Kind.REJECTION:
            kind = by_seq[against.approves or 0].kind
            can = state in transitions()[kind].needs and (kind != Kind.PAYMENT_REQUEST or open_cents(acts) > 0)
            if can and not any(one.kind == kind and one.seq > act.seq for one in acts):
                asked += (Lack("no.answered", f"{kind}_again", "", {"act": against.approves}),)
    return tuple(dict.fromkeys(asked))


def of_the_moment(dossier: Dossier, kind: str, cents: int | None, around: Surroundings, year: int) -> Lacks:
    """What a commitment, a modification or a payment misses in the budget now. year: of today, on which a payment weighs.

    A work list asks this of thousands: what a line has is looked up once, and only who asks more is told what is missing.
    """
    if not cents:
        return ()
    if kind == Kind.PAYMENT:
        of = (dossier.article, year, "cash")
        return (
            () if cents <= free(around, of, dossier.line) else room_lacks(around, *of[:2], dossier.line, cents, of[2])
        )
    proposal = _proposal(dossier)
    of = (dossier.article, dossier.year or year, "commitment")
    return (
        *missing("drawdown", lambda: drawdown_left(around, proposal, cents)),
        *phase_lacks(around, *of[:2], proposal.ongoing_policy),
        *(() if cents <= free(around, of, dossier.line) else room_lacks(around, *of[:2], dossier.line, cents, of[2])),
    )


def free(around: Surroundings, of: tuple[str, int, str], line: str) -> int:
    """Cents that both the article and the line still have. of: article, year, authority."""
    accounts = (place("room", *of), place("line", *of, line))
    return around.once((*of, line), lambda: min(around.balance(account) for account in accounts))


def _proposal(dossier: Dossier) -> Proposal:
    """The newest proposal of a dossier."""
    acts = (act for act in reversed(dossier.proposed.values()) if act.kind != Kind.MODIFICATION)
    return next(acts).read(Proposal)


def unsigned(waits: Mapping[str, Waiting], dossier: str) -> set[str]:
    """Sides that have not signed the request of a dossier."""
    every = (lack.to_do for lacks_of in waits.get(dossier, {}).values() for lack in lacks_of)
    return {to_do.removeprefix("signature.") for to_do in every if to_do.startswith("signature.")}
