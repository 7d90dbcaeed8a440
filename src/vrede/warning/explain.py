"""Why the forecast says what it says: what moved it, by group of features, and the past situations most like today's.

Of the model `similar situations`, which has the largest part of the draws in quiet countries; what the other models make of
it stands apart as `rest`. Parts are exact Shapley values over groups: every order in which groups can come in counts alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial

import numpy as np
import numpy.typing as npt

from vrede.warning.models.forest import Fitted
from vrede.warning.models.known import Known
from vrede.warning.panel import Array

GROUPS = ("last months", "years before", "neighbours", "world", "place and means")
REST = "rest"
CALM = "calm"
BEFORE = "before"
RECENT = (
    "months ago",
    "in 3 months",
    "in 6 months",
    "in 12 months",
    "unrest",
    "half-life 2",
    "half-life 6",
    "rise over a year",
)


def group_of(feature: str) -> str:
    """The group of a feature by its name.

    >>> group_of("deaths 2 months ago"), group_of("neighbours' deaths in 3 months"), group_of("share of 60 months with a death")
    ('last months', 'neighbours', 'years before')
    """
    if "neighbour" in feature:
        return "neighbours"
    if feature.startswith("the world"):
        return "world"
    if feature.startswith("in ") or feature in ("population", "income"):
        return "place and means"
    if any(word in feature for word in RECENT):
        return "last months"
    return "years before"


def shapley(worth: dict[frozenset[int], Array], players: int) -> Array:
    """[case, player]: each player's part of worth(all) - worth(none). worth: coalition -> [case]; all 2^n are there."""
    everyone = frozenset(range(players))
    out = np.zeros((len(worth[everyone]), players))
    for player in range(players):
        others = sorted(everyone - {player})
        for size in range(players):
            weight = factorial(size) * factorial(players - size - 1) / factorial(players)
            for chosen in combinations(others, size):
                without = frozenset(chosen)
                out[:, player] += weight * (worth[without | {player}] - worth[without])
    return out


@dataclass(frozen=True, slots=True)
class Moved:
    """parts: [country, group] of the difference between `here` and `there` (chances, [country])."""

    parts: Array
    here: Array
    there: Array


def moved(fitted: Fitted, at: Known, other: npt.NDArray[np.float32], ahead: int, least: int) -> Moved:
    """What moved each scored country's chance from what it would be with the features `other`.

    other: [country, feature] of the scored countries, in the order of at.features.names. ahead: months. least: deaths.
    """
    here = at.features.values[at.history.scored, at.origin]
    which = np.array([GROUPS.index(group_of(name)) for name in at.features.names])
    sizes = range(len(GROUPS) + 1)
    coalitions = [chosen for size in sizes for chosen in combinations(range(len(GROUPS)), size)]
    mixed = np.concatenate([np.where(np.isin(which, chosen)[None, :], here, other) for chosen in coalitions])
    chances = fitted.chance(mixed, at.history.first + at.origin, ahead, least).reshape(len(coalitions), -1)
    worth = {frozenset(chosen): chances[place] for place, chosen in enumerate(coalitions)}
    everyone = frozenset(range(len(GROUPS)))
    return Moved(shapley(worth, len(GROUPS)), worth[everyone], worth[frozenset()])


def calm(at: Known) -> npt.NDArray[np.float32]:
    """[country, feature]: the median of the scored countries, which is a country at peace; place and means stay a country's own."""
    here = at.features.values[at.history.scored, at.origin]
    median = np.full((1, here.shape[1]), np.nan)
    there = ~np.isnan(here).all(axis=0)
    median[:, there] = np.nanmedian(here[:, there], axis=0)
    own = np.array([group_of(name) == "place and means" for name in at.features.names])
    return np.where(own[None, :], here, np.broadcast_to(median, here.shape)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class PastCase:
    """A past situation: country row, column of its month, its share in the draws."""

    country: int
    month: int
    share: float


def alike(fitted: Fitted, at: Known, ahead: int, number: int, apart: int = 12) -> list[list[PastCase]]:
    """For each scored country its most similar past situations, none within `apart` months of another of one country."""
    found = []
    for weights in fitted.weights(
        at.features.values[at.history.scored, at.origin], at.history.first + at.origin, ahead
    ):
        share: dict[tuple[int, int], float] = {}
        for case in np.nonzero(weights)[0]:
            key = (int(fitted.rows[case, 0]), int(fitted.rows[case, 1]))
            share[key] = share.get(key, 0.0) + float(weights[case])
        chosen: list[PastCase] = []
        for (country, month), weight in sorted(share.items(), key=lambda item: (-item[1], item[0])):
            if all(c.country != country or abs(c.month - month) >= apart for c in chosen):
                chosen.append(PastCase(country, month, weight))
            if len(chosen) == number:
                break
        found.append(chosen)
    return found


def sums(deaths: Array, country: int, month: int, months: int = 12) -> tuple[int, int | None]:
    """(deaths in the months up to a situation, deaths in those that followed or None where not all are known)."""
    before = deaths[country, max(0, month - months + 1) : month + 1]
    after = deaths[country, month + 1 : month + 1 + months]
    whole = len(after) == months and not np.isnan(after).any()
    return int(np.nansum(before)), int(after.sum()) if whole else None


def order(parts: Sequence[float]) -> list[int]:
    """Places of the parts, the largest (in either direction) first; equals as they stand."""
    return sorted(range(len(parts)), key=lambda at: (-abs(parts[at]), at))
