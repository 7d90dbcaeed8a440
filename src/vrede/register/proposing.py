"""A proposal and its changes before the commitment."""

from __future__ import annotations

from typing import Any

from vrede.register.budgeting import known_line
from vrede.register.case import Case
from vrede.register.instruments import instrument_rule
from vrede.register.refused import RegisterRefused


def propose(case: Case) -> dict[str, Any]:
    """What is proposed: on which line, paid when, and all that its instrument asks."""
    facts = case.facts
    known_line(case.database, {**facts, "authority": "commitment"}, ("line",))
    scheduled(facts["schedule"], case.cents)
    rule = instrument_rule(case.rules.instruments, facts.get("instrument"), case.today)
    lacks(facts, rule.asks.get(case.asked.kind, ()))
    return facts


def scheduled(schedule: dict[str, int], cents: int) -> None:
    """Whether payments by year give the amount. Raises RegisterRefused."""
    if not schedule or sum(schedule.values()) != cents:
        raise RegisterRefused("words", "the payments by year must sum to the amount")
    if not all(len(year) == 4 and year.isdecimal() and year.isascii() for year in schedule):
        raise RegisterRefused("words", "the payments are named by their year, such as 2024")


def lacks(facts: dict[str, Any], names: tuple[str, ...]) -> None:
    """Whether facts that an instrument asks are there. Raises RegisterRefused with the first that is not."""
    for name in names:
        if facts.get(name) in (None, "", [], {}):
            raise RegisterRefused("words", f"this instrument asks for {name}")
