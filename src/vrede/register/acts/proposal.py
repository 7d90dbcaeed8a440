"""A proposal and its changes before the commitment."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from typing import Any

from vrede.register.acts.budget import known_line
from vrede.register.acts.ground import received
from vrede.register.acts.objection import reopened
from vrede.register.acts.situation import Case
from vrede.register.chain.reading import acts_of, newest
from vrede.register.dossier.names import humanitarian
from vrede.register.dossier.oda import agrees
from vrede.register.dossier.state import PROPOSALS, state_of
from vrede.register.refused import RegisterRefused
from vrede.register.rules.instruments import instrument_rule


def propose(case: Case) -> dict[str, Any]:
    """What is proposed: on which line, paid when, and all that its instrument asks."""
    facts = case.facts
    if state_of(case.acts) == "refused" and not reopened(case.acts):
        raise RegisterRefused(
            "state", "this was refused; it can be amended only after an objection to the refusal was upheld"
        )
    if state_of(case.acts) == "refused":
        _same_applicant(case, facts)
    _same_side(case, facts)
    known_line(case.database, {**facts, "authority": "commitment"}, ("line",))
    agrees(case.database, facts, case.asked.year)
    scheduled(facts["schedule"], case.cents)
    rule = instrument_rule(case.rules.instruments, facts.get("instrument"), case.today)
    lacks(facts, rule.asks.get(case.asked.kind, ()))
    if facts.get("legal_basis") and facts["legal_basis"] not in {basis.id for basis in rule.basis}:
        raise RegisterRefused("instrument", f"this instrument has no legal basis {facts['legal_basis']}")
    for code in facts.get("iso3", ()):
        if not re.fullmatch(r"[A-Z]{3}", code):
            raise RegisterRefused("words", f"{code[:20]!r} is no country code of three letters")
    today = case.today.isoformat()
    if facts.get("received", today) > today:
        raise RegisterRefused("words", f"an application of {facts['received']} is not there yet")
    if facts.get("ends", today) < today:
        raise RegisterRefused("words", f"it ends on {facts['ends']}, before it is proposed")
    named(facts.get("milestones", {}))
    contract(facts, case.cents)
    if "draw" in facts:
        _draw(case, facts)
    if "call" in facts:
        _call(case, facts)
    elif "theme" in facts:
        raise RegisterRefused("words", "a theme is that of a call; name the call")
    return facts


def _same_side(case: Case, facts: dict[str, Any]) -> None:
    """What was humanitarian aid stays it, and nothing becomes it: a board would read what need decided. Raises RegisterRefused."""
    before = newest(case.acts, *PROPOSALS)
    if before is not None and humanitarian(before.said["line"]) != humanitarian(facts["line"]):
        raise RegisterRefused(
            "humanitarian",
            f"this dossier is on line {before.said['line']}; into or out of humanitarian aid (sub-article 4.1) nothing is moved:"
            " propose it anew in another dossier",
        )


def _same_applicant(case: Case, facts: dict[str, Any]) -> None:
    """What is opened again after an objection stays an application of the same partner for the same call. Raises RegisterRefused."""
    before = newest(case.acts, *PROPOSALS)
    assert before is not None
    for name in ("partner", "call"):
        if facts.get(name) != before.said.get(name):
            raise RegisterRefused(
                "state", f"this was opened again after an objection: its {name} stays {before.said.get(name)}"
            )


def scheduled(schedule: dict[str, int], cents: int) -> None:
    """Whether payments by year give the amount. Raises RegisterRefused."""
    if not schedule or sum(schedule.values()) != cents:
        raise RegisterRefused("words", f"the payments by year must sum to the amount, {cents} cents")
    if not all(re.fullmatch(r"20[0-9]{2}|2100", year) for year in schedule):
        raise RegisterRefused("words", "the payments are named by their year, such as 2024")


def named(milestones: dict[str, str]) -> None:
    """Whether every milestone has a title. Raises RegisterRefused."""
    for code, title in milestones.items():
        if not title.strip():
            raise RegisterRefused("words", f"milestone {code}: say what must be reached")


def lacks(facts: dict[str, Any], names: tuple[str, ...]) -> None:
    """Whether facts that an instrument asks are there. Raises RegisterRefused with the first that is not."""
    for name in names:
        value = facts.get(name)
        if value is None or value in ("", [], {}) or (isinstance(value, str) and not value.strip()):
            raise RegisterRefused("words", f"this instrument asks for {name}")


def contract(facts: dict[str, Any], cents: int) -> None:
    """Whether the amount is that of the contract at its rate: hundredths divided by currency per euro, a half upwards. Raises
    RegisterRefused."""
    given = [name for name in ("currency", "contract_amount", "rate") if name in facts]
    if not given:
        return
    if len(given) < 3:
        raise RegisterRefused("words", "a contract in another currency has a currency, an amount and a rate")
    if not re.fullmatch(r"[A-Z]{3}", facts["currency"]):
        raise RegisterRefused("words", f"{facts['currency'][:20]!r} is no currency of three letters")
    try:
        rate = Decimal(facts["rate"]) if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", facts["rate"]) else Decimal(0)
    except InvalidOperation:
        rate = Decimal(0)
    if rate <= 0 or (facts["currency"] == "EUR" and rate != 1):
        raise RegisterRefused("words", "the rate is how much of the currency one euro is, such as 1.0834")
    with localcontext(prec=60):
        euro = int((Decimal(facts["contract_amount"]) / rate).to_integral_value(ROUND_HALF_UP))
    if euro != cents:
        raise RegisterRefused("words", f"the contract is {euro} cents at this rate, not {cents}")


def _draw(case: Case, facts: dict[str, Any]) -> None:
    if humanitarian(facts["line"]):
        raise RegisterRefused("humanitarian", "no fund pays for humanitarian aid (sub-article 4.1)")
    if state_of(acts_of(case.database, facts["draw"])) != "drawn":
        raise RegisterRefused("draw", "there is no such draw for you")


def _call(case: Case, facts: dict[str, Any]) -> None:
    first = acts_of(case.database, facts["call"])[0]
    if first.kind != "announce":
        raise RegisterRefused("words", "there is no such call for you")
    said = first.said
    if (said["article"], said["line"]) != (facts["article"], facts["line"]):
        raise RegisterRefused("line", f"the call is on line {said['line']} of {said['article']}")
    if any(act.kind in PROPOSALS and act.said.get("call") == facts["call"] for act in case.acts):
        came = received(case.acts, facts["call"])
        if facts.get("received", came) != came:
            raise RegisterRefused(
                "late",
                f"the application came in on {came} and that stays so; was it written down wrongly, propose it anew in another dossier",
            )
    if said["sub_ceilings"] and facts.get("theme") not in said["sub_ceilings"]:
        raise RegisterRefused("words", f"name a theme of the call: {', '.join(sorted(said['sub_ceilings']))}")
    if not said["sub_ceilings"] and "theme" in facts:
        raise RegisterRefused("words", "this call has no themes")


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes the 28th.

    >>> years_after(date(2024, 2, 29), 1)
    datetime.date(2025, 2, 28)
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
