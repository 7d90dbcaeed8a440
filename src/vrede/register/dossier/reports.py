"""Which reports a partner owes: by period, with the day on which each is due, and whether it came in and was accepted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from vrede.register.chain.act import Act
from vrede.register.rules.instruments import InstrumentRule
from vrede.register.rules.terms import after

State = Literal["missing", "received", "rejected", "accepted"]


@dataclass(frozen=True, slots=True)
class Due:
    """report: narrative, financial, audit or final. period_end: the last day that it is about. day: on which it is due."""

    report: str
    period_end: date
    day: date
    state: State


def due_reports(rule: InstrumentRule, since: date, ends: str, acts: Sequence[Act], until: date) -> list[Due]:
    """By day: what is owed for every year that ended by `until` and before the end, and for the end whenever it is.

    since: the day of the commitment. ends: YYYY-MM-DD; '' is: nobody knows, then only years.
    """
    last = date.fromisoformat(ends) if ends else None
    found = []
    for one in rule.report:
        if one.at == "end":
            periods = [last] if last else []
        else:
            years = range(since.year, until.year + 1)
            periods = [date(year, 12, 31) for year in years if last is None or date(year, 12, 31) < last]
            periods = [day for day in periods if day and day <= until]
        for period in periods:
            assert period is not None
            mine = _of_period(acts, one.report, one.at, period)
            found.append(Due(one.report, period, after(period, one.days), _state(mine, acts)))
    return sorted(found, key=lambda due: (due.day, due.report))


def _of_period(acts: Iterable[Act], report: str, at: str, period: date) -> list[Act]:
    """Receipts of a report for a period: of a year any in that year; of the end any."""
    found = []
    for act in acts:
        if act.kind == "receive" and act.said["report"] == report:
            ended = date.fromisoformat(act.said["period_end"])
            if at == "end" or ended.year == period.year:
                found.append(act)
    return found


def _state(mine: Sequence[Act], acts: Iterable[Act]) -> State:
    if not mine:
        return "missing"
    opinions = judged(acts)
    said = [opinions.get(act.seq) for act in mine]
    if "accepted" in said:
        return "accepted"
    return "received" if None in said else "rejected"


def judged(acts: Iterable[Act]) -> dict[int, str]:
    """Number of a receipt -> accepted or rejected."""
    return {act.approves: str(act.said["opinion"]) for act in acts if act.kind == "accept" and act.approves}


def not_accepted(acts: Sequence[Act]) -> list[Act]:
    """Receipts that were not accepted, and of which no other of that report and period was."""
    opinions = judged(acts)
    received = [act for act in acts if act.kind == "receive"]
    good = {_key(act) for act in received if opinions.get(act.seq) == "accepted"}
    return [act for act in received if _key(act) not in good]


def _key(act: Act) -> tuple[str, str]:
    return str(act.said["report"]), str(act.said["period_end"])
