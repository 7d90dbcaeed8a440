"""The combination: a pool of draws whose weights go with how much a country is at war, learned on past windows only."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from vrede.warning.models.benchmark import Fading
from vrede.warning.models.boosted import Boosted
from vrede.warning.models.forest import Forest
from vrede.warning.models.known import Known, Model
from vrede.warning.models.sharpen import sharpened
from vrede.warning.panel import Array, Draws, month_id

FILE = Path(__file__).with_name("recipes.toml")
ROUNDS = 300
PRIOR = 5.0
"""Cases that each end of a recipe is thought to have seen with all parts equally good."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Weights of the parts in a quiet country and in one at war; between the two levels they change evenly.

    name: of the windows it was learned on. learned_to: the last of them, at whose end it may first be used. quiet, war: name of a model ->
    weight (they are made to sum to one). start, end: log(1 + deaths a month). slope: how much the chances are sharpened.
    """

    name: str
    learned_to: int
    quiet: Mapping[str, float]
    war: Mapping[str, float]
    start: float
    end: float
    slope: float = 0.0

    @property
    def parts(self) -> tuple[str, ...]:
        """The models it takes, in order."""
        return tuple(dict.fromkeys([*self.quiet, *self.war]))

    def weights(self, level: float) -> dict[str, float]:
        """The weights at a level.

        >>> Recipe("a", 2016, {"x": 1}, {"y": 1}, 1, 3).weights(2)
        {'x': 0.5, 'y': 0.5}
        """
        far = float(np.clip((level - self.start) / (self.end - self.start), 0, 1))
        raw = {p: (1 - far) * self.quiet.get(p, 0) + far * self.war.get(p, 0) for p in self.parts}
        return {part: weight / sum(raw.values()) for part, weight in raw.items()}


def recipe_parts() -> tuple[Model, ...]:
    """The models that recipes take from."""
    return (Forest(), Forest(change=True), Fading(6, 36), Fading(12, 120), Boosted())


@cache
def recipes() -> tuple[Recipe, ...]:
    """The recipes of recipes.toml, the earliest first."""
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    shared = {key: float(raw[key]) for key in ("start", "end", "slope")}
    made = (Recipe(r["name"], r["learned_to"], r["quiet"], r["war"], **shared) for r in raw["recipe"])
    return tuple(sorted(made, key=lambda recipe: recipe.learned_to))


def recipe_for(month: int) -> Recipe:
    """The newest recipe whose windows had ended by an origin (a month number); before the first, all parts evenly.

    So a window forecast from October takes what was learned to the window of two years before: no outcome of a month
    after the origin is in a weight.
    """
    fit = [recipe for recipe in recipes() if month_id(recipe.learned_to, 12) <= month]
    if fit:
        return fit[-1]
    even = {model.name: 1.0 for model in recipe_parts()}
    return Recipe("even", 0, even, even, 0.0, 4.0)


def thinned(draws: Draws, wanted: int) -> Draws:
    """`wanted` draws that stand for all: sorted, evenly spaced, no chance in them."""
    have = draws.shape[-1]
    places = ((np.arange(wanted) + 0.5) / wanted * have).astype(np.intp) if wanted else np.zeros(0, dtype=np.intp)
    return np.sort(draws, axis=-1)[..., places]


def pooled(recipe: Recipe, drawn: Mapping[str, Draws], levels: Array, draws: int) -> Draws:
    """The combination: for each country as many draws of each part as its weight says, largest remainder for the rest."""
    some = drawn[recipe.parts[0]]
    out = np.zeros((some.shape[0], some.shape[1], draws), dtype=np.float32)
    for country, level in enumerate(levels):
        weights = recipe.weights(float(level))
        exact = {part: weight * draws for part, weight in weights.items()}
        counts = {part: int(number) for part, number in exact.items()}
        left = draws - sum(counts.values())
        for part in sorted(exact, key=lambda p: (counts[p] - exact[p], p))[:left]:
            counts[part] += 1
        out[country] = np.concatenate([thinned(drawn[p][country], n) for p, n in counts.items() if n], axis=-1)
    return sharpened(out, recipe.slope) if recipe.slope else out


def levels_of(at: Known) -> Array:
    """log(1 + deaths a month, fading with half-life 12) of every scored country at the origin."""
    return np.asarray(at.features.of("level, half-life 12")[at.history.scored, at.origin], dtype=np.float64)


def combined(at: Known, drawn: Mapping[str, Draws], draws: int) -> Draws:
    """The combination of parts that are drawn already, by the recipe of the origin."""
    return pooled(recipe_for(at.history.last), drawn, levels_of(at), draws)


def learned(likely: Sequence[Array], levels: Sequence[Array], start: float, end: float, allowed: Array) -> Array:
    """Weights [quiet or war, part] under which what happened in past windows was most likely (expectation-maximisation).

    likely: per window [case, part], the chance each part gave to the bin that came, one draw added to every bin.
    levels: per window [case]. allowed: [2, part], 1 where an end may take a part. Windows must all lie before the one that the weights are for.
    """
    said, level = np.concatenate(likely), np.concatenate(levels)
    far = np.clip((level - start) / (end - start), 0, 1)
    ends = np.stack([1 - far, far], axis=1)
    weights = allowed / allowed.sum(1, keepdims=True)
    for _round in range(ROUNDS):
        owed = ends[:, :, None] * weights[None] * said[:, None, :]
        weights = (owed / owed.sum((1, 2), keepdims=True)).sum(0) + PRIOR / said.shape[1] * allowed
        weights /= weights.sum(1, keepdims=True)
    return np.asarray(weights, dtype=np.float64)
