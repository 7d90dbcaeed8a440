"""Alarms by drawn tables and by a slow plain twin."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrede.warning.alarm.worth import Alarms, alarms, chance_of, escalation_from, lead_times, value


def test_an_escalation_by_hand() -> None:
    """Twice the year's highest month, and never less than 25."""
    assert escalation_from(np.array([0.0, 12.0, 13.0, 400.0])).tolist() == [25, 25, 26, 800]
    draws = np.array([[[0, 30, 60, 90]], [[0, 30, 60, 90]]], dtype=np.float32)
    assert chance_of(draws, np.array([25.0, 60.0])).tolist() == [[0.75], [0.5]]


def test_alarms_by_hand() -> None:
    """chance .4 .4 .1 .1, happened yes no yes no: one hit, one in vain, one missed."""
    found = alarms(np.array([0.4, 0.4, 0.1, 0.1]), np.array([True, False, True, False]), 0.3)
    assert found == Alarms(1, 1, 1)
    assert (found.hit_rate, found.false_alarm_ratio) == (0.5, 0.5)
    assert np.isnan(Alarms(0, 0, 0).hit_rate)
    assert np.isnan(Alarms(0, 0, 0).false_alarm_ratio)


def test_lead_time_by_hand() -> None:
    """Warned of the first month: its distance. Warned of a later one only, or nothing came: none."""
    chances = np.array([[0.1, 0.5, 0.5], [0.1, 0.1, 0.9], [0.9, 0.9, 0.9]])
    happened = np.array([[False, True, True], [False, True, True], [False, False, False]])
    assert lead_times(chances, happened, np.array([3, 4, 5]), 0.3) == [4]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 10), st.booleans()), min_size=1, max_size=30),
    st.sampled_from((0.05, 0.2, 0.5)),
)
def test_value_is_what_a_ledger_of_every_case_says(cases: list[tuple[int, bool]], ratio: float) -> None:
    """Pay the cost when acting, the loss when not; a perfect forecast is worth 1."""
    chances, truth = np.array([c / 10 for c, _ in cases]), np.array([t for _, t in cases])
    if truth.all() or not truth.any():
        assert np.isnan(value(chances, truth, ratio))
        return
    spent = sum(ratio if c >= ratio else float(t) for c, t in zip(chances, truth, strict=True))
    always, never = ratio * len(cases), float(truth.sum())
    best = ratio * float(truth.sum())
    assert value(chances, truth, ratio) == pytest.approx((min(always, never) - spent) / (min(always, never) - best))
    assert value(truth.astype(float), truth, ratio) == pytest.approx(1)
