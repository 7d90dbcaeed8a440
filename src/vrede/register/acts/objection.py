"""Objections to decisions, in time or with a reason, and what is decided on them by somebody who had no part in it."""

from __future__ import annotations

from collections.abc import Sequence

from vrede.register.acts.handler import Handler
from vrede.register.acts.separation import approved
from vrede.register.acts.situation import Situation
from vrede.register.chain.act import Act, day_of_moment
from vrede.register.chain.reading import newest
from vrede.register.dossier.award import day_of, known_on
from vrede.register.dossier.state import newest_proposal
from vrede.register.refused import RegisterRefused
from vrede.register.rules.terms import last_day
from vrede.register.table.bodies import Objection, ObjectionDecision
from vrede.register.table.kinds import Kind

DECISIONS = (
    Kind.COMMITMENT,
    Kind.REFUSAL,
    Kind.MODIFICATION_APPROVAL,
    Kind.REJECTION,
    Kind.RELEASE,
    Kind.FINAL_SETTLEMENT,
    Kind.RECOVERY,
)
"""Acts that a partner may object to."""


def decisions(acts: Sequence[Act]) -> list[Act]:
    """Decisions of a dossier that a partner may object to: not a refusal after which the proposal was amended."""
    last = newest_proposal(acts)
    since = last.seq if last else 0
    return [act for act in acts if act.kind in DECISIONS and (act.kind != Kind.REFUSAL or act.seq > since)]


def upheld(act: Act) -> bool:
    """Whether a decision on an objection takes back what was decided."""
    return act.kind == Kind.OBJECTION_DECISION and act.read(ObjectionDecision).outcome == "upheld"


def reopened(acts: Sequence[Act]) -> bool:
    """Whether an objection to the newest refusal of a dossier was upheld, so that its proposal may be amended."""
    refusal = newest(acts, Kind.REFUSAL)
    if refusal is None:
        return False
    to_it = {act.seq for act in acts if act.kind == Kind.OBJECTION and act.read(Objection).decision == refusal.seq}
    return any(upheld(act) and act.approves in to_it for act in acts)


def object_to(situation: Situation, body: Objection) -> Objection:
    """Against a decision of this dossier, within the term from the day after it was known (Awb 6:7), or with a reason for being late."""
    decision = next((act for act in decisions(situation.acts) if act.seq == body.decision), None)
    if decision is None:
        raise RegisterRefused("state.no_decision")
    if body.day < day_of(decision) or body.day > day_of_moment(situation.moment):
        raise RegisterRefused("words.objection_day", day=body.day)
    last = last_day(situation.rules.terms, "objection", known_on(decision))
    if body.day > last and not body.late_reason:
        raise RegisterRefused("late.objection", last=last)
    return body


def decide(situation: Situation, body: ObjectionDecision) -> ObjectionDecision:
    """On an objection, once, by a budget holder who did nothing else in the dossier."""
    target = approved(situation)
    if target.seq not in {act.seq for act in undecided(situation.acts)}:
        raise RegisterRefused("paid.objection", act=target.seq)
    if body.day < day_of(target) or body.day > day_of_moment(situation.moment):
        raise RegisterRefused("words.decision_day", day=body.day)
    return body


def undecided(acts: Sequence[Act]) -> list[Act]:
    """Objections of a dossier on which nothing was decided."""
    done = {act.approves for act in acts if act.kind == Kind.OBJECTION_DECISION}
    return [act for act in acts if act.kind == Kind.OBJECTION and act.seq not in done]


HANDLERS = (Handler(Objection, object_to), Handler(ObjectionDecision, decide))
