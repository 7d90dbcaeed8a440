"""What is due when, and who can do it: reports, payments, assessments, settlement, objections, repayments, checks of partners."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from vrede.register.acts.objection import decisions, undecided
from vrede.register.chain.act import Act
from vrede.register.chain.reading import by_dossier, newest
from vrede.register.dossier.award import Award, award_of, day_of, known_on, open_cents
from vrede.register.dossier.names import PARTNER
from vrede.register.dossier.reports import assessed, due_reports
from vrede.register.dossier.state import said_no, state_of
from vrede.register.rules.instruments import PLAIN, InstrumentRule
from vrede.register.rules.ruleset import Rules
from vrede.register.rules.terms import after, last_day
from vrede.register.table.bodies import DueDiligence, Objection, ReportAssessment, Screening
from vrede.register.table.kinds import Kind
from vrede.register.table.transition import transitions

What = Literal[
    "narrative_report", "financial_report", "audit_report", "final_report", "report_assessment", "payment", "schedule",
    "final_settlement", "objection", "objection_decision", "repayment", "due_diligence", "screening"
]  # fmt: skip
DOES: Mapping[str, Kind] = {
    "narrative_report": Kind.REPORT,
    "financial_report": Kind.REPORT,
    "audit_report": Kind.REPORT,
    "final_report": Kind.REPORT,
    "report_assessment": Kind.REPORT_ASSESSMENT,
    "payment": Kind.PAYMENT,
    "schedule": Kind.PAYMENT_REQUEST,
    "final_settlement": Kind.FINAL_SETTLEMENT,
    "objection": Kind.OBJECTION,
    "objection_decision": Kind.OBJECTION_DECISION,
    "repayment": Kind.REPAYMENT,
    "due_diligence": Kind.DUE_DILIGENCE,
    "screening": Kind.SCREENING,
}
"""What is due (`act.due` of the catalogue) -> the act that does it."""
AHEAD_DAYS = 92


@dataclass(frozen=True, slots=True)
class DueItem:
    """day: the last on which it is in time. act: the act that waits for it; 0 where none does. cents: None where it is about no amount.
    late_days: 0 until that day is over."""

    day: date
    what: str
    dossier: str
    cents: int | None
    late_days: int
    roles: tuple[str, ...]
    act: int = 0


Due = tuple[date, str, int | None, int]
"""Day, what, cents, act."""


def due(acts: Sequence[Act], rules: Rules, day: date, ahead_days: int = AHEAD_DAYS) -> list[DueItem]:
    """By day, then dossier: what is late on a day, and what is due in the days ahead. acts: of all dossiers, in order.

    The right to object is shown until its last day, and is never late.
    """
    of = by_dossier(acts)
    until = after(day, ahead_days)
    items: list[tuple[Due, str]] = []
    partners: dict[str, list[InstrumentRule]] = {}
    for dossier, mine in of.items():
        award, state = award_of(mine), state_of(mine)
        if state in ("refused", "proposed"):
            items += [(one, dossier) for one in _decisions(mine, rules, day)]
        if award is None or state in ("refused", "closed"):
            continue
        instrument = rules.instruments.get(award.origin.instrument or PLAIN)
        rule = instrument.on(day) if instrument else None
        if rule is not None and award.partner:
            partners.setdefault(award.partner, []).append(rule)
        for one in (*_reports(rule, award, mine, until), *_money(award, mine, rules), *_decisions(mine, rules, day)):
            items.append((one, dossier))
    for partner, wanted in partners.items():
        name = f"{PARTNER}{partner}"
        items += [(one, name) for one in _checks(of.get(name, []), wanted, day)]
    made = [
        DueItem(last, what, dossier, cents, max(0, (day - last).days), transitions()[DOES[what]].roles, act)
        for (last, what, cents, act), dossier in items
        if last <= until
    ]
    return sorted(made, key=lambda item: (item.day, item.dossier, item.what))


def _reports(rule: InstrumentRule | None, award: Award, acts: Sequence[Act], until: date) -> Iterator[Due]:
    if rule is not None:
        for one in due_reports(rule, award.since, award.end_date, acts, until):
            if one.state in ("missing", "rejected"):
                yield one.day, f"{one.report}_report", None, 0


def _money(award: Award, acts: Sequence[Act], rules: Rules) -> Iterator[Due]:
    """Payment requests that nobody rejected, years of the schedule, and claims; what came back first goes off the oldest claim.

    Nothing is asked above what is open: a request for more than that can no longer be paid. What was asked for need not be asked again.
    """
    done = said_no(acts) | {act.approves for act in acts if act.kind == Kind.PAYMENT}
    left, waiting = open_cents(acts), 0
    for act in acts:
        if act.kind == Kind.PAYMENT_REQUEST and act.seq not in done and (act.cents or 0) <= left:
            yield last_day(rules.terms, "payment", day_of(act)), "payment", act.cents, act.seq
            waiting += act.cents or 0
    spent = waiting + sum(act.cents or 0 for act in acts if act.kind == Kind.PAYMENT)
    left -= waiting
    if newest(acts, Kind.FINAL_SETTLEMENT) is None:
        planned = 0
        for year, cents in sorted(award.schedule.items()):
            planned += cents
            due_cents = min(cents, planned - spent, left)
            if due_cents > 0:
                left -= due_cents
                yield date(int(year), 12, 31), "schedule", due_cents, 0
    back = sum(act.cents or 0 for act in acts if act.kind == Kind.REPAYMENT)
    for act in acts:
        if act.kind == Kind.RECOVERY:
            taken = min(back, act.cents or 0)
            back -= taken
            if taken < (act.cents or 0):
                yield last_day(rules.terms, "repayment", day_of(act)), "repayment", (act.cents or 0) - taken, 0


def _decisions(acts: Sequence[Act], rules: Rules, day: date) -> Iterator[Due]:
    """Reports to assess, the final amount after the final report, objections that may still come and that were not decided."""
    opinions, by_seq = assessed(acts), {act.seq: act for act in acts}
    for act in acts:
        if act.kind == Kind.REPORT and act.seq not in opinions:
            yield last_day(rules.terms, "report_assessment", day_of(act)), "report_assessment", None, act.seq
    for act in decisions(acts):
        last = last_day(rules.terms, "objection", known_on(act))
        if last >= day:
            yield last, "objection", None, 0
    for act in undecided(acts):
        ended = last_day(rules.terms, "objection", known_on(by_seq[act.read(Objection).decision]))
        yield last_day(rules.terms, "objection_decision", ended), "objection_decision", None, act.seq
    assessments = ((act, act.read(ReportAssessment)) for act in acts if act.kind == Kind.REPORT_ASSESSMENT)
    final = next((act for act, body in assessments if (body.report, body.opinion) == ("final", "accepted")), None)
    if final is not None and newest(acts, Kind.FINAL_SETTLEMENT) is None:
        yield last_day(rules.terms, "final_settlement", day_of(final)), "final_settlement", None, 0


def _checks(acts: Sequence[Act], wanted: Sequence[InstrumentRule], day: date) -> Iterator[Due]:
    """Due diligence and screening that the open dossiers of a partner need to be paid; where there is none, it is due today."""
    if any("due_diligence" in rule.before_pay for rule in wanted):
        last = newest(acts, Kind.DUE_DILIGENCE)
        yield last.read(DueDiligence).valid_until if last else day, "due_diligence", None, 0
    days = [rule.screening_days or 0 for rule in wanted if "screening" in rule.before_pay]
    if days:
        last = newest(acts, Kind.SCREENING)
        yield after(last.read(Screening).list_day, min(days)) if last else day, "screening", None, 0


def late(items: Sequence[DueItem]) -> Mapping[str, int]:
    """What is late -> how often."""
    counted: dict[str, int] = {}
    for item in items:
        if item.late_days:
            counted[item.what] = counted.get(item.what, 0) + 1
    return counted
