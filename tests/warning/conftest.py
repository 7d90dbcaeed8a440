"""A small world: twelve countries over twenty-six years, made with a fixed seed; and the real panel where it is there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from vrede.sources.conflict.panel import read_panel
from vrede.sources.conflict.read import read_series
from vrede.warning.panel import History, bordering, history, month_id


def small_world(seed: int = 1, countries: int = 12, first_year: int = 1996, years: int = 26) -> History:
    """Some countries at peace, some in and out of war; one exists only later."""
    chance = np.random.default_rng(seed)
    months = years * 12
    deaths = np.zeros((countries, months))
    for row in range(countries):
        at_war = False
        for month in range(months):
            at_war = chance.random() < (0.93 if at_war else 0.01 * (row % 4))
            deaths[row, month] = chance.negative_binomial(1, 1 / 40) if at_war else 0
    deaths[countries - 1, :100] = np.nan
    near = [pair for row in range(countries - 1) for pair in ((row, row + 1), (row + 1, row))]
    return History(
        deaths,
        tuple(range(1, countries + 1)),
        tuple(f"C{chr(65 + row)}A" for row in range(countries)),
        month_id(first_year, 1),
        np.arange(countries),
        bordering(near, countries),
        np.zeros(countries),
        np.ones(countries),
    )


@pytest.fixture(scope="session")
def world() -> History:
    """The small world."""
    return small_world()


@pytest.fixture(scope="session")
def real(shared: Path) -> History:
    """The real panel."""
    folder = shared / "conflict"
    if not folder.is_dir():
        pytest.skip("real data: no conflict folder")
    return history(read_panel(folder), series=read_series(folder)[0])
