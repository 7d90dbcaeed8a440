"""The commitment and its modifications: what is promised, by whom and in which year, and what must be done before."""

from __future__ import annotations

from datetime import date
from typing import Any

from vrede.register.acts.appraisal import advices, appraisals, negative
from vrede.register.acts.budget import phase_lacks, room_lacks
from vrede.register.acts.call import last_ranking, ranking_now, taken, within_ceilings
from vrede.register.acts.handler import Handler, Lack, Lacks, missing, refuse
from vrede.register.acts.partner import partner_lacks
from vrede.register.acts.proposal import named, scheduled, years_after
from vrede.register.acts.separation import approved, is_newest
from vrede.register.acts.situation import Situation, in_year
from vrede.register.acts.surroundings import Surroundings
from vrede.register.chain.act import Act
from vrede.register.chain.postings import Posting, moved, place
from vrede.register.chain.reading import newest
from vrede.register.dossier.dossier import Dossier
from vrede.register.dossier.oda import fits
from vrede.register.refused import RegisterRefused
from vrede.register.rules.instruments import InstrumentRule, instrument_rule
from vrede.register.table.bodies import Call, Commitment, Drawdown, Modification, ModificationApproval, Proposal
from vrede.register.table.kinds import Kind

Promise = Commitment | ModificationApproval
PROMISED = ("open", "paid", "claimed", "repaid")
"""Accounts of a dossier that together hold what was promised and not released."""
MOOT = ("amendment", "unfit")
"""What must be done first alone: as long as it is not, nothing else helps."""


def commit(situation: Situation, body: Commitment) -> Commitment:
    """The newest proposal, with every step that its instrument asks. What it commits comes from there, not from who approves it."""
    target = approved(situation)
    in_year(situation.submission)
    is_newest(situation, target)
    if target.year != situation.submission.year:
        raise RegisterRefused("year.of_proposal", asked=target.year, given=situation.submission.year)
    refuse(commitment_lacks(situation))
    return body.having(**_carried(situation.around, target.read(Proposal)))


def commitment_lacks(situation: Situation) -> Lacks:
    """What a commitment of the proposal is missing, in the order in which it is done; where one thing makes the rest moot, that alone."""
    target, around, day = situation.target(), situation.around, situation.today
    proposal = target.read(Proposal)
    amend = missing("amendment", lambda: fits(around.line_counts(), proposal, target.year))
    amend += missing("amendment", lambda: instrument_rule(situation.rules.instruments, proposal.instrument, day))
    if amend:
        return amend[:1]
    rule = instrument_rule(situation.rules.instruments, proposal.instrument, day)
    amend = missing("amendment", lambda: suits(proposal, rule, day))
    partner = partner_lacks(around, proposal.partner or "", rule, rule.before_commit, situation.latest)
    for alone in (*amend, *partner):
        if alone.to_do in MOOT:
            return (alone,)
    of_call, decides = call_lacks(situation, target, proposal)
    if decides:
        return of_call
    lacks = (*_judged(situation, rule, proposal), *partner, *of_call, *_despite(situation))
    return lacks + promise_lacks(around, proposal, situation.cents, target.year or 0)


def _judged(situation: Situation, rule: InstrumentRule, proposal: Proposal) -> Lacks:
    """Appraisal and advice that the instrument, or the call, asks of the newest proposal."""
    steps, given = rule.before_commit, advices(situation.acts)
    lacks: Lacks = ()
    if ("appraisal" in steps or proposal.call) and not appraisals(situation.acts):
        lacks += (Lack("step.appraisal", "appraisal"),)
    for discipline, step in (("legal", "legal_advice"), ("financial", "financial_advice")):
        if step in steps and discipline not in given:
            lacks += (Lack(f"step.{step}", step),)
    return lacks


def _despite(situation: Situation) -> Lacks:
    against = negative(situation.acts)
    if against and not str(situation.submission.facts.get("justification") or "").strip():
        return (Lack("advice.negative", "justification", "justification", {"acts": against}),)
    return ()


