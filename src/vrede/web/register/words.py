"""Words of the register in the page's language: sorts and states of dossiers, roles, kinds of acts, names of facts."""

from __future__ import annotations

from vrede.language import euro_exact
from vrede.register import Kind, RegisterRefused, choice_word, text
from vrede.register.table import field_of, transitions
from vrede.web.site.words import language_of_request, say


def sorts() -> list[tuple[str, str]]:
    """Every sort of dossier with its word."""
    return [
        ("grant", say("register.words.grant")),
        ("call", say("register.words.call_for_proposals")),
        ("request", say("register.words.request_to_fund")),
        ("funds", say("register.words.funds")),
        ("partner", say("site.partner_lower")),
        ("integrity", say("register.words.integrity")),
        ("warning", say("register.words.warning")),
        ("budget", say("site.budget_lower")),
        ("people", say("register.words.people")),
        ("register", say("register.words.register")),
    ]


def sort_word(sort: str) -> str:
    """A sort of dossier in words."""
    return dict(sorts()).get(sort, sort)


def state_word(state: str) -> str:
    """A state of a dossier in words."""
    return text(f"dossier_state.{state}", language_of_request())


def role_word(role: str) -> str:
    """A role in words."""
    return {
        "administrator": say("register.words.administrator"),
        "policy officer": say("register.words.policy_officer"),
        "appraiser": say("register.words.appraiser"),
        "budget holder": say("register.words.budget_holder"),
        "controller": say("register.words.controller"),
        "fund board": say("register.words.board_of_fund"),
        "partner contact": say("register.words.contact_of_partner"),
        "integrity officer": say("register.words.integrity_officer"),
        "auditor": say("register.words.auditor"),
    }.get(role, role)


def kind_word(kind: str) -> str:
    """A kind of act, as the table of acts names it."""
    row = transitions().get(kind)
    return str(getattr(row.title, language_of_request())) if row else kind


def fact_word(kind: str, name: str) -> str:
    """A fact of an act, as its form names it."""
    field = field_of(kind, name)
    return str(getattr(field.title, language_of_request())) if field else name.replace("_", " ")


def due_word(what: str) -> str:
    """What is due, in words."""
    return text(f"due.{what}", language_of_request())


def to_do_word(to_do: str) -> str:
    """What must be done before an approval, in words."""
    return text(f"todo.{to_do}", language_of_request())


def side_word(side: str) -> str:
    """A side of a fund's board, as the table of acts names it."""
    return choice_word(Kind.SIGNATURE, "side", side, language_of_request())


def why_word(why: str) -> str:
    """What a ranking does with a proposal, in words."""
    return {
        "taken": say("register.words.taken"),
        "ceiling": say("register.words.not_taken_ceiling_is_reached"),
        "sub_ceiling": say("register.words.not_taken_ceiling_of_theme"),
        "late": say("register.words.not_taken_late"),
        "threshold": say("register.words.not_taken_threshold"),
        "score": say("register.words.not_taken_score_is_too"),
        "not appraised": say("register.words.not_taken"),
    }.get(why, why)


def refusal(refused: RegisterRefused | None) -> str:
    """What a person reads of a refusal, with amounts in euro; '' where there is none."""
    if refused is None:
        return ""
    language = language_of_request()
    return text(refused.id, language, refused.values, lambda cents: euro_exact(cents, language))
