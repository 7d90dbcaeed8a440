"""Scores by the package views-evaluation, written down for tests/warning/test_views.py.

Usage: python -m venv V; V/bin/pip install views-evaluation==2.0.0; V/bin/python tools/views_scores.py
It runs in an environment of its own: the package asks for numpy below 2, and vrede stands on a later one.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
from views_evaluation.evaluation import native_metric_calculators as theirs

FILE = Path(__file__).resolve().parents[1] / "tests" / "warning" / "views_evaluation.json"
EDGES = [0, 0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5, 1e12]
"""The last edge stands for infinity, which the package's histogram does not take."""
ROWS = 40


def main() -> None:
    """Forty cases of 1,000 draws: no deaths, few, many, and a tail; some outcomes far outside."""
    chance = np.random.default_rng(4)
    level = np.exp(chance.uniform(-3, 7, ROWS))
    draws = np.floor(chance.gamma(0.4, level[:, None] / 0.4, (ROWS, 1000)))
    outcomes = np.floor(level * np.exp(chance.normal(0, 1.5, ROWS)))
    one = {"draws": draws.astype(int).tolist(), "outcomes": outcomes.astype(int).tolist()}
    mean = {
        "crps": theirs.calculate_crps_native(outcomes, draws),
        "log1p_crps": theirs.calculate_crps_native(np.log1p(outcomes), np.log1p(draws)),
        "mis": theirs.calculate_mean_interval_score_native(outcomes, draws, alpha=0.1),
        "ign": theirs.calculate_ignorance_score_native(outcomes, draws, bins=EDGES, low_bin=0, high_bin=1),
        "coverage": theirs.calculate_coverage_native(outcomes, draws, alpha=0.1),
        "brier_25": theirs.calculate_brier_rgs_sample_native(outcomes, draws, threshold=24.5),
        "ap_25": theirs.calculate_ap_native(outcomes >= 25, (draws >= 25).mean(1)[:, None]),
    }
    said = {name: float(value) for name, value in mean.items()}
    text = {"package": f"views-evaluation {version('views-evaluation')}", "mean": said, **one}
    FILE.write_text(json.dumps(text, separators=(",", ":")) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
