"""Stages of an innovation and facts of mine action: two short lists that pages show, each read from its own file."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field, ValidationError

from vrede.article.errors import PolicyError
from vrede.article.keywords import keyword_literals, searchable
from vrede.article.lists import Bilingual, Frozen, Line, Slug
from vrede.article.load import HERE, read_named, readable_key


class Stage(Frozen):
    """How far an innovation is; words as in themes."""

    id: Slug
    title: Bilingual
    words: tuple[Line, ...] = Field(min_length=1)

    @cached_property
    def literals(self) -> tuple[str, ...]:
        """What shows one of its words in a searchable text."""
        return keyword_literals(self.words)


class Fact(Frozen):
    """Something that is known with a source, from one day to another."""

    id: Slug
    title: Bilingual
    fact: Bilingual
    valid_from: Annotated[date, Field(alias="from")]
    until: date
    source: Line
    checked: date


Kind = TypeVar("Kind", Stage, Fact)


def _load(file: str, kind: type[Kind], folder: Path | None) -> tuple[Kind, ...]:
    made = []
    for row in read_named(folder or HERE, file, "id"):
        try:
            made.append(kind.model_validate(row))
        except ValidationError as error:
            first = error.errors()[0]
            raise PolicyError(file, f"[{row['id']}] {readable_key(first['loc'], row)}", str(first["msg"])) from error
    return tuple(made)


def load_stages(folder: Path | None = None) -> tuple[Stage, ...]:
    """The stages, from early to late. Raises PolicyError."""
    return _load("lists/innovation_stages.toml", Stage, folder)


def load_mine_facts(folder: Path | None = None) -> tuple[Fact, ...]:
    """The Dutch programmes for mine action, oldest first. Raises PolicyError."""
    return _load("lists/mine_action.toml", Fact, folder)


def stage_of(text: str, stages: tuple[Stage, ...]) -> str:
    """The id of the furthest stage whose words a text shows; '' where it shows none.

    >>> stage_of("A pilot that will be scaled up", load_stages())
    'scale'
    """
    found = searchable(text)
    for stage in reversed(stages):
        if any(literal in found for literal in stage.literals):
            return stage.id
    return ""
