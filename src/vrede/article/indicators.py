"""The ministry's own indicators: what they count, what it published of them, and the words by which partners speak of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError, model_validator

from vrede.article.errors import PolicyError
from vrede.article.keywords import keyword_literals, searchable
from vrede.article.lists import Bilingual, Frozen, Line, Slug
from vrede.article.load import HERE, read_named, readable_key
from vrede.article.model import PartId

FILE = "lists/indicators.toml"
Year = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]


class OwnIndicator(Frozen):
    """One indicator of the ministry. all: every group must show a word; none: no word of it may show. about: where given,
    the indicator or its activity's title or description must show a word.

    part: of the article. target: SDG target or empty. references: codes by which a partner names it, in any list.
    published: year -> the figure that the ministry published, as a plain number.
    """

    id: Slug
    title: Bilingual
    part: PartId
    target: Annotated[str, StringConstraints(pattern=r"^(16\.(\d{1,2}|[ab]))?$")]
    unit: Bilingual
    references: tuple[Line, ...]
    all: tuple[tuple[str, ...], ...] = Field(min_length=1)
    none: tuple[str, ...]
    about: tuple[str, ...] = ()
    source: Line
    checked: date
    published: dict[Year, Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)?$")]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _well_formed(self) -> OwnIndicator:
        if not all(self.all):
            raise ValueError("a group of words is empty")
        for group in (*self.all, self.none, self.about):
            keyword_literals(group)
        return self

    @cached_property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The literals of each group; see keywords.keyword_literals."""
        return tuple(keyword_literals(group) for group in self.all)

    @cached_property
    def excluded(self) -> tuple[str, ...]:
        """The literals that no text may show."""
        return keyword_literals(self.none)

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """The literals of `about`."""
        return keyword_literals(self.about)

    def figures(self) -> dict[int, Decimal]:
        """Year -> the published figure."""
        return {int(year): Decimal(figure) for year, figure in self.published.items()}

    def spoken_of(self, text: str, activity: str = "") -> bool:
        """True where a text (as published) speaks of this indicator. activity: its titles and descriptions."""
        found = searchable(text)
        around = f"{found} {searchable(activity)}"
        return (
            all(any(w in found for w in group) for group in self.groups)
            and not any(w in found for w in self.excluded)
            and (not self.subjects or any(w in around for w in self.subjects))
        )


def load_indicators(folder: Path | None = None) -> tuple[OwnIndicator, ...]:
    """All of them, in the order of the file. Raises PolicyError: file, key and what is wrong."""
    rows = read_named(folder or HERE, FILE, "id")
    made = []
    for row in rows:
        try:
            made.append(OwnIndicator.model_validate(row))
        except ValidationError as error:
            first = error.errors()[0]
            key = readable_key(first["loc"], row)
            raise PolicyError(FILE, f"[{row['id']}] {key}".strip(), str(first["msg"])) from error
    return tuple(made)
