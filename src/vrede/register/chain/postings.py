"""Postings and accounts: an act moves whole cents from one account to another, so that nothing is made and nothing lost.

room:ARTICLE:YEAR:AUTHORITY what the law still allows (authority: commitment or cash). law:... where that comes from. line:...:LINE the same by
management line, lines:... where that comes from. fund:ID:YEAR what a fund still has, drawn:DOSSIER what was drawn on it, given:DOSSIER what
of that was committed. open:DOSSIER promised and not yet paid; paid, released, spent, used: where it went. claimed:DOSSIER claimed back,
repaid:DOSSIER what of that came. outstanding:DOSSIER advances not accounted for, beside the money itself: advanced:... where they come from,
accounted and reclaimed where they went.
"""

from __future__ import annotations

from dataclasses import dataclass

from vrede.register.chain.database import Database

AUTHORITIES = ("commitment", "cash")
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


def moved(source: str, target: str, cents: int) -> list[Posting]:
    """Cents from one account to another; the other way where they are below nothing, and no posting for none."""
    if cents == 0:
        return []
    return [Posting(source, target, cents)] if cents > 0 else [Posting(target, source, -cents)]


def balance(database: Database, account: str) -> int:
    """Cents on an account; none where nothing ever moved there."""
    row = database.one("SELECT cents FROM balance WHERE account = ?", (account,))
    return int(row[0]) if row else 0
