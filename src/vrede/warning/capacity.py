"""What a forecast takes of memory and disk, told before it is made."""

from __future__ import annotations

from dataclasses import dataclass

from vrede.warning.issue import AHEAD, DRAWS
from vrede.warning.models.known import MOST

FEATURES = 62
PARTS = 5
CASES_EACH = 3
BASE = 330 << 20
"""Bytes of a process with its libraries (measured, docs/performance.md)."""
CASE = 1500
"""Bytes a learned case takes in a fit: its features as they stand, sorted and in bins (measured)."""


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes of memory in all processes together, and of disk in the lake."""

    memory: int
    disk: int

    @property
    def words(self) -> str:
        """For a person: needs about 1.4 GB of memory and 0.1 GB of disk."""
        return f"needs about {self.memory / 1e9:.1f} GB of memory and {self.disk / 1e9:.1f} GB of disk"


def room_of(scored: int, units: int, months: int, targets: int, workers: int) -> Room:
    """scored: countries or cells that are forecast; units: all that are known; months: of history.

    Every process holds the history with its features and the cases of one fit; the one that pools holds the draws of all
    parts of all targets. Disk: the draws packed, of parts and whole, at most as large as they are.
    """
    draws = scored * AHEAD * DRAWS * 4
    history = units * months * FEATURES * 12
    cases = min(units * months * CASES_EACH, MOST) * CASE
    memory = (workers + 1) * (BASE + history) + workers * (cases + 2 * draws) + targets * draws * (PARTS + 1)
    return Room(memory, targets * draws * (PARTS + 1) // 4)
