"""What a partner sends in: reports and whether they are good, results, audits and other documents."""

from __future__ import annotations

import re
from typing import Any

from vrede.register.acts.separation import approved
from vrede.register.acts.situation import Case
from vrede.register.dossier.reports import judged
from vrede.register.refused import RegisterRefused


def receive(case: Case) -> dict[str, Any]:
    """A report about a period that has ended."""
    _ended(case)
    return case.facts


def accept(case: Case) -> dict[str, Any]:
    """A receipt, once. What a good report accounts for goes off the outstanding advances, at most what is outstanding."""
    target = approved(case)
    if target.seq in judged(case.acts):
        raise RegisterRefused("paid", f"report {target.seq} was judged already")
    said = target.said
    kept = {"report": said["report"], "period_end": said["period_end"]}
    good = case.facts["opinion"] == "accepted"
    settled = min(said.get("accounted", 0), case.account("outstanding")) if good else 0
    return case.facts | kept | {"settled": settled}


def result(case: Case) -> dict[str, Any]:
    """A number of a period that has ended."""
    _ended(case)
    if not re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,9})?", case.facts["value"]):
        raise RegisterRefused("words", "the value is a number such as 12 or 0.5")
    return case.facts


def _ended(case: Case) -> None:
    if case.facts["period_end"] > case.today.isoformat():
        raise RegisterRefused("words", f"the period until {case.facts['period_end']} has not ended yet")