def call_lacks(situation: Situation, target: Act, proposal: Proposal) -> tuple[Lacks, bool]:
    """(that the newest ranking of its call takes a proposal, whether that alone decides): the call is still open, it must be ranked anew,
    or a ranking of now would give it no money either."""
    if not proposal.call:
        return (), False
    around = situation.around
    acts = around.acts(proposal.call)
    last = last_ranking(acts)
    refused = missing("ranking", lambda: taken(last, target))
    if not refused:
        return (), False
    now, before = ranking_now(around, proposal.call).why(target), last.why(target) if last else ""
    to_do = "outside" if before == now != "not appraised" else "ranking"
    if situation.today <= acts[0].read(Call).deadline:
        to_do = "deadline"
    if to_do == "ranking" and now != "late" and not appraisals(situation.acts):
        return (), False  # a ranking before its scores would leave it out
    return (Lack(refused[0].what, to_do, "", refused[0].values),), to_do == "outside" or now == "late"


def promise_lacks(around: Surroundings, proposal: Proposal, cents: int, year: int) -> Lacks:
    """Ceilings, drawdown and budget for what is promised."""
    return (
        *missing("ceiling", lambda: within_ceilings(around, proposal, cents)),
        *missing("drawdown", lambda: drawdown_left(around, proposal, cents)),
        *phase_lacks(around, proposal.article, year, proposal.ongoing_policy),
        *room_lacks(around, proposal.article, year, proposal.line, cents, "commitment"),
    )


def suits(proposal: Proposal, rule: InstrumentRule, day: date) -> None:
    """Whether what a proposal itself says lets it be committed on a day: its legal basis, its call and its end. Raises RegisterRefused."""
    basis = next((one for one in rule.basis if one.id == proposal.legal_basis), None)
    if rule.basis and basis is None:
        raise RegisterRefused("step.legal_basis")
    if "call" in rule.before_commit and not proposal.call and (basis is None or basis.call):
        raise RegisterRefused("step.call")
    within_years(proposal.end_date, basis.years if basis else None, day)


def within_years(end_date: date | None, years: int | None, day: date) -> None:
    """Whether it ends within the years that its legal basis allows, from the day of the commitment. Raises RegisterRefused."""
    if years is not None:
        last = years_after(day, years)
        if end_date is None or end_date > last:
            raise RegisterRefused("instrument.years", years=years, last=last)


def drawdown_left(around: Surroundings, proposal: Proposal, cents: int) -> None:
    """Whether the drawdown that pays for it has so much left. Raises RegisterRefused."""
    if proposal.drawdown:
        have = around.balance(f"drawn:{proposal.drawdown}")
        if cents > have:
            raise RegisterRefused(
                "drawdown.left", drawdown=proposal.drawdown, have_cents=have, short_cents=cents - have
            )


def _carried(around: Surroundings, origin: Proposal) -> dict[str, Any]:
    """What a commitment takes over from the proposal: its line, and the drawdown and the fund that pay for it."""
    carried: dict[str, Any] = {"article": origin.article, "line": origin.line, "ongoing_policy": origin.ongoing_policy}
    if origin.drawdown:
        drawn = newest(around.acts(origin.drawdown), Kind.DRAWDOWN)
        assert drawn is not None
        carried |= {"drawdown": origin.drawdown, "fund": drawn.read(Drawdown).fund}
    return carried


def promise_moves(act: Act, body: Promise) -> list[Posting]:
    """From line and room to what is open; from the drawdown, where one pays."""
    cents = act.cents or 0
    of = (body.article, act.year or 0, "commitment")
    if not cents:
        return []
    return [
        *moved(place("line", *of, body.line), place("used", *of, body.line), cents),
        *moved(place("room", *of), f"open:{act.dossier}", cents),
        *(moved(f"drawn:{body.drawdown}", f"given:{body.drawdown}", cents) if body.drawdown else []),
    ]


