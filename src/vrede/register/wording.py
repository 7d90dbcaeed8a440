"""What the register says, by id, in Dutch and English (words.toml), with the values that are named in it."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from vrede.register.table.kinds import Kind
from vrede.register.table.transition import field_of, transitions

FILE = Path(__file__).with_name("words.toml")
Language = Literal["nl", "en"]
Amount = Callable[[int], str]


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Id -> language -> words."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def text(id: str, language: Language, values: Mapping[str, object] | None = None, amount: Amount | None = None) -> str:
    """The words of an id. amount: how cents are written. Raises KeyError for an id, or a value, that is not there.

    Of the values a kind of act becomes its title, `field` (KIND.NAME) the title of that field, `*_cents` an amount; `role` a role.
    """
    given = {name: _shown(name, value, language, amount) for name, value in (values or {}).items()}
    return string.Formatter().vformat(catalogue()[id][language], (), given)


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
OR = {
    "roles": {"nl": " of ", "en": " or "},
    "needs": {"nl": " of ", "en": " or "},
    "targets": {"nl": " of ", "en": " or "},
}
"""Values of which one is meant."""
BY_ID = {"needs": "dossier_state"}
"""Value -> how its id begins, where that is not its own name."""


def _shown(name: str, value: object, language: Language, amount: Amount | None) -> Any:
    if isinstance(value, list | tuple | set):
        parts = (str(_shown(name, one, language, amount)) for one in value)
        return OR.get(name, {}).get(language, ", ").join(parts)
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
    words = catalogue().get(f"{BY_ID.get(name, name)}.{value}")
    return words[language] if words and name in WORDED else value


WORDED = ("needs", "dossier_state", "wanted", "why", "report_type", "report_state")
"""Values that are ids themselves."""


def choice_word(kind: str, name: str, value: str, language: Language) -> str:
    """A choice of a field in words; the value itself where it is none."""
    field = field_of(kind, name)
    choice = next((one for one in field.choices if one.id == value), None) if field else None
    return str(getattr(choice, language)) if choice else value
