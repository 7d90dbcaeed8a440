"""Draws on an integrated fund, and answers to warnings: what their acts must say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vrede.register.accounts import balance
from vrede.register.act import Act
from vrede.register.asked import Asked
from vrede.register.database import Database
from vrede.register.funds import SIDES, Fund, met, rule_for, signed
from vrede.register.refused import RegisterRefused

ANSWERS = ("started", "changed", "none")


def fund_facts(database: Database, asked: Asked, acts: list[Act], funds: Mapping[str, Fund]) -> dict[str, Any]:
    """The body of an allotment, a request, a signature or a draw. Raises RegisterRefused where the fund's rule does not allow it."""
    facts = dict(asked.facts)
    if asked.day is None or asked.year is None or asked.day.year != asked.year:
        raise RegisterRefused("year", f"the day {asked.day} lies outside the budget year {asked.year}")
    day = {"day": asked.day.isoformat()}
    if asked.kind == "allot":
        if str(facts.get("fund")) not in funds:
            raise RegisterRefused("fund", f"there is no fund {str(facts.get('fund'))[:20]!r}")
        if not str(facts.get("letter", "")).strip():
            raise RegisterRefused("words", "an allotment names the law or letter that it rests on")
        return facts | day
    if asked.kind == "ask":
        met(rule_for(funds, facts.get("fund"), asked.day), facts)
        return facts | day
    target = next((act for act in acts if act.seq == asked.approves and act.kind == "ask"), None)
    if target is None:
        raise RegisterRefused("state", "name the number of the request to the fund")
    if asked.cents != target.cents or asked.year != target.year:
        raise RegisterRefused("stale", f"the request is for {target.cents} cents in {target.year}")
    if asked.who in {act.who for act in acts}:
        raise RegisterRefused("own", "nobody signs or draws for a request of their own, and nobody signs for two sides")
    origin = target.said
    rule = rule_for(funds, origin["fund"], asked.day)
    met(rule, origin)
    done = {str(act.said.get("side")) for act in acts if act.kind == "sign" and act.approves == target.seq}
    if asked.kind == "sign":
        side = facts.get("side")
        if side not in SIDES or side not in rule.sides:
            raise RegisterRefused("sides", f"the sides that sign are {', '.join(rule.sides)}")
        if side in done:
            raise RegisterRefused("sides", f"the {side} side has signed already")
        return {"fund": origin["fund"], "side": side} | day
    signed(rule, done)
    have = balance(database, f"fund:{origin['fund']}:{asked.year}")
    if (asked.cents or 0) > have:
        raise RegisterRefused(
            "room", f"the fund has {have} cents left in {asked.year}, {(asked.cents or 0) - have} too few"
        )
    return {"fund": origin["fund"], "rule": rule.since.isoformat()} | day


def answer_facts(facts: dict[str, Any]) -> dict[str, Any]:
    """The body of an answer to a warning: which rule, country and issue fired, and what is done. Raises RegisterRefused."""
    if facts.get("answer") not in ANSWERS:
        raise RegisterRefused("words", f"an answer is one of {', '.join(ANSWERS)}")
    for name in ("rule", "iso3", "issue"):
        if not str(facts.get(name, "")).strip():
            raise RegisterRefused("words", f"an answer names the {name} of the warning")
    if facts["answer"] != "none" and not str(facts.get("programme", "")).strip():
        raise RegisterRefused("words", "name the programme that was started or changed")
    return facts
