"""What a person can do in a dossier now: by their roles, by its state, and by what waits for approval."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vrede.register.acts.objection import reopened
from vrede.register.acts.refusal import may_reject
from vrede.register.acts.separation import ALONE, forbids
from vrede.register.chain.act import Act
from vrede.register.chain.reading import newest
from vrede.register.desk.projection import waits
from vrede.register.dossier.dossier import Dossier
from vrede.register.dossier.person import Person
from vrede.register.table.kinds import Kind
from vrede.register.table.transition import Transition, transitions

NOT_HERE = (Kind.FOUNDING, Kind.BUDGET_LAW, Kind.APPOINTMENT, Kind.DISMISSAL, Kind.WARNING_RESPONSE)
"""Acts that have a page or a command of their own."""
OF_THE_NEWEST = (
    *(Kind.COMMITMENT, Kind.REFUSAL, Kind.MODIFICATION_APPROVAL, Kind.SIGNATURE, Kind.DRAWDOWN),
    *(Kind.SCREENING_CLEARANCE, Kind.RESUMPTION),
)
"""Acts that approve only the newest of what they approve."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that can be tried. approves: the act that it would approve, where it approves one."""

    row: Transition
    role: str
    approves: Act | None = None


def role_for(person: Person, row: Transition, target: Act | None = None) -> str:
    """The role in which this person would act; '' where they have none of those that may. target: what would be answered."""
    roles = [role for role in row.roles if role in person.roles]
    if row.kind == Kind.REJECTION and target is not None:
        roles = [role for role in roles if may_reject(role, target.kind)]
    return next(iter(roles), "")


def answerable(row: Transition, acts: Sequence[Act], person: Person) -> list[Act]:
    """Acts of a dossier that this kind of act could answer: not approved, refused or rejected before, not one's own, and where only the
    newest counts, that. A signature of another leaves a request to a fund waiting."""
    who = person.who
    done = {
        act.approves for act in acts if act.kind != Kind.SIGNATURE or (row.kind == Kind.SIGNATURE and act.who == who)
    }
    targets = [act for act in acts if act.kind in row.approves]
    if row.kind in OF_THE_NEWEST:
        targets = targets[-1:]
    targets = [act for act in targets if act.seq not in done and waits(act)]
    if row.kind == Kind.REJECTION:
        last = newest(acts, Kind.MODIFICATION)
        targets = [
            act for act in targets if role_for(person, row, act) and (act.kind != Kind.MODIFICATION or act == last)
        ]
    did = {act.kind for act in acts if act.who == who}
    return [act for act in targets if may_approve(row.kind, did) and act.who != who]


def may_approve(kind: str, did: Iterable[str]) -> bool:
    """Whether somebody who did these kinds of acts in a dossier can approve in it (acts.separation has the rule)."""
    return not any(forbids(done, kind) for done in did)


def offers(person: Person, dossier: Dossier, acts: Sequence[Act]) -> list[Offer]:
    """What can be tried here, in the order of the table. The register itself has the last word."""
    made = []
    for row in transitions().values():
        role = role_for(person, row)
        if not role or row.kind in NOT_HERE or dossier.state not in row.needs:
            continue
        if row.approves:
            made += [Offer(row, role_for(person, row, act), act) for act in answerable(row, acts, person)]
        elif row.kind == Kind.AMENDMENT and dossier.state == "refused" and not reopened(acts):
            continue
        elif row.kind not in ALONE or may_approve(row.kind, {act.kind for act in acts if act.who == person.who}):
            made.append(Offer(row, role))
    return made


def beginnings(person: Person) -> list[Offer]:
    """Acts with which this person can begin a dossier."""
    rows = ((row, role_for(person, row)) for row in transitions().values() if row.begins and row.kind not in NOT_HERE)
    return [Offer(row, role) for row, role in rows if role]
