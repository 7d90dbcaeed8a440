"""From one database to another: every act as it stands, and from the acts everything else again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple

from vrede.register.chain.act import COLUMNS, Act
from vrede.register.chain.database import Database
from vrede.register.chain.postings import postings
from vrede.register.chain.reading import act_of
from vrede.register.refused import RegisterRefused


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
        raise RegisterRefused("state", "the other database is not empty")
    marks = ", ".join("?" * len(COLUMNS))
    number = 0
    for act in acts:
        if act.kind == "found":
            target.run("INSERT INTO member (who, role, act) VALUES (?, ?, ?)", (act.who, act.role, act.seq))
        target.run(f"INSERT INTO act ({', '.join(COLUMNS)}) VALUES ({marks})", astuple(act))
        if act.kind == "appoint":
            person = (act.said["person"], act.said["role"])
            if target.one("SELECT 1 FROM member WHERE who = ? AND role = ?", person) is None:
                target.run("INSERT INTO member (who, role, act) VALUES (?, ?, ?)", (*person, act.seq))
        elif act.kind == "dismiss":
            values = (act.said["person"], act.said["role"], act.seq)
            target.run("INSERT INTO ended (who, role, act) VALUES (?, ?, ?)", values)
        for place, posting in enumerate(postings(act)):
            target.run(
                "INSERT INTO posting (act, place, source, target, cents) VALUES (?, ?, ?, ?, ?)",
                (act.seq, place, posting.source, posting.target, posting.cents),
            )
        number += 1
    return number
