"""Payment requests, payments, and the release of what will not be paid."""

from __future__ import annotations

from typing import Any

from vrede.register.acts.award import rule_of, standing_of
from vrede.register.acts.conditions import partner_counts
from vrede.register.acts.integrity import not_stopped
from vrede.register.acts.proposal import lacks
from vrede.register.acts.separation import approved
from vrede.register.acts.situation import Case, in_year, room
from vrede.register.dossier.reports import due_reports
from vrede.register.refused import RegisterRefused
from vrede.register.rules.iban import is_iban


def milestone(case: Case) -> dict[str, Any]:
    """One of the commitment's, once."""
    now, code = standing_of(case), case.facts["milestone"]
    if code not in now.milestones:
        raise RegisterRefused("milestone", f"this dossier has no milestone {code[:40]!r}")
    if code in now.reached:
        raise RegisterRefused("milestone", f"milestone {code} was reached already")
    return case.facts


def request(case: Case) -> dict[str, Any]:
    """What is asked, at most what is open; for a milestone only when it was reached."""
    facts, now = case.facts, standing_of(case)
    lacks(facts, rule_of(case).asks.get("request", ()))
    if "account" in facts and not is_iban(facts["account"]):
        raise RegisterRefused("words", "the account is no IBAN: its signs do not fit together")
    if "milestone" in facts and facts["milestone"] not in now.reached & set(now.milestones):
        raise RegisterRefused("milestone", f"milestone {facts['milestone'][:40]!r} was not reached yet")
    room(case.database, f"open:{case.asked.dossier}", case.cents, "open")
    return facts


def pay(case: Case) -> dict[str, Any]:
    """A request, once; on the line of the commitment, with every step that its instrument asks."""
    target, now, rule = approved(case), standing_of(case), rule_of(case)
    in_year(case.asked)
    if any(act.kind == "pay" and act.approves == target.seq for act in case.acts):
        raise RegisterRefused("paid", f"request {target.seq} was paid already; nothing is paid twice")
    not_stopped(case, now.partner)
    partner_counts(case.database, now.origin, rule, rule.before_pay, case.latest)
    if "reports_in_time" in rule.before_pay:
        for due in due_reports(rule, now.since, now.ends, case.acts, case.latest):
            if due.day < case.latest and due.state in ("missing", "rejected"):
                raise RegisterRefused(
                    "reports", f"the {due.report} report until {due.period_end} was due on {due.day} and is {due.state}"
                )
    kept = {"article": now.origin["article"], "line": now.origin["line"], "advance": bool(target.said.get("advance"))}
    return case.facts | kept


def release(case: Case) -> dict[str, Any]:
    """At most what is open."""
    room(case.database, f"open:{case.asked.dossier}", case.cents, "open")
    return case.facts
