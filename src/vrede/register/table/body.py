"""The body of an act: everything that it says beside its columns, a frozen model for each kind. These classes are the one declaration
of what an act is asked: forms, limits, refusals and the words of acts.toml follow from them."""

from __future__ import annotations

from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, ClassVar, Final, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict

from vrede.register.table.kinds import Kind
from vrede.register.table.limits import Shape

DERIVED: Final = "derived"
"""Marks a field that nobody is asked: the rule of the act fills it, so that the act alone says what it does."""
B = TypeVar("B", bound="Body")
BODIES: dict[str, type[Body]] = {}
"""Kind -> its body."""


class Body(BaseModel):
    """What an act of one kind says. Written without what is as the class has it by default, read back with it."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    kind: ClassVar[Kind]

    def __init_subclass__(cls, kind: Kind | None = None, **words: Any) -> None:
        super().__init_subclass__(**words)
        if kind is not None:
            cls.kind = kind
            BODIES[kind] = cls

    def having(self: B, **derived: Any) -> B:
        """The same body with what the rule of its act derived."""
        return self.model_copy(update=derived)

    def facts(self) -> dict[str, Any]:
        """As it is written: plain values by name."""
        return self.model_dump(mode="json", exclude_defaults=True)


@lru_cache(maxsize=50_000)
def read(body: type[B], text: str) -> B:
    """A body from its text. Raises ValueError (pydantic's) for words that no act of this kind has."""
    return body.model_validate_json(text)


def asked(body: type[Body]) -> list[tuple[str, Shape, bool, tuple[str, ...]]]:
    """(field, shape, whether it is required, choices) of all that somebody is asked; what is derived is not in it."""
    return [
        (name, _shape(field.rebuild_annotation()), field.is_required(), _choices(field.annotation))
        for name, field in body.model_fields.items()
        if DERIVED not in field.metadata
    ]


def derived(body: type[Body]) -> tuple[str, ...]:
    """Fields that the rule of the act fills."""
    return tuple(name for name, field in body.model_fields.items() if DERIVED in field.metadata)


def _shape(annotation: Any) -> Shape:
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return next((one for one in args[1:] if isinstance(one, Shape)), None) or _shape(args[0])
    if origin in (Union, UnionType):
        return _shape(next(one for one in args if one is not type(None)))
    return Shape("choice") if origin is Literal else Shape("list")


def _choices(annotation: Any) -> tuple[str, ...]:
    if get_origin(annotation) is Literal:
        return tuple(str(one) for one in get_args(annotation))
    return tuple(one for part in get_args(annotation) for one in _choices(part))
