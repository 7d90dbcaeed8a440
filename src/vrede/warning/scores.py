"""Scores of draws against what happened. Arrays: draws [..., draw], outcomes [...]; scores [...]; lower is better.

Source: Hegre and others (2025), The 2023/24 VIEWS Prediction Challenge: CRPS, log score over bins (IGN), interval score.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from vrede.warning.panel import Array

BINS = np.array([0, 0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5, np.inf])
"""Edges of the eleven bins of the log score: none, 1-2, 3-5, 6-10, 11-25, 26-50, 51-100, 101-250, 251-500, 501-1000, more."""
MEMBERS = 1000


def crps(draws: npt.NDArray[np.floating], outcomes: Array) -> Array:
    """Continuous ranked probability score of the empirical distribution: mean |x - y| - sum((2i - m - 1) x_(i)) / m^2.

    Not the 'fair' form, which divides by m (m - 1).
    """
    ordered = np.sort(draws.astype(np.float64), axis=-1)
    m = ordered.shape[-1]
    weight = 2 * np.arange(1, m + 1) - m - 1
    spread = (weight * ordered).sum(-1) / m**2
    return np.asarray(np.abs(ordered - outcomes[..., None]).mean(-1) - spread, dtype=np.float64)


def crps_log1p(draws: npt.NDArray[np.floating], outcomes: Array) -> Array:
    """The same on log(1 + x): a difference between 0 and 10 weighs as one between 100 and 1,100."""
    return crps(np.log1p(draws.astype(np.float64)), np.log1p(outcomes))


def bin_of(values: npt.NDArray[np.floating]) -> npt.NDArray[np.intp]:
    """The bin of each value, 0 to 10."""
    return np.searchsorted(BINS, values, side="right") - 1


def ign(draws: npt.NDArray[np.floating], outcomes: Array) -> Array:
    """Log score in bits: the draws in the outcome's bin as a share of 1,000 members, one added to every bin.

    -log2((1000 share + 1) / 1011). Draws are not stretched to 1,000: a share is a share.
    """
    share = (bin_of(draws) == bin_of(outcomes)[..., None]).mean(-1)
    return np.asarray(-np.log2((MEMBERS * share + 1) / (MEMBERS + len(BINS) - 1)), dtype=np.float64)


def interval_score(draws: npt.NDArray[np.floating], outcomes: Array, level: float = 0.9) -> Array:
    """Mean interval score (MIS): width of the central interval, and 2 / alpha for each unit outside it."""
    alpha = 1 - level
    low, high = (np.quantile(draws.astype(np.float64), q, axis=-1) for q in (alpha / 2, 1 - alpha / 2))
    under, over = np.maximum(low - outcomes, 0), np.maximum(outcomes - high, 0)
    return np.asarray(high - low + 2 / alpha * (under + over), dtype=np.float64)


def covered(draws: npt.NDArray[np.floating], outcomes: Array, level: float = 0.9) -> npt.NDArray[np.bool_]:
    """Whether the central interval holds the outcome, its ends included."""
    alpha = 1 - level
    low, high = (np.quantile(draws.astype(np.float64), q, axis=-1) for q in (alpha / 2, 1 - alpha / 2))
    return np.asarray((low <= outcomes) & (outcomes <= high))


def chance(draws: npt.NDArray[np.floating], least: int) -> Array:
    """The share of draws at or above a threshold: P(deaths >= least)."""
    return np.asarray((draws >= least).mean(-1), dtype=np.float64)


def brier(chances: Array, happened: npt.NDArray[np.bool_]) -> Array:
    """Squared difference between a chance and what happened (1 or 0)."""
    return np.asarray((chances - happened) ** 2, dtype=np.float64)


def average_precision(chances: Array, happened: npt.NDArray[np.bool_]) -> float:
    """Area under precision and recall, step by step; equal chances form one step. NaN where nothing happened.

    One step for ties: an order among equal chances would be made up.
    """
    flat, truth = chances.ravel(), happened.ravel()
    if not truth.any():
        return float("nan")
    order = np.argsort(-flat, kind="stable")
    ordered, hits = flat[order], truth[order].cumsum()
    ends = np.append(np.nonzero(np.diff(ordered))[0], len(ordered) - 1)
    found = hits[ends]
    precision, recall = found / (ends + 1), found / truth.sum()
    return float((np.diff(np.concatenate([[0.0], recall])) * precision).sum())


def reliability(chances: Array, happened: npt.NDArray[np.bool_], bins: int = 10) -> list[tuple[int, float, float]]:
    """(cases, mean chance, share that happened) of each tenth of the scale of chance that has a case."""
    place = np.minimum((chances.ravel() * bins).astype(int), bins - 1)
    found = []
    for at in range(bins):
        mine = place == at
        if mine.any():
            found.append((int(mine.sum()), float(chances.ravel()[mine].mean()), float(happened.ravel()[mine].mean())))
    return found
