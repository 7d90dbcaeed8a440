"""The commitment: what is promised, by whom, and in which year."""

from __future__ import annotations

from typing import Any

from vrede.register.act import Act
from vrede.register.case import Case, in_year
from vrede.register.dossiers import acts_of, newest
from vrede.register.instruments import InstrumentRule, instrument_rule
from vrede.register.own import approved
from vrede.register.refused import RegisterRefused
from vrede.register.steps import before_commit


def commit(case: Case) -> dict[str, Any]:
    """The newest proposal, with every step that its instrument asks. The facts come from it, not from who approves it."""
    target = approved(case)
    in_year(case.asked)
    assert case.asked.day is not None
    is_newest(case, target)
    if target.year != case.asked.year:
        raise RegisterRefused("year", f"the proposal is for {target.year}, not for {case.asked.year}")
    origin = target.said
    rule = instrument_rule(case.rules.instruments, origin.get("instrument"), case.asked.day)
    before_commit(case, target, rule, case.asked.day)
    kept: dict[str, Any] = {name: origin[name] for name in ("article", "line", "draw") if name in origin}
    if "draw" in kept:
        drawn = newest(acts_of(case.database, kept["draw"]), "draw")
        assert drawn is not None
        kept["fund"] = drawn.said["fund"]
    return case.facts | kept | {"ongoing": bool(origin.get("ongoing"))}


def is_newest(case: Case, target: Act) -> None:
    """Whether what is approved was not changed since. Raises RegisterRefused."""
    last = newest(case.acts, *case.row.approves)
    if last is None or last.seq != target.seq:
        raise RegisterRefused(
            "stale", f"what was proposed was changed since (act {last and last.seq}); look at it and approve that"
        )


def origin_of(case: Case) -> dict[str, Any]:
    """The words of the proposal that was committed."""
    promised = newest(case.acts, "commit")
    assert promised is not None
    return next(act.said for act in case.acts if act.seq == promised.approves)


def rule_of(case: Case) -> InstrumentRule:
    """What the dossier's instrument asks on the day of the act. Raises RegisterRefused."""
    return instrument_rule(case.rules.instruments, origin_of(case).get("instrument"), case.today)
