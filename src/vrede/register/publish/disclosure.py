"""Acts with everything taken out that is never published: this is all that the other modules of publishing get to see."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from vrede.register.acts.registry import postings
from vrede.register.chain.act import Act, day_of_moment
from vrede.register.publish.policy import Redaction
from vrede.register.table.kinds import Kind

RELEASING = (Kind.RELEASE, Kind.FINAL_SETTLEMENT)
"""Kinds of act that give back what was promised and not paid."""


@dataclass(frozen=True, slots=True)
class DisclosedAct:
    """An act without who, role and token. day: told by the act, else that on which it was recorded. released_cents: what it gave back
    of a commitment. reason and facts: only those that the policy names. mark: names the dossier and tells nothing; of its first act."""

    seq: int
    kind: str
    dossier: str
    day: date
    cents: int | None
    year: int | None
    approves: int | None
    released_cents: int = 0
    reason: str = ""
    mark: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def day_of(act: Act) -> date:
    """The day that an act tells, else that in the Netherlands on which it was recorded."""
    told = act.facts.get("day")
    return date.fromisoformat(str(told)) if told else day_of_moment(act.moment)


def _mark(act: Act) -> str:
    """From what nobody outside has: the token is published nowhere, so nobody can try names of dossiers until one fits."""
    return hashlib.sha256(f"{act.token}:{act.hash}".encode()).hexdigest()[:20]


def disclosed(acts: Iterable[Act], policy: Redaction) -> list[DisclosedAct]:
    """What may be shown of these acts, in their order; acts of dossiers and kinds that are never published are not in it."""
    disclosed_acts = []
    for act in acts:
        if act.kind not in policy.facts or act.dossier.casefold().startswith(policy.never):
            continue
        said = act.facts
        released = 0
        if act.kind in RELEASING and act.cents is not None:
            gone = (f"open:{act.dossier}", f"released:{act.dossier}")
            released = sum(one.cents for one in postings(act) if (one.source, one.target) == gone)
        disclosed_acts.append(
            DisclosedAct(
                act.seq,
                act.kind,
                act.dossier,
                day_of(act),
                act.cents,
                act.year,
                act.approves,
                released,
                act.reason if act.kind in policy.reasons else "",
                _mark(act),
                {name: said[name] for name in policy.facts[act.kind] if name in said},
            )
        )
    return disclosed_acts
