"""Who may see which dossier. What somebody may not see, they may not act in either, and to them it does not exist.

Humanitarian aid is decided on need (sub-article 4.1): whoever sits on the board of an integrated fund never sees its dossiers,
whatever else they are. Reports of fraud and exploitation are for the integrity officer and the auditor. A partner sees its own.
"""

from __future__ import annotations

from vrede.register.book import Dossier
from vrede.register.people import Person

HUMANITARIAN = "4.1"
STAFF = ("policy officer", "appraiser", "budget holder", "controller")
BOARD, PARTNER, INTEGRITY, AUDITOR, ADMINISTRATOR = (
    "fund board",
    "partner contact",
    "integrity officer",
    "auditor",
    "administrator",
)

READERS = {
    "budget": (*STAFF, AUDITOR, BOARD, INTEGRITY),
    "funds": (*STAFF, BOARD, AUDITOR),
    "people": (ADMINISTRATOR, AUDITOR),
    "audit": (AUDITOR,),
}
"""Pages that are not for everybody with a role."""
INTERNAL = ("appraise", "advise", "rank")
"""Acts inside the ministry: a partner sees what came of them, not the scores of others nor the advice."""


def humanitarian(line: str) -> bool:
    """Whether a line of the budget is of sub-article 4.1.

    >>> humanitarian("4.1"), humanitarian("4.1 UNHCR"), humanitarian("4.10"), humanitarian("4.3")
    (True, True, False, False)
    """
    return line == HUMANITARIAN or line.startswith((f"{HUMANITARIAN} ", f"{HUMANITARIAN}.", f"{HUMANITARIAN}/"))


def may_see(person: Person, dossier: Dossier) -> bool:
    """Whether a dossier exists for this person."""
    if person.has(BOARD) and humanitarian(dossier.line):
        return False
    if dossier.sort == "integrity":
        return person.has(INTEGRITY, AUDITOR)
    if person.has(AUDITOR):
        return True
    if dossier.sort in ("people", "register"):
        return person.has(ADMINISTRATOR)
    if dossier.sort in ("budget", "partner", "warning"):
        return person.has(*STAFF) or (
            dossier.sort == "partner" and person.has(PARTNER) and dossier.partner == person.partner != ""
        )
    if dossier.sort in ("request", "funds"):
        return person.has(*STAFF, BOARD)
    if person.has(*STAFF, INTEGRITY):
        return True
    if person.has(BOARD) and dossier.sort == "grant" and dossier.draw:
        return True
    return person.has(PARTNER) and (dossier.sort == "call" or (dossier.partner == person.partner != ""))


def sees_every_grant(person: Person) -> bool:
    """Whether no grant and no call is hidden from this person, so that each need not be looked at."""
    return person.has(*STAFF, AUDITOR) and not person.has(BOARD)


def may_read(person: Person, kind: str) -> bool:
    """Whether an act of a dossier that this person sees is shown to them."""
    return kind not in INTERNAL or person.has(*STAFF, AUDITOR, INTEGRITY)
