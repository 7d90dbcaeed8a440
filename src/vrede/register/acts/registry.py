"""Every family of acts, and what any act moves, changes or is missing."""

from __future__ import annotations

from typing import Any

from vrede.register.acts import (
    appointment,
    appraisal,
    award,
    budget,
    call,
    fund,
    integrity,
    objection,
    partner,
    payment,
    proposal,
    refusal,
    report,
    settlement,
)
from vrede.register.acts.handler import Handler, Lacks
from vrede.register.acts.situation import Situation
from vrede.register.chain.act import Act
from vrede.register.chain.postings import Posting
from vrede.register.dossier.dossier import Dossier
from vrede.register.table.body import Body

FAMILIES = (
    *(appointment, budget, call, proposal, appraisal, award, refusal, payment, report, settlement, objection),
    *(partner, integrity, fund),
)
HANDLERS: dict[str, Handler[Any]] = {handler.body.kind: handler for family in FAMILIES for handler in family.HANDLERS}
"""Kind -> its handler."""


def postings(act: Act) -> list[Posting]:
    """What an act moves, from its own words alone: anyone can calculate it again."""
    handler = HANDLERS[act.kind]
    return handler.moves(act, act.read(handler.body))


def fold(dossier: Dossier, act: Act) -> None:
    """The dossier with one act more."""
    handler = HANDLERS[act.kind]
    handler.fold(dossier, act, act.read(handler.body))


def ruled(situation: Situation, body: Body) -> Body:
    """The body with what its rule derives. Raises RegisterRefused where the rule does not allow it."""
    made: Body = HANDLERS[situation.submission.kind].rule(situation, body)
    return made


def lacks(situation: Situation) -> Lacks:
    """What an act is missing, whoever does it: recording refuses it with the first, and the work list names them all."""
    return HANDLERS[situation.submission.kind].lacks(situation)
