"""How a commitment stands: the words of its proposal with every change that was agreed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from vrede.register.chain.act import Act, day_of_moment


@dataclass(frozen=True, slots=True)
class Standing:
    """origin: the words of the proposal. promised: the act of the commitment. ends: YYYY-MM-DD, '' where none was said. milestones: id ->
    title. schedule: payments by year, in cents. reached: milestones that were reached."""

    origin: dict[str, Any]
    promised: Act
    ends: str
    milestones: dict[str, str]
    schedule: dict[str, int]
    reached: frozenset[str]

    @property
    def partner(self) -> str:
        """The identifier of the partner; '' where none was said."""
        return str(self.origin.get("partner", ""))

    @property
    def since(self) -> date:
        """The day of the commitment."""
        return day_of(self.promised)


def day_of(act: Act) -> date:
    """The day that an act says; else that of its moment."""
    return date.fromisoformat(act.said["day"]) if "day" in act.said else day_of_moment(act.moment)


def told_on(act: Act) -> date:
    """The later of the day that an act says and that of its moment: nobody could read it before, so a term runs from there."""
    return max(day_of(act), day_of_moment(act.moment))


def standing(acts: Sequence[Act]) -> Standing | None:
    """Of the acts of a dossier, in order; None before a commitment."""
    by_seq = {act.seq: act for act in acts}
    promised = next((act for act in acts if act.kind == "commit"), None)
    if promised is None or promised.approves is None:
        return None
    origin = by_seq[promised.approves].said
    now = {name: origin.get(name) for name in ("ends", "milestones", "schedule")}
    for act in acts:
        if act.kind == "agree" and act.approves is not None:
            changed = by_seq[act.approves].said
            now |= {name: changed[name] for name in now if name in changed}
    reached = frozenset(str(act.said["milestone"]) for act in acts if act.kind == "milestone")
    return Standing(
        origin, promised, str(now["ends"] or ""), dict(now["milestones"] or {}), dict(now["schedule"] or {}), reached
    )
