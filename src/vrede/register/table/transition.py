"""The table of acts (acts.toml): who may do which act, in which state of a dossier, what is asked for it, and what comes of it.

What is asked is declared by the bodies (table/bodies); the file has the words of each field and of its choices.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from vrede.register.table import bodies
from vrede.register.table.body import asked, derived
from vrede.register.table.kinds import Kind
from vrede.register.table.limits import Type

FILE = Path(__file__).with_name("acts.toml")
SAME = "="
"""What an act leads to that leaves the dossier's state as it is."""
READERS = ("auditor",)
"""Roles that are appointed and act in nothing."""
Need = Literal["required", "optional"]


class Closed(BaseModel):
    """Unknown keys are refused with their place."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Closed):
    """A text in both languages."""

    nl: str
    en: str


class Choice(Words):
    """One of the values of a fact; the id is what is recorded."""

    id: str


class Field(Closed):
    """What is asked for an act, in a form or in a file. cents and year are of the act itself, all others are of its body.

    choices: of a choice, or of each text of a list. negative: amounts below nothing are allowed. derived: nobody is asked it.
    """

    name: str
    type: Type
    title: Words
    help: Words
    required: bool
    choices: tuple[Choice, ...] = ()
    negative: bool = False
    derived: bool = False


class Transition(Closed):
    """One kind of act. leads: the state after it, or SAME. place: its dossier, or with a space at the end how the dossier's name begins.
    amount, year: whether it has one. fields: what is asked; derived: what its rule fills in."""

    kind: Kind
    roles: tuple[str, ...]
    needs: tuple[str, ...]
    leads: str
    title: Words
    help: Words
    approves: tuple[Kind, ...] = ()
    place: str = ""
    second_factor: bool = False
    zero: bool = False
    amount: Need | None = None
    year: Need | None = None
    fields: tuple[Field, ...] = ()
    derived: tuple[Field, ...] = ()

    def field(self, name: str) -> Field | None:
        """A field that is asked, by its name."""
        return next((field for field in self.fields if field.name == name), None)

    @property
    def begins(self) -> bool:
        """Whether it begins a dossier."""
        return "" in self.needs


class Described(Closed):
    """The words of a field."""

    title: Words
    help: Words = Words(nl="", en="")
    choices: tuple[Choice, ...] = ()


class Table(Closed):
    """The whole file."""

    since: date
    source: str
    act: tuple[Transition, ...]
    field: dict[str, Described]

    def words_of(self, kind: Kind, name: str) -> str:
        """The key under which a field of an act is described."""
        return f"{kind}.{name}" if f"{kind}.{name}" in self.field else name


def read_table(text: str) -> Table:
    """The table of a text. Raises ValueError or KeyError for one that is not of this shape, leaves an act or a field undescribed, or
    describes what no body declares."""
    table = Table.model_validate(tomllib.loads(text))
    if [row.kind for row in table.act] != list(Kind):
        raise ValueError("the table has a row for every kind of act, in their order")
    used: set[str] = set()
    rows = []
    for row in table.act:
        every = list(_fields(table, row, used))
        mine = tuple(field for field in every if not field.derived)
        rows.append(row.model_copy(update={"fields": mine, "derived": tuple(f for f in every if f.derived)}))
    if set(table.field) - used:
        raise ValueError(f"described and never asked: {', '.join(sorted(set(table.field) - used))}")
    return table.model_copy(update={"act": tuple(rows)})


def _fields(table: Table, row: Transition, used: set[str]) -> Iterator[Field]:
    """The fields of an act: amount and year, then those of its body, each with its words."""
    own: list[tuple[str, Type, Need | None]] = [("cents", "cents", row.amount), ("year", "year", row.year)]
    declared: list[dict[str, Any]] = [
        {"name": name, "type": kind, "required": need == "required"} for name, kind, need in own if need
    ]
    choices: dict[str, tuple[str, ...]] = {}
    for name, shape, required, ids in asked(bodies.BODIES[row.kind]):
        declared.append({"name": name, "type": shape.type, "required": required, "negative": shape.negative})
        choices[name] = ids
    declared += [
        {"name": n, "type": "line", "required": False, "derived": True} for n in derived(bodies.BODIES[row.kind])
    ]
    for one in declared:
        key = table.words_of(row.kind, one["name"])
        used.add(key)
        words = table.field[key]
        if not one.get("derived") and {choice.id for choice in words.choices} != set(choices.get(one["name"], ())):
            raise ValueError(f"{key}: its choices have other words than {', '.join(choices[one['name']])}")
        yield Field(**one, title=words.title, help=words.help, choices=words.choices)


@cache
def transitions() -> dict[str, Transition]:
    """Kind of act -> its row."""
    return {row.kind: row for row in read_table(FILE.read_text(encoding="utf-8")).act}


def field_of(kind: str, name: str) -> Field | None:
    """A field of a kind of act, also one that is derived; None where there is none."""
    row = transitions().get(kind)
    return next((one for one in (*row.fields, *row.derived) if one.name == name), None) if row else None


def state_after(kinds: Iterable[str]) -> str:
    """The state of a dossier with acts of these kinds, in order; '' where there are none."""
    state = ""
    for kind in kinds:
        leads = transitions()[kind].leads
        state = state if leads == SAME else leads
    return state


def roles() -> tuple[str, ...]:
    """Every role that acts, in the order of the table; an auditor and the public act in none."""
    return tuple(dict.fromkeys(role for row in transitions().values() for role in row.roles))


def appointed() -> tuple[str, ...]:
    """Every role that somebody may have: those that act, and those that only read."""
    return (*roles(), *READERS)
