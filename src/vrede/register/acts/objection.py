"""Objections to decisions, in time or with an excuse, and what is decided on them by somebody who had no part in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from vrede.register.acts.separation import approved
from vrede.register.acts.situation import Case
from vrede.register.chain.act import Act, day_of_moment
from vrede.register.chain.reading import newest
from vrede.register.dossier.commitment import day_of, told_on
from vrede.register.dossier.state import PROPOSALS
from vrede.register.refused import RegisterRefused
from vrede.register.rules.terms import last_day

DECISIONS = ("commit", "refuse", "agree", "decline", "release", "determine", "recover")
"""Acts that a partner may object to."""
WELL_FOUNDED = ("upheld",)
"""Outcomes of a decision on an objection by which what was decided does not stand."""


def decisions(acts: Sequence[Act]) -> list[Act]:
    """Decisions of a dossier that a partner may object to: not a refusal after which the proposal was amended."""
    last = max((act.seq for act in acts if act.kind in PROPOSALS), default=0)
    return [act for act in acts if act.kind in DECISIONS and (act.kind != "refuse" or act.seq > last)]


def reopened(acts: Sequence[Act]) -> bool:
    """Whether an objection to the newest refusal of a dossier was upheld, so that its proposal may be amended."""
    refusal = newest(acts, "refuse")
    to_it = {act.seq for act in acts if act.kind == "object" and refusal and act.said["against"] == refusal.seq}
    return any(act.kind == "decide" and act.approves in to_it and act.said["outcome"] in WELL_FOUNDED for act in acts)


def object_to(case: Case) -> dict[str, Any]:
    """Against a decision of this dossier, within the term from the day after it was told (Awb 6:7), or with an excuse."""
    facts = case.facts
    against = next((act for act in decisions(case.acts) if act.seq == facts["against"]), None)
    if against is None:
        raise RegisterRefused("state", "name the number of a decision of this dossier")
    day = date.fromisoformat(facts["day"])
    if day < day_of(against) or day > day_of_moment(case.moment):
        raise RegisterRefused("words", f"an objection comes in after the decision and not after today, not on {day}")
    last = last_day(case.rules.terms, "objection", told_on(against))
    if day > last and not facts.get("excuse", "").strip():
        raise RegisterRefused("late", f"the last day to object was {last}; say why it may come later")
    return facts


def decide(case: Case) -> dict[str, Any]:
    """On an objection, once, by a budget holder who did nothing else in the dossier."""
    target = approved(case)
    if target.seq not in {act.seq for act in undecided(case.acts)}:
        raise RegisterRefused("paid", f"objection {target.seq} was decided already")
    day = date.fromisoformat(case.facts["day"])
    if day < day_of(target) or day > day_of_moment(case.moment):
        raise RegisterRefused("words", f"a decision comes after the objection and not after today, not on {day}")
    return case.facts


def undecided(acts: Sequence[Act]) -> list[Act]:
    """Objections of a dossier on which nothing was decided."""
    done = {act.approves for act in acts if act.kind == "decide"}
    return [act for act in acts if act.kind == "object" and act.seq not in done]
