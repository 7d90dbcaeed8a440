"""The table of acts (acts.toml): who may do which act, in which state of a dossier, what is asked for it, and what comes of it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).with_name("acts.toml")
SAME = "="
"""What an act leads to that leaves the dossier's state as it is."""
READERS = ("auditor",)
"""Roles that are appointed and act in nothing."""
Type = Literal[
    "cents", "year", "day", "line", "text", "long", "yes", "choice", "whole", "amount", "amounts", "texts", "scores"
]
Wide = Literal["list", "receipts", "hash", "dossier", "partner"]


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
    """What is asked for an act, in a form or in a file. cents, year and day are of the act itself, all others are its facts.

    choices: of a choice, or of each text of a list. negative: amounts below nothing are allowed.
    """

    name: str
    type: Type | Wide
    title: Words
    help: Words
    required: bool
    choices: tuple[Choice, ...] = ()
    negative: bool = False

    @property
    def own(self) -> bool:
        """Whether it is the amount, the year or the day of the act itself."""
        return self.name in ("cents", "year", "day")


class Transition(Closed):
    """One kind of act. leads: the state after it, or SAME. place: its dossier, or with a space at the end how the dossier's name begins."""

    kind: str
    roles: tuple[str, ...]
    needs: tuple[str, ...]
    leads: str
    title: Words
    help: Words
    fields: tuple[Field, ...]
    approves: tuple[str, ...] = ()
    place: str = ""
    second_factor: bool = False
    zero: bool = False

    def field(self, name: str) -> Field | None:
        """A field by its name."""
        return next((field for field in self.fields if field.name == name), None)

    @property
    def money(self) -> bool:
        """Whether it has an amount."""
        return self.field("cents") is not None


class Table(Closed):
    """The whole file."""

    since: date
    source: str
    act: tuple[Transition, ...]


def read_table(text: str) -> Table:
    """The table of a text. Raises ValueError or KeyError for one that is not of this shape, or leaves a field undescribed."""
    raw = tomllib.loads(text)
    described: dict[str, dict[str, Any]] = raw.pop("field")
    used: set[str] = set()
    for act in raw["act"]:
        fields = []
        for names, required in ((act.pop("asks", ()), True), (act.pop("optional", ()), False)):
            for name in names:
                key = f"{act['kind']}.{name}" if f"{act['kind']}.{name}" in described else name
                used.add(key)
                fields.append({"name": name, "required": required, **described[key]})
        act["fields"] = fields
    if set(described) - used:
        raise ValueError(f"described and never asked: {', '.join(sorted(set(described) - used))}")
    return Table.model_validate(raw)


@cache
def transitions() -> dict[str, Transition]:
    """Kind of act -> its row."""
    return {row.kind: row for row in read_table(FILE.read_text(encoding="utf-8")).act}


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
