"""From one database to another: every act as it is, and from the acts everything else again."""

from __future__ import annotations

from collections.abc import Iterable

from vrede.register.chain.act import COLUMNS, Act
from vrede.register.chain.database import Database
from vrede.register.chain.reading import act_of
from vrede.register.recording.recorder import begin_membership, insert, write_effects
from vrede.register.refused import RegisterRefused
from vrede.register.table.kinds import Kind


def copy(source: Database, target: Database) -> int:
    """How many acts were copied. Raises RegisterRefused where the target is not empty, or refuses an act: then it holds none."""
    target.prepare()
    with target.writing():
        return fill(target, (act_of(row) for row in source.all(f"SELECT {', '.join(COLUMNS)} FROM act ORDER BY seq")))


def fill(target: Database, acts: Iterable[Act]) -> int:
    """Write acts into a database that holds none, with the members, postings and balances that they give; how many there were.

    For a caller that holds the lock (`Database.writing`), and lets all of it go where this raises RegisterRefused.
    """
    if target.one("SELECT 1 FROM act LIMIT 1"):
        raise RegisterRefused("state.not_empty")
    number = 0
    for act in acts:
        if act.kind == Kind.FOUNDING:
            begin_membership(target, act.who, act.role, act.seq)
        insert(target, act)
        write_effects(target, act)
        number += 1
    return number
