"""What a family of acts says of each kind: its rule, what it moves, what it makes of its dossier, and what it may be missing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic

from vrede.register.acts.situation import Situation
from vrede.register.chain.act import Act
from vrede.register.chain.postings import Posting
from vrede.register.dossier.dossier import Dossier
from vrede.register.refused import RegisterRefused
from vrede.register.table.body import B


@dataclass(frozen=True, slots=True)
class Lack:
    """What an act is missing. what: id of the refusal, with its values. to_do: what must be done first (`act.todo` of the catalogue). field: the
    field of the form that whoever acts can fill in themselves; '' where others must do something."""

    what: str
    to_do: str
    field: str = ""
    values: Mapping[str, object] = dataclasses.field(default_factory=dict, hash=False)

    def refusal(self) -> RegisterRefused:
        """What recording says."""
        return RegisterRefused(self.what, **self.values)


Lacks = tuple[Lack, ...]


def missing(to_do: str, check: Callable[[], object], field: str = "") -> Lacks:
    """What a check refuses, as something that is missing; empty where it refuses nothing."""
    try:
        check()
    except RegisterRefused as refused:
        return (Lack(refused.id, to_do, field, refused.values),)
    return ()


def refuse(lacks: Iterable[Lack]) -> None:
    """Raises RegisterRefused with the first that is missing."""
    for lack in lacks:
        raise lack.refusal()


def as_given(_situation: Situation, body: B) -> B:
    """The body of an act that has no rule of its own."""
    return body


def _moves_nothing(_act: Act, _body: B) -> list[Posting]:
    return []


def _changes_nothing(_dossier: Dossier, _act: Act, _body: B) -> None:
    return None


def _needs_nothing(_situation: Situation) -> Lacks:
    return ()


@dataclass(frozen=True, slots=True)
class Handler(Generic[B]):
    """rule: gives the body with what it derives; raises RegisterRefused where it does not allow the act. moves: the postings, from the
    act's own words alone, so that anyone can calculate them again. fold: the dossier with the act. lacks: see `Lack`."""

    body: type[B]
    rule: Callable[[Situation, B], B] = as_given
    moves: Callable[[Act, B], list[Posting]] = _moves_nothing
    fold: Callable[[Dossier, Act, B], None] = _changes_nothing
    lacks: Callable[[Situation], Lacks] = _needs_nothing
