"""Seeded choices in whole numbers: the same on every machine and every Python from 3.11."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """A stream of choices made from `Random.getrandbits` alone.

    `randrange`, `choice` and `shuffle` may change between Python versions; 64 raw bits do not. The remainder's
    bias (below 2**-40 for the small ranges here) does no harm to made-up data.
    """

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def below(self, bound: int) -> int:
        """A whole number from 0 up to and not with `bound`; ValueError when `bound` is not positive."""
        if bound <= 0:
            raise ValueError(f"bound must be positive, not {bound}")
        return self._random.getrandbits(64) % bound

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both possible."""
        return low + self.below(high - low + 1)

    def pick(self, options: Sequence[T]) -> T:
        """One of `options`; ValueError when there are none."""
        return options[self.below(len(options))]

    def chance(self, percent: int) -> bool:
        """True in `percent` of a hundred cases."""
        return self.below(100) < percent

    def cents(self, low_euro: int, high_euro: int) -> int:
        """An amount in cents; two in three are whole euros, as in real files."""
        euros = self.between(low_euro, high_euro)
        return euros * 100 + (self.between(1, 99) if self.chance(34) else 0)
