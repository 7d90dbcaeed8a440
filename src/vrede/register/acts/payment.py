"""Milestones, payment requests, payments, and the release of what will not be paid."""

from __future__ import annotations

from vrede.register.acts.budget import room_lacks
from vrede.register.acts.handler import Handler, Lacks, missing, refuse
from vrede.register.acts.integrity import suspension_lacks
from vrede.register.acts.partner import partner_lacks
from vrede.register.acts.proposal import complete
from vrede.register.acts.separation import approved
from vrede.register.acts.situation import Situation, in_year, require
from vrede.register.chain.act import Act
from vrede.register.chain.postings import Posting, moved, place
from vrede.register.dossier.dossier import Dossier
from vrede.register.dossier.reports import due_reports
from vrede.register.refused import RegisterRefused
from vrede.register.rules.iban import is_iban
from vrede.register.table.bodies import Milestone, Payment, PaymentRequest, Release
from vrede.register.table.kinds import Kind


def reach(situation: Situation, body: Milestone) -> Milestone:
    """One of the commitment's, once."""
    award = situation.award()
    if body.milestone not in award.milestones:
        raise RegisterRefused("milestone.unknown", milestone=body.milestone[:40])
    if body.milestone in award.reached:
        raise RegisterRefused("milestone.reached", milestone=body.milestone)
    return body


def request(situation: Situation, body: PaymentRequest) -> PaymentRequest:
    """What is asked, at most what is open; for a milestone only when it was reached."""
    award = situation.award()
    complete(body, situation.instrument().asks.get(Kind.PAYMENT_REQUEST, ()))
    if body.account is not None and not is_iban(body.account):
        raise RegisterRefused("words.iban")
    if body.milestone is not None and body.milestone not in award.reached & set(award.milestones):
        raise RegisterRefused("milestone.not_reached", milestone=body.milestone[:40])
    require(situation, f"open:{situation.submission.dossier}", situation.cents, "open.balance")
    return body


def pay(situation: Situation, body: Payment) -> Payment:
    """A request, once; on the line of the commitment, with every step that its instrument asks."""
    target, origin = approved(situation), situation.award().origin
    in_year(situation.submission)
    if any(act.kind == Kind.PAYMENT and act.approves == target.seq for act in situation.acts):
        raise RegisterRefused("paid.request", act=target.seq)
    refuse(payment_lacks(situation))
    advance = target.read(PaymentRequest).advance
    return body.having(article=origin.article, line=origin.line, advance=advance)


def payment_lacks(situation: Situation) -> Lacks:
    """What a payment is missing: that payments are allowed, checks of the partner, reports in time, and cash."""
    award, rule = situation.award(), situation.instrument()
    lacks = suspension_lacks(situation, award.partner)
    lacks += partner_lacks(situation.around, award.partner, rule, rule.before_pay, situation.latest)
    if "reports_in_time" in rule.before_pay:
        lacks += missing("reports", lambda: _reports_in_time(situation))
    origin, year = award.origin, situation.submission.year or situation.today.year
    lacks += room_lacks(situation.around, origin.article, year, origin.line, situation.cents, "cash")
    account = f"open:{situation.submission.dossier}"
    return lacks + missing("open", lambda: require(situation, account, situation.cents, "open.balance"))


def _reports_in_time(situation: Situation) -> None:
    award = situation.award()
    for due in due_reports(situation.instrument(), award.since, award.end_date, situation.acts, situation.latest):
        if due.day < situation.latest and due.state in ("missing", "rejected"):
            raise RegisterRefused(
                "reports.late",
                report_type=due.report,
                period_end=due.period_end,
                day=due.day,
                report_state=due.state,
            )


def payment_moves(act: Act, body: Payment) -> list[Posting]:
    """From line, room and what is open; an advance becomes outstanding."""
    cents, of, dossier = act.cents or 0, (body.article, act.year or 0, "cash"), act.dossier
    return [
        *moved(place("line", *of, body.line), place("used", *of, body.line), cents),
        *moved(place("room", *of), place("spent", *of), cents),
        *moved(f"open:{dossier}", f"paid:{dossier}", cents),
        *(moved(f"advanced:{dossier}", f"outstanding:{dossier}", cents) if body.advance else []),
    ]


def fold_payment(dossier: Dossier, act: Act, _body: Payment) -> None:
    """What was paid in its year."""
    dossier.paid_by_year[act.year or 0] += act.cents or 0


def release(situation: Situation, body: Release) -> Release:
    """At most what is open."""
    require(situation, f"open:{situation.submission.dossier}", situation.cents, "open.balance")
    return body


def release_moves(act: Act, _body: Release) -> list[Posting]:
    """What is open is released."""
    return moved(f"open:{act.dossier}", f"released:{act.dossier}", act.cents or 0)


HANDLERS = (
    Handler(Milestone, reach),
    Handler(PaymentRequest, request),
    Handler(Payment, pay, payment_moves, fold_payment, payment_lacks),
    Handler(Release, release, release_moves),
)
