"""What a person can do in a dossier now: by their roles, by its state, and by what waits for approval."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from vrede.register.act import Act
from vrede.register.book import Dossier, waits
from vrede.register.own import ALONE, ASIDE
from vrede.register.people import Person
from vrede.register.transitions import Transition, transitions

NOT_HERE = ("found", "law", "appoint", "dismiss", "answer")
"""Acts that have a page or a command of their own."""


@dataclass(frozen=True, slots=True)
class Possible:
    """An act that can be tried. approves: the act that it would approve, where it approves one."""

    row: Transition
    role: str
    approves: Act | None = None


def role_for(person: Person, row: Transition) -> str:
    """The role in which this person would act; '' where they have none of those that may."""
    return next((role for role in row.roles if role in person.roles), "")


def waiting(row: Transition, acts: list[Act], who: str) -> list[Act]:
    """Acts of a dossier that this kind of act could approve: not approved before, not one's own, and where only the newest counts, that."""
    done: set[int | None] = {act.approves for act in acts if act.kind == row.kind}
    if row.kind == "sign":
        done = {act.approves for act in acts if act.kind == "sign" and act.who == who}
    found = [act for act in acts if act.kind in row.approves and act.seq not in done]
    if row.kind in ("commit", "agree", "sign", "draw", "clear", "lift"):
        found = found[-1:]
    found = [act for act in found if waits(act)]
    did = {act.kind for act in acts if act.who == who}
    return [act for act in found if may_approve(row.kind, did) and act.who != who]


def may_approve(kind: str, did: Iterable[str]) -> bool:
    """Whether somebody who did these kinds of acts in a dossier can approve in it (register.own has the rule)."""
    return not set(did) - {*ASIDE, *({kind} - {"sign"})}


def possible(person: Person, dossier: Dossier, acts: list[Act]) -> list[Possible]:
    """What can be tried here, in the order of the table. The register itself has the last word."""
    made = []
    for row in transitions().values():
        role = role_for(person, row)
        if not role or row.kind in NOT_HERE or dossier.state not in row.needs:
            continue
        if row.approves:
            made += [Possible(row, role, act) for act in waiting(row, acts, person.who)]
        elif row.kind not in ALONE or may_approve(row.kind, {act.kind for act in acts if act.who == person.who}):
            made.append(Possible(row, role))
    return made


def beginnings(person: Person) -> list[Possible]:
    """Acts with which this person can begin a dossier."""
    rows = [
        (row, role_for(person, row)) for row in transitions().values() if "" in row.needs and row.kind not in NOT_HERE
    ]
    return [Possible(row, role) for row, role in rows if role]
