"""What a model may know: the history up to the origin and the features made of it; and the cases it learns from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from vrede.warning.features import Features, features
from vrede.warning.panel import Array, Draws, History

EARLIEST = 60
"""Months of past that a case needs before it."""
MOST = 400_000
"""Cases that a model learns at most: twice those of all countries since 1990; a grid has millions."""


@dataclass(frozen=True, slots=True)
class Known:
    """A history that ends at the origin, and its features."""

    history: History
    features: Features

    @property
    def origin(self) -> int:
        """Column of the last month that is known."""
        return int(self.history.deaths.shape[1]) - 1


def known(history: History, month: int) -> Known:
    """What is known at the end of a month. Raises ValueError for a month outside the panel."""
    past = history.until(month)
    return Known(past, features(past))


class Model(Protocol):
    """One forecast: draws of deaths [scored country, horizon, draw] (float32, whole numbers) for months after the origin."""

    @property
    def name(self) -> str:
        """What it is called in tables and pages."""
        ...

    def draw(self, at: Known, horizons: npt.NDArray[np.intp], draws: int) -> Draws:
        """Draws for each scored country and each horizon (1: the month after the origin)."""
        ...


Rows = npt.NDArray[np.intp]


def cases(at: Known, horizons: npt.NDArray[np.intp], each: int, seed: int) -> Rows:
    """[case, 3]: country row, column of an origin, horizon. Every past origin of every country, `each` horizons drawn.

    Only cases whose outcome is known at the origin: a horizon that reaches beyond it is left out. Of more than MOST, as a grid
    of cells has, MOST are drawn.
    """
    chance = np.random.default_rng(seed)
    deaths, last, each = at.history.deaths, at.origin, min(each, len(horizons))
    there = ~np.isnan(deaths)
    parts = []
    for month in range(EARLIEST, last):
        rows = np.nonzero(there[:, month])[0]
        picked = np.sort(
            chance.permuted(np.broadcast_to(horizons, (len(rows), len(horizons))), axis=1)[:, :each], axis=1
        )
        grid = np.stack([np.repeat(rows, each), np.full(len(rows) * each, month), picked.ravel()], axis=1)
        inside = grid[grid[:, 1] + grid[:, 2] <= last]
        parts.append(inside[there[inside[:, 0], inside[:, 1] + inside[:, 2]]])
    found = np.concatenate(parts).astype(np.intp)
    if len(found) > MOST:
        found = found[np.sort(chance.choice(len(found), MOST, replace=False))]
    return found


def asked(at: Known, horizons: npt.NDArray[np.intp]) -> Rows:
    """The cases that are forecast: every scored country at the origin, every horizon, in that order."""
    scored = at.history.scored
    return np.stack(
        [
            np.repeat(scored, len(horizons)),
            np.full(len(scored) * len(horizons), at.origin),
            np.tile(horizons, len(scored)),
        ],
        axis=1,
    ).astype(np.intp)


def design(at: Known, rows: Rows) -> npt.NDArray[np.float32]:
    """[case, feature + 2]: the features at each case's origin, its horizon, and the calendar month it is about."""
    month = (at.history.first + rows[:, 1] + rows[:, 2] - 1) % 12
    extra = np.stack([rows[:, 2], month], axis=1).astype(np.float32)
    return np.concatenate([at.features.values[rows[:, 0], rows[:, 1]], extra], axis=1)


def outcomes(at: Known, rows: Rows) -> Array:
    """The deaths that each case led to."""
    return np.asarray(at.history.deaths[rows[:, 0], rows[:, 1] + rows[:, 2]], dtype=np.float64)
