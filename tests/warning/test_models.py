"""Models: whole draws of the right shape, the same every time, and the combination by its weights."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from vrede.warning.models.benchmark import Conflictology, Fading, Last, Zero, benchmarks
from vrede.warning.models.boosted import Boosted
from vrede.warning.models.combine import Recipe, combined, learned, levels_of, pooled, recipe_for, recipes, thinned
from vrede.warning.models.forest import Forest
from vrede.warning.models.known import Model, known
from vrede.warning.models.sharpen import pushed, sharpened
from vrede.warning.panel import Draws, History, month_id
from vrede.warning.proof.evaluate import BASE, HORIZONS, OURS, origin_of, outcome_of, run_evaluation
from vrede.warning.proof.report import evaluation, goals, skill_page
from vrede.warning.scores import crps, crps_log1p, ign, interval_score
from vrede.warning.tasks import Task, drawn

ORIGIN = month_id(2012, 10)
SMALL = (Forest(trees=10, leaf=10), Forest(change=True, trees=10, leaf=10), Boosted(trees=10, least=20))


@pytest.mark.parametrize("model", [*benchmarks(), *SMALL], ids=lambda model: model.name)
def test_draws_are_whole_counts_and_the_same_every_time(world: History, model: Model) -> None:
    """[country, horizon, draw], float32, no less than nothing; another run gives the same bytes."""
    at = known(world, ORIGIN)
    first = model.draw(at, HORIZONS, 50)
    assert first.shape[:2] == (len(world.scored), len(HORIZONS))
    assert first.dtype == np.float32
    assert np.array_equal(first, np.round(first))
    assert first.min() >= 0
    assert first.tobytes() == model.draw(at, HORIZONS, 50).tobytes()


@pytest.mark.parametrize("model", [*benchmarks(), *SMALL], ids=lambda model: model.name)
def test_a_world_that_never_saw_violence_expects_none(world: History, model: Model) -> None:
    """Nothing to learn from is not a fault: all draws are nothing."""
    peace = replace(world, deaths=np.where(np.isnan(world.deaths), np.nan, 0.0))
    assert not model.draw(known(peace, ORIGIN), HORIZONS, 20).any()


def test_benchmarks_by_hand(world: History) -> None:
    """Nothing is nothing; the last twelve months are the draws; fading weighs the newest most."""
    at = known(world, ORIGIN)
    past = world.until(ORIGIN).deaths
    assert not Zero().draw(at, HORIZONS, 10).any()
    assert np.array_equal(Conflictology(12).draw(at, HORIZONS, 99)[3, 5], past[3, -12:])
    assert np.array_equal(np.unique(Fading(1e-6, 36).draw(at, HORIZONS, 99)[2]), [past[2, -1]])
    assert Last().draw(at, HORIZONS, 4000)[:, 0].mean(1) == pytest.approx(past[:, -1], rel=0.15, abs=0.2)


def test_a_recipe_changes_evenly_from_quiet_to_war() -> None:
    """Weights sum to one at every level."""
    recipe = Recipe("r", 2000, {"a": 3, "b": 1}, {"b": 1}, 1.0, 3.0)
    assert recipe.weights(0) == {"a": 0.75, "b": 0.25}
    assert recipe.weights(9) == {"a": 0.0, "b": 1.0}
    for level in np.linspace(0, 5, 11):
        assert sum(recipe.weights(float(level)).values()) == pytest.approx(1)


def test_a_pool_holds_each_part_by_its_weight() -> None:
    """Seven of ten draws of one, three of the other; thinning keeps what a part says."""
    parts = {"a": np.zeros((1, 1, 100), dtype=np.float32), "b": np.full((1, 1, 100), 5, dtype=np.float32)}
    made = pooled(Recipe("r", 2000, {"a": 0.7, "b": 0.3}, {}, 8.0, 9.0), parts, np.array([0.0]), 10)
    assert sorted(made[0, 0]) == [0] * 7 + [5] * 3
    assert thinned(np.arange(100, dtype=np.float32)[None], 4).tolist() == [[12, 37, 62, 87]]


def test_a_recipe_is_used_only_after_its_windows_have_ended() -> None:
    """October 2017 does not know how 2017 ended; before the first recipe all parts weigh the same."""
    assert recipe_for(month_id(2017, 10)).learned_to == 2016
    assert recipe_for(month_id(2017, 12)).learned_to == 2017
    assert recipe_for(month_id(2030, 1)) == recipes()[-1]
    assert set(recipe_for(month_id(1999, 1)).weights(2.0).values()) == {0.2}
    for recipe in recipes():
        assert sum(recipe.quiet.values()) == pytest.approx(1, abs=0.01)


def test_weights_go_to_the_part_that_said_what_came() -> None:
    """One part is right in quiet countries, the other at war."""
    said = np.array([[0.9, 0.1]] * 500 + [[0.1, 0.9]] * 500)
    found = learned([said], [np.array([0.0] * 500 + [4.0] * 500)], 0.0, 4.0, np.ones((2, 2)))
    assert found.sum(1).tolist() == pytest.approx([1, 1])
    assert found[0, 0] > 0.95
    assert found[1, 1] > 0.95
    allowed = np.array([[1.0, 1.0], [1.0, 0.0]])
    assert learned([said], [np.zeros(1000)], 0.0, 4.0, allowed)[1].tolist() == [1, 0]


def test_sharpening_moves_chances_from_a_half_and_invents_nothing() -> None:
    """More of the likely, none that was not there; a slope of nothing only sorts."""
    drawn = np.array([[0] * 700 + [30] * 300], dtype=np.float32)
    made = sharpened(drawn, 0.2)
    assert (made > 0).mean() == pytest.approx(0.266, abs=0.002)
    assert set(made[0]) == {0, 30}
    assert np.array_equal(sharpened(drawn, 0.0), drawn)
    assert (np.diff(pushed(np.array([[0.9, 0.6, 0.6, 0.0]]), 0.3)) <= 0).all()


def test_our_forecast_takes_any_horizon(world: History) -> None:
    """As the product run asks it: from one month ahead, the same every time."""
    at = known(world, ORIGIN)
    tasks = [Task("", ORIGIN, name, (1, 20, 36), 40) for name in recipe_for(ORIGIN).parts]

    def once() -> Draws:
        return combined(at, {task.model: draws for task, draws in drawn({"": world}, tasks).items()}, 40)

    made = once()
    assert made.shape == (len(world.scored), 3, 40)
    assert made.tobytes() == once().tobytes()


def test_a_later_year_cannot_change_an_earlier_forecast(world: History) -> None:
    """Run with and without the years after it, a window is the same; and the report holds together."""
    short, long = run_evaluation(world, [2015]), run_evaluation(world, [2015, 2016])
    for one, other in zip(short, long, strict=False):
        assert one.recipe == other.recipe
        assert one.draws[OURS].tobytes() == other.draws[OURS].tobytes()
    made = evaluation(long, [2015, 2016])
    assert set(made["windows"]) == {"2015", "2016"}
    assert made["windows"]["2016"][OURS]["crps"] == pytest.approx(crps(long[1].draws[OURS], long[1].outcomes).mean())
    assert len(goals(made)) == 8
    assert "| ours |" in skill_page(made, "a command")
    assert made["pooled"]["gains"]["crps"][BASE]["low"] <= made["pooled"]["gains"]["crps"][BASE]["high"]
    with pytest.raises(ValueError, match="was not run"):
        evaluation(long, [2018])


PUBLISHED = {
    2018: (14.4829, 0.1523, 0.7409, 186.55),
    2019: (9.1460, 0.1423, 0.6842, 89.06),
    2020: (21.3393, 0.1404, 0.6336, 344.96),
    2021: (76.8495, 0.1739, 0.7412, 1435.55),
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_conflictology_is_reproduced_on_the_real_panel(real: History, year: int) -> None:
    """CRPS, on log1p, IGN and MIS of the published benchmark, to the decimals given."""
    at, came = known(real, origin_of(year)), outcome_of(real, year)
    draws = Conflictology(12).draw(at, HORIZONS, 12)
    wanted = PUBLISHED[year]
    assert round(float(crps(draws, came).mean()), 4) == wanted[0]
    assert round(float(crps_log1p(draws, came).mean()), 4) == wanted[1]
    assert round(float(ign(draws, came).mean()), 4) == wanted[2]
    assert round(float(interval_score(draws, came).mean()), 2) == wanted[3]
    assert len(levels_of(at)) == 191


def test_a_year_that_is_not_there_is_refused_before_anything_is_fitted(world: History) -> None:
    """A slip in the last year of a span costs no minutes."""
    done: list[int] = []
    with pytest.raises(ValueError, match="9998-10 is not in the panel"):
        run_evaluation(world, range(2015, 10_000)[:: 9999 - 2015], done.append)
    with pytest.raises(ValueError, match="2022: a month of a scored country is missing"):
        run_evaluation(world, (2015, 2022), done.append)
    assert done == []
