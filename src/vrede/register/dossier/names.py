"""How dossiers are named: those of the register itself, and how a name is written. Which lines of the budget are humanitarian aid."""

from __future__ import annotations

import re
import unicodedata

BUDGET, PEOPLE, FUNDS, FOUNDING = "budget", "people", "funds", "register"
PARTNER, INTEGRITY = "partner ", "integrity "
"""How the names of dossiers of partners and of integrity begin."""
RESERVED = (BUDGET, PEOPLE, FUNDS, FOUNDING)
LIKE = str.maketrans("аԁеɡһіıјӏոорԛгѕսυѵԝхуγραεικντσ", "adeghiijlnopqrsuuvwxyypaeikvto")
"""Letters of other alphabets that look like those of ours, as small letters."""


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
    """Whether a name could be read as one of the register's own: another case, other characters between, letters of another alphabet.

    >>> [looks_reserved(name) for name in ("Budget", "Partner-1", "іntegrity 1", "partnership", "Integrity of water")]
    [True, True, True, False, True]
    """
    plain = unicodedata.normalize("NFKC", dossier).casefold().translate(LIKE).strip()
    return plain in RESERVED or re.match(r"(partner|integrity)([\W_]|$)", plain) is not None


HUMANITARIAN = re.compile(r"4\.1(?![0-9])")
"""Lines of sub-article 4.1: humanitarian aid is decided on need, not by the board of a fund."""


def humanitarian(line: object) -> bool:
    """Whether a line is of humanitarian aid, however it is written.

    >>> [humanitarian(line) for line in ("4.1", " 4.1 UNHCR", "4.1-b", "4.1a", "4.1.2", "4.1/x", "４.１")]
    [True, True, True, True, True, True, True]
    >>> [humanitarian(line) for line in ("4.10", "4.11 x", "4.3", "14.1", None)]
    [False, False, False, False, False]
    """
    seen = "".join(sign for sign in unicodedata.normalize("NFKC", str(line)) if unicodedata.category(sign) != "Cf")
    return HUMANITARIAN.match(seen.strip()) is not None
