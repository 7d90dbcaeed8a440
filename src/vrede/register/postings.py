"""What an act moves: whole cents from one account to another, so that nothing is made and nothing lost.

room:ARTICLE:YEAR:KIND what the law still allows (kind: commitment or cash). law:... where that comes from. line:...:LINE the same by
management line, lines:... where that comes from. fund:ID:YEAR what a fund still has, drawn:DOSSIER what was drawn on it. open:DOSSIER promised and not yet paid; paid, released, spent, used: where it went.
"""

from __future__ import annotations

from dataclasses import dataclass

from vrede.register.act import Act

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


def postings(act: Act) -> list[Posting]:
    """What an act moves, from its own words alone: anyone can calculate it again."""
    said = act.said
    if act.kind == "law":
        article, year, kind = said["article"], said["year"], said["authority"]
        before, after = said["level"]
        law, room, lines = (place(name, article, year, kind) for name in ("law", "room", "lines"))
        found = _moved(law, room, after - before)
        for line, (was, now) in sorted(said["lines"].items()):
            found += _moved(lines, place("line", article, year, kind, line), now - was)
        return found
    if not act.cents or act.kind in ("propose", "amend", "request", "ask", "sign"):
        return []
    if act.kind == "exceed":
        assert act.year is not None
        article, kind, line = said["article"], said["authority"], said["line"]
        law, room, lines = (place(name, article, act.year, kind) for name in ("law", "room", "lines"))
        return [
            *_moved(law, room, act.cents),
            *_moved(lines, place("line", article, act.year, kind, line), act.cents),
        ]
    if act.kind == "move":
        article, year, kind = said["article"], said["year"], said["authority"]
        return _moved(
            place("line", article, year, kind, said["source"]),
            place("line", article, year, kind, said["target"]),
            act.cents,
        )
    if act.kind == "release":
        return _moved(f"open:{act.dossier}", f"released:{act.dossier}", act.cents)
    assert act.year is not None
    if act.kind == "allot":
        return _moved(f"allotted:{said['fund']}:{act.year}", f"fund:{said['fund']}:{act.year}", act.cents)
    if act.kind == "draw":
        return _moved(f"fund:{said['fund']}:{act.year}", f"drawn:{act.dossier}", act.cents)
    article, line = said["article"], said["line"]
    kind, after = ("commitment", "used") if act.kind == "commit" else ("cash", "used")
    found = _moved(place("line", article, act.year, kind, line), place(after, article, act.year, kind, line), act.cents)
    room = place("room", article, act.year, kind)
    if act.kind == "commit":
        found += _moved(room, f"open:{act.dossier}", act.cents)
        draw = said.get("draw")
        return [*found, *(_moved(f"drawn:{draw}", f"given:{draw}", act.cents) if draw else [])]
    return [
        *found,
        *_moved(room, place("spent", article, act.year, kind), act.cents),
        *_moved(f"open:{act.dossier}", f"paid:{act.dossier}", act.cents),
    ]
