"""The rule of every kind of act."""

from __future__ import annotations

from vrede.register.acts import award as varying
from vrede.register.acts import budget as budgeting
from vrede.register.acts import call as calls
from vrede.register.acts import integrity
from vrede.register.acts import objection as objecting
from vrede.register.acts import partner as partners
from vrede.register.acts import payment as paying
from vrede.register.acts import report as accounting
from vrede.register.acts import settlement as settling
from vrede.register.acts.appointment import appoint, dismiss
from vrede.register.acts.appraisal import advise, appraise
from vrede.register.acts.award import commit
from vrede.register.acts.fund import answer, fund
from vrede.register.acts.proposal import propose
from vrede.register.acts.refusal import decline, refuse
from vrede.register.acts.situation import Check, plain

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
