"""Allotments to the integrated funds, requests to them, the signatures of their sides, drawdowns; and responses to warnings."""

from __future__ import annotations

from vrede.register.acts.appointment import appointed_for
from vrede.register.acts.handler import Handler, Lack, Lacks, missing, refuse
from vrede.register.acts.separation import separate
from vrede.register.acts.situation import Situation, in_year
from vrede.register.chain.act import Act
from vrede.register.chain.postings import Posting, moved
from vrede.register.dossier.dossier import Dossier
from vrede.register.refused import RegisterRefused
from vrede.register.rules.funds import FundRule, kept_for_others, met, rule_for, unsigned
from vrede.register.table.bodies import Allotment, Drawdown, FundRequest, Signature, WarningResponse
from vrede.register.table.kinds import Kind


def allot(situation: Situation, body: Allotment) -> Allotment:
    """To a fund that is known."""
    in_year(situation.submission)
    if body.fund not in situation.rules.funds:
        raise RegisterRefused("fund.unknown", fund=body.fund[:20], funds=sorted(situation.rules.funds))
    return body


def allotment_moves(act: Act, body: Allotment) -> list[Posting]:
    """The fund has so much more in a year."""
    return moved(f"allotted:{body.fund}:{act.year}", f"fund:{body.fund}:{act.year}", act.cents or 0)


def request(situation: Situation, body: FundRequest) -> FundRequest:
    """By the rule of its day: every criterion with a reason, no use that is excluded."""
    in_year(situation.submission)
    met(rule_for(situation.rules.funds, body.fund, situation.today), body.uses, body.criteria)
    return body


def fold_request(dossier: Dossier, act: Act, body: FundRequest) -> None:
    """Which fund is asked, and for how much."""
    dossier.fund, dossier.year, dossier.asked = body.fund, act.year, act.cents or 0


def sign(situation: Situation, body: Signature) -> Signature:
    """For one side that the rule names, once, by somebody who was appointed for it."""
    request, rule = _approved(situation)
    submission, target = situation.submission, situation.target()
    if body.side not in rule.sides:
        raise RegisterRefused("sides.that_sign", sides=rule.sides)
    if body.side not in appointed_for(situation.around.database, submission.who, submission.role, "side"):
        raise RegisterRefused("sides.not_appointed", who=submission.who, side=body.side)
    if body.side in _signed(situation, target):
        raise RegisterRefused("sides.signed", side=body.side)
    return body.having(fund=request.fund)


def draw(situation: Situation, body: Drawdown) -> Drawdown:
    """What was asked, when every side signed and the fund has it."""
    request, rule = _approved(situation)
    refuse(drawdown_lacks(situation))
    return body.having(fund=request.fund, rule=rule.since.isoformat())


def drawdown_lacks(situation: Situation) -> Lacks:
    """Signatures that are missing; where all signed, money in the fund."""
    target = situation.target()
    request = target.read(FundRequest)
    rule = rule_for(situation.rules.funds, request.fund, situation.today)
    sides = unsigned(rule, _signed(situation, target))
    if sides:
        return tuple(Lack("sides.not_signed", f"signature.{side}", "", {"sides": sides}) for side in sides)
    return missing("fund", lambda: _enough(situation, request, rule))


def _enough(situation: Situation, request: FundRequest, rule: FundRule) -> None:
    around, year = situation.around, situation.submission.year
    have, kept = around.balance(f"fund:{request.fund}:{year}"), 0
    if rule.earmarks:
        kept = kept_for_others(rule, request.uses[0], around.drawn_by_use(request.fund, year))
    if situation.cents > have - kept:
        short = situation.cents - have + kept
        words = "left.earmarked" if kept else "left.fund"
        raise RegisterRefused(words, have_cents=have, kept_cents=kept, short_cents=short, year=year)


def drawdown_moves(act: Act, body: Drawdown) -> list[Posting]:
    """From the fund to the dossier of the request."""
    return moved(f"fund:{body.fund}:{act.year}", f"drawn:{act.dossier}", act.cents or 0)


def _approved(situation: Situation) -> tuple[FundRequest, FundRule]:
    """The request that is signed or drawn, and the rule that it goes by. Raises RegisterRefused."""
    submission = situation.submission
    in_year(submission)
    target = situation.target()
    if submission.cents != target.cents or submission.year != target.year:
        raise RegisterRefused("stale.request", asked_cents=target.cents, year=target.year)
    separate(submission, situation.acts)
    request = target.read(FundRequest)
    rule = rule_for(situation.rules.funds, request.fund, situation.today)
    met(rule, request.uses, request.criteria)
    return request, rule


def _signed(situation: Situation, target: Act) -> set[str]:
    signatures = (act for act in situation.acts if act.kind == Kind.SIGNATURE and act.approves == target.seq)
    return {act.read(Signature).side for act in signatures}


def respond(_situation: Situation, body: WarningResponse) -> WarningResponse:
    """Which rule, country and issue warned, and what is done."""
    if body.response != "none" and body.programme is None:
        raise RegisterRefused("words.programme")
    return body


HANDLERS = (
    Handler(Allotment, allot, allotment_moves),
    Handler(FundRequest, request, fold=fold_request),
    Handler(Signature, sign),
    Handler(Drawdown, draw, drawdown_moves, lacks=drawdown_lacks),
    Handler(WarningResponse, respond),
)
