"""The table of transitions (acts.toml): which role may do which act, in which state of a dossier, and what comes of it."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).with_name("acts.toml")


class Words(BaseModel):
    """A title in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    nl: str
    en: str


class Transition(BaseModel):
    """One kind of act."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: str
    roles: tuple[str, ...]
    needs: tuple[str, ...]
    leads: str
    title: Words
    approves: tuple[str, ...] = ()
    money: bool = False


class Table(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    since: date
    source: str
    act: tuple[Transition, ...]


@cache
def transitions() -> dict[str, Transition]:
    """Kind of act -> its row."""
    found = Table.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))
    return {row.kind: row for row in found.act}


def roles() -> tuple[str, ...]:
    """Every role that acts, in the order of the table; an auditor and the public act in none."""
    return tuple(dict.fromkeys(role for row in transitions().values() for role in row.roles))
