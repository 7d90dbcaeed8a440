"""Words of the register in the page's language: sorts and states of dossiers, roles, kinds of acts, names of facts."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vrede.language import Language, euro_exact
from vrede.register import Kind, RegisterRefused, choice_word, text
from vrede.register.table import field_of, transitions


def language_now() -> Language:
    """The language of the page that is made."""
    return "nl" if (get_language() or "").startswith("nl") else "en"


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
    return text(f"dossier_state.{state}", language_now())


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
    """A kind of act, as the table of acts names it."""
    row = transitions().get(kind)
    return str(getattr(row.title, language_now())) if row else kind


def fact_word(kind: str, name: str) -> str:
    """A fact of an act, as its form names it."""
    field = field_of(kind, name)
    return str(getattr(field.title, language_now())) if field else name.replace("_", " ")


def due_word(what: str) -> str:
    """What is due, in words."""
    return text(f"due.{what}", language_now())


def to_do_word(to_do: str) -> str:
    """What must be done before an approval, in words."""
    return text(f"todo.{to_do}", language_now())


def side_word(side: str) -> str:
    """A side of a fund's board, as the table of acts names it."""
    return choice_word(Kind.SIGNATURE, "side", side, language_now())


def why_word(why: str) -> str:
    """What a ranking does with a proposal, in words."""
    return {
        "taken": _("taken"),
        "ceiling": _("not taken: the ceiling is reached"),
        "sub_ceiling": _("not taken: the ceiling of its theme is reached"),
        "late": _("not taken: it came after the deadline"),
        "threshold": _("not taken: a threshold is not met"),
        "score": _("not taken: its score is too low"),
        "not appraised": _("not taken: it was not appraised"),
    }.get(why, why)


def refusal(refused: RegisterRefused | None) -> str:
    """What a person reads of a refusal, with amounts in euro; '' where there is none."""
    if refused is None:
        return ""
    language = language_now()
    return text(refused.id, language, refused.values, lambda cents: euro_exact(cents, language))
