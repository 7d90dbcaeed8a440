"""What is due when, and who can do it: reports, payments, judgements, settlement, objections, repayments, checks of partners."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vrede.register.acts.objection import decisions, undecided
from vrede.register.chain.act import Act
from vrede.register.chain.reading import by_dossier, newest
from vrede.register.dossier.commitment import Standing, day_of, standing, told_on
from vrede.register.dossier.names import PARTNER
from vrede.register.dossier.reports import due_reports, judged
from vrede.register.dossier.state import said_no, state_of
from vrede.register.rules.instruments import InstrumentRule
from vrede.register.rules.ruleset import Rules
from vrede.register.rules.terms import after, last_day
from vrede.register.table.transitions import transitions

DOES = {
    "narrative report": "receive",
    "financial report": "receive",
    "audit report": "receive",
    "final report": "receive",
    "acceptance": "accept",
    "payment": "pay",
    "schedule": "request",
    "determination": "determine",
    "objection": "object",
    "objection decision": "decide",
    "repayment": "repaid",
    "due diligence": "vet",
    "screening": "screen",
}
"""What is due -> the act that does it."""
AHEAD_DAYS = 92


@dataclass(frozen=True, slots=True)
class Row:
    """day: the last on which it is in time. cents: None where it is about no amount. late_days: 0 until that day is over."""

    day: date
    what: str
    dossier: str
    cents: int | None
    late_days: int
    roles: tuple[str, ...]


Due = tuple[date, str, int | None]
"""Day, what, cents."""


def due(acts: Sequence[Act], rules: Rules, day: date, ahead_days: int = AHEAD_DAYS) -> list[Row]:
    """By day, then dossier: what is late on a day, and what is due in the days ahead. acts: of all dossiers, in order.

    The right to object is told until its last day, and is never late.
    """
    of = by_dossier(acts)
    until = after(day, ahead_days)
    rows = []
    partners: dict[str, list[InstrumentRule]] = {}
    for dossier, mine in of.items():
        now, state = standing(mine), state_of(mine)
        if state in ("refused", "proposed"):
            rows += [(one, dossier) for one in _decisions(mine, rules, day)]
        if now is None or state in ("refused", "closed"):
            continue
        instrument = rules.instruments.get(str(now.origin.get("instrument", "plain")))
        rule = instrument.on(day) if instrument else None
        if rule is not None and now.partner:
            partners.setdefault(now.partner, []).append(rule)
        for one in (*_reports(rule, now, mine, until), *_money(now, mine, rules), *_decisions(mine, rules, day)):
            rows.append((one, dossier))
    for partner, wanted in partners.items():
        name = f"{PARTNER}{partner}"
        rows += [(one, name) for one in _checks(of.get(name, []), wanted, day)]
    return sorted(
        (
            Row(last, what, dossier, cents, max(0, (day - last).days), transitions()[DOES[what]].roles)
            for (last, what, cents), dossier in rows
            if last <= until
        ),
        key=lambda row: (row.day, row.dossier, row.what),
    )


def _reports(rule: InstrumentRule | None, now: Standing, acts: Sequence[Act], until: date) -> Iterator[Due]:
    if rule is not None:
        for one in due_reports(rule, now.since, now.ends, acts, until):
            if one.state in ("missing", "rejected"):
                yield one.day, f"{one.report} report", None


def _money(now: Standing, acts: Sequence[Act], rules: Rules) -> Iterator[Due]:
    """Requests to pay that nobody declined, years of the schedule, and claims; what came back first goes off the oldest claim.

    Nothing is asked above what is open: a request for more than that can no longer be paid. What was asked for need not be asked again.
    """
    done = said_no(acts) | {act.approves for act in acts if act.kind == "pay"}
    left, waiting = left_open(acts), 0
    for act in acts:
        if act.kind == "request" and act.seq not in done and (act.cents or 0) <= left:
            yield last_day(rules.terms, "payment", day_of(act)), "payment", act.cents
            waiting += act.cents or 0
    spent = waiting + sum(act.cents or 0 for act in acts if act.kind == "pay")
    left -= waiting
    if newest(acts, "determine") is None:
        planned = 0
        for year, cents in sorted(now.schedule.items()):
            planned += cents
            due_cents = min(cents, planned - spent, left)
            if due_cents > 0:
                left -= due_cents
                yield date(int(year), 12, 31), "schedule", due_cents
    back = sum(act.cents or 0 for act in acts if act.kind == "repaid")
    for act in acts:
        if act.kind == "recover":
            taken = min(back, act.cents or 0)
            back -= taken
            if taken < (act.cents or 0):
                yield last_day(rules.terms, "repayment", day_of(act)), "repayment", (act.cents or 0) - taken


def left_open(acts: Sequence[Act]) -> int:
    """Cents that were promised, less what was paid and released. acts: of the dossier."""
    left = 0
    for act in acts:
        if act.kind in ("commit", "agree"):
            left += act.cents or 0
        elif act.kind in ("pay", "release"):
            left -= act.cents or 0
        elif act.kind == "determine":
            left -= int(act.said["released"])
    return left


def _decisions(acts: Sequence[Act], rules: Rules, day: date) -> Iterator[Due]:
    """Reports to judge, the final amount after the final report, objections that may still come and that were not decided."""
    opinions, by_seq = judged(acts), {act.seq: act for act in acts}
    for act in acts:
        if act.kind == "receive" and act.seq not in opinions:
            yield last_day(rules.terms, "acceptance", day_of(act)), "acceptance", None
    for act in decisions(acts):
        last = last_day(rules.terms, "objection", told_on(act))
        if last >= day:
            yield last, "objection", None
    for act in undecided(acts):
        ended = last_day(rules.terms, "objection", told_on(by_seq[act.said["against"]]))
        yield last_day(rules.terms, "objection_decision", ended), "objection decision", None
    final = next(
        (a for a in acts if a.kind == "accept" and (a.said["report"], a.said["opinion"]) == ("final", "accepted")), None
    )
    if final is not None and newest(acts, "determine") is None:
        yield last_day(rules.terms, "determination", day_of(final)), "determination", None


def _checks(acts: Sequence[Act], wanted: Sequence[InstrumentRule], day: date) -> Iterator[Due]:
    """Due diligence and screening that the open dossiers of a partner need to be paid; where there is none, it is due today."""
    if any("vet" in rule.before_pay for rule in wanted):
        vetted = newest(acts, "vet")
        yield date.fromisoformat(vetted.said["expires"]) if vetted else day, "due diligence", None
    days = [rule.screening_days or 0 for rule in wanted if "screen" in rule.before_pay]
    if days:
        screened = newest(acts, "screen")
        listed = date.fromisoformat(screened.said["list_day"]) if screened else None
        yield after(listed, min(days)) if listed else day, "screening", None


def late(rows: Sequence[Row]) -> Mapping[str, int]:
    """What is late -> how often."""
    found: dict[str, int] = {}
    for row in rows:
        if row.late_days:
            found[row.what] = found.get(row.what, 0) + 1
    return found
