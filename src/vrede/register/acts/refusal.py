"""Saying no: to a proposal, with a ground that is so, and to a payment request, a modification or a fund request."""

from __future__ import annotations

from vrede.register.acts.appointment import appointed_for
from vrede.register.acts.award import settled
from vrede.register.acts.call import last_ranking, received
from vrede.register.acts.handler import Handler
from vrede.register.acts.separation import approved, is_newest, separate
from vrede.register.acts.situation import Situation
from vrede.register.chain.act import Act, day_of_moment
from vrede.register.dossier.dossier import Dossier
from vrede.register.refused import RegisterRefused
from vrede.register.rules.funds import rule_for
from vrede.register.table.bodies import Call, FundRequest, Proposal, Refusal, Rejection
from vrede.register.table.kinds import Kind
from vrede.register.table.transition import transitions

OF_A_CALL = {
    "ceiling": ("ceiling", "sub_ceiling"),
    "ranking": ("score", "ceiling", "sub_ceiling"),
    "threshold": ("threshold",),
    "late": ("late",),
}
"""Ground -> what a ranking may say of a proposal that is refused for it; the other grounds are for every proposal."""


def refuse_proposal(situation: Situation, body: Refusal) -> Refusal:
    """The newest proposal, with its amount and a ground that is so, on a day from that of the proposal on."""
    target = approved(situation)
    is_newest(situation, target)
    _grounded(situation, body.ground, target)
    _not_before(situation, target)
    return body


def _grounded(situation: Situation, ground: str, proposal: Act) -> None:
    """Whether the ground of a refusal is so. Raises RegisterRefused.

    Who came too late may hear it before there is a ranking: the days alone say it.
    """
    call = proposal.read(Proposal).call
    if ground not in OF_A_CALL:
        return
    if not call:
        raise RegisterRefused("ground.no_call", ground=ground)
    acts = situation.around.acts(call)
    last = last_ranking(acts)
    why = next((row.why for row in last.rows.values() if row.proposal == proposal.seq), None) if last else None
    if why in OF_A_CALL[ground]:
        return
    if why is not None:
        raise RegisterRefused("ground.ranking_differs", call=call, why=why, ground=ground)
    if ground != "late":
        raise RegisterRefused("ground.not_ranked", call=call, ground=ground)
    day, deadline = received(situation.acts, call), acts[0].read(Call).deadline
    if day <= deadline.isoformat():
        raise RegisterRefused("ground.in_time", day=day, call=call, deadline=deadline)


def reject(situation: Situation, body: Rejection) -> Rejection:
    """What waits: a request that was not paid, the newest modification, a fund request. By a role that could have said yes."""
    target, submission = situation.target(), situation.submission
    if not may_reject(submission.role, target.kind):
        raise RegisterRefused("role.rejects_nothing", role=submission.role, kind=Kind(target.kind))
    separate(submission, situation.acts)
    if submission.cents is not None and situation.cents != (target.cents or 0):
        raise RegisterRefused("stale.amount", asked_cents=target.cents or 0, given_cents=situation.cents)
    answers = (act for act in situation.acts if act.approves == target.seq and act.kind != Kind.SIGNATURE)
    done = next(answers, None)
    if done is not None:
        raise RegisterRefused("paid.approved", act=target.seq, by=done.seq)
    if target.kind == Kind.MODIFICATION:
        is_newest(situation, target, Kind.MODIFICATION)
    if target.kind == Kind.FUND_REQUEST and submission.role == "fund board":
        _of_a_side(situation, target.read(FundRequest))
    _not_before(situation, target)
    return body


def fold_rejection(dossier: Dossier, act: Act, _body: Rejection) -> None:
    """After a modification was rejected: amount and year of the proposal with those that were approved, as if it was never asked."""
    no = dossier.proposed.get(act.approves or 0)
    if no is None or no.kind != Kind.MODIFICATION:
        return
    dossier.asked = settled(dossier)
    for one in dossier.proposed.values():
        if one.kind != Kind.MODIFICATION or one.seq in dossier.agreed:
            dossier.year = one.year if one.year is not None else dossier.year


def may_reject(role: str, kind: str) -> bool:
    """Whether a role could approve an act of this kind, by the table, so that it may reject it too.

    >>> [may_reject(role, "payment_request") for role in ("controller", "budget holder", "fund board")]
    [True, False, False]
    """
    rows = (row for row in transitions().values() if row.kind != Kind.REJECTION)
    return any(kind in row.approves and role in row.roles for row in rows)


def _of_a_side(situation: Situation, request: FundRequest) -> None:
    """Whether this person signs for one of the sides of the fund. Raises RegisterRefused."""
    sides = rule_for(situation.rules.funds, request.fund, situation.today).sides
    submission = situation.submission
    if not set(sides) & appointed_for(situation.around.database, submission.who, submission.role, "side"):
        raise RegisterRefused("sides.of_this_fund", sides=sides)


def _not_before(situation: Situation, target: Act) -> None:
    """A fund request may be of a later day than the one on which it was recorded: it can be answered from then on."""
    since, day = day_of_moment(target.moment), situation.submission.day
    if day is not None and day < since:
        raise RegisterRefused("words.before_request", day=day, since=since)


HANDLERS = (Handler(Refusal, refuse_proposal), Handler(Rejection, reject, fold=fold_rejection))
