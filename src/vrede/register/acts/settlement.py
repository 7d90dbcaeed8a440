"""The end of a grant: the final amount, what is claimed back and repaid, and whether the dossier may be closed."""

from __future__ import annotations

from vrede.register.acts.handler import Handler
from vrede.register.acts.objection import undecided
from vrede.register.acts.separation import separate
from vrede.register.acts.situation import Situation
from vrede.register.chain.act import Act
from vrede.register.chain.postings import Posting, moved
from vrede.register.chain.reading import newest
from vrede.register.dossier.award import committed_cents
from vrede.register.dossier.reports import due_reports, not_accepted
from vrede.register.refused import RegisterRefused
from vrede.register.table.bodies import Closure, FinalSettlement, Recovery, Repayment
from vrede.register.table.kinds import Kind


def settle(situation: Situation, body: FinalSettlement) -> FinalSettlement:
    """At most what was paid and what is open. What is open above it is released; what was paid above it may be claimed."""
    separate(situation.submission, situation.acts)
    paid, left = situation.account("paid"), situation.account("open")
    if situation.cents > paid + left:
        raise RegisterRefused("open.final", most_cents=paid + left)
    return body.having(released=left - max(0, situation.cents - paid))


def settlement_moves(act: Act, body: FinalSettlement) -> list[Posting]:
    """What is open above the final amount is released."""
    return moved(f"open:{act.dossier}", f"released:{act.dossier}", body.released)


def recover(situation: Situation, body: Recovery) -> Recovery:
    """After the final amount at most what was paid above it; before, at most what was paid. It goes off the outstanding advances."""
    most = _claimable(situation)
    if newest(situation.acts, Kind.FINAL_SETTLEMENT) is None:
        if body.ground == "final_amount":
            raise RegisterRefused("claim.no_final_amount")
        most = situation.account("paid")
    if situation.cents > most:
        raise RegisterRefused("claim.most", most_cents=most, short_cents=situation.cents - most)
    return body.having(cleared=min(situation.cents, situation.account("outstanding")))


def recovery_moves(act: Act, body: Recovery) -> list[Posting]:
    """What was paid is claimed back; advances that it takes off are outstanding no more."""
    cleared = moved(f"outstanding:{act.dossier}", f"reclaimed:{act.dossier}", body.cleared)
    return [*moved(f"paid:{act.dossier}", f"claimed:{act.dossier}", act.cents or 0), *cleared]


def repay(situation: Situation, body: Repayment) -> Repayment:
    """At most what was claimed and did not come back yet."""
    have = situation.account("claimed")
    if situation.cents > have:
        raise RegisterRefused("claim.repaid", have_cents=have, short_cents=situation.cents - have)
    return body


def repayment_moves(act: Act, _body: Repayment) -> list[Posting]:
    """What was claimed came back."""
    return moved(f"claimed:{act.dossier}", f"repaid:{act.dossier}", act.cents or 0)


def close(situation: Situation, body: Closure) -> Closure:
    """Only where nothing is open, claimed or undecided, and every step was done that the instrument asks."""
    if situation.account("open"):
        raise RegisterRefused("open.still")
    if situation.account("claimed"):
        raise RegisterRefused("claim.outstanding", claimed_cents=situation.account("claimed"))
    if _claimable(situation):
        raise RegisterRefused("claim.above_final", above_cents=_claimable(situation))
    if undecided(situation.acts):
        raise RegisterRefused("step.objection", act=undecided(situation.acts)[0].seq)
    _before_close(situation)
    return body


def _claimable(situation: Situation) -> int:
    """What was paid above the final amount; nothing where there is none."""
    final = newest(situation.acts, Kind.FINAL_SETTLEMENT)
    return max(0, situation.account("paid") - (final.cents or 0)) if final else 0


def _before_close(situation: Situation) -> None:
    rule, award, acts = situation.instrument(), situation.award(), situation.acts
    steps = rule.before_close
    if "final_settlement" in steps and newest(acts, Kind.FINAL_SETTLEMENT) is None:
        raise RegisterRefused("step.final_settlement")
    if "reports_accepted" in steps:
        waiting = not_accepted(acts)
        if waiting:
            raise RegisterRefused("reports.not_accepted", act=waiting[0].seq)
        for due in due_reports(rule, award.since, award.end_date, acts, situation.today):
            if due.state != "accepted":
                raise RegisterRefused(
                    "reports.state", report_type=due.report, period_end=due.period_end, report_state=due.state
                )
    if "advances_cleared" in steps and situation.account("outstanding"):
        raise RegisterRefused("step.advances", outstanding_cents=situation.account("outstanding"))
    if "audit" in steps and newest(acts, Kind.AUDIT) is None:
        assert rule.audit_above_cents is not None
        if committed_cents(acts) > rule.audit_above_cents:
            raise RegisterRefused("step.audit", above_cents=rule.audit_above_cents)


HANDLERS = (
    Handler(FinalSettlement, settle, settlement_moves),
    Handler(Recovery, recover, recovery_moves),
    Handler(Repayment, repay, repayment_moves),
    Handler(Closure, close),
)
