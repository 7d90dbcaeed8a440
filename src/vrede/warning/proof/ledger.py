"""Every issued forecast is scored when its months arrive, beside the simplest baseline made at the same origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import polars as pl

from vrede.lake.tables import WARNING_TABLES
from vrede.warning.panel import Array, Draws, month_id, month_name
from vrede.warning.scores import crps_log1p, ign

SCORE = next(table for table in WARNING_TABLES if table.name == "forecast_score")
REDRAWS, SEED = 500, 4


def number_of(month: str) -> int:
    """The month number of YYYY-MM.

    >>> number_of("2021-12")
    504
    """
    year, _, of = month.partition("-")
    return month_id(int(year), int(of))


def _exact(value: float) -> Decimal:
    return Decimal(f"{value:.6f}")


def interval(gains: Array) -> tuple[float, float]:
    """95% interval of a mean over countries: redraws of whole countries, with a fixed seed."""
    chance = np.random.default_rng(SEED)
    picked = chance.integers(0, len(gains), (REDRAWS, len(gains)))
    low, high = np.quantile(gains[picked].mean(1), (0.025, 0.975))
    return float(low), float(high)


def month_scores(
    draws: npt.NDArray[np.float32], base: npt.NDArray[np.float32], outcomes: Array
) -> tuple[Decimal | None, ...]:
    """The figures of one month. draws, base: [country, draw]; outcomes: [country], all known."""
    mine, theirs = crps_log1p(draws, outcomes), crps_log1p(base, outcomes)
    low, high = interval(theirs - mine)
    figures = (mine.mean(), theirs.mean(), low, high, ign(draws, outcomes).mean(), ign(base, outcomes).mean())
    return tuple(_exact(float(figure)) for figure in figures)


def issue_scores(
    issue: int,
    origin: str,
    iso3: Sequence[str],
    draws: Mapping[str, Draws],
    base: Mapping[str, Draws],
    known: Mapping[tuple[str, str, str], int],
) -> pl.DataFrame:
    """Table forecast_score of one issue: every month of which a country is known. known: (target, iso3, month) -> deaths.

    A country that is not published is void, and counted; it is never left out in silence.
    """
    rows: list[tuple[object, ...]] = []
    for target in sorted(draws):
        for ahead in range(draws[target].shape[1]):
            month = month_name(number_of(origin) + ahead + 1)
            came = [known.get((target, code, month)) for code in iso3]
            there = np.array([at for at, deaths in enumerate(came) if deaths is not None], dtype=np.intp)
            if not len(there):
                continue
            outcomes = np.array([came[at] for at in there], dtype=np.float64)
            figures = month_scores(draws[target][there, ahead], base[target][there], outcomes)
            rows.append((issue, target, month, len(there), len(iso3) - len(there), *figures))
    return SCORE.conform(pl.DataFrame(rows, schema=SCORE.schema, orient="row"))
