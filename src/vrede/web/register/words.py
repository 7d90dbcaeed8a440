"""Words of the register in the page's language: sorts and states of dossiers, roles, kinds of acts, names of facts."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vrede.register.desk.lacks import SIGN
from vrede.register.table.transitions import transitions


def _nl() -> bool:
    return (get_language() or "").startswith("nl")


def sorts() -> list[tuple[str, str]]:
    """Every sort of dossier with its word."""
    return [
        ("grant", _("grant")),
        ("call", _("call for proposals")),
        ("request", _("request to a fund")),
        ("funds", _("funds")),
        ("partner", _("partner")),
        ("integrity", _("integrity")),
        ("warning", _("warning")),
        ("budget", _("budget")),
        ("people", _("people")),
        ("register", _("register")),
    ]


def sort_word(sort: str) -> str:
    """A sort of dossier in words."""
    return dict(sorts()).get(sort, sort)


def state_word(state: str) -> str:
    """A state of a dossier in words."""
    return {
        "open": _("begun"),
        "people": _("in use"),
        "budget": _("in use"),
        "funds": _("in use"),
        "partner": _("in use"),
        "call": _("open for proposals"),
        "ranked": _("ranked"),
        "proposed": _("proposed"),
        "refused": _("refused"),
        "committed": _("committed"),
        "determined": _("final amount set"),
        "closed": _("closed"),
        "asked": _("asked"),
        "drawn": _("drawn"),
        "answered": _("answered"),
        "reported": _("reported"),
        "stopped": _("payments stopped"),
        "lifted": _("stop lifted"),
    }.get(state, state)


def role_word(role: str) -> str:
    """A role in words."""
    return {
        "administrator": _("administrator"),
        "policy officer": _("policy officer"),
        "appraiser": _("appraiser"),
        "budget holder": _("budget holder"),
        "controller": _("controller"),
        "fund board": _("board of a fund"),
        "partner contact": _("contact of a partner"),
        "integrity officer": _("integrity officer"),
        "auditor": _("auditor"),
    }.get(role, role)


def kind_word(kind: str) -> str:
    """A kind of act, as the table of transitions names it."""
    row = transitions().get(kind)
    return (row.title.nl if _nl() else row.title.en) if row else kind


def fact_word(kind: str, name: str) -> str:
    """A fact of an act, as its form names it."""
    row = transitions().get(kind)
    one = next((field for field in row.fields if field.name == name), None) if row else None
    return (one.title.nl if _nl() else one.title.en) if one else name.replace("_", " ")


def due_word(what: str) -> str:
    """What is due, in words (register.terms names them)."""
    return {
        "narrative report": _("report on the work"),
        "financial report": _("financial report"),
        "audit report": _("report of the accountant"),
        "final report": _("final report"),
        "acceptance": _("judge a report"),
        "payment": _("pay a request"),
        "schedule": _("ask for what was planned"),
        "determination": _("set the final amount"),
        "objection": _("last day to object"),
        "objection decision": _("decide on an objection"),
        "repayment": _("repayment of a claim"),
        "due diligence": _("due diligence"),
        "screening": _("screening against a list"),
    }[what]


def step_word(step: str) -> str:
    """What lacks before an approval, in words (register.preparing names them)."""
    if step.startswith(SIGN):
        return _("signature of the %(side)s side") % {"side": side_word(step.removeprefix(SIGN))}
    return {
        "appraise": _("appraisal"),
        "advise_legal": _("legal advice"),
        "advise_financial": _("financial advice"),
        "vet": _("due diligence"),
        "screen": _("screening against a list"),
        "rank": _("ranking of the call"),
        "deadline": _("the call is still open"),
        "outside": _("the ranking gives it no money"),
        "unfit": _("the partner was found unfit"),
        "clear": _("clearing of a hit on a list"),
        "amend": _("amendment of the proposal"),
        "room": _("room in the budget"),
        "fund": _("money in the fund"),
        "stopped": _("payments of this dossier are stopped"),
        "request_again": _("a new payment request: an objection was upheld"),
        "vary_again": _("a new proposed change: an objection was upheld"),
    }[step]


def side_word(side: str) -> str:
    """A side of a fund's board, as the table of acts names it."""
    field = transitions()["sign"].field("side")
    one = next((choice for choice in field.choices if choice.id == side), None) if field else None
    return (one.nl if _nl() else one.en) if one else side


def why_word(why: str) -> str:
    """What a ranking does with a proposal, in words (register.ranking names them)."""
    return {
        "taken": _("taken"),
        "ceiling": _("not taken: the ceiling is reached"),
        "sub_ceiling": _("not taken: the ceiling of its theme is reached"),
        "late": _("not taken: it came after the deadline"),
        "threshold": _("not taken: a threshold is not met"),
        "score": _("not taken: its score is too low"),
        "not appraised": _("not taken: it was not appraised"),
    }.get(why, why)
