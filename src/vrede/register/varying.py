"""Changes of a commitment: proposed by one, agreed by another; what is added is a commitment like the first."""

from __future__ import annotations

from typing import Any

from vrede.register.awarding import commitment, is_newest, rule_of, standing_of
from vrede.register.calls import within_ceilings
from vrede.register.case import Case, in_year
from vrede.register.own import approved
from vrede.register.proposing import named, scheduled
from vrede.register.refused import RegisterRefused
from vrede.register.steps import draw_left, partner_counts, within_years

PROMISED = ("open", "paid", "claimed", "repaid")
"""Accounts of a dossier that together hold what was promised and not released."""


def vary(case: Case) -> dict[str, Any]:
    """Something changes; with money comes a schedule of the whole, and the budget year it weighs on."""
    facts, now = case.facts, standing_of(case)
    if not case.cents and not {"schedule", "ends", "milestones"} & set(facts):
        raise RegisterRefused("words", "say what changes: the amount, the schedule, the end or the milestones")
    if case.cents and (case.asked.year is None or "schedule" not in facts):
        raise RegisterRefused("words", "with more money come a budget year and the payments by year of the whole")
    if not case.cents and case.asked.year is not None:
        raise RegisterRefused("words", "without more money it weighs on no budget year")
    if "schedule" in facts:
        scheduled(facts["schedule"], _whole(case))
    if facts.get("ends", "9999") < max(case.today, now.since).isoformat():
        raise RegisterRefused("words", f"it cannot end on {facts['ends']}, which has passed")
    if "milestones" in facts:
        named(facts["milestones"])
        gone = sorted(now.reached - set(facts["milestones"]))
        if gone:
            raise RegisterRefused("milestone", f"a milestone that was reached stays: {', '.join(gone)}")
    return facts


def _whole(case: Case) -> int:
    """What was promised and not released, with what is added."""
    return sum(case.account(name) for name in PROMISED) + case.cents


def agree(case: Case) -> dict[str, Any]:
    """The newest change, once; with money all that a commitment asks of the partner, the call, the draw and the budget."""
    target, now, rule = approved(case), standing_of(case), rule_of(case)
    is_newest(case, target)
    if any(act.kind == "agree" and act.approves == target.seq for act in case.acts):
        raise RegisterRefused("paid", f"change {target.seq} was agreed already")
    if target.year != case.asked.year:
        raise RegisterRefused("year", f"the change is for {target.year}, not for {case.asked.year}")
    changed = target.said
    if "schedule" in changed and sum(changed["schedule"].values()) != _whole(case):
        raise RegisterRefused("stale", "money was released or claimed since: the payments by year do not fit any more")
    basis = next((one for one in rule.basis if one.id == now.origin.get("legal_basis")), None)
    within_years(changed.get("ends", now.ends), basis.years if basis else None, now.since)
    if not case.cents:
        return case.facts
    in_year(case.asked)
    partner_counts(case.database, now.origin, rule, rule.before_commit, case.latest)
    proposal = next(act for act in case.acts if act.seq == now.promised.approves)
    within_ceilings(case, proposal)
    draw_left(case, now.origin)
    return case.facts | commitment(case.database, now.origin)
