"""How often the matching of indicators is right: against labels that a person gave, precision and recall.

A label is the id of one of the ministry's indicators or nothing. Found is any grade; a match of another indicator than
the label's is wrong and the label's is missed. Values are counts: a share is the reader's to draw.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MatchScore:
    """right: label found. wrong: found what is no label. missed: label not found. silent: nothing found, no label."""

    own: str
    right: int
    wrong: int
    missed: int
    silent: int

    @property
    def found(self) -> int:
        """How often it was found."""
        return self.right + self.wrong

    @property
    def labelled(self) -> int:
        """How often it should have been."""
        return self.right + self.missed


Case = tuple[str, str, int]
"""publisher, identifier, indicator_no"""


def measured(labels: Mapping[Case, str], found: Iterable[tuple[Case, str]], own: Iterable[str]) -> list[MatchScore]:
    """One line for each of the ministry's indicators that is labelled or found, and one ('') for all together."""
    said: dict[Case, set[str]] = {}
    for case, ident in found:
        if case in labels:
            said.setdefault(case, set()).add(ident)
    lines = []
    for ident in own:
        right = sum(1 for case, label in labels.items() if label == ident and ident in said.get(case, ()))
        wrong = sum(1 for case, label in labels.items() if label != ident and ident in said.get(case, ()))
        missed = sum(1 for case, label in labels.items() if label == ident and ident not in said.get(case, ()))
        if right + wrong + missed:
            lines.append(MatchScore(ident, right, wrong, missed, len(labels) - right - wrong - missed))
    all_right, all_wrong, all_missed = (
        sum(getattr(one, name) for one in lines) for name in ("right", "wrong", "missed")
    )
    silent = sum(1 for case, label in labels.items() if not label and not said.get(case))
    return [*lines, MatchScore("", all_right, all_wrong, all_missed, silent)]
