"""Appraisal and advice: of the newest proposal, by somebody who did not make it."""

from __future__ import annotations

from collections.abc import Sequence

from vrede.register.acts.handler import Handler
from vrede.register.acts.situation import Situation
from vrede.register.chain.act import Act
from vrede.register.dossier.state import PROPOSALS, newest_proposal
from vrede.register.refused import RegisterRefused
from vrede.register.table.bodies import Advice, Appraisal, Call, Proposal
from vrede.register.table.kinds import Kind


def appraise(situation: Situation, body: Appraisal) -> Appraisal:
    """Scores on the criteria of the call, thresholds with a reason, risks in four parts, markers of 0 to 2."""
    _not_the_proposer(situation)
    last = newest_proposal(situation.acts)
    assert last is not None
    if body.proposal != last.seq:
        raise RegisterRefused("stale.proposal", act=last.seq)
    call = last.read(Proposal).call
    if call:
        announced = situation.around.acts(call)[0].read(Call)
        if set(body.scores) != set(announced.criteria):
            raise RegisterRefused("criterion.scores", criteria=sorted(announced.criteria))
        if set(body.thresholds) - set(announced.thresholds):
            raise RegisterRefused("criterion.thresholds", thresholds=sorted(announced.thresholds))
    if not body.risks:
        raise RegisterRefused("words.no_risk")
    for risk in body.risks:
        parts = risk.split(":")
        if len(parts) != 4 or not all(part.strip() for part in parts):
            raise RegisterRefused("words.risk", risk=risk[:80])
    for marker, weight in body.markers.items():
        if weight not in ("0", "1", "2"):
            raise RegisterRefused("words.marker", marker=marker, weight=weight[:20])
    return body


def advise(situation: Situation, body: Advice) -> Advice:
    """Legal, financial or of policy."""
    _not_the_proposer(situation)
    return body


def _not_the_proposer(situation: Situation) -> None:
    if any(act.who == situation.submission.who and act.kind in PROPOSALS for act in situation.acts):
        raise RegisterRefused("own.proposal")


def appraisals(acts: Sequence[Act]) -> list[Act]:
    """Of the newest proposal of a dossier: each appraiser's newest appraisal, in order."""
    last = newest_proposal(acts)
    of_it = {
        act.who: act for act in acts if act.kind == Kind.APPRAISAL and last and act.read(Appraisal).proposal == last.seq
    }
    return sorted(of_it.values(), key=lambda act: act.seq)


def advices(acts: Sequence[Act]) -> dict[str, Act]:
    """Of the newest proposal of a dossier: the newest advice of each discipline."""
    last = newest_proposal(acts)
    return {act.read(Advice).discipline: act for act in acts if act.kind == Kind.ADVICE and last and act.seq > last.seq}


def negative(acts: Sequence[Act]) -> list[int]:
    """Numbers of the advice and appraisals of the newest proposal that are against it."""
    against = [act.seq for act in advices(acts).values() if act.read(Advice).advice == "negative"]
    return against + [act.seq for act in appraisals(acts) if act.read(Appraisal).verdict != "fund"]


HANDLERS = (Handler(Appraisal, appraise), Handler(Advice, advise))
