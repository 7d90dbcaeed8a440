"""The state of a dossier, its newest proposal, and which of its acts were refused or rejected."""

from __future__ import annotations

from collections.abc import Sequence

from vrede.register.chain.act import Act
from vrede.register.chain.reading import newest
from vrede.register.table.kinds import Kind
from vrede.register.table.transition import state_after

PROPOSALS = (Kind.PROPOSAL, Kind.AMENDMENT)
NO = (Kind.REFUSAL, Kind.REJECTION)
"""Acts that say no to another. The database's triggers name the same."""


def said_no(acts: Sequence[Act]) -> set[int]:
    """Numbers of the acts of a dossier that were refused or rejected: nothing approves them any more."""
    return {act.approves for act in acts if act.kind in NO and act.approves is not None}


def newest_proposal(acts: Sequence[Act]) -> Act | None:
    """The newest proposal or amendment of a dossier; None where there is none."""
    return newest(acts, *PROPOSALS)


def state_of(acts: Sequence[Act]) -> str:
    """The state of a dossier with these acts."""
    return state_after(act.kind for act in acts)
