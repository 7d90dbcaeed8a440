"""Reading acts: those of a dossier, the newest of a kind, and its state."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from vrede.register.act import COLUMNS, Act
from vrede.register.database import Database
from vrede.register.transitions import state_after

BUDGET, PEOPLE, FUNDS, FOUNDING = "budget", "people", "funds", "register"
PARTNER, INTEGRITY = "partner ", "integrity "
"""How the names of dossiers of partners and of integrity begin."""
PROPOSALS = ("propose", "amend")
NO = ("refuse", "decline")
"""Acts that say no to another. The database's triggers name the same."""
RESERVED = (BUDGET, PEOPLE, FUNDS, FOUNDING)
LIKE = str.maketrans("аԁеɡһіıјӏոорԛгѕսυѵԝхуγραεικντσ", "adeghiijlnopqrsuuvwxyypaeikvto")
"""Letters of other alphabets that look like those of ours, as small letters."""


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


def said_no(acts: Sequence[Act]) -> set[int]:
    """Numbers of the acts of a dossier that were refused or declined: nothing approves them any more."""
    return {act.approves for act in acts if act.kind in NO and act.approves is not None}


def state_of(acts: Sequence[Act]) -> str:
    """The state of a dossier with these acts."""
    return state_after(act.kind for act in acts)


def reserved(dossier: str) -> bool:
    """Whether a name belongs to the register's own dossiers, those of partners or those of integrity."""
    return dossier in RESERVED or dossier.startswith((PARTNER, INTEGRITY))


def plainly(name: str) -> bool:
    """Whether a name is written in one way only: NFKC, without line ends, signs that cannot be seen and space around it.

    >>> [plainly(name) for name in ("Mine clearance 1", "A\\u200b0", "a\\nb", "Ａ", " A")]
    [True, False, False, False, False]
    """
    seen = not any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for sign in name)
    return seen and unicodedata.is_normalized("NFKC", name) and name == name.strip()


def askable(text: str) -> bool:
    """Whether both databases can be asked for a text: it has no NUL, and no half of a sign.

    >>> [askable(text) for text in ("a\\nb", "a\\0b", "\\ud800")]
    [True, False, False]
    """
    return not any(sign == "\0" or 0xD800 <= ord(sign) <= 0xDFFF for sign in text)


def looks_reserved(dossier: str) -> bool:
    """Whether a name could be read as one of the register's own: another case, other signs between, letters of another alphabet.

    >>> [looks_reserved(name) for name in ("Budget", "Partner-1", "іntegrity 1", "partnership", "Integrity of water")]
    [True, True, True, False, True]
    """
    plain = unicodedata.normalize("NFKC", dossier).casefold().translate(LIKE).strip()
    return plain in RESERVED or re.match(r"(partner|integrity)([\W_]|$)", plain) is not None


def every_act(database: Database) -> list[Act]:
    """All acts, in order: what reports are made from."""
    return [act_of(row) for row in database.all(f"SELECT {', '.join(COLUMNS)} FROM act ORDER BY seq")]


def by_dossier(acts: Sequence[Act]) -> dict[str, list[Act]]:
    """Dossier -> its acts, in order."""
    found: dict[str, list[Act]] = {}
    for act in acts:
        found.setdefault(act.dossier, []).append(act)
    return found
