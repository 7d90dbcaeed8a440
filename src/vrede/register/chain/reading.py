"""Reading acts: all of them, those of a dossier, the newest of a kind, and what the founding act says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from vrede.register.chain.act import COLUMNS, Act
from vrede.register.chain.database import Database


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


def every_act(database: Database) -> list[Act]:
    """All acts, in order: what reports are made from."""
    return [act_of(row) for row in database.all(f"SELECT {', '.join(COLUMNS)} FROM act ORDER BY seq")]


def by_dossier(acts: Sequence[Act]) -> dict[str, list[Act]]:
    """Dossier -> its acts, in order."""
    acts_of_each: dict[str, list[Act]] = {}
    for act in acts:
        acts_of_each.setdefault(act.dossier, []).append(act)
    return acts_of_each


FACT = "made_up"
"""The fact of the founding act. A register that was begun to be used has none."""


def made_up(database: Database) -> bool:
    """Whether everything in a register was invented to learn with. False where nothing was begun."""
    if not database.begun():
        return False
    row = database.one("SELECT body FROM act WHERE seq = 1 AND kind = 'founding'")
    return row is not None and json.loads(str(row[0])).get(FACT) is True
