"""Why: parts that sum to the whole, by a slow sum over every order; and the past situations most alike."""

from __future__ import annotations

from itertools import permutations
from math import nan
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrede.warning.explain import GROUPS, alike, calm, group_of, moved, order, shapley, sums
from vrede.warning.features import features
from vrede.warning.models.forest import Fitted, Forest
from vrede.warning.models.known import Known, known
from vrede.warning.panel import Array, History, month_id

ORIGIN = month_id(2012, 10)
AHEAD, LEAST = 3, 25
Worth = dict[frozenset[int], Array]


@pytest.fixture(scope="module")
def at(world: History) -> Known:
    """The small world in October 2012."""
    return known(world, ORIGIN)


@pytest.fixture(scope="module")
def fitted(at: Known) -> Fitted:
    """A small forest that has learned of it."""
    return Forest(trees=12).fitted(at, np.arange(1, 7))


# -------------------------------------------------------------------------------------------------------- Shapley values


def coalitions(players: int) -> list[frozenset[int]]:
    """All of them, by the bits of a number."""
    return [frozenset(p for p in range(players) if bits >> p & 1) for bits in range(2**players)]


def over_all_orders(worth: Worth, players: int) -> Array:
    """The mean, over every order in which players can come in, of what each adds when it comes."""
    out = np.zeros((len(worth[frozenset()]), players))
    orders = list(permutations(range(players)))
    for one in orders:
        inside: frozenset[int] = frozenset()
        for player in one:
            out[:, player] += worth[inside | {player}] - worth[inside]
            inside = inside | {player}
    return out / len(orders)


@st.composite
def games(draw: st.DrawFn) -> tuple[Worth, int]:
    """Up to four players, two cases, whole worths."""
    players = draw(st.integers(1, 4))
    values = st.lists(st.integers(-50, 50), min_size=2, max_size=2)
    return {who: np.array(draw(values), dtype=float) for who in coalitions(players)}, players


def test_two_players_by_hand() -> None:
    """Alone 10 and 20, together 50: the 20 that neither brings alone is shared."""
    worth = {frozenset[int](): 0, frozenset({0}): 10, frozenset({1}): 20, frozenset({0, 1}): 50}
    parts = shapley({who: np.array([float(n)]) for who, n in worth.items()}, 2)
    assert parts.tolist() == [[20.0, 30.0]]


@settings(max_examples=80, deadline=None)
@given(games())
def test_parts_are_the_mean_over_every_order(game: tuple[Worth, int]) -> None:
    """The slow way, with all permutations."""
    assert shapley(*game) == pytest.approx(over_all_orders(*game), abs=1e-9)


