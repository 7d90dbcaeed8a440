"""Dated trigger rules: when a forecast becomes a question that somebody must answer."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field, StrictBool, StrictInt, ValidationError

from vrede.article.errors import PolicyError
from vrede.article.lists import Bilingual, Frozen, Line, Slug
from vrede.article.load import HERE, read_named, readable_key

FILE = "lists/triggers.toml"
Ppm = Annotated[StrictInt, Field(ge=0, le=1_000_000)]


class Trigger(Frozen):
    """One rule. least_ppm: chance of 25 deaths `ahead` months away; rise_ppm: since a month earlier, 0: not asked.

    quiet: only where no month of the last year had 25 deaths. regions: lists of the article, none: every country.
    """

    id: Slug
    title: Bilingual
    valid_from: Annotated[date, Field(alias="from")]
    ahead: Annotated[StrictInt, Field(ge=1, le=36)]
    least_ppm: Ppm
    rise_ppm: Ppm
    quiet: StrictBool
    regions: tuple[Slug, ...]
    answer_days: Annotated[StrictInt, Field(ge=1, le=366)]
    source: Line
    checked: date


def load_triggers(folder: Path | None = None) -> tuple[Trigger, ...]:
    """All rules, in the order of the file. Raises PolicyError: file, key and what is wrong."""
    made = []
    for row in read_named(folder or HERE, FILE, "id"):
        try:
            made.append(Trigger.model_validate(row))
        except ValidationError as error:
            first = error.errors()[0]
            raise PolicyError(FILE, f"[{row['id']}] {readable_key(first['loc'], row)}", str(first["msg"])) from error
    return tuple(made)


CAUSES = "lists/root_causes.toml"


class RootCause(Frozen):
    """A cause of conflict that has a series (id, as in sources/conflict/series.toml), and the parts that name it."""

    id: Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]
    parts: tuple[str, ...] = Field(min_length=1)
    valid_from: Annotated[date, Field(alias="from")]
    source: Line
    checked: date


def load_causes(folder: Path | None = None) -> tuple[RootCause, ...]:
    """All causes, in the order of the file. Raises PolicyError: file, key and what is wrong."""
    made = []
    for row in read_named(folder or HERE, CAUSES, "id"):
        try:
            made.append(RootCause.model_validate(row))
        except ValidationError as error:
            first = error.errors()[0]
            raise PolicyError(CAUSES, f"[{row['id']}] {readable_key(first['loc'], row)}", str(first["msg"])) from error
    return tuple(made)
