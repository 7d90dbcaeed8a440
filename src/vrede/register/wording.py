"""What the register says, by id, in Dutch and English (chapter `act` of the catalogue), with the values that are named in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from vrede.language import Language, has_words, parameters_of, say
from vrede.register.table.kinds import Kind
from vrede.register.table.transition import field_of, transitions

Amount = Callable[[int], str]


def text(id: str, language: Language, values: Mapping[str, object] | None = None, amount: Amount | None = None) -> str:
    """The words of an id of chapter `act`. amount: how cents are written. Raises WordsError for an id, KeyError for a value, that is not there.

    Of the values a kind of act becomes its title, `field` (KIND.NAME) the title of that field, `*_cents` an amount; `role` a role. Where the
    words ask for `NAME_quoted` they get the value in quotes, with what cannot be seen written out.
    """
    given = {name: _shown(name, value, language, amount) for name, value in (values or {}).items()}
    ident = f"act.{id}"
    return say(ident, language, **{name: _given(name, given) for name in parameters_of(ident)})


def _given(name: str, given: Mapping[str, object]) -> object:
    return repr(given[name.removesuffix("_quoted")]) if name.endswith("_quoted") else given[name]


CHOICES = {
    "role": (Kind.APPOINTMENT, "role"),
    "roles": (Kind.APPOINTMENT, "role"),
    "others": (Kind.APPOINTMENT, "role"),
    "side": (Kind.SIGNATURE, "side"),
    "sides": (Kind.SIGNATURE, "side"),
    "ground": (Kind.REFUSAL, "ground"),
    "authority": (Kind.BUDGET_LAW, "authority"),
}
"""Value -> the field of an act whose choices it is one of, or several."""
ALTERNATIVES = ("roles", "needs", "targets")
"""Values of which one is meant."""
BY_ID = {"needs": "dossier_state"}
"""Value -> how its id begins, where that is not its own name."""


def _shown(name: str, value: object, language: Language, amount: Amount | None) -> Any:
    if isinstance(value, list | tuple | set):
        parts = (str(_shown(name, one, language, amount)) for one in value)
        return (say("act.or", language) if name in ALTERNATIVES else ", ").join(parts)
    if name == "field":
        kind, _point, fact = str(value).partition(".")
        field = field_of(kind, fact)
        return f"{getattr(field.title, language)} ({fact})" if field else fact
    if name.endswith("_cents") and isinstance(value, int):
        return amount(value) if amount else f"{value} cents"
    if isinstance(value, Kind):
        return getattr(transitions()[value].title, language)
    if name in CHOICES:
        return choice_word(*CHOICES[name], str(value), language)
    ident = f"act.{BY_ID.get(name, name)}.{value}"
    return say(ident, language) if name in WORDED and has_words(ident) else value


WORDED = ("needs", "dossier_state", "wanted", "why", "report_type", "report_state")
"""Values that are ids themselves."""


def choice_word(kind: str, name: str, value: str, language: Language) -> str:
    """A choice of a field in words; the value itself where it is none."""
    field = field_of(kind, name)
    choice = next((one for one in field.choices if one.id == value), None) if field else None
    return str(getattr(choice, language)) if choice else value
