"""The combination: a pool of draws whose weights go with how much a country is at war, chosen on past windows only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vrede.warning.models.known import Known
from vrede.warning.panel import Array, Draws, History


@dataclass(frozen=True, slots=True)
class Recipe:
    """Weights of the parts in a quiet country and in one at war; between the two levels they change evenly.

    quiet, war: name of a model -> weight (they are made to sum to one). start, end: log(1 + deaths a month).
    """

    name: str
    quiet: Mapping[str, float]
    war: Mapping[str, float]
    start: float
    end: float

    @property
    def parts(self) -> tuple[str, ...]:
        """The models it takes, in order."""
        return tuple(dict.fromkeys([*self.quiet, *self.war]))

    def weights(self, level: float) -> dict[str, float]:
        """The weights at a level.

        >>> Recipe("a", {"x": 1}, {"y": 1}, 1, 3).weights(2)
        {'x': 0.5, 'y': 0.5}
        """
        far = float(np.clip((level - self.start) / (self.end - self.start), 0, 1))
        raw = {p: (1 - far) * self.quiet.get(p, 0) + far * self.war.get(p, 0) for p in self.parts}
        return {part: weight / sum(raw.values()) for part, weight in raw.items()}


SITUATIONS, CHANGES, BOOSTED, SIX, THREE = (
    "similar situations",
    "similar changes",
    "boosted bins",
    "fading-6",
    "fading-3",
)
RECIPES = (
    Recipe("even", {SITUATIONS: 0.5, SIX: 0.3, BOOSTED: 0.2}, {CHANGES: 0.5, SIX: 0.5}, 1.0, 3.0),
    Recipe("cautious", {SITUATIONS: 0.8, SIX: 0.2}, {CHANGES: 0.3, SIX: 0.7}, 1.5, 3.0),
    Recipe("bold", {SITUATIONS: 0.8, SIX: 0.2}, {SITUATIONS: 0.1, CHANGES: 0.5, SIX: 0.4}, 1.5, 3.0),
    Recipe(
        "recent",
        {SITUATIONS: 0.7, BOOSTED: 0.2, CHANGES: 0.05, SIX: 0.05},
        {CHANGES: 0.5, SIX: 0.3, THREE: 0.2},
        1.0,
        3.0,
    ),
    Recipe("early", {SITUATIONS: 0.7, BOOSTED: 0.2, SIX: 0.1}, {CHANGES: 0.5, SIX: 0.5}, 0.7, 2.5),
)
"""The recipes that are tried. They were written with the windows 2010 to 2017 in view, and no later one."""


def thinned(draws: Draws, wanted: int) -> Draws:
    """`wanted` draws that stand for all: sorted, evenly spaced, no chance in them."""
    have = draws.shape[-1]
    places = ((np.arange(wanted) + 0.5) / wanted * have).astype(np.intp) if wanted else np.zeros(0, dtype=np.intp)
    return np.sort(draws, axis=-1)[..., places]


def pooled(recipe: Recipe, parts: Mapping[str, Draws], levels: Array, draws: int) -> Draws:
    """The combination: for each country as many draws of each part as its weight says, largest remainder for the rest."""
    some = parts[recipe.parts[0]]
    out = np.zeros((some.shape[0], some.shape[1], draws), dtype=np.float32)
    for country, level in enumerate(levels):
        weights = recipe.weights(float(level))
        exact = {part: weight * draws for part, weight in weights.items()}
        counts = {part: int(number) for part, number in exact.items()}
        left = draws - sum(counts.values())
        for part in sorted(exact, key=lambda p: (counts[p] - exact[p], p))[:left]:
            counts[part] += 1
        out[country] = np.concatenate([thinned(parts[p][country], n) for p, n in counts.items() if n], axis=-1)
    return out


def levels_of(at: Known) -> Array:
    """log(1 + deaths a month, fading with half-life 12) of every scored country at the origin."""
    return np.asarray(at.features.of("level, half-life 12")[at.history.scored, at.origin], dtype=np.float64)


def best(past: Mapping[str, Sequence[Mapping[str, float]]], against: Sequence[Mapping[str, float]]) -> str:
    """The recipe with the smallest mean of its scores as shares of a benchmark's, over past windows; ties by name.

    past: recipe -> one row of scores a window (log1p_crps, ign, crps). against: the benchmark's rows, window by window.
    Without past windows: the first recipe.
    """
    if not against:
        return RECIPES[0].name

    def share(rows: Sequence[Mapping[str, float]]) -> float:
        names = ("log1p_crps", "ign", "crps")
        return float(np.mean([row[n] / other[n] for row, other in zip(rows, against, strict=True) for n in names]))

    return min(past, key=lambda name: (share(past[name]), name))


def ours(history: History, origin: int, horizons: npt.NDArray[np.intp], draws: int) -> Draws:
    """stand-in until the learned combination is merged"""
    from vrede.warning.models.benchmark import Fading
    from vrede.warning.models.boosted import Boosted
    from vrede.warning.models.forest import Forest
    from vrede.warning.models.known import known

    at = known(history, origin)
    parts = (Forest(), Forest(change=True), Boosted(), Fading(6, 36), Fading(3, 24))
    drawn = {m.name: m.draw(at, horizons, draws) for m in parts}
    return pooled(RECIPES[3], drawn, levels_of(at), draws)
