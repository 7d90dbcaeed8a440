"""Sharpening: the chances of a pool pushed a little away from a half, by moving the ranks of its draws."""

from __future__ import annotations

import numpy as np

from vrede.warning.panel import Array, Draws

EDGES = np.array([1, 3, 6, 11, 26, 51, 101, 251, 501, 1001])
"""The lowest number of deaths of each bin of the log score after the first."""
FLOOR = 0.001
"""One draw of a thousand: a chance of nothing and of one stay what they are."""


def pushed(chances: Array, slope: float) -> Array:
    """Chances whose log-odds are (1 + slope) times as large; never rising along the last axis.

    >>> pushed(np.array([1.0, 0.5, 0.0]), 0.1).round(6).tolist()
    [1.0, 0.5, 0.0]
    """
    held = chances * (1 - 2 * FLOOR) + FLOOR
    odds = np.log(held / (1 - held))
    raw = 1 / (1 + np.exp(-(1 + slope) * odds))
    found = np.clip((raw - FLOOR) / (1 - 2 * FLOOR), 0, 1)
    found = np.where(chances <= 0, 0.0, np.where(chances >= 1, 1.0, found))
    return np.asarray(np.minimum.accumulate(found, axis=-1), dtype=np.float64)


def sharpened(draws: Draws, slope: float) -> Draws:
    """The draws [..., draw] with P(deaths >= edge) pushed at every edge; within a bin their order and spread are kept.

    Every draw is one that was there before. A slope of 0 changes nothing but the order.
    """
    ordered = np.sort(draws, axis=-1)
    flat = ordered.reshape(-1, ordered.shape[-1])
    size = flat.shape[-1]
    old = np.stack([(flat < edge).sum(-1) for edge in EDGES], axis=-1)
    new = np.round(size * (1 - pushed(1 - old / size, slope))).astype(np.intp)
    wanted = np.arange(size) + 0.5
    out = flat.copy()
    for row in range(len(flat)):
        if old[row, 0] == size:
            continue
        ends = np.concatenate([[0], new[row], [size]])
        was = np.concatenate([[0], old[row], [size]])
        ranks = np.interp(wanted, ends, was).astype(np.intp)
        out[row] = flat[row, np.minimum(ranks, size - 1)]
    return out.reshape(ordered.shape)
