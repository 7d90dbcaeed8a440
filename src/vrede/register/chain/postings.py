"""What an act moves: whole cents from one account to another, so that nothing is made and nothing lost.

room:ARTICLE:YEAR:KIND what the law still allows (kind: commitment or cash). law:... where that comes from. line:...:LINE the same by
management line, lines:... where that comes from. fund:ID:YEAR what a fund still has, drawn:DOSSIER what was drawn on it, given:DOSSIER what
of that was committed. open:DOSSIER promised and not yet paid; paid, released, spent, used: where it went. claimed:DOSSIER claimed back,
repaid:DOSSIER what of that came. outstanding:DOSSIER advances not accounted for, beside the money itself: advanced:... where they come from,
accounted and reclaimed where they went.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from vrede.register.chain.act import Act
from vrede.register.chain.database import Database

KINDS = ("commitment", "cash")
UNDIVIDED = "undivided"
"""The line of a law that is still to be divided over the others: it may be negative, and nothing is committed on it."""


@dataclass(frozen=True, slots=True)
class Posting:
    """cents: above nothing."""

    source: str
    target: str
    cents: int


def place(name: str, article: str, year: int, kind: str, line: str = "") -> str:
    """The name of an account.

    >>> place("line", "XVII.4", 2024, "cash", "4.1")
    'line:XVII.4:2024:cash:4.1'
    """
    return f"{name}:{article}:{year}:{kind}{f':{line}' if line else ''}"


def _moved(source: str, target: str, cents: int) -> list[Posting]:
    if cents == 0:
        return []
    return [Posting(source, target, cents)] if cents > 0 else [Posting(target, source, -cents)]


NO_MONEY = ("announce", "propose", "amend", "vary", "request", "ask", "sign", "refuse", "decline")
"""Acts with an amount that move nothing: they ask, and another act does, or they say no."""


def postings(act: Act) -> list[Posting]:
    """What an act moves, from its own words alone: anyone can calculate it again."""
    if act.kind == "law":
        return _law(act.said)
    if act.kind == "accept":
        return _moved(f"outstanding:{act.dossier}", f"accounted:{act.dossier}", act.said["settled"])
    if act.kind == "determine":
        return _moved(f"open:{act.dossier}", f"released:{act.dossier}", act.said["released"])
    if not act.cents or act.kind in NO_MONEY:
        return []
    if act.kind in ("commit", "agree"):
        return _promised(act)
    if act.kind == "pay":
        return _paid(act)
    return _simple(act)


def _law(said: dict[str, Any]) -> list[Posting]:
    article, year, kind = said["article"], said["year"], said["authority"]
    before, after = said["level"]
    law, room, lines = (place(name, article, year, kind) for name in ("law", "room", "lines"))
    found = _moved(law, room, after - before)
    for line, (was, now) in sorted(said["lines"].items()):
        found += _moved(lines, place("line", article, year, kind, line), now - was)
    return found


def _simple(act: Act) -> list[Posting]:
    """Acts that move their one amount, and what depends on it."""
    said, cents, dossier, year = act.said, act.cents or 0, act.dossier, act.year or 0
    if act.kind == "release":
        return _moved(f"open:{dossier}", f"released:{dossier}", cents)
    if act.kind == "recover":
        settled = _moved(f"outstanding:{dossier}", f"reclaimed:{dossier}", said["settled"])
        return [*_moved(f"paid:{dossier}", f"claimed:{dossier}", cents), *settled]
    if act.kind == "repaid":
        return _moved(f"claimed:{dossier}", f"repaid:{dossier}", cents)
    if act.kind == "allot":
        return _moved(f"allotted:{said['fund']}:{year}", f"fund:{said['fund']}:{year}", cents)
    if act.kind == "draw":
        return _moved(f"fund:{said['fund']}:{year}", f"drawn:{dossier}", cents)
    article, kind = said["article"], said["authority"]
    if act.kind == "move":
        one, other = (place("line", article, year, kind, said[name]) for name in ("source", "target"))
        return _moved(one, other, cents)
    assert act.kind == "exceed"
    law, room, lines = (place(name, article, year, kind) for name in ("law", "room", "lines"))
    return [*_moved(law, room, cents), *_moved(lines, place("line", article, year, kind, said["line"]), cents)]


def _promised(act: Act) -> list[Posting]:
    said, cents, year = act.said, act.cents or 0, act.year or 0
    article, line, draw = said["article"], said["line"], said.get("draw")
    one, other = (place(name, article, year, "commitment", line) for name in ("line", "used"))
    found = _moved(one, other, cents)
    found += _moved(place("room", article, year, "commitment"), f"open:{act.dossier}", cents)
    return [*found, *(_moved(f"drawn:{draw}", f"given:{draw}", cents) if draw else [])]


def _paid(act: Act) -> list[Posting]:
    said, cents, year, dossier = act.said, act.cents or 0, act.year or 0, act.dossier
    article, line = said["article"], said["line"]
    one, other = (place(name, article, year, "cash", line) for name in ("line", "used"))
    room, spent = (place(name, article, year, "cash") for name in ("room", "spent"))
    found = [
        *_moved(one, other, cents),
        *_moved(room, spent, cents),
        *_moved(f"open:{dossier}", f"paid:{dossier}", cents),
    ]
    return [*found, *(_moved(f"advanced:{dossier}", f"outstanding:{dossier}", cents) if said.get("advance") else [])]


def balance(database: Database, account: str) -> int:
    """Cents on an account; none where nothing ever moved there."""
    found = database.one("SELECT cents FROM balance WHERE account = ?", (account,))
    return int(found[0]) if found else 0
