"""The rule of every kind of act."""

from __future__ import annotations

from vrede.register import accounting, budgeting, calls, integrity, objecting, partners, paying, settling, varying
from vrede.register.appointing import appoint, dismiss
from vrede.register.appraising import advise, appraise
from vrede.register.awarding import commit
from vrede.register.case import Check, plain
from vrede.register.drawing import answer, fund
from vrede.register.proposing import propose
from vrede.register.refusing import decline, refuse

CHECKS: dict[str, Check] = {
    "appoint": appoint,
    "dismiss": dismiss,
    "law": budgeting.law,
    "move": budgeting.move,
    "exceed": budgeting.exceed,
    "announce": calls.announce,
    "rank": calls.rank,
    "propose": propose,
    "amend": propose,
    "appraise": appraise,
    "advise": advise,
    "commit": commit,
    "refuse": refuse,
    "vary": varying.vary,
    "agree": varying.agree,
    "milestone": paying.milestone,
    "request": paying.request,
    "pay": paying.pay,
    "decline": decline,
    "release": paying.release,
    "receive": accounting.receive,
    "accept": accounting.accept,
    "result": accounting.result,
    "audit": plain,
    "attach": plain,
    "determine": settling.determine,
    "recover": settling.recover,
    "repaid": settling.repaid,
    "object": objecting.object_to,
    "decide": objecting.decide,
    "close": settling.close,
    "vet": partners.vet,
    "screen": partners.screen,
    "clear": partners.clear,
    "report": integrity.report,
    "stop": integrity.stop,
    "lift": integrity.lift,
    "allot": fund,
    "ask": fund,
    "sign": fund,
    "draw": fund,
    "answer": answer,
}
