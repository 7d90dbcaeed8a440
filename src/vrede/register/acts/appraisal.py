"""Appraisal and advice: of the newest proposal, by somebody who did not make it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from vrede.register.acts.situation import Case
from vrede.register.chain.act import Act
from vrede.register.chain.reading import acts_of, newest
from vrede.register.dossier.state import PROPOSALS
from vrede.register.refused import RegisterRefused


def appraise(case: Case) -> dict[str, Any]:
    """Scores on the criteria of the call, thresholds with a reason, risks in four parts, markers of 0 to 2."""
    _not_the_proposer(case)
    last = newest(case.acts, *PROPOSALS)
    assert last is not None
    facts = case.facts
    if facts["of"] != last.seq:
        raise RegisterRefused("stale", f"the newest proposal is act {last.seq}; look at it and appraise that")
    call = last.said.get("call")
    if call:
        said = acts_of(case.database, call)[0].said
        if set(facts["scores"]) != set(said["criteria"]):
            raise RegisterRefused(
                "criterion", f"score each criterion of the call: {', '.join(sorted(said['criteria']))}"
            )
        if set(facts["thresholds"]) - set(said["thresholds"]):
            raise RegisterRefused(
                "criterion", f"the thresholds of the call are {', '.join(sorted(said['thresholds']))}"
            )
    if not facts["risks"]:
        raise RegisterRefused("words", "name at least one risk")
    for risk in facts["risks"]:
        parts = risk.split(":")
        if len(parts) != 4 or not all(part.strip() for part in parts):
            raise RegisterRefused("words", f"write a risk as risk: chance: effect: measure, not {risk[:80]!r}")
    for marker, weight in facts["markers"].items():
        if weight not in ("0", "1", "2"):
            raise RegisterRefused("words", f"marker {marker} weighs 0, 1 or 2, not {weight[:20]!r}")
    return facts


def advise(case: Case) -> dict[str, Any]:
    """Legal, financial or of policy."""
    _not_the_proposer(case)
    return case.facts


def _not_the_proposer(case: Case) -> None:
    if any(act.who == case.asked.who and act.kind in PROPOSALS for act in case.acts):
        raise RegisterRefused("own", "nobody judges a proposal of their own")


def appraisals(acts: Sequence[Act]) -> list[Act]:
    """Of the newest proposal of a dossier: each appraiser's newest appraisal, in order."""
    last = newest(acts, *PROPOSALS)
    found = {act.who: act for act in acts if act.kind == "appraise" and last and act.said["of"] == last.seq}
    return sorted(found.values(), key=lambda act: act.seq)


def advices(acts: Sequence[Act]) -> dict[str, Act]:
    """Of the newest proposal of a dossier: the newest advice of each kind."""
    last = newest(acts, *PROPOSALS)
    return {act.said["kind"]: act for act in acts if act.kind == "advise" and last and act.seq > last.seq}
