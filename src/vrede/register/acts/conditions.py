"""The steps that an instrument asks before a commitment (instruments.toml)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from vrede.register.acts.appraisal import advices, appraisals
from vrede.register.acts.call import from_call
from vrede.register.acts.partner import screened, vetted
from vrede.register.acts.proposal import years_after
from vrede.register.acts.situation import Case
from vrede.register.chain.act import Act
from vrede.register.chain.database import Database
from vrede.register.chain.postings import balance
from vrede.register.chain.reading import acts_of
from vrede.register.dossier.names import PARTNER
from vrede.register.refused import RegisterRefused
from vrede.register.rules.instruments import InstrumentRule


def before_commit(case: Case, proposal: Act, rule: InstrumentRule, day: date) -> None:
    """Whether all was done for a proposal. Raises RegisterRefused with the first step that was not."""
    said = proposal.said
    if "appraise" in rule.before_commit and not appraisals(case.acts):
        raise RegisterRefused("step", "the newest proposal was not appraised")
    given = advices(case.acts)
    for kind in ("legal", "financial"):
        if f"advise_{kind}" in rule.before_commit and kind not in given:
            raise RegisterRefused("step", f"there is no {kind} advice on the newest proposal")
    _in_spite_of(case, given)
    partner_counts(case.database, said, rule, rule.before_commit, case.latest)
    suits(said, rule, day)
    from_call(case, proposal)
    draw_left(case, said)


def suits(said: Mapping[str, Any], rule: InstrumentRule, day: date) -> None:
    """Whether what a proposal itself says lets it be committed on a day: its legal basis, its call and its end. Raises RegisterRefused."""
    basis = next((one for one in rule.basis if one.id == said.get("legal_basis")), None)
    if rule.basis and basis is None:
        raise RegisterRefused("step", "a grant needs a legal basis (Awb 4:23)")
    if "call" in rule.before_commit and "call" not in said and (basis is None or basis.call):
        raise RegisterRefused("step", "this must come from a call")
    within_years(said.get("ends"), basis.years if basis else None, day)


def draw_left(case: Case, said: Mapping[str, Any]) -> None:
    """Whether the draw that pays for it has so much left. Raises RegisterRefused."""
    if "draw" in said:
        have = balance(case.database, f"drawn:{said['draw']}")
        if case.cents > have:
            raise RegisterRefused("draw", f"{said['draw']} has {have} cents left, {case.cents - have} too few")


def _in_spite_of(case: Case, given: Mapping[str, Act]) -> None:
    against = [act for act in given.values() if act.said["advice"] == "negative"]
    against += [act for act in appraisals(case.acts) if act.said["verdict"] != "fund"]
    if against and not case.facts.get("despite", "").strip():
        numbers = ", ".join(str(act.seq) for act in against)
        raise RegisterRefused("advice", f"an advice or verdict is against it (act {numbers}); say why in spite of it")


def partner_counts(
    database: Database, said: Mapping[str, Any], rule: InstrumentRule, steps: Sequence[str], day: date
) -> None:
    """Whether due diligence and screening of the dossier's partner count on a day, where the steps ask it. Raises RegisterRefused."""
    partner = str(said.get("partner", ""))
    acts = acts_of(database, f"{PARTNER}{partner}")
    if "vet" in steps:
        vetted(acts, partner, day)
    if "screen" in steps:
        assert rule.screening_days is not None
        screened(acts, partner, day, rule.screening_days)


def within_years(ends: object, years: int | None, day: date) -> None:
    """Whether it ends within the years that its legal basis allows, from the day of the commitment. Raises RegisterRefused."""
    if years is None:
        return
    last = years_after(day, years).isoformat()
    if not ends or str(ends) > last:
        raise RegisterRefused("instrument", f"this legal basis allows {years} years at most: until {last}")
