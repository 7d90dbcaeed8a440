"""The commitment: what is promised, by whom, and in which year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vrede.register.act import Act
from vrede.register.case import Case, in_year
from vrede.register.database import Database
from vrede.register.dossiers import acts_of, newest
from vrede.register.instruments import InstrumentRule, instrument_rule
from vrede.register.odalines import agrees
from vrede.register.own import approved
from vrede.register.refused import RegisterRefused
from vrede.register.standing import Standing, standing
from vrede.register.steps import before_commit


def commit(case: Case) -> dict[str, Any]:
    """The newest proposal, with every step that its instrument asks. The facts come from it, not from who approves it."""
    target = approved(case)
    in_year(case.asked)
    is_newest(case, target)
    if target.year != case.asked.year:
        raise RegisterRefused("year", f"the proposal is for {target.year}, not for {case.asked.year}")
    origin = target.said
    agrees(case.database, origin, target.year)
    rule = instrument_rule(case.rules.instruments, origin.get("instrument"), case.today)
    before_commit(case, target, rule, case.today)
    return case.facts | commitment(case.database, origin)


def commitment(database: Database, origin: Mapping[str, Any]) -> dict[str, Any]:
    """What a commitment takes over from the proposal: its line, and the draw and the fund that pay for it."""
    kept: dict[str, Any] = {name: origin[name] for name in ("article", "line", "draw") if name in origin}
    if "draw" in kept:
        drawn = newest(acts_of(database, kept["draw"]), "draw")
        assert drawn is not None
        kept["fund"] = drawn.said["fund"]
    return kept | {"ongoing": bool(origin.get("ongoing"))}


def is_newest(case: Case, target: Act) -> None:
    """Whether what is approved was not changed since. Raises RegisterRefused."""
    last = newest(case.acts, *case.row.approves)
    if last is None or last.seq != target.seq:
        raise RegisterRefused(
            "stale", f"what was proposed was changed since (act {last and last.seq}); look at it and approve that"
        )


def standing_of(case: Case) -> Standing:
    """How the commitment of the dossier stands. Raises RegisterRefused where there is none."""
    found = standing(case.acts)
    if found is None:
        raise RegisterRefused("state", "nothing was promised in this dossier")
    return found


def rule_of(case: Case) -> InstrumentRule:
    """What the dossier's instrument asks on the day of the act. Raises RegisterRefused."""
    return instrument_rule(case.rules.instruments, standing_of(case).origin.get("instrument"), case.today)
