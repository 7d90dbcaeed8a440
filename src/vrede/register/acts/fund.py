"""Draws on an integrated fund, and answers to warnings: what their acts must say."""

from __future__ import annotations

from collections import Counter
from typing import Any

from vrede.register.acts.appointment import appointed_for
from vrede.register.acts.separation import not_own
from vrede.register.acts.situation import Case, in_year
from vrede.register.chain.act import COLUMNS
from vrede.register.chain.database import Database
from vrede.register.chain.postings import balance
from vrede.register.chain.reading import act_of
from vrede.register.refused import RegisterRefused
from vrede.register.rules.funds import SIDES, kept_for_others, met, rule_for, signed


def fund(case: Case) -> dict[str, Any]:
    """The body of an allotment, a request, a signature or a draw. Raises RegisterRefused where the fund's rule does not allow it."""
    asked, facts, funds = case.asked, case.facts, case.rules.funds
    in_year(asked)
    assert asked.day is not None
    if asked.kind == "allot":
        if facts["fund"] not in funds:
            raise RegisterRefused("fund", f"there is no fund {facts['fund'][:20]!r}")
        return facts
    if asked.kind == "ask":
        met(rule_for(funds, facts["fund"], asked.day), facts)
        return facts
    target = case.target()
    if asked.cents != target.cents or asked.year != target.year:
        raise RegisterRefused("stale", f"the request is for {target.cents} cents in {target.year}")
    not_own(asked, case.acts)
    origin = target.said
    rule = rule_for(funds, origin["fund"], asked.day)
    met(rule, origin)
    done = {str(act.said.get("side")) for act in case.acts if act.kind == "sign" and act.approves == target.seq}
    if asked.kind == "sign":
        side = facts["side"]
        if side not in SIDES or side not in rule.sides:
            raise RegisterRefused("sides", f"the sides that sign are {', '.join(rule.sides)}")
        if side not in appointed_for(case.database, asked.who, asked.role, "side"):
            raise RegisterRefused("sides", f"{asked.who} was not appointed for the {side} side")
        if side in done:
            raise RegisterRefused("sides", f"the {side} side has signed already")
        return facts | {"fund": origin["fund"]}
    signed(rule, done)
    have = balance(case.database, f"fund:{origin['fund']}:{asked.year}")
    kept = 0
    if rule.earmarks:
        kept = kept_for_others(rule, origin["use"][0], drawn_by_use(case.database, origin["fund"], asked.year))
    if case.cents > have - kept:
        of_it = f", of which {kept} are kept for other uses" if kept else ""
        lacks = case.cents - have + kept
        raise RegisterRefused("left", f"the fund has {have} cents left in {asked.year}{of_it}: {lacks} too few")
    return facts | {"fund": origin["fund"], "rule": rule.since.isoformat()}


def drawn_by_use(database: Database, fund: object, year: int | None) -> Counter[str]:
    """Use -> cents drawn on a fund for it in a year. A draw for several uses, of before a rule that keeps money, counts for none: it
    was not said how much was for which."""
    found = Counter[str]()
    rows = database.all(
        f"SELECT {', '.join(COLUMNS)} FROM act WHERE kind IN ('ask', 'draw') AND year = ? ORDER BY seq", (year,)
    )
    acts = {act.seq: act for act in map(act_of, rows)}
    for act in acts.values():
        asked = acts.get(act.approves or 0)
        if act.kind == "draw" and asked is not None and act.said["fund"] == fund:
            uses = asked.said["use"]
            if len(uses) == 1:
                found[uses[0]] += act.cents or 0
    return found


def answer(case: Case) -> dict[str, Any]:
    """The body of an answer to a warning: which rule, country and issue fired, and what is done. Raises RegisterRefused."""
    if case.facts["answer"] != "none" and not case.facts.get("programme", "").strip():
        raise RegisterRefused("words", "name the programme that was started or changed")
    return case.facts
