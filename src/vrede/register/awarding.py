"""The commitment: what is promised, by whom, and in which year."""

from __future__ import annotations

from typing import Any

from vrede.register.case import Case, in_year
from vrede.register.dossiers import newest
from vrede.register.own import approved
from vrede.register.refused import RegisterRefused


def commit(case: Case) -> dict[str, Any]:
    """The facts come from the proposal, not from who approves it."""
    target = approved(case)
    in_year(case.asked)
    last = newest(case.acts, *case.row.approves)
    if last is None or last.seq != target.seq:
        raise RegisterRefused(
            "stale", f"the proposal was changed since (act {last and last.seq}); look at it and approve that"
        )
    if target.year != case.asked.year:
        raise RegisterRefused("year", f"the proposal is for {target.year}, not for {case.asked.year}")
    origin = target.said
    return case.facts | {
        "article": origin["article"],
        "line": origin["line"],
        "ongoing": bool(origin.get("ongoing")),
    }
