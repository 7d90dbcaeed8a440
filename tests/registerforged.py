"""Acts that somebody writes into the tables themselves, past the code: for tests of what the databases refuse."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from registerbook import DAY, Book
from vrede.register.audit.verify import head
from vrede.register.chain.act import COLUMNS, Act, canonical
from vrede.register.chain.postings import postings

LINE = {"article": "XVII.4", "line": "4.3", "ongoing": False, "day": DAY.isoformat()}
HOLDER, CONTROL = "budget holder", "controller"


def forged(book: Book, kind: str, who: str, role: str, dossier: str = "G1", facts: Any = None, **given: Any) -> Act:
    """An act numbered, hashed and joined as it should be; it is written nowhere."""
    last = head(book.database)
    assert last is not None
    plain = Act(
        seq=last.seq + 1,
        moment="2024-03-01T12:00:00.000+00:00",
        who=who,
        role=role,
        kind=kind,
        dossier=dossier,
        approves=None,
        cents=None,
        year=None,
        token=f"forged {last.seq}",
        reason="forged",
        body=canonical(facts or {}),
        previous=last.hash,
    )
    return replace(plain, **given).sealed()


def insert(book: Book, act: Act) -> None:
    """The row of an act, within the writing of whoever calls."""
    marks = ", ".join("?" * len(COLUMNS))
    book.database.run(f"INSERT INTO act ({', '.join(COLUMNS)}) VALUES ({marks})", [getattr(act, n) for n in COLUMNS])


def put(book: Book, kind: str, who: str, role: str, dossier: str = "G1", facts: Any = None, **given: Any) -> Act:
    """An act with its postings as whoever owns the database would write it."""
    act = forged(book, kind, who, role, dossier, facts, **given)
    with book.database.writing():
        insert(book, act)
        for place, one in enumerate(postings(act)):
            book.database.run(
                "INSERT INTO posting (act, place, source, target, cents) VALUES (?, ?, ?, ?, ?)",
                (act.seq, place, one.source, one.target, one.cents),
            )
    return act
