"""Gradient boosting over bins of deaths: how likely each bin is; within a bin, what countries at a like level had."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from vrede.warning.models.known import Known, asked, cases, design, outcomes
from vrede.warning.panel import Array, Draws
from vrede.warning.scores import BINS, bin_of

if TYPE_CHECKING:
    from lightgbm import LGBMClassifier

LEVEL = "level, half-life 12"
NEAREST = 200


@dataclass(frozen=True, slots=True)
class Boosted:
    """each: horizons learned per past origin."""

    trees: int = 160
    leaves: int = 8
    rate: float = 0.05
    least: int = 400
    each: int = 3
    seed: int = 4
    name: str = "boosted bins"

    def _model(self) -> LGBMClassifier:
        from lightgbm import LGBMClassifier  # takes a second to load, and most commands fit nothing

        return LGBMClassifier(
            objective="multiclass",
            n_estimators=self.trees,
            learning_rate=self.rate,
            num_leaves=self.leaves,
            min_child_samples=self.least,
            subsample=0.7,
            subsample_freq=1,
            colsample_bytree=0.3,
            reg_lambda=20,
            random_state=self.seed,
            n_jobs=1,
            deterministic=True,
            force_row_wise=True,
            verbose=-1,
        )

    def chances(self, at: Known, horizons: npt.NDArray[np.intp]) -> tuple[Array, Array, Array]:
        """(chance of each bin [case, bin], the learned outcomes, the level at each learned case)."""
        rows = cases(at, horizons, self.each, self.seed)
        reached = outcomes(at, rows)
        found = np.zeros((len(at.history.scored) * len(horizons), len(BINS) - 1))
        bins = bin_of(reached)
        if len(set(bins.tolist())) == 1:  # boosting needs two bins; a world that only ever saw one stays in it
            found[:, bins[0]] = 1
        else:
            model = self._model().fit(design(at, rows), bins)
            found[:, model.classes_] = model.predict_proba(design(at, asked(at, horizons)))
        return found, reached, at.features.of(LEVEL)[rows[:, 0], rows[:, 1]]

    def draw(self, at: Known, horizons: npt.NDArray[np.intp], draws: int) -> Draws:
        """Bins by their chance; in a bin the outcomes of the cases nearest in level."""
        likely, reached, level = self.chances(at, horizons)
        chance = np.random.default_rng(self.seed)
        bins = bin_of(reached)
        pools = []
        for number in range(likely.shape[1]):
            mine = np.nonzero(bins == number)[0]
            mine = mine[np.argsort(level[mine], kind="stable")]
            pools.append((level[mine], reached[mine]))
        here = at.features.of(LEVEL)[at.history.scored, at.origin]
        out = np.zeros((len(likely), draws))
        for country in range(len(at.history.scored)):
            near = []
            for levels, values in pools:
                middle = int(np.searchsorted(levels, here[country]))
                end = min(len(values), max(middle - NEAREST // 2, 0) + NEAREST)
                near.append(values[max(0, end - NEAREST) : end])
            for ahead in range(len(horizons)):
                at_case = country * len(horizons) + ahead
                counts = chance.multinomial(draws, likely[at_case] / likely[at_case].sum())
                out[at_case] = np.concatenate(
                    [
                        chance.choice(pool, n) if len(pool) and n else np.zeros(n)
                        for pool, n in zip(near, counts, strict=True)
                    ]
                )
        return out.reshape(len(at.history.scored), len(horizons), draws).astype(np.float32)
