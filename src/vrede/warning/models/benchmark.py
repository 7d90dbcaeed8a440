"""The simplest forecasts, against which every other has to prove itself. None of them learns anything."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vrede.warning.models.known import Known
from vrede.warning.panel import Array, Draws

SEED = 4


def repeated(draws: Array, horizons: int) -> Draws:
    """[country, draw] -> [country, horizon, draw]: the same for every month ahead."""
    return np.repeat(draws[:, None, :], horizons, axis=1).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Zero:
    """Exactly nothing, everywhere."""

    name: str = "zero"

    def draw(self, at: Known, horizons: npt.NDArray[np.intp], draws: int) -> Draws:
        """All nothing."""
        return np.zeros((len(at.history.scored), len(horizons), draws), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Last:
    """The last month's deaths as the mean of a Poisson distribution."""

    name: str = "last observed"

    def draw(self, at: Known, horizons: npt.NDArray[np.intp], draws: int) -> Draws:
        """Poisson draws."""
        chance = np.random.default_rng(SEED)
        last = np.nan_to_num(at.history.deaths[at.history.scored, at.origin])
        return chance.poisson(last[:, None, None], (len(last), len(horizons), draws)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Conflictology:
    """The country's own last months, each a draw: all equally likely. The number of draws is that of the months."""

    months: int = 12

    @property
    def name(self) -> str:
        """conflictology-12, conflictology-24."""
        return f"conflictology-{self.months}"

    def draw(self, at: Known, horizons: npt.NDArray[np.intp], draws: int) -> Draws:
        """The months as they were; a month before the state existed counts as nothing."""
        past = at.history.deaths[at.history.scored, at.origin - self.months + 1 : at.origin + 1]
        return repeated(np.nan_to_num(past), len(horizons))


@dataclass(frozen=True, slots=True)
class Fading:
    """The country's own past months, each half as likely `half_life` months further back."""

    half_life: float = 6
    months: int = 36

    @property
    def name(self) -> str:
        """fading-6: half-life of six months."""
        return f"fading-{self.half_life:g}"

    def draw(self, at: Known, horizons: npt.NDArray[np.intp], draws: int) -> Draws:
        """Quantiles of the weighed months, evenly spaced: no chance in them."""
        lags = np.arange(min(self.months, at.origin + 1))
        weight = 0.5 ** (lags / self.half_life)
        want = (np.arange(draws) + 0.5) / draws
        out = np.zeros((len(at.history.scored), draws))
        for place, row in enumerate(at.history.scored):
            past = at.history.deaths[row, at.origin - lags]
            here = ~np.isnan(past)
            if not here.any():
                continue
            order = np.argsort(past[here], kind="stable")
            summed = np.cumsum(weight[here][order])
            at_most = np.minimum(np.searchsorted(summed / summed[-1], want), len(order) - 1)
            out[place] = past[here][order][at_most]
        return repeated(out, len(horizons))


@dataclass(frozen=True, slots=True)
class Pooled:
    """The months of all countries over the last years, thrown together: what a country is makes no difference."""

    months: int = 60
    name: str = "pooled bootstrap"

    def draw(self, at: Known, horizons: npt.NDArray[np.intp], draws: int) -> Draws:
        """The same sample for every country."""
        past = at.history.deaths[at.history.scored, max(0, at.origin - self.months + 1) : at.origin + 1].ravel()
        drawn = np.random.default_rng(SEED).choice(past[~np.isnan(past)], draws)
        return repeated(np.broadcast_to(drawn, (len(at.history.scored), draws)), len(horizons))


@dataclass(frozen=True, slots=True)
class NegativeBinomial:
    """A negative binomial with the mean and variance of the country's last months (Poisson where these are no wider)."""

    months: int = 24
    name: str = "negative binomial"

    def draw(self, at: Known, horizons: npt.NDArray[np.intp], draws: int) -> Draws:
        """Draws by the method of moments."""
        chance = np.random.default_rng(SEED)
        past = np.nan_to_num(at.history.deaths[at.history.scored, at.origin - self.months + 1 : at.origin + 1])
        mean, variance = past.mean(1), past.var(1)
        shape = np.where(variance > mean, mean**2 / np.maximum(variance - mean, 1e-9), np.inf)
        size = (len(mean), len(horizons), draws)
        rate = np.where(np.isfinite(shape), shape, 1.0)[:, None, None]
        spread = chance.gamma(np.broadcast_to(np.maximum(rate, 1e-9), size)) / np.maximum(rate, 1e-9)
        level = np.where(np.isfinite(shape)[:, None, None], mean[:, None, None] * spread, mean[:, None, None])
        return np.asarray(chance.poisson(np.minimum(level, 1e9)), dtype=np.float32)


def benchmarks() -> tuple[Zero | Last | Conflictology | Fading | Pooled | NegativeBinomial, ...]:
    """Every benchmark, the one that others are compared with first."""
    return (
        Conflictology(12),
        Conflictology(24),
        Fading(6, 36),
        Fading(12, 120),
        NegativeBinomial(),
        Last(),
        Pooled(),
        Zero(),
    )
