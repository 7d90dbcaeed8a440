"""Reports of fraud or abuse, and the suspension of payments that they may bring; only integrity officers and auditors see why."""

from __future__ import annotations

import re
from collections.abc import Container

from vrede.register.acts.handler import Handler, Lacks, missing
from vrede.register.acts.separation import approved
from vrede.register.acts.situation import Situation
from vrede.register.chain.act import Act
from vrede.register.dossier.names import INTEGRITY, PARTNER
from vrede.register.refused import RegisterRefused
from vrede.register.table.bodies import Concern, Resumption, Suspension
from vrede.register.table.kinds import Kind


def report_concern(situation: Situation, body: Concern) -> Concern:
    """About a dossier or a partner, in a dossier that is numbered."""
    if not re.fullmatch(rf"{INTEGRITY}[1-9][0-9]{{0,8}}", situation.submission.dossier):
        raise RegisterRefused("words.integrity_dossier", start=INTEGRITY)
    return body


def suspends(act: Act) -> bool:
    """Whether an act suspends payments."""
    return act.kind == Kind.SUSPENSION or (act.kind == Kind.CONCERN and act.read(Concern).suspend)


def resume(situation: Situation, body: Resumption) -> Resumption:
    """Of the newest suspension, by somebody who neither reported nor suspended."""
    target = approved(situation)
    suspensions = [act for act in situation.acts if suspends(act)]
    if not suspensions:
        raise RegisterRefused("state.not_suspended")
    if suspensions[-1].seq != target.seq:
        raise RegisterRefused("stale.suspension", act=suspensions[-1].seq)
    return body


def is_suspended(names: Container[str], dossier: str, partner: str) -> bool:
    """Whether payments of a dossier are suspended, or of its partner as a whole ('' is: it has none). names: `Surroundings.suspended`."""
    return dossier in names or (bool(partner) and f"{PARTNER}{partner}" in names)


def suspension_lacks(situation: Situation, partner: str) -> Lacks:
    """That payments are allowed; why they are not is not told."""

    def allowed() -> None:
        if is_suspended(situation.around.suspended(), situation.submission.dossier, partner):
            raise RegisterRefused("suspended.payments")

    return missing("suspended", allowed)


HANDLERS = (Handler(Concern, report_concern), Handler(Suspension), Handler(Resumption, resume))
