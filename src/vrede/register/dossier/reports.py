"""Which reports a partner owes: by period, with the day on which each is due, and whether it came in and was accepted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from vrede.register.chain.act import Act
from vrede.register.rules.instruments import InstrumentRule
from vrede.register.rules.terms import after
from vrede.register.table.bodies import Report, ReportAssessment
from vrede.register.table.kinds import Kind

State = Literal["missing", "received", "rejected", "accepted"]


@dataclass(frozen=True, slots=True)
class DueReport:
    """report: narrative, financial, audit or final. period_end: the last day that it is about. day: on which it is due."""

    report: str
    period_end: date
    day: date
    state: State


def due_reports(
    rule: InstrumentRule, since: date, end_date: date | None, acts: Sequence[Act], until: date
) -> list[DueReport]:
    """By day: what is owed for every year that ended by `until` and before the end, and for the end whenever it is.

    since: the day of the commitment. end_date: None is: nobody knows, then only years.
    """
    due = []
    for one in rule.report:
        if one.at == "end":
            periods = [end_date] if end_date else []
        else:
            years = [date(year, 12, 31) for year in range(since.year, until.year + 1)]
            periods = [day for day in years if day <= until and (end_date is None or day < end_date)]
        for period in periods:
            of_it = _of_period(acts, one.report, one.at, period)
            due.append(DueReport(one.report, period, after(period, one.days), _state(of_it, acts)))
    return sorted(due, key=lambda one: (one.day, one.report))


def _of_period(acts: Iterable[Act], report: str, at: str, period: date) -> list[Act]:
    """Receipts of a report for a period: of a year any in that year; of the end any."""
    received = []
    for act in acts:
        if act.kind == Kind.REPORT:
            body = act.read(Report)
            if body.report == report and (at == "end" or body.period_end.year == period.year):
                received.append(act)
    return received


def _state(received: Sequence[Act], acts: Iterable[Act]) -> State:
    if not received:
        return "missing"
    opinions = assessed(acts)
    given = [opinions.get(act.seq) for act in received]
    if "accepted" in given:
        return "accepted"
    return "received" if None in given else "rejected"


def assessed(acts: Iterable[Act]) -> dict[int, str]:
    """Number of a report -> accepted or rejected."""
    return {
        act.approves: act.read(ReportAssessment).opinion
        for act in acts
        if act.kind == Kind.REPORT_ASSESSMENT and act.approves
    }


def not_accepted(acts: Sequence[Act]) -> list[Act]:
    """Reports that were not accepted, and of which no other of that type and period was."""
    opinions = assessed(acts)
    received = [act for act in acts if act.kind == Kind.REPORT]
    good = {_key(act) for act in received if opinions.get(act.seq) == "accepted"}
    return [act for act in received if _key(act) not in good]


def _key(act: Act) -> tuple[str, date]:
    body = act.read(Report)
    return body.report, body.period_end
