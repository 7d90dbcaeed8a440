"""Bands of money for a drawing: the largest bars of each column, all others as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from vrede.chain import Flow
from vrede.web.charts.sankey import Band

SHOWN = 9  # bars in a column; the others are one bar
OTHERS = "…"


def bands(flows: Sequence[Flow]) -> list[Band]:
    """Bands for a drawing: the largest bars of each column, all others as one; what is only proposed apart."""
    size: dict[tuple[int, str], int] = defaultdict(int)
    for flow in flows:
        size[flow.level - 1, flow.payer] += flow.at_most
        size[flow.level, flow.receiver] += flow.at_most
    kept: set[tuple[int, str]] = set()
    for column in {c for c, _ in size}:
        ranked = sorted((k for k in size if k[0] == column), key=lambda k: (-size[k], k[1]))
        kept |= set(ranked[:SHOWN])
    sums: dict[tuple[int, str, str, bool], int] = defaultdict(int)
    for flow in flows:
        left = flow.payer if (flow.level - 1, flow.payer) in kept else OTHERS
        right = flow.receiver if (flow.level, flow.receiver) in kept else OTHERS
        sums[flow.level - 1, left, right, True] += flow.certain
        sums[flow.level - 1, left, right, False] += flow.at_most - flow.certain
    return [Band(*key[:3], cents, key[3]) for key, cents in sorted(sums.items()) if cents > 0]
