"""In which dossiers a person may act, beside their role: contacts for their partner, fund boards outside humanitarian aid."""

from __future__ import annotations

from collections.abc import Sequence

from vrede.register.act import Act
from vrede.register.appointing import appointed_for
from vrede.register.case import Case
from vrede.register.dossiers import INTEGRITY, PARTNER, acts_of, newest
from vrede.register.lines import humanitarian
from vrede.register.refused import RegisterRefused

ABOUT_MONEY = ("announce", "propose", "amend")


def may_act(case: Case) -> None:
    """Whether this person may act in this dossier. Raises RegisterRefused."""
    dossier, acts = case.asked.dossier, case.acts
    if dossier.startswith(INTEGRITY) and acts and case.asked.role != "integrity officer":
        raise RegisterRefused("role", "only an integrity officer acts in a dossier of integrity")
    if case.asked.role == "partner contact":
        about = str(case.facts["about"]) if case.asked.kind == "report" else dossier
        _contact(case, about, acts if about == dossier else acts_of(case.database, about))
    on_line = newest(acts, *ABOUT_MONEY)
    if on_line is not None and humanitarian(on_line.said["line"]) and _on_a_board(case):
        raise RegisterRefused("humanitarian", "the board of a fund does nothing for humanitarian aid (sub-article 4.1)")


def _on_a_board(case: Case) -> bool:
    board = case.database.one("SELECT 1 FROM member WHERE who = ? AND role = 'fund board'", (case.asked.who,))
    return board is not None


def partner_of(dossier: str, acts: Sequence[Act]) -> str:
    """The partner of a dossier; '' where none was said."""
    if dossier.startswith(PARTNER):
        return dossier.removeprefix(PARTNER)
    last = newest(acts, "propose", "amend")
    return str(last.said.get("partner", "")) if last else ""


def _contact(case: Case, dossier: str, acts: Sequence[Act]) -> None:
    """A contact acts for a partner of theirs, in a grant of it; a proposal that names no partner is open to any contact."""
    partner, who = partner_of(dossier, acts), case.asked.who
    if not partner and newest(acts, "propose") is not None:
        return
    if partner not in appointed_for(case.database, who, case.asked.role, "partner"):
        raise RegisterRefused("partner", f"{who} is no contact of the partner of {dossier}")
