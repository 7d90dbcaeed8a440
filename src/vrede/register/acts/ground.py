"""Why a proposal is refused: a ground that is about a call must be what its newest ranking says of the proposal."""

from __future__ import annotations

from collections.abc import Sequence

from vrede.register.acts.situation import Case
from vrede.register.chain.act import Act, day_of_moment
from vrede.register.chain.reading import acts_of, newest
from vrede.register.dossier.state import PROPOSALS
from vrede.register.refused import RegisterRefused

OF_A_CALL = {
    "ceiling": ("ceiling", "sub_ceiling"),
    "ranking": ("score", "ceiling", "sub_ceiling"),
    "threshold": ("threshold",),
    "late": ("late",),
}
"""Ground -> what a ranking may say of a proposal that is refused for it; the other grounds are for every proposal."""


def grounded(case: Case, proposal: Act) -> None:
    """Whether the ground of a refusal is so. Raises RegisterRefused.

    Who came too late may hear it before there is a ranking: the days alone say it.
    """
    ground, call = case.facts["ground"], proposal.said.get("call")
    if ground not in OF_A_CALL:
        return
    if not call:
        raise RegisterRefused("ground", f"the ground {ground!r} is for an application of a call, and this is none")
    acts = acts_of(case.database, call)
    said = said_of(acts, proposal)
    if said in OF_A_CALL[ground]:
        return
    if said is not None:
        raise RegisterRefused("ground", f"the newest ranking of {call} says {said!r} of this proposal, not {ground!r}")
    if ground != "late":
        raise RegisterRefused(
            "ground", f"no ranking of {call} is of this proposal, so none says {ground!r}: rank first"
        )
    day, deadline = received(case.acts, call), acts[0].said["deadline"]
    if day <= deadline:
        raise RegisterRefused("ground", f"it came on {day}; that is not after the deadline of {call}, {deadline}")


def said_of(acts: Sequence[Act], proposal: Act) -> str | None:
    """What the newest ranking of a call says of a proposal; None where it says nothing. acts: of the call."""
    last = newest(acts, "rank")
    rows = last.said["rows"] if last else []
    return next((str(row["why"]) for row in rows if row["proposal"] == proposal.seq), None)


def received(acts: Sequence[Act], call: str) -> str:
    """The day an application for a call came in, YYYY-MM-DD: as its first proposal for it says, else the day of that. acts: of its dossier.

    A later change makes nobody late, and nobody in time.
    """
    first = next(act for act in acts if act.kind in PROPOSALS and act.said.get("call") == call)
    return str(first.said.get("received", day_of_moment(first.moment)))
