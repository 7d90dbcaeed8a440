"""Acts that somebody writes into the tables themselves, past the code: for tests of what the databases refuse."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from registerbook import DAY, YEAR, Book
from vrede.register.acts.registry import postings
from vrede.register.audit.verification import head
from vrede.register.chain.act import COLUMNS, Act, canonical
from vrede.register.table.bodies import BODIES

FILL: dict[str, Any] = {
    "article": "XVII.4",
    "line": "4.3",
    "schedule": {str(YEAR): 1},
    "day": DAY.isoformat(),
    "outcome": "rejected",
    "report": "final",
    "period_end": "2024-02-29",
    "document": "0a" * 32,
    "opinion": "accepted",
    "decision": 1,
    "fund": "MF",
    "uses": ["training"],
    "criteria": {},
    "side": "defence",
    "discipline": "legal",
    "advice": "positive",
    "title": "t",
    "category": "plan",
    "public": False,
    "proposal": 1,
    "scores": {},
    "thresholds": {},
    "markers": {},
    "risks": ["a: b: c: d"],
    "verdict": "fund",
    "questioned": 0,
}
"""What an act says where a test does not care; an act of which the words cannot be read moves nothing."""
LINE = {"article": "XVII.4", "line": "4.3", "ongoing_policy": False, "day": DAY.isoformat()}
HOLDER, CONTROL = "budget holder", "controller"


def whole(kind: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Facts that the body of a kind has, and for those that it needs and are not given something."""
    fields = BODIES[kind].model_fields
    fill = {
        **FILL,
        "opinion": "clean" if kind == "audit" else "accepted",
        "ground": "misuse" if kind == "recovery" else "policy",
    }
    needed = {name: fill[name] for name, field in fields.items() if field.is_required() and name not in facts}
    return {**needed, **{name: value for name, value in facts.items() if name in fields}}


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
        body=canonical(whole(kind, facts or {})),
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
