"""Down the chain from an activity: how much of what it paid can be seen further on, level by level.

Level 0 is the activity itself and what it paid. An activity that received money of the chain and of others passes on the
chain's share of what it pays, rounded down to the cent; nobody passes on more than it got. Money that goes round in a
circle stops there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Key = int
Cents = int


@dataclass(frozen=True, slots=True)
class PassedOn:
    """Who passes money to whom: cents of payments that were seen, by (payer, receiver)."""

    passed: Mapping[Key, Sequence[tuple[Key, Cents]]]
    spent: Mapping[Key, Cents]
    received: Mapping[Key, Cents]


@dataclass(slots=True)
class Walked:
    """What became of one activity's money: (level, activity) -> cents, edges used, and edges that close a circle."""

    reached: dict[tuple[int, Key], Cents] = field(default_factory=dict)
    edges: dict[tuple[int, Key, Key], Cents] = field(default_factory=dict)
    circles: list[tuple[Key, Key]] = field(default_factory=list)

    def at(self, level: int) -> Cents:
        """What can be seen at a level."""
        return sum(cents for (n, _), cents in self.reached.items() if n == level)

    @property
    def depth(self) -> int:
        """The deepest level that was reached."""
        return max((level for level, _ in self.reached), default=0)


def reachable(root: Key, passed: Mapping[Key, Sequence[tuple[Key, Cents]]]) -> list[Key]:
    """All activities below one, it first, every payer before those it alone leads to (an order of a depth-first walk)."""
    order: list[Key] = []
    seen = {root}
    stack: list[tuple[Key, Iterable[tuple[Key, Cents]]]] = [(root, iter(passed.get(root, ())))]
    while stack:
        key, rest = stack[-1]
        for below, _ in rest:
            if below not in seen:
                seen.add(below)
                stack.append((below, iter(passed.get(below, ()))))
                break
        else:
            stack.pop()
            order.append(key)
    return order[::-1]


def walk(root: Key, flow: PassedOn) -> Walked:
    """Follows the root's spending down. Time is linear in the edges below it."""
    found = Walked()
    start = max(flow.spent.get(root, 0), 0)
    found.reached[0, root] = start
    order = reachable(root, flow.passed)
    place = {key: number for number, key in enumerate(order)}
    holds: dict[Key, dict[int, Cents]] = defaultdict(dict)
    holds[root] = {0: start}
    for key in order:
        below = [(to, cents) for to, cents in flow.passed.get(key, ()) if cents > 0]
        for to, _ in below:
            if place[to] <= place[key]:
                found.circles.append((key, to))
        forward = [(to, cents) for to, cents in below if place[to] > place[key]]
        if forward:
            _pass_on(key, root, forward, flow, holds, found)
    return found


def _pass_on(
    key: Key,
    root: Key,
    forward: Sequence[tuple[Key, Cents]],
    flow: PassedOn,
    holds: dict[Key, dict[int, Cents]],
    found: Walked,
) -> None:
    mine = sum(holds[key].values())
    if mine <= 0:
        return
    # All that it had to give: what it received from anyone, or spent, or passed on, whichever is most.
    whole = max(
        flow.received.get(key, 0),
        flow.spent.get(key, 0),
        sum(cents for _, cents in forward),
        mine if key == root else 0,
    )
    for to, cents in forward:
        for level, held in sorted(holds[key].items()):
            share = cents * held // max(whole, mine)
            if share > 0:
                holds[to][level + 1] = holds[to].get(level + 1, 0) + share
                found.reached[level + 1, to] = found.reached.get((level + 1, to), 0) + share
                edge = (level + 1, key, to)
                found.edges[edge] = found.edges.get(edge, 0) + share
