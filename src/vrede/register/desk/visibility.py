"""Who may see which dossier. What somebody may not see, they may not act in either, and to them it does not exist.

Humanitarian aid is decided on need (sub-article 4.1): whoever sits on the board of an integrated fund never sees its dossiers,
whatever else they are. Reports of fraud and exploitation are for the integrity officer and the auditor. A partner sees its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vrede.register.chain.act import Act, canonical
from vrede.register.dossier.dossier import Dossier
from vrede.register.dossier.names import humanitarian
from vrede.register.dossier.person import Person
from vrede.register.dossier.state import PROPOSALS
from vrede.register.table.bodies import Document, Proposal
from vrede.register.table.kinds import Kind

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
    "figures": (*STAFF, AUDITOR),
    "people": (ADMINISTRATOR, AUDITOR),
    "audit": (AUDITOR,),
}
"""Pages that are not for everybody with a role."""
OF_A_PARTNER = (
    *(Kind.CALL, Kind.PROPOSAL, Kind.AMENDMENT, Kind.COMMITMENT, Kind.REFUSAL, Kind.MODIFICATION),
    *(Kind.MODIFICATION_APPROVAL, Kind.MILESTONE, Kind.PAYMENT_REQUEST, Kind.PAYMENT, Kind.REJECTION, Kind.RELEASE),
    *(Kind.REPORT, Kind.REPORT_ASSESSMENT, Kind.RESULT, Kind.FINAL_SETTLEMENT, Kind.RECOVERY, Kind.REPAYMENT),
    *(Kind.OBJECTION, Kind.OBJECTION_DECISION, Kind.CLOSURE, Kind.DOCUMENT),
)
"""Acts that a partner sees in its own dossier: what it sent, and what was decided. Scores, advice, rankings and audits are the ministry's."""
INNER = ("justification", "receipts")
"""Facts of the ministry's acts that are its own all the same."""


def may_see(person: Person, dossier: Dossier) -> bool:
    """Whether a dossier exists for this person."""
    if person.board and humanitarian(dossier.line):
        return False
    if dossier.sort == "integrity":
        return person.has(INTEGRITY, AUDITOR)
    if person.has(AUDITOR):
        return True
    if dossier.sort in ("people", "register"):
        return person.has(ADMINISTRATOR)
    if dossier.sort in ("budget", "partner", "warning"):
        return person.has(*STAFF)
    if dossier.sort in ("request", "funds"):
        return person.has(*STAFF, BOARD)
    if person.has(*STAFF, INTEGRITY):
        return True
    if person.has(BOARD) and dossier.sort == "grant" and dossier.drawdown:
        return True
    return person.has(PARTNER) and (dossier.sort == "call" or (dossier.partner in person.partners))


def sees_every_grant(person: Person) -> bool:
    """Whether no grant and no call is hidden from this person, so that each need not be looked at."""
    return person.has(*STAFF, AUDITOR) and not person.board


def sees(person: Person, dossier: Dossier) -> bool:
    """`may_see`, quickly for the many grants of who sees every one."""
    return (dossier.sort == "grant" and sees_every_grant(person)) or may_see(person, dossier)


def readable(person: Person, dossier: Dossier, acts: Sequence[Act]) -> list[Act]:
    """The acts of a dossier that this person sees, without what is not theirs in them; the dossier itself they may see.

    A partner sees what OF_A_PARTNER names, its own documents and open ones, and nothing of before the dossier was about it.
    """
    if person.has(*STAFF, AUDITOR, INTEGRITY, ADMINISTRATOR, BOARD):
        return list(acts)
    begun = 0
    for act in acts:
        if act.kind in PROPOSALS and (act.read(Proposal).partner or "") not in person.partners:
            begun = act.seq + 1
    shown = []
    for act in acts:
        hidden = act.kind == Kind.DOCUMENT and act.role != PARTNER and not act.read(Document).public
        if act.kind in OF_A_PARTNER and act.seq >= begun and not hidden:
            shown.append(act if act.role == PARTNER else _without(act, INNER))
    return shown


def _without(act: Act, names: Sequence[str]) -> Act:
    facts = act.facts
    if not set(names) & set(facts):
        return act
    return replace(act, body=canonical({name: value for name, value in facts.items() if name not in names}))
