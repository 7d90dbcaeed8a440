"""Features: known months only, and equal to plain loops."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from vrede.warning.features import average, fading, features, largest, since, total
from vrede.warning.models.known import asked, cases, design, known, outcomes
from vrede.warning.panel import History, month_id

ORIGIN = month_id(2012, 10)


def poisoned(world: History) -> History:
    """The same world with another future."""
    deaths = world.deaths.copy()
    deaths[:, ORIGIN - world.first + 1 :] = 999_999
    return replace(world, deaths=deaths)


def test_a_poisoned_future_changes_nothing(world: History) -> None:
    """Features, learned cases and their outcomes at an origin are the same whatever comes after it."""
    one, other = known(world, ORIGIN), known(poisoned(world), ORIGIN)
    assert np.array_equal(one.features.values, other.features.values, equal_nan=True)
    horizons = np.arange(3, 15)
    first, second = (cases(at, horizons, 2, 4) for at in (one, other))
    assert np.array_equal(first, second)
    assert outcomes(one, first).max() < 999_999
    assert np.array_equal(design(one, asked(one, horizons)), design(other, asked(other, horizons)), equal_nan=True)


def test_features_at_a_month_are_those_of_the_history_until_then(world: History) -> None:
    """Made once for all months or anew at each: the same."""
    whole = features(world)
    for month in (month_id(2001, 1), month_id(2009, 5), ORIGIN):
        cut = features(world.until(month))
        assert np.allclose(cut.values[:, -1], whole.values[:, month - world.first], equal_nan=True)


def test_no_case_reaches_beyond_the_origin(world: History) -> None:
    """Origin and outcome both lie in the past, and the state existed at both."""
    at = known(world, ORIGIN)
    rows = cases(at, np.arange(3, 15), 3, 4)
    assert (rows[:, 1] + rows[:, 2]).max() <= at.origin
    assert not np.isnan(outcomes(at, rows)).any()
    assert len(np.unique(rows, axis=0)) == len(rows)


@pytest.mark.parametrize("width", [1, 3, 12])
def test_windows_are_plain_loops(world: History, width: int) -> None:
    """Sum, mean and maximum over what is known of the last months."""
    values = world.deaths[:, :60]
    for row in range(len(values)):
        for month in range(60):
            past = [v for v in values[row, max(0, month - width + 1) : month + 1] if not np.isnan(v)]
            assert total(values, width)[row, month] == sum(past)
            assert average(values, width)[row, month] == pytest.approx(sum(past) / max(len(past), 1))
            assert largest(values, width)[row, month] == max(past, default=0)


def test_since_and_fading_by_hand() -> None:
    """Months since, with a cap; a mean that halves."""
    values = np.array([[0.0, 5.0, 0.0, 0.0, 30.0]])
    assert since(values, 1).tolist() == [[240, 0, 1, 2, 0]]
    assert since(values, 25).tolist() == [[240, 240, 240, 240, 0]]
    assert fading(np.array([[4.0, 0.0]]), 1).tolist() == [[4.0, pytest.approx(4 * 0.5 / 1.5)]]
    assert fading(np.array([[np.nan, 2.0]]), 1)[0, 1] == pytest.approx(2.0)


@pytest.mark.parametrize("toward", [-np.inf, np.inf])
def test_the_last_bits_of_another_processor_change_nothing(
    world: History, monkeypatch: pytest.MonkeyPatch, toward: float
) -> None:
    """Logarithms four steps of a float off, as vector units differ: the same features, and the same draws of the forest."""
    from vrede.warning.models.forest import Forest
    from vrede.warning.models.known import known

    forest, horizons = Forest(change=True, trees=10, leaf=10), np.arange(1, 4)
    here = known(world, world.last)
    drawn = forest.draw(here, horizons, 50)
    exact = np.log1p

    def off(values: object) -> object:
        found = exact(values)
        for _step in range(4):
            found = np.nextafter(found, toward)
        return np.where(np.asarray(values) == 0, 0.0, found)

    monkeypatch.setattr(np, "log1p", off)
    there = known(world, world.last)
    assert here.features.values.tobytes() == there.features.values.tobytes()
    assert forest.draw(there, horizons, 50).tobytes() == drawn.tobytes()
