"""A grant that was committed, as it is now: its proposal with every modification that was approved since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vrede.register.chain.act import Act, day_of_moment
from vrede.register.table.bodies import FinalSettlement, Milestone, Modification, Proposal
from vrede.register.table.kinds import Kind

PROMISES = (Kind.COMMITMENT, Kind.MODIFICATION_APPROVAL)
"""Acts that commit money."""


@dataclass(frozen=True, slots=True)
class Award:
    """origin: the proposal that was committed. committed: the act that did. end_date: None where none was given. milestones: id -> title.
    schedule: payments by year, in cents. reached: milestones that were reached."""

    origin: Proposal
    committed: Act
    end_date: date | None
    milestones: Mapping[str, str]
    schedule: Mapping[str, int]
    reached: frozenset[str]

    @property
    def partner(self) -> str:
        """The identifier of the partner; '' where there is none."""
        return self.origin.partner or ""

    @property
    def since(self) -> date:
        """The day of the commitment."""
        return day_of(self.committed)


def day_of(act: Act) -> date:
    """The day that an act gives; else that on which it was recorded."""
    given = act.facts.get("day")
    return date.fromisoformat(given) if given else day_of_moment(act.moment)


def known_on(act: Act) -> date:
    """The later of the day that an act gives and that on which it was recorded: nobody could read it before, so a term runs from there."""
    return max(day_of(act), day_of_moment(act.moment))


def award_of(acts: Sequence[Act]) -> Award | None:
    """Of the acts of a dossier, in order; None before a commitment."""
    by_seq = {act.seq: act for act in acts}
    committed = next((act for act in acts if act.kind == Kind.COMMITMENT), None)
    if committed is None or committed.approves is None:
        return None
    origin = by_seq[committed.approves].read(Proposal)
    end_date, milestones, schedule = origin.end_date, origin.milestones, origin.schedule
    for act in acts:
        if act.kind == Kind.MODIFICATION_APPROVAL and act.approves is not None:
            changed = by_seq[act.approves].read(Modification)
            end_date = changed.end_date or end_date
            milestones = milestones if changed.milestones is None else changed.milestones
            schedule = schedule if changed.schedule is None else changed.schedule
    reached = frozenset(act.read(Milestone).milestone for act in acts if act.kind == Kind.MILESTONE)
    return Award(origin, committed, end_date, milestones, schedule, reached)


def committed_cents(acts: Iterable[Act]) -> int:
    """Cents that were committed in a dossier, with what was added since."""
    return sum(act.cents or 0 for act in acts if act.kind in PROMISES)


def open_cents(acts: Iterable[Act]) -> int:
    """Cents that were committed in a dossier, less what was paid and released."""
    left = 0
    for act in acts:
        if act.kind in PROMISES:
            left += act.cents or 0
        elif act.kind in (Kind.PAYMENT, Kind.RELEASE):
            left -= act.cents or 0
        elif act.kind == Kind.FINAL_SETTLEMENT:
            left -= act.read(FinalSettlement).released
    return left
