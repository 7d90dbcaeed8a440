"""Similar past situations: a forest sorts all past cases by what was known; the draws are what followed those most alike.

Two forms. `level` draws the deaths that followed; `change` draws how many times more or fewer they became, and applies
it to the country's own level: for countries at war, whose own scale says most.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from vrede.warning.features import settled
from vrede.warning.models.known import Known, Rows, asked, cases, design, outcomes
from vrede.warning.panel import Array, Draws

if TYPE_CHECKING:
    from sklearn.ensemble import RandomForestRegressor

LEVEL_WINDOW = "deaths in 6 months"
WHOLE = 8
"""Decimals of a logarithm of which the whole number of deaths still comes back, to ten million."""
AT_WAR = 1.0
"""log(1 + deaths a month) over half a year from which `change` learns: nearly two a month."""


def own_level(at: Known, rows: Rows) -> Array:
    """log(1 + mean deaths a month over the last half year) at each case's origin."""
    summed = at.features.of(LEVEL_WINDOW)[rows[:, 0], rows[:, 1]]
    return settled(np.log1p(np.expm1(summed) / 6), WHOLE)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A forest with the cases that it learned: rows [case, 3], reached [case] deaths that followed, leaves [case, tree]."""

    forest: RandomForestRegressor
    rows: Rows
    reached: Array
    leaves: npt.NDArray[np.intp]

    def _places(self, values: npt.NDArray[np.float32], month: int, ahead: int) -> npt.NDArray[np.intp]:
        calendar = (month + ahead - 1) % 12
        extra = np.broadcast_to(np.array([ahead, calendar], dtype=np.float32), (len(values), 2))
        return np.asarray(self.forest.apply(np.concatenate([values, extra], axis=1)), dtype=np.intp)

    def chance(self, values: npt.NDArray[np.float32], month: int, ahead: int, least: int) -> Array:
        """[country]: P(deaths >= least), `ahead` months after a month, of countries with these features."""
        places = self._places(values, month, ahead)
        out = np.zeros(len(values))
        hit = (self.reached >= least).astype(np.float64)
        for tree in range(places.shape[1]):
            size = int(self.leaves[:, tree].max()) + 1
            cases_in = np.bincount(self.leaves[:, tree], minlength=size)
            hits_in = np.bincount(self.leaves[:, tree], weights=hit, minlength=size)
            out += hits_in[places[:, tree]] / np.maximum(cases_in[places[:, tree]], 1)
        return np.asarray(out / places.shape[1])

    def weights(self, values: npt.NDArray[np.float32], month: int, ahead: int) -> Iterator[Array]:
        """For each country [case]: the share of each learned case in its draws; they sum to one."""
        places = self._places(values, month, ahead)
        for row in places:
            same = self.leaves == row[None, :]
            yield (same / np.maximum(same.sum(0), 1)[None, :]).mean(1)


@dataclass(frozen=True, slots=True)
class Forest:
    """change: draw the change of the country's own level instead of the deaths. each: horizons learned per past origin."""

    change: bool = False
    trees: int = 125
    leaf: int = 40
    each: int = 2
    seed: int = 4

    @property
    def name(self) -> str:
        """similar situations: level, or change."""
        return "similar changes" if self.change else "similar situations"

    def _fit(self, at: Known, horizons: npt.NDArray[np.intp]) -> tuple[RandomForestRegressor, Rows, Array]:
        rows = cases(at, horizons, self.each, self.seed)
        target = settled(np.log1p(outcomes(at, rows)), WHOLE)
        if self.change:
            level = own_level(at, rows)
            rows, target = rows[level >= AT_WAR], (target - level)[level >= AT_WAR]
        from sklearn.ensemble import RandomForestRegressor  # takes seconds to load, and most commands fit nothing

        forest = RandomForestRegressor(
            self.trees, min_samples_leaf=self.leaf, max_features=0.5, max_samples=0.5, random_state=self.seed
        )
        forest.fit(design(at, rows), target)
        return forest, rows, target

    def fitted(self, at: Known, horizons: npt.NDArray[np.intp]) -> Fitted:
        """The forest with what it learned, for explaining. Raises ValueError for `change`, which has no deaths of its own."""
        if self.change:
            raise ValueError("only the form `level` is explained")
        forest, rows, target = self._fit(at, horizons)
        return Fitted(forest, rows, np.expm1(target), np.asarray(forest.apply(design(at, rows)), dtype=np.intp))

    def draw(self, at: Known, horizons: npt.NDArray[np.intp], draws: int) -> Draws:
        """From every tree as many draws: outcomes of cases in the leaf that the asked case falls in.

        Where no case was ever at war there is no change to learn: `change` then keeps the own level.
        """
        if self.change and not (own_level(at, cases(at, horizons, self.each, self.seed)) >= AT_WAR).any():
            level = np.round(np.expm1(own_level(at, asked(at, horizons))))
            return np.repeat(level.reshape(-1, len(horizons), 1), draws, axis=2).astype(np.float32)
        forest, rows, target = self._fit(at, horizons)
        wanted = asked(at, horizons)
        learned, here = forest.apply(design(at, rows)), forest.apply(design(at, wanted))
        chance = np.random.default_rng(self.seed)
        per = -(-draws // self.trees)
        out = np.zeros((len(wanted), per * self.trees))
        for tree in range(self.trees):
            order = np.argsort(learned[:, tree], kind="stable")
            leaves = learned[order, tree]
            low = np.searchsorted(leaves, here[:, tree], "left")
            high = np.searchsorted(leaves, here[:, tree], "right")
            place = low[:, None] + (chance.random((len(wanted), per)) * (high - low)[:, None]).astype(np.intp)
            out[:, tree * per : (tree + 1) * per] = target[order[place]]
        if self.change:
            out += own_level(at, wanted)[:, None]
        drawn = np.sort(out, axis=1)[:, (np.arange(draws) * out.shape[1]) // draws]
        whole = np.maximum(np.round(np.expm1(drawn)), 0)
        return whole.reshape(len(at.history.scored), len(horizons), draws).astype(np.float32)
