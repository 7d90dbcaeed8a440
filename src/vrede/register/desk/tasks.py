"""The work of one person: what they can approve now, what waits for others first, what they can prepare, and what is due by a term."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import permutations

from vrede.register.acts.handler import Lack, Lacks
from vrede.register.acts.integrity import is_suspended
from vrede.register.acts.separation import ALONE
from vrede.register.acts.surroundings import Surroundings
from vrede.register.desk.due import DOES as DOES_DUE
from vrede.register.desk.due import DueItem
from vrede.register.desk.offer import may_approve
from vrede.register.desk.projection import Projection
from vrede.register.desk.readiness import DOES, REFUSABLE, Waiting, free, of_the_moment, unsigned
from vrede.register.desk.visibility import STAFF, may_see, sees
from vrede.register.dossier.award import PROMISES
from vrede.register.dossier.dossier import Dossier, Pending
from vrede.register.dossier.names import PARTNER
from vrede.register.dossier.person import Person
from vrede.register.dossier.state import NO, PROPOSALS
from vrede.register.table.kinds import Kind
from vrede.register.table.transition import transitions

JUDGES = (Kind.APPRAISAL, Kind.ADVICE)
"""Acts that nobody does on a proposal of their own."""
AFTERWARDS = (Kind.PAYMENT, Kind.REPORT_ASSESSMENT)
"""What a dossier needs controllers for after its commitment; whoever did one of these does not do the other."""
WITH_TERM = (Kind.PAYMENT, Kind.REPORT_ASSESSMENT, Kind.OBJECTION_DECISION)
"""Approvals that are in the list of what is due by a term."""


@dataclass(frozen=True, slots=True)
class Approval:
    """What waits, in which dossier, the kind of act that approves or refuses it, and what that is missing."""

    pending: Pending
    dossier: Dossier
    kind: Kind
    lacks: Lacks = ()


@dataclass(frozen=True, slots=True)
class Preparation:
    """Something to do so that others can approve. to_do: an id of chapter `act` of the catalogue. dossier: where it is done. for_: what it is for. known:
    whether the dossier is there."""

    to_do: str
    kind: Kind
    dossier: str
    for_: Dossier
    known: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """The register as one person works in it. waits: what approvals are missing (`WorkList.waiting`). around: accounts of the moment."""

    person: Person
    now: Projection
    waits: Mapping[str, Waiting]
    around: Surroundings
    today: date

    def approvals(self) -> tuple[list[Approval], list[Approval]]:
        """(what can be approved now, what others must do something for first), the oldest first.

        A side signs only while it has not. What can only be refused is refused, not committed.
        """
        now: list[Approval] = []
        later: list[Approval] = []
        for one in _approvals(self.person, list(self.now.waiting.values())):
            every = self.waits.get(one.dossier.name, {}).get(one.pending.seq, ())
            if one.kind == Kind.SIGNATURE:
                if self.person.side in unsigned(self.waits, one.dossier.name):
                    now.append(one)
            elif one.kind == Kind.COMMITMENT and [lack.to_do in REFUSABLE for lack in every] == [True]:
                if may_approve(Kind.REFUSAL, one.dossier.did.get(self.person.who, ())):
                    now.append(Approval(one.pending, one.dossier, Kind.REFUSAL))
            else:
                lacks = every if one.kind in (*PROMISES, Kind.DRAWDOWN) else ()
                if not lacks and one.kind in PROMISES:
                    lacks = of_the_moment(one.dossier, one.kind, one.pending.cents, self.around, self.today.year)
                (later if lacks else now).append(Approval(one.pending, one.dossier, one.kind, lacks))
        return now, later

    def preparations(self) -> list[Preparation]:
        """What this person can do so that others can approve, each once, the dossier that began first first."""
        made: dict[tuple[str, str], Preparation] = {}
        people = list(self.now.people.values())
        others = [one for one in people if one.who != self.person.who and one.has(*_roles_afterwards())]
        for dossier in sorted((self.now.dossiers[name] for name in self.waits), key=lambda one: (one.began, one.name)):
            if not sees(self.person, dossier):
                continue
            for lack in self._before_approval(dossier):
                kind = DOES.get(lack.to_do)
                if kind is None or not self._is_for(others, dossier, kind):
                    continue
                partner = f"{PARTNER}{dossier.partner}"
                beside = {Kind.DUE_DILIGENCE: partner, Kind.SCREENING: partner, Kind.RANKING: dossier.call}
                where = beside.get(kind, dossier.name)
                task = Preparation(lack.to_do, kind, where, dossier, where in self.now.dossiers)
                made.setdefault((lack.to_do, where), task)
        return list(made.values())

    def _before_approval(self, dossier: Dossier) -> list[Lack]:
        """What is missing, but before payments: the checks and reports that those need are due by a term."""
        payments = {one.seq for one in dossier.pending.values() if one.kind == Kind.PAYMENT_REQUEST}
        return [lack for seq, every in self.waits[dossier.name].items() if seq not in payments for lack in every]

    def _is_for(self, others: Iterable[Person], dossier: Dossier, kind: Kind) -> bool:
        """Whether this person is asked to do an act: by role, not on a proposal of their own, and no controller whom a dossier needs later."""
        if not self.person.has(*transitions()[kind].roles):
            return False
        if kind in JUDGES:
            if dossier.did.get(self.person.who, set()) & set(PROPOSALS):
                return False
            return not self.person.has(*_roles_afterwards()) or _enough_left(others, dossier)
        return True

    def due(self, items: Iterable[DueItem]) -> tuple[list[DueItem], list[DueItem]]:
        """(what is due by a term and can be done, payments that others must do something for first), by day. items: for the roles of this
        person."""
        now: list[DueItem] = []
        later: list[DueItem] = []
        for item in items:
            if self._is_due_for(item):
                (later if item.what == "payment" and self._waits(item) else now).append(item)
        return now, later

    def _waits(self, item: DueItem) -> bool:
        """Whether a payment is missing something: `before_payment`, quickly for the many that miss nothing or the same."""
        dossier, suspended = self.now.dossiers[item.dossier], self.around.suspended()
        if suspended and is_suspended(suspended, dossier.name, dossier.partner):
            return True
        of = (dossier.article, self.today.year, "cash")
        return item.act in self.waits.get(item.dossier, ()) or (item.cents or 0) > free(self.around, of, dossier.line)

    def before_payment(self, item: DueItem) -> Lacks:
        """What a payment that is due is missing."""
        dossier = self.now.dossiers[item.dossier]
        if is_suspended(self.around.suspended(), dossier.name, dossier.partner):
            return (Lack("suspended.payments", "suspended"),)
        kept = self.waits.get(item.dossier, {}).get(item.act, ())
        return kept or of_the_moment(dossier, Kind.PAYMENT, item.cents, self.around, self.today.year)

    def _is_due_for(self, item: DueItem) -> bool:
        dossier, kind = self.now.dossiers.get(item.dossier), DOES_DUE[item.what]
        if dossier is None:  # a partner that was never looked at: whoever may look at partners sees that it is due
            return self.person.has(*STAFF)
        did = dossier.did.get(self.person.who, ())
        return sees(self.person, dossier) and (kind not in (*WITH_TERM, *ALONE) or may_approve(kind, did))


def _approvals(person: Person, waiting: Iterable[Dossier]) -> list[Approval]:
    """All that somebody could approve by role, without reading acts again; the oldest first. To say no is offered in the dossier."""
    mine: dict[str, list[tuple[Kind, frozenset[str]]]] = {}
    for row in transitions().values():
        if person.has(*row.roles) and row.kind not in (*WITH_TERM, *NO):
            for kind in row.approves:
                mine.setdefault(kind, []).append((row.kind, frozenset(row.needs)))
    made = []
    for dossier in waiting:
        for pending in list(dossier.pending.values()):
            for kind, needs in mine.get(pending.kind, ()):
                if pending.who == person.who or dossier.state not in needs or not sees(person, dossier):
                    continue
                if may_approve(kind, dossier.did.get(person.who, ())):
                    made.append(Approval(pending, dossier, kind))
    return sorted(made, key=lambda one: (one.pending.since, one.pending.seq))


def _roles_afterwards() -> set[str]:
    return {role for kind in AFTERWARDS for role in transitions()[kind].roles}


def _enough_left(others: Iterable[Person], dossier: Dossier) -> bool:
    """Whether these can do all that a dossier needs after its commitment, each of it somebody else."""
    can = []
    for one in others:
        did = dossier.did.get(one.who, ())
        if may_see(one, dossier):
            can.append({k for k in AFTERWARDS if one.has(*transitions()[k].roles) and may_approve(k, did)})
    return any(
        all(kind in theirs for kind, theirs in zip(AFTERWARDS, some, strict=True))
        for some in permutations(can, len(AFTERWARDS))
    )
