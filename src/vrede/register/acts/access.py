"""In which dossiers a person may act, beside their role: contacts for their partner, fund boards outside humanitarian aid."""

from __future__ import annotations

from collections.abc import Sequence

from vrede.register.acts.appointment import appointed_for
from vrede.register.acts.situation import Case
from vrede.register.acts.submission import Asked
from vrede.register.chain.act import Act
from vrede.register.chain.database import Database
from vrede.register.chain.reading import acts_of, newest
from vrede.register.dossier.names import FOUNDING, INTEGRITY, PARTNER, PEOPLE, humanitarian
from vrede.register.refused import RegisterRefused

ABOUT_MONEY = ("announce", "propose", "amend")


def may_act(case: Case) -> None:
    """Whether this person may act in this dossier. Raises RegisterRefused."""
    if case.asked.kind == "report":
        _reported(case, str(case.facts["about"]))
    if _humanitarian(case.acts) and _on_a_board(case):
        raise RegisterRefused("humanitarian", "the board of a fund does nothing for humanitarian aid (sub-article 4.1)")


def may_know(database: Database, asked: Asked, acts: Sequence[Act]) -> None:
    """Whether this person may hear whether the dossier is there: one that is not, is refused as one that is not theirs."""
    if asked.kind == "report":
        return
    if asked.dossier.startswith(INTEGRITY) and asked.role != "integrity officer":
        raise RegisterRefused("role", "only an integrity officer acts in a dossier of integrity")
    if asked.role == "partner contact" and not _theirs(database, asked, asked.dossier, acts):
        raise RegisterRefused("partner", f"{asked.who} is no contact of the partner of {asked.dossier}")


def _reported(case: Case, about: str) -> None:
    """Whether the dossier that is reported is there and theirs; the same refusal for both, and for one of integrity."""
    acts = [] if about.startswith(INTEGRITY) else acts_of(case.database, about)
    mine = case.asked.role != "partner contact" or _theirs(case.database, case.asked, about, acts)
    if not acts or not mine or (_humanitarian(acts) and _on_a_board(case)):
        raise RegisterRefused("words", "there is no such dossier or partner for you to report about")


def _humanitarian(acts: Sequence[Act]) -> bool:
    on_line = newest(acts, *ABOUT_MONEY)
    return on_line is not None and humanitarian(on_line.said["line"])


def _on_a_board(case: Case) -> bool:
    board = case.database.one("SELECT 1 FROM member WHERE who = ? AND role = 'fund board'", (case.asked.who,))
    return board is not None


def partner_of(dossier: str, acts: Sequence[Act]) -> str:
    """The partner of a dossier; '' where none was said."""
    if dossier.startswith(PARTNER):
        return dossier.removeprefix(PARTNER)
    last = newest(acts, "propose", "amend")
    return str(last.said.get("partner", "")) if last else ""


def _theirs(database: Database, asked: Asked, dossier: str, acts: Sequence[Act]) -> bool:
    """A contact acts for a partner of theirs, in a grant of it; a proposal that names no partner is open to any contact."""
    partner = partner_of(dossier, acts)
    if not partner and newest(acts, "propose") is not None:
        return True
    return partner in appointed_for(database, asked.who, asked.role, "partner")


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
