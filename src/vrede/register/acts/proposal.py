"""A proposal and its amendments before the commitment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import TypeVar

from vrede.register.acts.budget import known_lines
from vrede.register.acts.call import received
from vrede.register.acts.handler import Handler
from vrede.register.acts.objection import reopened
from vrede.register.acts.situation import Situation
from vrede.register.chain.act import Act
from vrede.register.dossier.dossier import Dossier
from vrede.register.dossier.names import humanitarian
from vrede.register.dossier.oda import fits
from vrede.register.dossier.state import PROPOSALS, newest_proposal, state_of
from vrede.register.refused import RegisterRefused
from vrede.register.rules.instruments import instrument_rule
from vrede.register.table.bodies import Amendment, Call, Proposal
from vrede.register.table.body import Body
from vrede.register.table.kinds import Kind

P = TypeVar("P", bound=Proposal)


def propose(situation: Situation, body: P) -> P:
    """What is proposed: on which line, paid when, and all that its instrument asks."""
    if state_of(situation.acts) == "refused":
        if not reopened(situation.acts):
            raise RegisterRefused("state.refused")
        _same_applicant(situation, body)
    _same_side(situation, body)
    year = situation.submission.year or 0
    known_lines(situation.around.database, body.article, year, "commitment", (body.line,))
    fits(situation.around.line_counts(), body, year)
    scheduled(body.schedule, situation.cents)
    rule = instrument_rule(situation.rules.instruments, body.instrument, situation.today)
    complete(body, rule.asks.get(body.kind, ()))
    if body.legal_basis and body.legal_basis not in {basis.id for basis in rule.basis}:
        raise RegisterRefused("instrument.no_basis", basis=body.legal_basis)
    for code in body.iso3:
        if not re.fullmatch(r"[A-Z]{3}", code):
            raise RegisterRefused("words.country", code=code[:20])
    if body.received and body.received > situation.today:
        raise RegisterRefused("words.not_received", day=body.received)
    if body.end_date and body.end_date < situation.today:
        raise RegisterRefused("words.ended", day=body.end_date)
    named(body.milestones)
    contract(body, situation.cents)
    if body.drawdown:
        _drawdown(situation, body)
    if body.call:
        _call(situation, body, body.call)
    elif body.theme:
        raise RegisterRefused("words.theme_without_call")
    return body


def fold_proposal(dossier: Dossier, act: Act, body: Proposal) -> None:
    """All that a proposal says; what it leaves out is no more."""
    dossier.title, dossier.article, dossier.line = body.title or "", body.article, body.line
    dossier.partner, dossier.instrument = body.partner or "", body.instrument or ""
    dossier.call, dossier.theme = body.call or "", body.theme or ""
    dossier.drawdown, dossier.fund = body.drawdown or "", ""
    dossier.iso3 = body.iso3 or dossier.iso3
    dossier.year, dossier.asked = act.year, act.cents or 0
    dossier.proposed[act.seq] = act


def _same_side(situation: Situation, body: Proposal) -> None:
    """What was humanitarian aid stays it, and nothing becomes it: a board would read what need decided. Raises RegisterRefused."""
    before = newest_proposal(situation.acts)
    line = before.read(Proposal).line if before else body.line
    if humanitarian(line) != humanitarian(body.line):
        raise RegisterRefused("humanitarian.stays", line=line)


def _same_applicant(situation: Situation, body: Proposal) -> None:
    """What is opened again after an objection stays an application of the same partner for the same call. Raises RegisterRefused."""
    before = newest_proposal(situation.acts)
    assert before is not None
    was = before.read(Proposal)
    for name, now, then in (("partner", body.partner, was.partner), ("call", body.call, was.call)):
        if now != then:
            raise RegisterRefused("state.same_applicant", field=f"{body.kind}.{name}", value=then)


def scheduled(schedule: Mapping[str, int], cents: int) -> None:
    """Whether payments by year give the amount. Raises RegisterRefused."""
    if not schedule or sum(schedule.values()) != cents:
        raise RegisterRefused("words.schedule", whole_cents=cents)
    if not all(re.fullmatch(r"20[0-9]{2}|2100", year) for year in schedule):
        raise RegisterRefused("words.schedule_years")


def named(milestones: Mapping[str, str]) -> None:
    """Whether every milestone has a title. Raises RegisterRefused."""
    for code, title in milestones.items():
        if not title.strip():
            raise RegisterRefused("words.milestone", milestone=code)


def complete(body: Body, names: tuple[str, ...]) -> None:
    """Whether a body has what the instrument asks. Raises RegisterRefused."""
    for name in names:
        if getattr(body, name) in (None, "", (), {}):
            raise RegisterRefused("words.instrument_asks", field=f"{body.kind}.{name}")


def contract(body: Proposal, cents: int) -> None:
    """Whether the amount is that of the contract at its rate: hundredths divided by currency per euro, a half upwards. Raises
    RegisterRefused."""
    if body.currency is None and body.contract_amount is None and body.rate is None:
        return
    if body.currency is None or body.contract_amount is None or body.rate is None:
        raise RegisterRefused("words.contract")
    if not re.fullmatch(r"[A-Z]{3}", body.currency):
        raise RegisterRefused("words.currency", currency=body.currency[:20])
    rate = Decimal(body.rate) if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", body.rate) else Decimal(0)
    if rate <= 0 or (body.currency == "EUR" and rate != 1):
        raise RegisterRefused("words.rate")
    with localcontext(prec=60):
        euro = int((Decimal(body.contract_amount) / rate).to_integral_value(ROUND_HALF_UP))
    if euro != cents:
        raise RegisterRefused("words.contract_amount", contract_cents=euro, given_cents=cents)


def _drawdown(situation: Situation, body: Proposal) -> None:
    if humanitarian(body.line):
        raise RegisterRefused("humanitarian.no_fund")
    if state_of(situation.around.acts(body.drawdown or "")) != "drawn":
        raise RegisterRefused("drawdown.unknown")


def _call(situation: Situation, body: Proposal, name: str) -> None:
    first = situation.around.acts(name)[0]
    if first.kind != Kind.CALL:
        raise RegisterRefused("words.no_call")
    call = first.read(Call)
    if (call.article, call.line) != (body.article, body.line):
        raise RegisterRefused("line.of_call", line=call.line, article=call.article)
    if any(act.kind in PROPOSALS and act.read(Proposal).call == name for act in situation.acts):
        came = received(situation.acts, name)
        if body.received and body.received.isoformat() != came:
            raise RegisterRefused("late.came_in", day=came)
    if call.sub_ceilings and body.theme not in call.sub_ceilings:
        raise RegisterRefused("words.theme", themes=sorted(call.sub_ceilings))
    if not call.sub_ceilings and body.theme:
        raise RegisterRefused("words.no_themes")


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes the 28th.

    >>> years_after(date(2024, 2, 29), 1)
    datetime.date(2025, 2, 28)
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


HANDLERS = (Handler(Proposal, propose, fold=fold_proposal), Handler(Amendment, propose, fold=fold_proposal))
