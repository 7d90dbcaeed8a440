"""Reports of fraud or abuse, and the stop of payments that they may bring; only integrity officers and auditors see why."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Any

from vrede.register.acts.separation import approved
from vrede.register.acts.situation import Case
from vrede.register.chain.act import COLUMNS
from vrede.register.chain.database import Database
from vrede.register.chain.reading import act_of, by_dossier
from vrede.register.dossier.names import INTEGRITY, PARTNER
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


def stopped(database: Database) -> set[str]:
    """Dossiers, and dossiers of partners, of which payments are stopped."""
    rows = database.all(
        f"SELECT {', '.join(COLUMNS)} FROM act WHERE dossier IN (SELECT dossier FROM act WHERE kind = 'report') ORDER BY seq"
    )
    found = set()
    for acts in by_dossier([act_of(row) for row in rows]).values():
        said, kinds = acts[0].said, {act.kind for act in acts}
        if (said["stop"] or "stop" in kinds) and "lift" not in kinds:
            found.add(str(said["about"]))
    return found


def stands(names: Container[str], dossier: str, partner: str) -> bool:
    """Whether a stop stands for a dossier, or for its partner as a whole ('' is: it has none). names: `stopped`."""
    return dossier in names or (bool(partner) and f"{PARTNER}{partner}" in names)


def not_stopped(case: Case, partner: str) -> None:
    """Raises RegisterRefused where payments are stopped; why is not told."""
    if stands(stopped(case.database), case.asked.dossier, partner):
        raise RegisterRefused("stopped", "payments of this dossier are stopped")
