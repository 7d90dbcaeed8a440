"""The same code on cells of a grid: 36 made-up cells of 6 by 6, each touching its neighbours, forecast and explained."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from vrede.warning.features import features
from vrede.warning.issue import AHEAD, DRAWS, make_issue
from vrede.warning.models import known as learning
from vrede.warning.models.known import cases, known
from vrede.warning.panel import History, bordering, month_id
from vrede.warning.proof.evaluate import OURS, run_evaluation, scored
from vrede.warning.tasks import models

SIDE = 6
MONTHS = 11 * 12


def touching(side: int) -> list[tuple[int, int]]:
    """Pairs of cells of a square that share an edge or a corner."""
    steps = [step for step in product((-1, 0, 1), repeat=2) if step != (0, 0)]
    return [
        (row * side + column, (row + down) * side + column + right)
        for row, column in product(range(side), repeat=2)
        for down, right in steps
        if 0 <= row + down < side and 0 <= column + right < side
    ]


def grid(side: int = SIDE, months: int = MONTHS, seed: int = 2) -> History:
    """Violence that starts seldom, mostly beside violence, and lasts; most cells never see any."""
    chance = np.random.default_rng(seed)
    near = bordering(touching(side), side * side)
    deaths = np.zeros((side * side, months))
    burning = np.zeros(side * side, dtype=bool)
    for month in range(months):
        beside = near @ burning.astype(np.float64)
        burning = chance.random(side * side) < np.where(burning, 0.85, 0.004 + 0.02 * beside)
        deaths[:, month] = np.where(burning, chance.negative_binomial(1, 1 / 15, side * side), 0)
    cells = tuple(range(100001, 100001 + side * side))
    flat = np.zeros(side * side)
    scored = np.arange(side * side)
    return History(deaths, cells, tuple(map(str, cells)), month_id(2000, 1), scored, near, flat, flat)


@pytest.fixture(scope="module")
def cells() -> History:
    """The grid."""
    return grid()


def test_a_cell_knows_its_eight_neighbours_and_no_other() -> None:
    """Corner 3, edge 5, inside 8; and the worst of them is their worst."""
    here = grid(4, 24)
    assert here.near.sum(1).tolist() == [3, 5, 5, 3, 5, 8, 8, 5, 5, 8, 8, 5, 3, 5, 5, 3]
    worst = features(here).of("worst neighbour's deaths in 12 months")[:, -1]
    year = here.deaths[:, -12:].sum(1)
    plain = [max(year[other] for cell, other in touching(4) if cell == mine) for mine in range(16)]
    assert worst == pytest.approx(np.log1p(plain), abs=1e-4)


def test_cells_are_forecast_as_countries_are(cells: History) -> None:
    """Draws of every cell and month, reasons and similar situations; cells beside violence are likelier to see it."""
    made = make_issue({"ged_sb": cells}, cells.last)
    assert made.draws["ged_sb"].shape == (SIDE * SIDE, AHEAD, DRAWS)
    assert made.iso3 == cells.iso3
    assert set(made.reasons["iso3"]) <= set(cells.iso3)
    assert made.cases.height > 0
    chance = (made.draws["ged_sb"][:, 0] >= 1).mean(1)
    burning = cells.deaths[:, -1] > 0
    assert chance[burning].mean() > 2 * chance[~burning].mean()


def test_cells_are_scored_as_countries_are(cells: History) -> None:
    """A window of a year: every model has a score, and ours is better than always nothing."""
    window = run_evaluation(cells, [2010])[0]
    assert window.outcomes.shape == (SIDE * SIDE, 12)
    score = {name: scored(draws, window.outcomes).means()["log1p_crps"] for name, draws in window.draws.items()}
    assert set(score) == {OURS, *models()}
    assert 0 < score[OURS] < score["zero"]


def test_of_millions_of_cases_a_part_is_drawn(cells: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more than MOST, the same every time, and of every year."""
    at, horizons = known(cells, cells.last), np.arange(1, 13)
    everything = cases(at, horizons, 2, 4)
    monkeypatch.setattr(learning, "MOST", 500)
    some = cases(at, horizons, 2, 4)
    assert len(some) == 500 < len(everything)
    assert some.tobytes() == cases(at, horizons, 2, 4).tobytes()
    assert {tuple(row) for row in some.tolist()} < {tuple(row) for row in everything.tolist()}
    assert set(some[:, 1] // 12) == set(everything[:, 1] // 12)
