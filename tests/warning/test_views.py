"""Our scores against those of the challenge's own package, on the same draws (recorded by tools/views_scores.py)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vrede.warning.scores import (
    average_precision,
    brier,
    chance,
    covered,
    crps,
    crps_log1p,
    ign,
    interval_score,
)

RECORDED: dict[str, Any] = json.loads(Path(__file__).with_name("views_evaluation.json").read_text(encoding="ascii"))
DRAWS = np.array(RECORDED["draws"], dtype=np.float64)
OUTCOMES = np.array(RECORDED["outcomes"], dtype=np.float64)
HAPPENED = OUTCOMES >= 25
OURS = {
    "crps": crps(DRAWS, OUTCOMES).mean(),
    "log1p_crps": crps_log1p(DRAWS, OUTCOMES).mean(),
    "mis": interval_score(DRAWS, OUTCOMES).mean(),
    "ign": ign(DRAWS, OUTCOMES).mean(),
    "coverage": covered(DRAWS, OUTCOMES).mean(),
    "brier_25": brier(chance(DRAWS, 25), HAPPENED).mean(),
    "ap_25": average_precision(chance(DRAWS, 25), HAPPENED),
}


def test_the_recorded_cases_are_of_every_kind() -> None:
    """All eleven bins, outcomes inside and outside of the interval, war and none."""
    assert RECORDED["package"].startswith("views-evaluation ")
    assert DRAWS.shape == (len(OUTCOMES), 1000)
    assert 0 < HAPPENED.mean() < 1
    assert 0 < OURS["coverage"] < 1
    assert set(RECORDED["mean"]) == set(OURS)


@pytest.mark.parametrize("name", OURS)
def test_the_package_scores_the_same(name: str) -> None:
    """Each shared score, its mean over the cases."""
    assert OURS[name] == pytest.approx(RECORDED["mean"][name], rel=1e-9)
