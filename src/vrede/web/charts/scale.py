"""Amounts to places on paper: a straight scale, and round numbers for its grid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from vrede.language import Nothing

GRID_LINES = 5


@dataclass(frozen=True)
class Scale:
    """A straight line from the amounts `low`..`high` (cents) to the places `start`..`end` (px)."""

    low: int
    high: int
    start: float
    end: float

    def __call__(self, cents: int) -> float:
        """The place of an amount. A scale without extent puts everything at its start."""
        if self.high == self.low:
            return self.start
        return self.start + (cents - self.low) * (self.end - self.start) / (self.high - self.low)


def known(amounts: Iterable[int | Nothing | None]) -> list[int]:
    """The amounts that are known: neither absent nor a state of nothing."""
    return [cents for cents in amounts if isinstance(cents, int)]


def step(extent: int, lines: int = GRID_LINES) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50 ... that spans the extent in fewer than `lines` steps."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if extent <= factor * power * (lines - 1):
                return factor * power
        power *= 10


def grid(low: int, high: int, lines: int = GRID_LINES) -> list[int]:
    """Round amounts from at or below `low` to at or above `high`, `lines` at most, all multiples of one step.

    With zero between the two, zero is one of them.
    """
    width = step(max(high - low, 1), lines)
    while True:
        first, last = low // width, -(-high // width)
        if last - first < lines:
            return [number * width for number in range(first, max(last, first + 1) + 1)]
        width = step(width * (lines - 1) + 1, lines)
