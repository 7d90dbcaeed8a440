"""The four states of nothing, each with its own sign and word: nobody published it, not loaded, withheld, really zero.

Declared here alone; pages, terminal, CSV, API and brief all take their sign and word from it (docs/decisions/0039).
"""

from __future__ import annotations

from enum import StrEnum


class Nothing(StrEnum):
    """Why there is no figure. The value is its name in JSON and CSV. A figure of zero is a figure, and has its own word."""

    NOT_PUBLISHED = "not_published"
    NOT_LOADED = "not_loaded"
    WITHHELD = "withheld"

    @property
    def sign(self) -> str:
        """Its sign where a figure would be."""
        return SIGNS[self]


SIGNS = {Nothing.NOT_PUBLISHED: "–", Nothing.NOT_LOADED: "…", Nothing.WITHHELD: "■"}
ZERO = "zero"
"""The name of the fourth state: what was published adds up to nothing. Its sign is 0."""
UNKNOWN = SIGNS[Nothing.NOT_PUBLISHED]
STATES = (*(one.value for one in Nothing), ZERO)


def sign_of(value: Nothing | None) -> str:
    """The sign of what is no figure; where nobody says why, nobody published it."""
    return value.sign if value is not None else UNKNOWN


def state_of_figure(value: int | Nothing | None) -> str:
    """The name of the state of a figure: one of STATES, or '' for a figure that is not nothing."""
    if value is None:
        return Nothing.NOT_PUBLISHED.value
    if isinstance(value, Nothing):
        return value.value
    return "" if value else ZERO
