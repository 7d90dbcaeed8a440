"""Scores by hand, by slow twins, and by two packages that others keep."""

from __future__ import annotations

import numpy as np
import pytest
import scoringrules
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score

from vrede.warning.scores import (
    average_precision,
    bin_of,
    brier,
    chance,
    covered,
    crps,
    crps_log1p,
    ign,
    interval_score,
    reliability,
)

COUNTS = st.lists(st.integers(0, 2000), min_size=1, max_size=30)


def plain_crps(draws: list[int], outcome: int) -> float:
    """Mean distance to the outcome less half the mean distance between draws, every pair, also with itself."""
    m = len(draws)
    return sum(abs(x - outcome) for x in draws) / m - sum(abs(a - b) for a in draws for b in draws) / (2 * m * m)


@settings(max_examples=150, deadline=None)
@given(COUNTS, st.integers(0, 2000))
def test_crps_is_its_definition_and_the_package_agrees(draws: list[int], outcome: int) -> None:
    """The sort-based form equals all pairs; scoringrules' quantile-decomposed form is the same estimator."""
    x, y = np.array([draws], dtype=np.float64), np.array([outcome], dtype=np.float64)
    assert crps(x, y)[0] == pytest.approx(plain_crps(draws, outcome), abs=1e-8)
    assert crps(x, y)[0] == pytest.approx(float(scoringrules.crps_ensemble(y, x, estimator="nrg")[0]), abs=1e-8)
    assert crps_log1p(x, y)[0] == pytest.approx(crps(np.log1p(x), np.log1p(y))[0])


@settings(max_examples=60, deadline=None)
@given(COUNTS, st.integers(0, 2000), st.randoms())
def test_the_order_of_draws_does_not_matter(draws: list[int], outcome: int, chance_: object) -> None:
    """Scores are of a distribution."""
    mixed = draws[:]
    chance_.shuffle(mixed)  # type: ignore[attr-defined]
    y = np.array([outcome], dtype=np.float64)
    for score in (crps, ign, interval_score):
        assert score(np.array([draws]), y) == pytest.approx(score(np.array([mixed]), y))


@pytest.mark.parametrize(
    ("deaths", "place"),
    [
        (0, 0),
        (1, 1),
        (2, 1),
        (3, 2),
        (5, 2),
        (6, 3),
        (10, 3),
        (11, 4),
        (25, 4),
        (26, 5),
        (50, 5),
        (51, 6),
        (100, 6),
        (101, 7),
        (250, 7),
        (251, 8),
        (500, 8),
        (501, 9),
        (1000, 9),
        (1001, 10),
        (10**6, 10),
    ],
)
def test_the_eleven_bins(deaths: int, place: int) -> None:
    """Both ends of each."""
    assert bin_of(np.array([deaths]))[0] == place


@pytest.mark.parametrize(
    ("draws", "outcome", "bits"),
    [
        ([0, 0, 0, 0], 0, -np.log2(1001 / 1011)),
        ([0, 0, 0, 0], 5, -np.log2(1 / 1011)),
        ([0, 4, 0, 4], 5, -np.log2(501 / 1011)),
        ([0, 0, 7], 7, -np.log2((1000 / 3 + 1) / 1011)),
    ],
)
def test_the_log_score_by_hand(draws: list[int], outcome: int, bits: float) -> None:
    """Shares scaled to 1,000 members with one more in every bin."""
    assert ign(np.array([draws]), np.array([float(outcome)]))[0] == pytest.approx(bits)


def test_the_interval_score_by_hand() -> None:
    """0 to 100 in steps: the central 90% is 5 to 95; an outcome of 98 costs its distance twenty times."""
    draws = np.arange(101)[None, :]
    assert interval_score(draws, np.array([50.0]))[0] == pytest.approx(90)
    assert interval_score(draws, np.array([98.0]))[0] == pytest.approx(90 + 20 * 3)
    assert covered(draws, np.array([95.0]))[0]
    assert not covered(draws, np.array([96.0]))[0]


def test_chances_and_brier() -> None:
    """At or above the threshold."""
    draws = np.array([[0, 24, 25, 400]])
    assert chance(draws, 25)[0] == 0.5
    assert chance(draws, 1)[0] == 0.75
    assert brier(np.array([0.5]), np.array([True]))[0] == 0.25


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=1, max_size=40))
def test_average_precision_is_the_packages(cases: list[tuple[int, bool]]) -> None:
    """Ties and all, where anything happened; else it cannot be told."""
    chances, truth = np.array([c / 4 for c, _ in cases]), np.array([t for _, t in cases])
    if not truth.any():
        assert np.isnan(average_precision(chances, truth))
        return
    assert average_precision(chances, truth) == pytest.approx(average_precision_score(truth, chances))


def test_reliability_by_hand() -> None:
    """Tenths of the scale; 1 belongs to the last."""
    chances, truth = np.array([0.05, 0.0, 0.95, 1.0]), np.array([False, True, True, True])
    assert reliability(chances, truth) == [(2, 0.025, 0.5), (2, pytest.approx(0.975), 1.0)]
