"""From draws to what a reader asks: chances, quantiles, the mean and the likeliest class. All of it whole or exact numbers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import polars as pl

from vrede.warning.bounds import QUIET_MONTHS, VIOLENT_MONTH
from vrede.warning.panel import Array, Draws, month_name
from vrede.warning.scores import chance

LEAST = (1, 25, 100, 1000)
LEVELS = {
    "q025": 0.025,
    "q05": 0.05,
    "q10": 0.1,
    "q25": 0.25,
    "q50": 0.5,
    "q75": 0.75,
    "q90": 0.9,
    "q95": 0.95,
    "q975": 0.975,
}
CATEGORIES = ("0", "1-24", "25-99", "100-999", "1000+")
MILLION = 1_000_000


def ppm(share: Array) -> list[int]:
    """Shares as whole parts per million: of 1,000 draws every share is exact."""
    return [int(n) for n in np.rint(share.ravel() * MILLION)]


def quiet(deaths: Array) -> Array:
    """Whether a country had no month of 25 deaths in the last twelve. deaths: [country, month], NaN not known."""
    with np.errstate(invalid="ignore"):
        return np.asarray(~(deaths[:, -QUIET_MONTHS:] >= VIOLENT_MONTH).any(axis=1))


def categories(draws: Draws) -> list[str]:
    """The class with the most draws, of equals the lower, for each country and horizon in that order."""
    place = np.searchsorted(np.array(LEAST), draws, side="right")
    counts = np.stack([(place == at).sum(-1) for at in range(len(CATEGORIES))], axis=-1)
    return [CATEGORIES[at] for at in counts.argmax(-1).ravel()]


def summary(
    draws: Draws, iso3: Sequence[str], origin: int, horizons: Sequence[int], deaths: Array, target: str, model: str
) -> pl.DataFrame:
    """Table forecast without `issue` and `p25_before_ppm`.

    draws: [country, horizon, draw] (float32, whole numbers). iso3: of each country. origin: month number. deaths:
    [country, month] known at the origin.
    """
    ordered = np.sort(draws, axis=-1)
    size = draws.shape[-1]
    months = [month_name(origin + ahead) for ahead in horizons]
    picked = {
        # The smallest draw with at least this share at or below it: a count, never a value between two.
        name: ordered[..., max(0, int(np.ceil(level * size)) - 1)].astype(np.int64).ravel()
        for name, level in LEVELS.items()
    }
    totals = ordered.astype(np.float64).sum(-1).ravel()
    return pl.DataFrame(
        {
            "target": target,
            "iso3": np.repeat(np.array(iso3), len(months)),
            "month": months * len(iso3),
            "ahead": [int(ahead) for ahead in horizons] * len(iso3),
            "origin": month_name(origin),
            "model": model,
            **{f"p{least}_ppm": ppm(chance(draws, least)) for least in LEAST},
            **picked,
            "expected": [Decimal(int(total)) / size for total in totals],
            "category": categories(draws),
            "quiet": np.repeat(quiet(deaths), len(months)),
        },
        schema_overrides={"expected": pl.Decimal(38, 6)},
    )
