"""What is known of each country at each month: its own past, its neighbours', the world's. Nothing later is in it.

A feature at month t is made from months up to t alone (tested with a poisoned future).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vrede.warning.bounds import VIOLENT_MONTH
from vrede.warning.panel import Array, History

SUMS = (3, 6, 12, 24, 60, 120)
HALF_LIVES = (2, 6, 12, 36, 96)
PLACES = 4
"""Decimals of a feature: a ten-thousandth on a logarithm is a hundredth of a per cent of deaths."""
CAP = 240
"""Months: longer ago is as long ago."""


@dataclass(frozen=True, slots=True)
class Features:
    """values: [country, month, feature] (float32); names: of the features, in order."""

    values: np.ndarray[tuple[int, ...], np.dtype[np.float32]]
    names: tuple[str, ...]

    def of(self, name: str) -> Array:
        """One feature, [country, month]. Raises ValueError for an unknown one."""
        return np.asarray(self.values[:, :, self.names.index(name)], dtype=np.float64)


def settled(values: Array, places: int = PLACES) -> Array:
    """Rounded, so that the last bits of a logarithm, which differ from one processor to another, move no split of a tree.

    >>> settled(np.array([0.1 + 0.2])).tolist() == settled(np.array([0.3])).tolist()
    True
    """
    return np.asarray(np.round(values, places) + 0.0, dtype=np.float64)  # + 0.0: no minus nothing


def _windows(values: Array, width: int) -> Array:
    """[country, month, width]: each month with the months before it, NaN before the panel begins."""
    padded = np.concatenate([np.full((values.shape[0], width - 1), np.nan), values], axis=1)
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, width, axis=1), dtype=np.float64)


def _known(values: Array, width: int) -> Array:
    return np.asarray(np.maximum((~np.isnan(_windows(values, width))).sum(-1), 1), dtype=np.float64)


def total(values: Array, width: int) -> Array:
    """The sum over the last `width` months that are known."""
    return np.asarray(np.nansum(_windows(values, width), axis=-1))


def average(values: Array, width: int) -> Array:
    """The mean over the last `width` months that are known."""
    return total(values, width) / _known(values, width)


def largest(values: Array, width: int) -> Array:
    """The largest of the last `width` months; nothing where none is known."""
    return np.asarray(np.nan_to_num(_windows(values, width), nan=0.0).max(-1))


def since(values: Array, least: float) -> Array:
    """Months since the last with at least `least`; CAP where there was none."""
    out = np.full(values.shape, float(CAP))
    ago = np.full(values.shape[0], float(CAP))
    for month in range(values.shape[1]):
        ago = np.where(values[:, month] >= least, 0.0, np.minimum(ago + 1, CAP))
        out[:, month] = ago
    return out


def fading(values: Array, half_life: float) -> Array:
    """The mean of all months so far, each weighing half as much `half_life` months later."""
    keep = 0.5 ** (1 / half_life)
    weighed, weight = np.zeros(values.shape[0]), np.zeros(values.shape[0])
    out = np.zeros_like(values)
    for month in range(values.shape[1]):
        here = ~np.isnan(values[:, month])
        weighed, weight = weighed * keep + np.where(here, np.nan_to_num(values[:, month]), 0.0), weight * keep + here
        out[:, month] = weighed / np.maximum(weight, 1e-12)
    return out


def features(past: History) -> Features:
    """All features of a history. Counts stand as log(1 + x)."""
    deaths = past.deaths
    logs = np.log1p(deaths)
    plain = np.nan_to_num(deaths, nan=0.0)
    made: dict[str, Array] = {}
    for lag in range(6):
        made[f"deaths {lag} months ago"] = _windows(logs, lag + 1)[:, :, 0]
    for width in SUMS:
        made[f"deaths in {width} months"] = np.log1p(total(deaths, width))
    for width in (12, 60, 120):
        made[f"worst of {width} months"] = largest(logs, width)
    mean = average(logs, 12)
    made["unrest over 12 months"] = np.sqrt(np.maximum(average(logs**2, 12) - mean**2, 0))
    for width in (12, 24, 60, 120):
        made[f"share of {width} months with a death"] = average((deaths >= 1).astype(np.float64), width)
        made[f"share of {width} months with 25 deaths"] = average((deaths >= VIOLENT_MONTH).astype(np.float64), width)
    made["share of 24 months with 100 deaths"] = average((deaths >= 100).astype(np.float64), 24)
    for least in (1, 25, 100, 500):
        made[f"months since {least} deaths"] = since(plain, least)
    for half in HALF_LIVES:
        made[f"level, half-life {half}"] = fading(logs, half)
    made["rise over a year"] = made["level, half-life 2"] - made["level, half-life 12"]
    made["rise over eight years"] = made["level, half-life 12"] - made["level, half-life 96"]
    around = past.near @ plain
    for width in (3, 12, 60):
        made[f"neighbours' deaths in {width} months"] = np.log1p(total(around, width))
    year = total(plain, 12)
    worst = np.zeros_like(year)
    starts, beside = past.near.indptr, past.near.indices
    for row in range(len(past.ids)):
        if starts[row] < starts[row + 1]:
            worst[row] = year[beside[starts[row] : starts[row + 1]]].max(0)
    made["worst neighbour's deaths in 12 months"] = np.log1p(worst)
    made["neighbours at war"] = np.log1p(past.near @ (year >= VIOLENT_MONTH).astype(np.float64))
    made["the world's deaths in 12 months"] = np.broadcast_to(np.log1p(year.sum(0)), year.shape)
    for name, flag in (("in Africa", past.africa), ("in the Middle East", past.middle_east)):
        made[name] = np.broadcast_to(flag[:, None], year.shape)
    made |= past.context
    names = tuple(made)
    return Features(settled(np.stack([made[name] for name in names], axis=-1)).astype(np.float32), names)
