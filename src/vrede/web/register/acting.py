"""What a person can do in a dossier now: by their roles, by its state, and by what waits for approval."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from vrede.register.acts.objection import reopened
from vrede.register.acts.refusal import may_decline
from vrede.register.acts.separation import ALONE, forbids
from vrede.register.chain.act import Act
from vrede.register.chain.reading import newest
from vrede.register.desk.projection import waits
from vrede.register.dossier.dossier import Dossier
from vrede.register.dossier.person import Person
from vrede.register.table.transitions import Transition, transitions

NOT_HERE = ("found", "law", "appoint", "dismiss", "answer")
"""Acts that have a page or a command of their own."""
OF_THE_NEWEST = ("commit", "refuse", "agree", "sign", "draw", "clear", "lift")
"""Acts that approve only the newest of what they approve."""


@dataclass(frozen=True, slots=True)
class Possible:
    """An act that can be tried. approves: the act that it would approve, where it approves one."""

    row: Transition
    role: str
    approves: Act | None = None


def role_for(person: Person, row: Transition, target: Act | None = None) -> str:
    """The role in which this person would act; '' where they have none of those that may. target: what would be answered."""
    roles = [role for role in row.roles if role in person.roles]
    if row.kind == "decline" and target is not None:
        roles = [role for role in roles if may_decline(role, target.kind)]
    return next(iter(roles), "")


def waiting(row: Transition, acts: list[Act], person: Person) -> list[Act]:
    """Acts of a dossier that this kind of act could answer: not approved, refused or declined before, not one's own, and where only the
    newest counts, that. A signature of another leaves a request to a fund waiting."""
    who = person.who
    done = {act.approves for act in acts if act.kind != "sign" or (row.kind == "sign" and act.who == who)}
    found = [act for act in acts if act.kind in row.approves]
    if row.kind in OF_THE_NEWEST:
        found = found[-1:]
    found = [act for act in found if act.seq not in done and waits(act)]
    if row.kind == "decline":
        last = newest(acts, "vary")
        found = [act for act in found if role_for(person, row, act) and (act.kind != "vary" or act == last)]
    did = {act.kind for act in acts if act.who == who}
    return [act for act in found if may_approve(row.kind, did) and act.who != who]


def may_approve(kind: str, did: Iterable[str]) -> bool:
    """Whether somebody who did these kinds of acts in a dossier can approve in it (register.own has the rule)."""
    return not any(forbids(done, kind) for done in did)


def possible(person: Person, dossier: Dossier, acts: list[Act]) -> list[Possible]:
    """What can be tried here, in the order of the table. The register itself has the last word."""
    made = []
    for row in transitions().values():
        role = role_for(person, row)
        if not role or row.kind in NOT_HERE or dossier.state not in row.needs:
            continue
        if row.approves:
            made += [Possible(row, role_for(person, row, act), act) for act in waiting(row, acts, person)]
        elif row.kind == "amend" and dossier.state == "refused" and not reopened(acts):
            continue
        elif row.kind not in ALONE or may_approve(row.kind, {act.kind for act in acts if act.who == person.who}):
            made.append(Possible(row, role))
    return made


def beginnings(person: Person) -> list[Possible]:
    """Acts with which this person can begin a dossier."""
    rows = [
        (row, role_for(person, row)) for row in transitions().values() if "" in row.needs and row.kind not in NOT_HERE
    ]
    return [Possible(row, role) for row, role in rows if role]
