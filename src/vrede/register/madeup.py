"""Whether a register is made up: its founding act says so, and that act can never be changed."""

from __future__ import annotations

import json

from vrede.register.database import Database

FACT = "made_up"
"""The fact of the founding act. A register that was begun to be used has none."""


def made_up(database: Database) -> bool:
    """Whether everything in a register was invented to learn with. False where nothing was begun."""
    if not database.begun():
        return False
    row = database.one("SELECT body FROM act WHERE seq = 1 AND kind = 'found'")
    return row is not None and json.loads(str(row[0])).get(FACT) is True
