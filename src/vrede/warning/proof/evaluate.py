"""The proof: forecasts made as they would have been made then, and scored against what came. The VIEWS protocol.

For the window of a year everything is known up to October of the year before; forecast are January to December, 3 to 14
months ahead. Nothing later than the origin is in any input, weight or choice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vrede.warning.bounds import VIOLENT_MONTH
from vrede.warning.models.combine import combined, recipe_for
from vrede.warning.models.known import Known, known
from vrede.warning.panel import Array, Draws, History, month_id
from vrede.warning.scores import (
    average_precision,
    brier,
    chance,
    covered,
    crps,
    crps_log1p,
    ign,
    interval_score,
    reliability,
)
from vrede.warning.tasks import Task, drawn, models

HORIZONS = np.arange(3, 15)
DRAWS = 1000
OURS, BASE = "ours", "conflictology-12"
THRESHOLDS = (1, 25, 100, 1000)
LIVELY = 60
"""Months: an interval is asked of countries with a death in the last five years; elsewhere 'nothing' covers all."""
EXTREME = ("ETH", "UKR")
"""Countries of which one month outweighs all others together in a plain mean; a second mean leaves them out."""


@dataclass(frozen=True, slots=True)
class Window:
    """One year's forecast and what came: draws by model, outcomes [country, month], and what was known at the origin."""

    year: int
    at: Known
    draws: Mapping[str, Draws]
    outcomes: Array
    recipe: str


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores of one model in one window: [country, month] by name of the score."""

    cells: Mapping[str, Array]

    def means(self, chosen: npt.NDArray[np.bool_] | None = None) -> dict[str, float]:
        """The mean of each score, over the countries chosen."""
        return {n: float(cells.mean() if chosen is None else cells[chosen].mean()) for n, cells in self.cells.items()}


def origin_of(year: int) -> int:
    """The month number of October of the year before."""
    return month_id(year - 1, 10)


def outcome_of(history: History, year: int) -> Array:
    """The deaths in the twelve months of a year, of the scored countries. Raises ValueError where one is not there."""
    first = month_id(year, 1) - history.first
    found = history.deaths[history.scored, first : first + 12]
    if found.shape[1] < 12 or np.isnan(found).any():
        raise ValueError(f"{year}: a month of a scored country is missing; a window is scored whole or not at all")
    return found


def scored(draws: Draws, outcomes: Array) -> Scored:
    """Every score of a model's draws."""
    return Scored(
        {
            "crps": crps(draws, outcomes),
            "log1p_crps": crps_log1p(draws, outcomes),
            "ign": ign(draws, outcomes),
            "mis": interval_score(draws, outcomes),
            **{f"brier_{least}": brier(chance(draws, least), outcomes >= least) for least in THRESHOLDS},
        }
    )


def run_evaluation(
    history: History,
    years: Sequence[int],
    told: Callable[[int], None] = lambda year: None,
    executor: Executor | None = None,
) -> list[Window]:
    """The windows in order, each by the recipe that had been learned when it was made; no window changes another.

    executor: where models are fitted; here without it. Raises ValueError for a year that the panel does not hold.
    """
    for year in years:  # before the first is fitted: a year that is not there costs no minutes
        history.until(origin_of(year))
        outcome_of(history, year)
    done: list[Window] = []
    for year in sorted(years):
        at = known(history, origin_of(year))
        outcomes = outcome_of(history, year)
        tasks = [Task("", origin_of(year), name, tuple(HORIZONS.tolist()), DRAWS) for name in models()]
        found = {task.model: draws for task, draws in drawn({"": history}, tasks, executor).items()}
        mine = {OURS: combined(at, found, DRAWS)}
        done.append(Window(year, at, mine | found, outcomes, recipe_for(origin_of(year)).name))
        told(year)
    return done


def without_extremes(history: History) -> npt.NDArray[np.bool_]:
    """Which scored countries are not EXTREME."""
    return np.array([history.iso3[row] not in EXTREME for row in history.scored])


def quiet(window: Window) -> npt.NDArray[np.bool_]:
    """Countries without a month of 25 deaths in the twelve months up to the origin: there an onset can come."""
    history = window.at.history
    recent = history.deaths[history.scored, window.at.origin - 11 : window.at.origin + 1]
    return np.asarray(np.nan_to_num(recent).max(1) < VIOLENT_MONTH)


def lively(window: Window) -> npt.NDArray[np.bool_]:
    """Countries with a death in the five years up to the origin."""
    history = window.at.history
    recent = history.deaths[history.scored, max(0, window.at.origin - LIVELY + 1) : window.at.origin + 1]
    return np.asarray(np.nan_to_num(recent).max(1) >= 1)


def coverage(windows: Sequence[Window], model: str) -> float:
    """The share of outcomes inside the 90% interval, in lively countries."""
    inside = [covered(w.draws[model], w.outcomes)[lively(w)].ravel() for w in windows]
    return float(np.concatenate(inside).mean())


def precision(windows: Sequence[Window], model: str, onset: bool) -> float:
    """Average precision of P(>= 25) pooled over windows: of every case, or of onsets in countries that were quiet."""
    chances, happened = [], []
    for window in windows:
        mine = quiet(window) if onset else np.ones(len(window.outcomes), dtype=bool)
        chances.append(chance(window.draws[model], VIOLENT_MONTH)[mine].ravel())
        happened.append((window.outcomes >= VIOLENT_MONTH)[mine].ravel())
    return average_precision(np.concatenate(chances), np.concatenate(happened))


def calibration(windows: Sequence[Window], model: str, least: int) -> list[tuple[int, float, float]]:
    """Reliability of P(>= least) over all windows: (cases, mean chance, share that happened)."""
    chances = np.concatenate([chance(w.draws[model], least).ravel() for w in windows])
    happened = np.concatenate([(w.outcomes >= least).ravel() for w in windows])
    return reliability(chances, happened)


def gain(
    windows: Sequence[Window], score: str, other: str, times: int = 2000, seed: int = 4
) -> tuple[float, float, float]:
    """(gain, low, high): how much smaller our mean score is than another model's, with a 95% interval.

    The interval is of a bootstrap over countries: a country's months and years go in or out together.
    """
    mine = np.stack([scored(w.draws[OURS], w.outcomes).cells[score].mean(1) for w in windows]).mean(0)
    theirs = np.stack([scored(w.draws[other], w.outcomes).cells[score].mean(1) for w in windows]).mean(0)
    chosen = np.random.default_rng(seed).integers(0, len(mine), (times, len(mine)))
    spread = 1 - mine[chosen].mean(1) / np.maximum(theirs[chosen].mean(1), 1e-12)
    low, high = np.quantile(spread, (0.025, 0.975))
    return float(1 - mine.mean() / theirs.mean()), float(low), float(high)
