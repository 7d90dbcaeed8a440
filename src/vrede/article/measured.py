"""How often placement is right, as it was measured on labels: by grade and by rule. The numbers are in lists/measured.toml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from vrede.article.errors import PolicyError
from vrede.article.lists import Frozen, Line
from vrede.article.load import HERE, read_toml, readable_key

FLOORS: dict[str, float] = {"coded": 0.92, "likely": 0.80, "text": 0.65}
"""What each grade should reach. A rule whose whole interval lies below its grade's floor moves down or goes."""
FEWEST = 5
"""Of fewer cases nothing is concluded about one rule."""


class Right(Frozen):
    """Of so many, so many rightly; a label 'partly' counts half. low, high: Wilson's interval, 95 in a hundred."""

    of: float = Field(ge=0)
    right: float = Field(ge=0)
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)

    @property
    def share(self) -> float | None:
        """Right over all; None where there is nothing."""
        return self.right / self.of if self.of else None


class Measured(Frozen):
    """One measurement: of which labels, on what day, of how many activities, what was found of what belongs."""

    labels: Line
    day: Line
    activities: int = Field(ge=1)
    found: Right
    found_without_code: Right
    grades: dict[Literal["coded", "likely", "text"], Right]
    rules: dict[Line, Right]


@cache
def load_measured(folder: Path | None = None) -> Measured:
    """The measurement that ships with the rules. Raises PolicyError for a file that is missing or wrong."""
    name = "lists/measured.toml"
    raw = read_toml(folder or HERE, name)
    try:
        return Measured.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        raise PolicyError(name, readable_key(first["loc"], raw), first["msg"]) from error
