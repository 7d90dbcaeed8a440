"""One forecast of all countries as the command makes it, and of cells of a grid: wall, CPU and memory of all processes.

Usage: python bench/forecast.py            countries (real data beside the checkout): two minutes
       python bench/forecast.py cells      made-up cells of two sizes, and what 13,110 and 64,818 would take: ten minutes
       python bench/forecast.py one SIDE   one forecast of SIDE by SIDE cells, in this process and two workers
"""

from __future__ import annotations

import sys
import tempfile
from itertools import product

import numpy as np
from processes import Used, run

from real import shared
from vrede.pipeline.workers import executor
from vrede.warning.capacity import room_of
from vrede.warning.issue import make_issue
from vrede.warning.panel import History, bordering, month_id

SECONDS, MEGABYTES = 300, 4096
MONTHS = 32 * 12
SIDES = (14, 20)
ASKED = (13_110, 64_818)
WORKERS = 2


def grid(side: int) -> History:
    """Violence that starts seldom, mostly beside violence, and lasts; as many months as the panel of countries has."""
    chance = np.random.default_rng(4)
    square = range(side)
    pairs = [
        (row * side + column, (row + down) * side + column + right)
        for row, column in product(square, repeat=2)
        for down, right in product((-1, 0, 1), repeat=2)
        if (down or right) and row + down in square and column + right in square
    ]
    near = bordering(pairs, side * side)
    deaths, burning = np.zeros((side * side, MONTHS)), np.zeros(side * side, dtype=bool)
    for month in range(MONTHS):
        beside = near @ burning.astype(np.float64)
        burning = chance.random(side * side) < np.where(burning, 0.85, 0.0002 + 0.01 * beside)
        deaths[:, month] = np.where(burning, chance.negative_binomial(1, 1 / 15, side * side), 0)
    cells, flat = tuple(range(side * side)), np.zeros(side * side)
    scored = np.arange(side * side)
    return History(deaths, cells, tuple(map(str, cells)), month_id(1990, 1), scored, near, flat, flat)


def countries() -> list[str]:
    """Row of the table: one origin, every target that is loaded, 36 months, 1,000 draws."""
    with tempfile.TemporaryDirectory() as lake:
        command = [sys.executable, "-m", "vrede", "forecast", "issue", "--sources", str(shared() / "conflict")]
        used = run(command, {"VREDE_LAKE": lake, "VREDE_WORKERS": str(WORKERS)})
    assert used.code == 0
    holds = "yes" if used.wall < SECONDS and used.megabytes < MEGABYTES else "no"
    figure = f"{used.wall:.0f} s wall, {used.cpu:.0f} s CPU, {used.megabytes:,.0f} MB"
    return [
        f"| one origin, 191 countries, 36 months, 1,000 draws | {figure} | {SECONDS} s, {MEGABYTES:,} MB | {holds} |"
    ]


def cells() -> list[str]:
    """Rows of the table: two sizes as measured; two by a straight line through them, with what the command would ask for."""
    measured: list[tuple[int, Used]] = []
    for side in SIDES:
        used = run([sys.executable, __file__, "one", str(side)], {"OMP_NUM_THREADS": "1"})
        assert used.code == 0, side
        measured.append((side * side, used))
    rows = [
        f"| {units:,} cells, measured | {used.wall / 60:.1f} | {used.cpu / 60:.1f} | {used.megabytes / 1000:.1f} | {_asked(units)} |"
        for units, used in measured
    ]
    (few, least), (many, most) = measured
    for units in ASKED:
        far = (units - few) / (many - few)
        wall, cpu, size = (
            getattr(least, name) + far * (getattr(most, name) - getattr(least, name))
            for name in ("wall", "cpu", "megabytes")
        )
        rows.append(
            f"| {units:,} cells, by a straight line (an upper bound) | {wall / 60:.0f} | {cpu / 60:.0f} | {size / 1000:.0f} | {_asked(units)} |"
        )
    return rows


def _asked(units: int) -> str:
    return f"{room_of(units, units, MONTHS, 1, WORKERS).memory / 1e9:.1f}"


if __name__ == "__main__":
    what = sys.argv[1] if len(sys.argv) > 1 else ""
    if what == "one":
        history = grid(int(sys.argv[2]))
        with executor(WORKERS) as pool:
            make_issue({"ged_sb": history}, history.last, executor=pool)
    elif what == "cells":
        print("\n".join(cells()))
    else:
        print("\n".join(countries()))
