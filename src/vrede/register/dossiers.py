"""Reading acts: those of a dossier, the newest of a kind, and its state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from vrede.register.act import COLUMNS, Act
from vrede.register.database import Database
from vrede.register.transitions import state_after

BUDGET, PEOPLE, FUNDS, FOUNDING = "budget", "people", "funds", "register"
PARTNER, INTEGRITY = "partner ", "integrity "
"""How the names of dossiers of partners and of integrity begin."""
RESERVED = (BUDGET, PEOPLE, FUNDS, FOUNDING)


def act_of(row: tuple[Any, ...]) -> Act:
    """A row of the table act."""
    return Act(*row)


def acts_of(database: Database, dossier: str) -> list[Act]:
    """The acts of a dossier, in order."""
    rows = database.all(f"SELECT {', '.join(COLUMNS)} FROM act WHERE dossier = ? ORDER BY seq", (dossier,))
    return [act_of(row) for row in rows]


def newest(acts: Sequence[Act], *kinds: str) -> Act | None:
    """The last act of some kinds; None where there is none."""
    return next((act for act in reversed(acts) if act.kind in kinds), None)


def state_of(acts: Sequence[Act]) -> str:
    """The state of a dossier with these acts."""
    return state_after(act.kind for act in acts)


def reserved(dossier: str) -> bool:
    """Whether a name belongs to the register's own dossiers, those of partners or those of integrity."""
    return dossier in RESERVED or dossier.startswith((PARTNER, INTEGRITY))


def every_act(database: Database) -> list[Act]:
    """All acts, in order: what reports are made from."""
    return [act_of(row) for row in database.all(f"SELECT {', '.join(COLUMNS)} FROM act ORDER BY seq")]


def by_dossier(acts: Sequence[Act]) -> dict[str, list[Act]]:
    """Dossier -> its acts, in order."""
    found: dict[str, list[Act]] = {}
    for act in acts:
        found.setdefault(act.dossier, []).append(act)
    return found
