"""The rule of every kind of act."""

from __future__ import annotations

from vrede.register.appointing import appoint
from vrede.register.appraising import advise, appraise
from vrede.register.awarding import commit
from vrede.register.budgeting import exceed, law, move
from vrede.register.case import Check
from vrede.register.drawing import answer, fund
from vrede.register.partners import clear, screen, vet
from vrede.register.paying import close, pay, release, request
from vrede.register.proposing import propose

CHECKS: dict[str, Check] = {
    "appoint": appoint,
    "law": law,
    "move": move,
    "exceed": exceed,
    "propose": propose,
    "amend": propose,
    "appraise": appraise,
    "advise": advise,
    "commit": commit,
    "request": request,
    "pay": pay,
    "release": release,
    "close": close,
    "vet": vet,
    "screen": screen,
    "clear": clear,
    "allot": fund,
    "ask": fund,
    "sign": fund,
    "draw": fund,
    "answer": answer,
}
