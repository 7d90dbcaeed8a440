"""Saying no: to a proposal, and to a payment request, a change or a request to a fund."""

from __future__ import annotations

from typing import Any

from vrede.register.acts.appointment import appointed_for
from vrede.register.acts.award import is_newest
from vrede.register.acts.ground import grounded
from vrede.register.acts.separation import approved, not_own
from vrede.register.acts.situation import Case
from vrede.register.chain.act import Act, day_of_moment
from vrede.register.chain.reading import newest
from vrede.register.refused import RegisterRefused
from vrede.register.rules.funds import rule_for
from vrede.register.table.transitions import transitions


def refuse(case: Case) -> dict[str, Any]:
    """The newest proposal, with its amount and a ground that is so, on a day from that of the proposal on."""
    target = approved(case)
    is_newest(case, target)
    grounded(case, target)
    _not_before(case, target)
    return case.facts


def decline(case: Case) -> dict[str, Any]:
    """What waits: a request that was not paid, the newest change, a request to a fund. By a role that could have said yes."""
    target = case.target()
    if not may_decline(case.asked.role, target.kind):
        raise RegisterRefused("role", f"the role {case.asked.role} approves no {target.kind}, so it declines none")
    not_own(case.asked, case.acts)
    if case.asked.cents is not None and case.cents != (target.cents or 0):
        raise RegisterRefused("stale", f"the amount asked for is {target.cents} cents, not {case.asked.cents}")
    done = next((act for act in case.acts if act.approves == target.seq and act.kind != "sign"), None)
    if done is not None:
        raise RegisterRefused("paid", f"act {target.seq} was approved already (act {done.seq})")
    last = newest(case.acts, "vary")
    if target.kind == "vary" and last is not None and last.seq != target.seq:
        raise RegisterRefused("stale", f"the newest change is act {last.seq}; look at it and answer that")
    if target.kind == "ask" and case.asked.role == "fund board":
        _of_a_side(case, target)
    _not_before(case, target)
    return case.facts


def may_decline(role: str, kind: str) -> bool:
    """Whether a role could approve an act of this kind, by the table, so that it may decline it too.

    >>> [may_decline(role, "request") for role in ("controller", "budget holder", "fund board")]
    [True, False, False]
    """
    return any(kind in row.approves and role in row.roles for row in transitions().values() if row.kind != "decline")


def _of_a_side(case: Case, target: Act) -> None:
    """Whether this person signs for one of the sides of the fund. Raises RegisterRefused."""
    sides = rule_for(case.rules.funds, target.said["fund"], case.today).sides
    if not set(sides) & appointed_for(case.database, case.asked.who, case.asked.role, "side"):
        raise RegisterRefused("sides", f"the sides of this fund are {', '.join(sides)}")


def _not_before(case: Case, target: Act) -> None:
    """A request to a fund may be of a later day than the one on which it was recorded: it can be answered from then on."""
    since = day_of_moment(target.moment)
    if case.asked.day is not None and case.asked.day < since:
        raise RegisterRefused("words", f"{case.asked.day} lies before what is answered, which was recorded on {since}")
