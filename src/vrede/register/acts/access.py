"""In which dossiers a person may act, beside their role: contacts for their partner, fund boards outside humanitarian aid; and on which
acts they may rely."""

from __future__ import annotations

from collections.abc import Sequence

from vrede.register.acts.appointment import appointed_for
from vrede.register.acts.situation import Situation
from vrede.register.acts.submission import Submission
from vrede.register.chain.act import Act
from vrede.register.chain.database import Database
from vrede.register.chain.reading import acts_of
from vrede.register.dossier.names import FOUNDING, INTEGRITY, PARTNER, PEOPLE, humanitarian
from vrede.register.dossier.state import newest_proposal
from vrede.register.refused import RegisterRefused
from vrede.register.table.bodies import Call, Concern, Proposal
from vrede.register.table.body import Body
from vrede.register.table.kinds import Kind

ACT = "act "


def may_act(situation: Situation, body: Body) -> None:
    """Whether this person may act in this dossier. Raises RegisterRefused."""
    if isinstance(body, Concern):
        _may_report(situation, body.about)
    if _humanitarian(situation.acts) and _on_a_board(situation):
        raise RegisterRefused("humanitarian.board")


def may_know(database: Database, submission: Submission, acts: Sequence[Act]) -> None:
    """Whether this person may hear whether the dossier is there: one that is not, is refused as one that is not theirs."""
    if submission.kind == Kind.CONCERN:
        return
    if submission.dossier.startswith(INTEGRITY) and submission.role != "integrity officer":
        raise RegisterRefused("role.integrity")
    if submission.role == "partner contact" and not _theirs(database, submission, submission.dossier, acts):
        raise RegisterRefused("partner.not_theirs", who=submission.who, dossier=submission.dossier)


def _may_report(situation: Situation, about: str) -> None:
    """Whether the dossier that is reported is there and theirs; the same refusal for both, and for one of integrity."""
    database, submission = situation.around.database, situation.submission
    acts = [] if about.startswith(INTEGRITY) else acts_of(database, about)
    theirs = submission.role != "partner contact" or _theirs(database, submission, about, acts)
    if not acts or not theirs or (_humanitarian(acts) and _on_a_board(situation)):
        raise RegisterRefused("words.nothing_to_report")


def _humanitarian(acts: Sequence[Act]) -> bool:
    proposal = newest_proposal(acts)
    if proposal is not None:
        return humanitarian(proposal.read(Proposal).line)
    return any(act.kind == Kind.CALL and humanitarian(act.read(Call).line) for act in acts)


def _on_a_board(situation: Situation) -> bool:
    sql = "SELECT 1 FROM member WHERE who = ? AND role = 'fund board'"
    return situation.around.database.one(sql, (situation.submission.who,)) is not None


def partner_of(dossier: str, acts: Sequence[Act]) -> str:
    """The partner of a dossier; '' where none was named."""
    if dossier.startswith(PARTNER):
        return dossier.removeprefix(PARTNER)
    proposal = newest_proposal(acts)
    return (proposal.read(Proposal).partner or "") if proposal else ""


def _theirs(database: Database, submission: Submission, dossier: str, acts: Sequence[Act]) -> bool:
    """A contact acts for a partner of theirs, in a grant of it; a proposal that names no partner is open to any contact."""
    partner = partner_of(dossier, acts)
    if not partner and newest_proposal(acts) is not None:
        return True
    return partner in appointed_for(database, submission.who, submission.role, "partner")


def may_rely(situation: Situation, body: Body) -> None:
    """Whether every act among the receipts is there for this person; only roles of the staff write receipts, and who sits
    on the board of a fund is none of them. Raises RegisterRefused.

    One that is not there, and one that is not theirs to read, are refused with the same words.
    """
    for receipt in getattr(body, "receipts", ()):
        if receipt.startswith(ACT) and not _readable(situation, int(receipt.removeprefix(ACT))):
            raise RegisterRefused("words.no_receipt", receipt=receipt)


def _readable(situation: Situation, number: int) -> bool:
    row = situation.around.database.one("SELECT dossier FROM act WHERE seq = ?", (number,))
    dossier = str(row[0]) if row else ""
    return bool(dossier) and not dossier.startswith(INTEGRITY) and dossier not in (PEOPLE, FOUNDING)