@settings(max_examples=80, deadline=None)
@given(games())
def test_parts_sum_to_the_whole(game: tuple[Worth, int]) -> None:
    """Nothing is left over and nothing made up."""
    worth, players = game
    whole = worth[frozenset(range(players))] - worth[frozenset()]
    assert shapley(worth, players).sum(1) == pytest.approx(whole, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(games())
def test_a_player_that_changes_nothing_has_no_part_and_takes_none(game: tuple[Worth, int]) -> None:
    """One more player, without whom all is worth the same."""
    worth, players = game
    more = {who: worth[who - {players}] for who in coalitions(players + 1)}
    parts = shapley(more, players + 1)
    assert parts[:, players] == pytest.approx(0, abs=1e-9)
    assert parts[:, :players] == pytest.approx(shapley(worth, players), abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(games(), st.randoms(use_true_random=False))
def test_who_is_called_first_does_not_matter(game: tuple[Worth, int], mixer: Random) -> None:
    """Other numbers for the players, the same parts."""
    worth, players = game
    names = list(range(players))
    mixer.shuffle(names)
    other = {frozenset(names[p] for p in who): value for who, value in worth.items()}
    assert shapley(other, players)[:, names] == pytest.approx(shapley(worth, players), abs=1e-9)


# --------------------------------------------------------------------------------------------------------------- groups


@pytest.mark.parametrize(
    ("feature", "group"),
    [
        ("deaths 0 months ago", "last months"),
        ("deaths in 12 months", "last months"),
        ("level, half-life 6", "last months"),
        ("rise over a year", "last months"),
        ("deaths in 24 months", "years before"),
        ("deaths in 120 months", "years before"),
        ("level, half-life 96", "years before"),
        ("months since 25 deaths", "years before"),
        ("rise over eight years", "years before"),
        ("neighbours' deaths in 3 months", "neighbours"),
        ("worst neighbour's deaths in 12 months", "neighbours"),
        ("neighbours at war", "neighbours"),
        ("the world's deaths in 12 months", "world"),
        ("in Africa", "place and means"),
        ("in the Middle East", "place and means"),
        ("population", "place and means"),
        ("income", "place and means"),
    ],
)
def test_a_feature_has_a_group(feature: str, group: str) -> None:
    """By its name."""
    assert group_of(feature) == group


def test_every_group_has_a_feature(world: History) -> None:
    """A group without one would have no part of anything."""
    assert {group_of(name) for name in features(world).names} == set(GROUPS)


# ----------------------------------------------------------------------------------------------------- of a real forest


def test_what_moved_a_chance_sums_to_the_difference(fitted: Fitted, at: Known) -> None:
    """From a country at peace to here; here is what the forest says, there what it says of the other."""
    other = calm(at)
    found = moved(fitted, at, other, AHEAD, LEAST)
    here = at.features.values[at.history.scored, at.origin]
    month = at.history.first + at.origin
    assert np.array_equal(found.here, fitted.chance(here, month, AHEAD, LEAST))
    assert np.array_equal(found.there, fitted.chance(other, month, AHEAD, LEAST))
    assert found.parts.shape == (len(at.history.scored), len(GROUPS))
    assert found.parts.sum(1) == pytest.approx(found.here - found.there, abs=1e-12)
    assert np.abs(found.parts).max() > 0.01


def test_a_group_in_which_nothing_is_other_moved_nothing(fitted: Fitted, at: Known) -> None:
    """Place and means stay a country's own; against itself nothing moved at all."""
    here = at.features.values[at.history.scored, at.origin]
    assert moved(fitted, at, calm(at), AHEAD, LEAST).parts[:, GROUPS.index("place and means")] == pytest.approx(0)
    assert not moved(fitted, at, here, AHEAD, LEAST).parts.any()


def test_one_group_that_is_other_has_the_whole_difference(fitted: Fitted, at: Known) -> None:
    """The last months of a country at peace, the rest a country's own."""
    mine = np.array([group_of(name) == "last months" for name in at.features.names])
    other = np.where(mine[None, :], calm(at), at.features.values[at.history.scored, at.origin])
    found = moved(fitted, at, other, AHEAD, LEAST)
    assert found.parts[:, GROUPS.index("last months")] == pytest.approx(found.here - found.there, abs=1e-12)
    assert np.abs(found.here - found.there).max() > 0.01


def test_the_calm_country_is_the_median_with_a_place_of_its_own(at: Known) -> None:
    """Feature by feature, in a plain loop."""
    here, made = at.features.values[at.history.scored, at.origin], calm(at)
    for column, name in enumerate(at.features.names):
        known_here = [float(v) for v in here[:, column] if not np.isnan(v)]
        if group_of(name) == "place and means":
            assert np.array_equal(made[:, column], here[:, column], equal_nan=True)
        else:
            assert made[:, column] == pytest.approx(float(np.median(known_here)))


def test_similar_situations_are_those_that_share_the_most_leaves(fitted: Fitted, at: Known) -> None:
    """Of one country by a plain loop over trees; the shares of all cases sum to one."""
    here, month = at.features.values[at.history.scored, at.origin], at.history.first + at.origin
    row = 3
    calendar = (month + AHEAD - 1) % 12
    asked = np.concatenate([here[row], np.array([AHEAD, calendar], dtype=np.float32)])[None, :].astype(np.float32)
    share: dict[tuple[int, int], float] = {}
    for tree, place in enumerate(fitted.forest.apply(asked)[0]):
        same = [case for case in range(len(fitted.rows)) if fitted.leaves[case, tree] == place]
        for case in same:
            key = (int(fitted.rows[case, 0]), int(fitted.rows[case, 1]))
            share[key] = share.get(key, 0.0) + 1 / len(same) / fitted.leaves.shape[1]
    assert sum(share.values()) == pytest.approx(1)
    found = alike(fitted, at, AHEAD, 1)[row]
    assert found[0].share == pytest.approx(max(share.values()))
    assert share[found[0].country, found[0].month] == pytest.approx(found[0].share)


def test_similar_situations_are_apart_and_the_most_alike_comes_first(fitted: Fitted, at: Known) -> None:
    """No two of one country within a year, and all of the past."""
    for cases in alike(fitted, at, AHEAD, 5):
        assert len(cases) == 5
        assert [c.share for c in cases] == sorted((c.share for c in cases), reverse=True)
        for place, one in enumerate(cases):
            assert one.month < at.origin
            assert all(o.country != one.country or abs(o.month - one.month) >= 12 for o in cases[:place])


def test_without_a_distance_the_next_month_is_as_good(fitted: Fitted, at: Known) -> None:
    """What the distance is for: the same war would fill the list."""
    close = [
        abs(one.month - other.month)
        for cases in alike(fitted, at, AHEAD, 5, apart=1)
        for one in cases
        for other in cases
        if one.country == other.country and one != other
    ]
    assert 0 < min(close) < 12


# ------------------------------------------------------------------------------------------------------------ the words


@pytest.mark.parametrize(
    ("deaths", "month", "expected"),
    [
        ([1, 2, 4, 8, 16, 32], 2, (6, 24)),
        ([1, 2, 4, 8, 16, 32], 3, (12, 48)),
        ([1, 2, 4, 8, 16, 32], 4, (24, None)),
        ([1, 2, 4, 8, 16, 32], 0, (1, 6)),
        ([nan, 2, 4, 8, nan, 32], 1, (2, 12)),
        ([nan, 2, 4, 8, nan, 32], 2, (6, None)),
    ],
)
def test_deaths_before_and_after_by_hand(deaths: list[float], month: int, expected: tuple[int, int | None]) -> None:
    """Two months up to it, and the two that followed, where both are known."""
    assert sums(np.array([deaths]), 0, month, months=2) == expected


def test_parts_are_told_with_the_largest_first_in_either_direction() -> None:
    """Equals as they stand."""
    assert order([0.1, -0.5, 0.5, 0.0, 0.3]) == [1, 2, 4, 0, 3]
