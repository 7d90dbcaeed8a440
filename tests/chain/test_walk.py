"""Money followed down: level by level, nothing is made on the way, and circles end."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrede.chain.walk import PassedOn, walk

# edges (payer, receiver, cents) | spent | received | level -> cents seen
DRAWN = {
    "one payment": ([(0, 1, 60)], {0: 100}, {1: 60}, {0: 100, 1: 60}),
    "two levels": ([(0, 1, 60), (1, 2, 30)], {0: 100, 1: 60}, {1: 60}, {0: 100, 1: 60, 2: 30}),
    "half of what it received was of others": ([(0, 1, 50), (1, 2, 40)], {0: 50, 1: 100}, {1: 100}, {0: 50, 1: 50, 2: 20}),
    "it spent more than it received": ([(0, 1, 50), (1, 2, 100)], {0: 50, 1: 100}, {1: 50}, {0: 50, 1: 50, 2: 50}),
    "paid on through two": (
        [(0, 1, 50), (0, 2, 50), (1, 3, 50), (2, 3, 50)], {0: 100}, {1: 50, 2: 50}, {0: 100, 1: 100, 2: 100},
    ),
    "straight and through another": ([(0, 1, 40), (0, 2, 60), (1, 2, 40)], {0: 100}, {1: 40}, {0: 100, 1: 100, 2: 40}),
    "claims more than was paid": ([(0, 1, 150)], {0: 100}, {1: 150}, {0: 100, 1: 100}),
    "nothing spent": ([(0, 1, 50)], {}, {1: 50}, {0: 0}),
    "spent below nothing": ([(0, 1, 50)], {0: -10}, {1: 50}, {0: 0}),
    "pays itself": ([(0, 0, 50), (0, 1, 50)], {0: 100}, {}, {0: 100, 1: 50}),
    "round": ([(0, 1, 100), (1, 0, 100)], {0: 100}, {1: 100}, {0: 100, 1: 100}),
    "thirds are rounded down": ([(0, 1, 100), (1, 2, 1)], {0: 100}, {1: 300}, {0: 100, 1: 100}),
}  # fmt: skip


def flow(edges: list[tuple[int, int, int]], spent: dict[int, int], received: dict[int, int]) -> PassedOn:
    passed: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for payer, receiver, cents in edges:
        passed[payer].append((receiver, cents))
    return PassedOn(passed, spent, received)


@pytest.mark.parametrize(("edges", "spent", "received", "levels"), DRAWN.values(), ids=DRAWN)
def test_levels(
    edges: list[tuple[int, int, int]], spent: dict[int, int], received: dict[int, int], levels: dict[int, int]
) -> None:
    found = walk(0, flow(edges, spent, received))
    assert {level: found.at(level) for level in range(found.depth + 1)} == levels


@pytest.mark.parametrize("length", [2, 100, 5_000])
def test_a_circle_of_many_activities_ends_where_it_began(length: int) -> None:
    edges = [(n, (n + 1) % length, 100) for n in range(length)]
    found = walk(0, flow(edges, dict.fromkeys(range(length), 100), dict.fromkeys(range(length), 100)))
    assert found.circles == [(length - 1, 0)]
    assert found.depth == length - 1
    assert found.at(length - 1) == 100


NETWORKS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(0, 10_000)), max_size=30)
AMOUNTS = st.dictionaries(st.integers(0, 8), st.integers(-100, 10_000), max_size=9)


@given(NETWORKS, AMOUNTS, AMOUNTS)
def test_no_level_shows_more_than_the_one_above_it(
    edges: list[tuple[int, int, int]], spent: dict[int, int], received: dict[int, int]
) -> None:
    found = walk(0, flow(edges, spent, received))
    for level in range(1, found.depth + 1):
        assert 0 <= found.at(level) <= found.at(level - 1)
    assert found.at(0) == max(spent.get(0, 0), 0)


@given(NETWORKS, AMOUNTS, AMOUNTS)
def test_what_is_reached_is_the_sum_of_the_payments_that_reach_it(
    edges: list[tuple[int, int, int]], spent: dict[int, int], received: dict[int, int]
) -> None:
    found = walk(0, flow(edges, spent, received))
    sums: dict[tuple[int, int], int] = defaultdict(int)
    for (level, _, receiver), cents in found.edges.items():
        sums[level, receiver] += cents
    assert dict(sums) == {key: cents for key, cents in found.reached.items() if key[0] > 0}
