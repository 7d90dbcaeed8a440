"""Names that may be alike, found without comparing every name with every other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from vrede.money.fold import Name
from vrede.money.spelling import Unit

RARE = 60  # names in which a word stands, at most, for it to be a sign that two of them are alike
SHORTEST_WORD = 4


class NearNames:
    """Names by what alike ones have in common: a rare word, their first letters, all their letters, all their words in any order."""

    def __init__(self) -> None:
        self._by: dict[str, list[tuple[Name, Unit, str]]] = defaultdict(list)

    def _signs(self, name: Name) -> Sequence[str]:
        words = [f"w:{word}" for word in dict.fromkeys(name.words) if len(word) >= SHORTEST_WORD]
        return [*words, f"s:{name.squeezed}", f"b:{name.squeezed[:6]}", f"k:{' '.join(sorted(name.words))}"]

    def add(self, name: Name, unit: Unit, text: str) -> None:
        """Another name to be found."""
        for sign in self._signs(name):
            self._by[sign].append((name, unit, text))

    def near(self, name: Name) -> list[tuple[Name, Unit, str]]:
        """Names that may be alike, each once."""
        found: dict[tuple[str, str], tuple[Name, Unit, str]] = {}
        for sign in self._signs(name):
            here = self._by.get(sign, [])
            if len(here) > RARE and sign[0] in "wb":
                continue
            for row in here:
                found.setdefault((row[1].key, row[2]), row)
        return [found[key] for key in sorted(found)]