def fold_promise(dossier: Dossier, act: Act, _body: Promise) -> None:
    """What was committed, and its schedule."""
    if act.approves is None:
        return
    dossier.committed += act.cents or 0
    dossier.agreed.add(act.approves)
    agreed = dossier.proposed.get(act.approves)
    if agreed is not None:
        body = agreed.read(Modification) if agreed.kind == Kind.MODIFICATION else agreed.read(Proposal)
        if body.schedule is not None:
            dossier.schedule = {int(year): cents for year, cents in body.schedule.items()}


def modify(situation: Situation, body: Modification) -> Modification:
    """Something changes; with money comes a schedule of the whole, and the budget year it weighs on."""
    award, year = situation.award(), situation.submission.year
    if not situation.cents and body.schedule is None and body.end_date is None and body.milestones is None:
        raise RegisterRefused("words.no_change")
    if situation.cents and (year is None or body.schedule is None):
        raise RegisterRefused("words.more_money")
    if not situation.cents and year is not None:
        raise RegisterRefused("words.no_more_money")
    if body.schedule is not None:
        scheduled(body.schedule, _whole(situation))
    if body.end_date and body.end_date < max(situation.today, award.since):
        raise RegisterRefused("words.ends_before", day=body.end_date)
    if body.milestones is not None:
        named(body.milestones)
        gone = sorted(award.reached - set(body.milestones))
        if gone:
            raise RegisterRefused("milestone.stays", milestones=gone)
    return body


def fold_modification(dossier: Dossier, act: Act, _body: Modification) -> None:
    """What is asked: the whole with this modification."""
    dossier.year = act.year if act.year is not None else dossier.year
    dossier.asked = settled(dossier) + (act.cents or 0)
    dossier.proposed[act.seq] = act


def settled(dossier: Dossier) -> int:
    """Cents of the newest proposal and of the modifications that were approved."""
    cents = 0
    for act in dossier.proposed.values():
        if act.kind != Kind.MODIFICATION:
            cents = act.cents or cents
        elif act.seq in dossier.agreed:
            cents += act.cents or 0
    return cents


def _whole(situation: Situation) -> int:
    """What was promised and not released, with what is added."""
    return sum(situation.account(name) for name in PROMISED) + situation.cents


def approve(situation: Situation, body: ModificationApproval) -> ModificationApproval:
    """The newest modification, once; with money all that a commitment asks of the partner, the call, the drawdown and the budget."""
    target = approved(situation)
    is_newest(situation, target)
    if any(act.kind == Kind.MODIFICATION_APPROVAL and act.approves == target.seq for act in situation.acts):
        raise RegisterRefused("paid.modification", act=target.seq)
    if target.year != situation.submission.year:
        raise RegisterRefused("year.of_modification", asked=target.year, given=situation.submission.year)
    if situation.cents:
        in_year(situation.submission)
    refuse(modification_lacks(situation))
    return body.having(**_carried(situation.around, situation.award().origin)) if situation.cents else body


def modification_lacks(situation: Situation) -> Lacks:
    """What the approval of a modification is missing."""
    target, award, rule = situation.target(), situation.award(), situation.instrument()
    changed = target.read(Modification)
    lacks = missing("modification", lambda: _still_whole(situation, changed.schedule))
    basis = next((one for one in rule.basis if one.id == award.origin.legal_basis), None)
    years, ends = basis.years if basis else None, changed.end_date or award.end_date
    lacks += missing("modification", lambda: within_years(ends, years, award.since))
    if not situation.cents:
        return lacks
    lacks += partner_lacks(situation.around, award.partner, rule, rule.before_commit, situation.latest)
    return lacks + promise_lacks(situation.around, award.origin, situation.cents, target.year or 0)


def _still_whole(situation: Situation, schedule: dict[str, int] | None) -> None:
    if schedule is not None and sum(schedule.values()) != _whole(situation):
        raise RegisterRefused("stale.schedule")


HANDLERS = (
    Handler(Commitment, commit, promise_moves, fold_promise, commitment_lacks),
    Handler(Modification, modify, fold=fold_modification),
    Handler(ModificationApproval, approve, promise_moves, fold_promise, modification_lacks),
)
