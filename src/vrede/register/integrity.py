"""Reports of fraud or abuse, and the stop of payments that they may bring; only integrity officers and auditors see why."""

from __future__ import annotations

import re
from typing import Any

from vrede.register.act import COLUMNS
from vrede.register.case import Case
from vrede.register.database import Database
from vrede.register.dossiers import INTEGRITY, PARTNER, act_of, acts_of
from vrede.register.own import approved
from vrede.register.refused import RegisterRefused


def restricted(dossier: str) -> bool:
    """Whether only some may see a dossier."""
    return dossier.startswith(INTEGRITY)


def report(case: Case) -> dict[str, Any]:
    """About a dossier or a partner, in a dossier that is numbered."""
    if not re.fullmatch(rf"{INTEGRITY}[1-9][0-9]{{0,8}}", case.asked.dossier):
        raise RegisterRefused("words", f"a report stands in a dossier {INTEGRITY}NUMBER")
    return case.facts


def stop(case: Case) -> dict[str, Any]:
    """Stops the payments of what was reported; once more with another reason is allowed."""
    return case.facts


def lift(case: Case) -> dict[str, Any]:
    """The newest stop, by somebody who neither reported nor stopped."""
    target = approved(case)
    stops = [act for act in case.acts if act.kind == "stop" or (act.kind == "report" and act.said["stop"])]
    if not stops:
        raise RegisterRefused("state", "no payment was stopped: there is nothing to lift")
    if stops[-1].seq != target.seq:
        raise RegisterRefused("stale", f"payments were stopped by act {stops[-1].seq}; look at that and lift it")
    return case.facts


def stands(database: Database, dossier: str, partner: str) -> bool:
    """Whether a stop stands for a dossier, or for its partner as a whole ('' is: it has none)."""
    about = {dossier} | ({f"{PARTNER}{partner}"} if partner else set())
    reports = database.all(f"SELECT {', '.join(COLUMNS)} FROM act WHERE kind = 'report' ORDER BY seq")
    for first in map(act_of, reports):
        if first.said["about"] in about:
            kinds = {act.kind for act in acts_of(database, first.dossier)}
            if (first.said["stop"] or "stop" in kinds) and "lift" not in kinds:
                return True
    return False


def not_stopped(case: Case, partner: str) -> None:
    """Raises RegisterRefused where payments are stopped; why is not told."""
    if stands(case.database, case.asked.dossier, partner):
        raise RegisterRefused("stopped", "payments of this dossier are stopped")
