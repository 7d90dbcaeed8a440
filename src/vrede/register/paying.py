"""Payment requests, payments, and the release of what will not be paid."""

from __future__ import annotations

from typing import Any

from vrede.register.case import Case, in_year, room
from vrede.register.dossiers import newest
from vrede.register.own import approved
from vrede.register.refused import RegisterRefused


def request(case: Case) -> dict[str, Any]:
    """What is asked, at most what is open."""
    room(case.database, f"open:{case.asked.dossier}", case.cents, "open")
    return case.facts


def pay(case: Case) -> dict[str, Any]:
    """A request, once; on the line of the commitment."""
    target = approved(case)
    in_year(case.asked)
    if any(act.kind == "pay" and act.approves == target.seq for act in case.acts):
        raise RegisterRefused("paid", f"request {target.seq} was paid already; nothing is paid twice")
    promised = newest(case.acts, "commit")
    assert promised is not None
    origin = promised.said
    return case.facts | {"article": origin["article"], "line": origin["line"]}


def release(case: Case) -> dict[str, Any]:
    """At most what is open."""
    room(case.database, f"open:{case.asked.dossier}", case.cents, "open")
    return case.facts


def close(case: Case) -> dict[str, Any]:
    """Only where nothing is open."""
    if case.account("open"):
        raise RegisterRefused("open", "something is open still; pay or release it first")
    return case.facts
