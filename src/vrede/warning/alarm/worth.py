"""A chance as a decision: who would have been warned, how often in vain, how early, and what that is worth.

An alarm is a chance at or above a level that is stated beforehand. Arrays have the same shape; a cell is a country's month.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vrede.warning.bounds import ALARM, VIOLENT_MONTH
from vrede.warning.panel import Array, Draws

Flags = npt.NDArray[np.bool_]
RATIOS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7)
"""What acting costs as a share of what not acting loses."""


def escalation_from(highest: Array) -> Array:
    """The deaths from which a month is an escalation: 25, or twice the highest of the twelve months up to the origin."""
    return np.maximum(float(VIOLENT_MONTH), 2 * highest)


def chance_of(draws: Draws, least: Array) -> Array:
    """P(deaths >= least), least [country]: [country, month] of draws [country, month, draw]."""
    return np.asarray((draws >= least[:, None, None]).mean(-1), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Alarms:
    """Counts of cells: warned and came, warned in vain, came unwarned."""

    hits: int
    false: int
    missed: int

    @property
    def hit_rate(self) -> float:
        """The share of what came that was warned of; NaN where nothing came."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else float("nan")

    @property
    def false_alarm_ratio(self) -> float:
        """The share of alarms that were in vain; NaN where there was none."""
        return self.false / (self.hits + self.false) if self.hits + self.false else float("nan")


def alarms(chances: Array, happened: Flags, level: float = ALARM) -> Alarms:
    """Counts at a level of chance."""
    warned = chances >= level
    return Alarms(int((warned & happened).sum()), int((warned & ~happened).sum()), int((~warned & happened).sum()))


def lead_times(chances: Array, happened: Flags, horizons: npt.NDArray[np.intp], level: float = ALARM) -> list[int]:
    """Months from the origin to the first month that it happened, of each country whose first such month was warned of.

    chances, happened: [country, month]; horizons: [month].
    """
    found = []
    for said, came in zip(chances, happened, strict=True):
        if came.any():
            first = int(came.argmax())
            if said[first] >= level:
                found.append(int(horizons[first]))
    return found


def value(chances: Array, happened: Flags, ratio: float) -> float:
    """Economic value of acting where the chance is at least the ratio of cost to loss: 1 perfect, 0 as good as the base rate.

    (E_base - E_forecast) / (E_base - E_perfect), expense per cell in losses; E_base is the cheaper of always and never
    acting. NaN where nothing or everything happened. Source: Richardson 2000.
    """
    share = float(happened.mean())
    if share in (0.0, 1.0):
        return float("nan")
    acted = chances >= ratio
    spent = ratio * float(acted.mean()) + float((~acted & happened).mean())
    base = min(ratio, share)
    return (base - spent) / (base - ratio * share)
