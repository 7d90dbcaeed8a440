"""The commitment and its changes: what is promised, by whom and in which year; a change is proposed by one and agreed by another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vrede.register.acts.call import within_ceilings
from vrede.register.acts.conditions import before_commit, draw_left, partner_counts, within_years
from vrede.register.acts.proposal import named, scheduled
from vrede.register.acts.separation import approved
from vrede.register.acts.situation import Case, in_year
from vrede.register.chain.act import Act
from vrede.register.chain.database import Database
from vrede.register.chain.reading import acts_of, newest
from vrede.register.dossier.commitment import Standing, standing
from vrede.register.dossier.oda import agrees
from vrede.register.refused import RegisterRefused
from vrede.register.rules.instruments import InstrumentRule, instrument_rule


def commit(case: Case) -> dict[str, Any]:
    """The newest proposal, with every step that its instrument asks. The facts come from it, not from who approves it."""
    target = approved(case)
    in_year(case.asked)
    is_newest(case, target)
    if target.year != case.asked.year:
        raise RegisterRefused("year", f"the proposal is for {target.year}, not for {case.asked.year}")
    origin = target.said
    agrees(case.database, origin, target.year)
    rule = instrument_rule(case.rules.instruments, origin.get("instrument"), case.today)
    before_commit(case, target, rule, case.today)
    return case.facts | commitment(case.database, origin)


def commitment(database: Database, origin: Mapping[str, Any]) -> dict[str, Any]:
    """What a commitment takes over from the proposal: its line, and the draw and the fund that pay for it."""
    kept: dict[str, Any] = {name: origin[name] for name in ("article", "line", "draw") if name in origin}
    if "draw" in kept:
        drawn = newest(acts_of(database, kept["draw"]), "draw")
        assert drawn is not None
        kept["fund"] = drawn.said["fund"]
    return kept | {"ongoing": bool(origin.get("ongoing"))}


def is_newest(case: Case, target: Act) -> None:
    """Whether what is approved was not changed since. Raises RegisterRefused."""
    last = newest(case.acts, *case.row.approves)
    if last is None or last.seq != target.seq:
        raise RegisterRefused(
            "stale", f"what was proposed was changed since (act {last and last.seq}); look at it and approve that"
        )


def standing_of(case: Case) -> Standing:
    """How the commitment of the dossier stands. Raises RegisterRefused where there is none."""
    found = standing(case.acts)
    if found is None:
        raise RegisterRefused("state", "nothing was promised in this dossier")
    return found


def rule_of(case: Case) -> InstrumentRule:
    """What the dossier's instrument asks on the day of the act. Raises RegisterRefused."""
    return instrument_rule(case.rules.instruments, standing_of(case).origin.get("instrument"), case.today)


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
