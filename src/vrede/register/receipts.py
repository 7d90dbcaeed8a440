"""Receipts that an act relies on: an act that is named must be there, and be one that its writer may read."""

from __future__ import annotations

from vrede.register.case import Case
from vrede.register.dossiers import FOUNDING, INTEGRITY, PEOPLE
from vrede.register.refused import RegisterRefused

ACT = "act "


def relied_on(case: Case) -> None:
    """Whether every act among the receipts is there for this person; only roles of the staff write receipts, and who sits
    on the board of a fund is none of them. Raises RegisterRefused.

    One that is not there, and one that is not theirs to read, are refused with the same words.
    """
    for receipt in case.facts.get("receipts", ()):
        if receipt.startswith(ACT) and not _there(case, int(receipt.removeprefix(ACT))):
            raise RegisterRefused("words", f"there is no {receipt} for you to rely on")


def _there(case: Case, number: int) -> bool:
    found = case.database.one("SELECT dossier FROM act WHERE seq = ?", (number,))
    dossier = str(found[0]) if found else ""
    return bool(dossier) and not dossier.startswith(INTEGRITY) and dossier not in (PEOPLE, FOUNDING)
