"""The state of a dossier, and which of its acts somebody said no to."""

from __future__ import annotations

from collections.abc import Sequence

from vrede.register.chain.act import Act
from vrede.register.table.transitions import state_after

PROPOSALS = ("propose", "amend")
NO = ("refuse", "decline")
"""Acts that say no to another. The database's triggers name the same."""


def said_no(acts: Sequence[Act]) -> set[int]:
    """Numbers of the acts of a dossier that were refused or declined: nothing approves them any more."""
    return {act.approves for act in acts if act.kind in NO and act.approves is not None}


def state_of(acts: Sequence[Act]) -> str:
    """The state of a dossier with these acts."""
    return state_after(act.kind for act in acts)
