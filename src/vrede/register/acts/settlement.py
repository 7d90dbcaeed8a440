"""The end of a grant: the final amount, what is claimed back and repaid, and whether the dossier may be closed."""

from __future__ import annotations

from typing import Any

from vrede.register.acts.award import rule_of, standing_of
from vrede.register.acts.objection import undecided
from vrede.register.acts.separation import not_own
from vrede.register.acts.situation import Case
from vrede.register.chain.reading import newest
from vrede.register.dossier.reports import due_reports, not_accepted
from vrede.register.refused import RegisterRefused


def determine(case: Case) -> dict[str, Any]:
    """At most what was paid and what is open. What is open above it is released; what was paid above it may be claimed."""
    not_own(case.asked, case.acts)
    paid, left = case.account("paid"), case.account("open")
    if case.cents > paid + left:
        raise RegisterRefused(
            "open", f"the final amount is at most {paid + left} cents: what was paid and what is open"
        )
    return case.facts | {"released": left - max(0, case.cents - paid)}


def recover(case: Case) -> dict[str, Any]:
    """After the final amount at most what was paid above it; before, at most what was paid. It goes off the outstanding advances."""
    most = _claimable(case)
    if newest(case.acts, "determine") is None:
        if case.facts["ground"] == "final_amount":
            raise RegisterRefused("claim", "there is no final amount yet")
        most = case.account("paid")
    if case.cents > most:
        raise RegisterRefused("claim", f"at most {most} cents can be claimed, {case.cents - most} too few")
    return case.facts | {"settled": min(case.cents, case.account("outstanding"))}


def repaid(case: Case) -> dict[str, Any]:
    """At most what was claimed and did not come back yet."""
    have = case.account("claimed")
    if case.cents > have:
        raise RegisterRefused("claim", f"{have} cents are claimed, {case.cents - have} too few")
    return case.facts


def close(case: Case) -> dict[str, Any]:
    """Only where nothing is open, claimed or undecided, and every step was done that the instrument asks."""
    if case.account("open"):
        raise RegisterRefused("open", "something is open still; pay or release it first")
    if case.account("claimed"):
        raise RegisterRefused("claim", f"{case.account('claimed')} cents were claimed and did not come back")
    if _claimable(case):
        raise RegisterRefused("claim", f"{_claimable(case)} cents were paid above the final amount: claim them first")
    if undecided(case.acts):
        raise RegisterRefused("step", f"an objection is undecided (act {undecided(case.acts)[0].seq})")
    _before_close(case)
    return case.facts


def _claimable(case: Case) -> int:
    """What was paid above the final amount; nothing where there is none."""
    final = newest(case.acts, "determine")
    return max(0, case.account("paid") - (final.cents or 0)) if final else 0


def _before_close(case: Case) -> None:
    rule, now = rule_of(case), standing_of(case)
    steps = rule.before_close
    if "determine" in steps and newest(case.acts, "determine") is None:
        raise RegisterRefused("step", "the final amount was not determined")
    if "accepted" in steps:
        waiting = not_accepted(case.acts)
        if waiting:
            raise RegisterRefused("reports", f"a report was not accepted (act {waiting[0].seq})")
        for due in due_reports(rule, now.since, now.ends, case.acts, case.today):
            if due.state != "accepted":
                raise RegisterRefused("reports", f"the {due.report} report until {due.period_end} is {due.state}")
    if "accounted" in steps and case.account("outstanding"):
        raise RegisterRefused("step", f"{case.account('outstanding')} cents of advances were not accounted for")
    if "audit" in steps and newest(case.acts, "audit") is None:
        promised = sum(act.cents or 0 for act in case.acts if act.kind in ("commit", "agree"))
        assert rule.audit_above_cents is not None
        if promised > rule.audit_above_cents:
            raise RegisterRefused("step", f"above {rule.audit_above_cents} cents an audit is needed")
