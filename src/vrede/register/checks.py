"""The rule of every kind of act."""

from __future__ import annotations

from vrede.register.appointing import appoint
from vrede.register.awarding import commit
from vrede.register.budgeting import exceed, law, move
from vrede.register.case import Check
from vrede.register.drawing import answer, fund
from vrede.register.paying import close, pay, release, request
from vrede.register.proposing import propose

CHECKS: dict[str, Check] = {
    "appoint": appoint,
    "law": law,
    "move": move,
    "exceed": exceed,
    "propose": propose,
    "amend": propose,
    "commit": commit,
    "request": request,
    "pay": pay,
    "release": release,
    "close": close,
    "allot": fund,
    "ask": fund,
    "sign": fund,
    "draw": fund,
    "answer": answer,
}
