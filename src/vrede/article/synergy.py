"""Pairs of subjects that strengthen each other where they meet, with the day from which they hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError

from vrede.article.errors import PolicyError
from vrede.article.lists import Bilingual, Frozen, Slug
from vrede.article.load import HERE, read_named, readable_key

FILE = "lists/synergy_pairs.toml"
Subject = Annotated[str, StringConstraints(pattern=r"^[AFS][1-9](\.([a-z]|\d{1,2}))?$")]


class SynergyPair(Frozen):
    """Two subjects, each a part of the article or a clause with all its parts, and why they belong together."""

    id: Slug
    first: Subject
    second: Subject
    valid_from: Annotated[date, Field(alias="from")]
    title: Bilingual
    reason: Bilingual

    def parts(self, known: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The parts of each side, out of those known."""
        every = tuple(known)

        def below(subject: str) -> tuple[str, ...]:
            return tuple(part for part in every if part == subject or part.startswith(f"{subject}."))

        return below(self.first), below(self.second)


def load_pairs(folder: Path | None = None) -> tuple[SynergyPair, ...]:
    """All pairs, in the order of the file. Raises PolicyError: file, key and what is wrong."""
    made = []
    for row in read_named(folder or HERE, FILE, "id"):
        try:
            made.append(SynergyPair.model_validate(row))
        except ValidationError as error:
            first = error.errors()[0]
            raise PolicyError(FILE, f"[{row['id']}] {readable_key(first['loc'], row)}", str(first["msg"])) from error
    return tuple(made)
