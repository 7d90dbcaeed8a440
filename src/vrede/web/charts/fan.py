"""A fan: months counted, then the bands of the forecast, on a square-root scale so that small and large months both read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt

from django.utils.safestring import SafeString

from vrede.language import Language, whole
from vrede.web.charts import svg

LEFT, TOP, BOTTOM, RIGHT = 56, 16, 34, 92
MARK = 25
"""Deaths in a month from which the forecast speaks of war."""
TICKS = (0, 25, 100, 250, 500, 1000, 2500, 5000, 10_000, 25_000, 100_000, 250_000)
FINE = 1_000_000


@dataclass(frozen=True, slots=True)
class Counted:
    """A month that was counted: its label (YYYY-MM) and deaths."""

    month: str
    deaths: int


@dataclass(frozen=True, slots=True)
class Ahead:
    """A month ahead: its label and the quantiles 2.5, 10, 25, 50, 75, 90 and 97.5%."""

    month: str
    quantiles: tuple[int, int, int, int, int, int, int]


def root(deaths: int) -> int:
    """The square root in millionths, whole: the same on every machine."""
    return isqrt(max(deaths, 0) * FINE * FINE)


def fan(
    ident: str,
    title: str,
    past: Sequence[Counted],
    ahead: Sequence[Ahead],
    language: Language,
    bands: tuple[str, str, str],
    *,
    desc: str = "",
    width: int = 824,
    height: int = 320,
) -> SafeString:
    """past, then ahead, months without a gap; either may be empty. bands: the names of the three bands, the widest first.

    The scale reaches the top of the widest band: a band that is cut off would end where the drawing does.
    """
    top = max([MARK * 2, *(one.deaths for one in past), *(one.quantiles[6] for one in ahead)])
    inner, base = width - LEFT - RIGHT, height - BOTTOM
    steps = max(len(past) + len(ahead) - 1, 1)

    def x(at: int) -> float:
        return LEFT + inner * at / steps

    def y(deaths: int) -> float:
        return base - (base - TOP) * root(deaths) / root(top)

    marks = []
    for tick in [t for t in TICKS if t <= top][-6:]:
        marks.append(svg.path(f"M{svg.num(LEFT)} {svg.num(y(tick))}H{svg.num(LEFT + inner)}", "grid"))
        marks.append(svg.text(LEFT - 6, y(tick) + 4, whole(tick, language), "e t2 ts"))
    start = len(past) - 1
    if ahead:
        # Without a month counted there is nothing to come from: the bands begin at their first month.
        begin = [(start, past[-1].deaths)] if past else []
        for number, (low, high, css) in enumerate(((0, 6, "fan1"), (1, 5, "fan2"), (2, 4, "fan3"))):
            upper = [*begin, *((start + 1 + i, m.quantiles[high]) for i, m in enumerate(ahead))]
            lower = [*begin, *((start + 1 + i, m.quantiles[low]) for i, m in enumerate(ahead))]
            there = "L".join(f"{svg.num(x(a))} {svg.num(y(d))}" for a, d in upper)
            back = "L".join(f"{svg.num(x(a))} {svg.num(y(d))}" for a, d in reversed(lower))
            marks.append(svg.path(f"M{there}L{back}Z", css))
            marks.append(svg.rect(LEFT + inner + 8, TOP + 4 + 20 * number, 14, 12, css))
            marks.append(svg.text(LEFT + inner + 26, TOP + 14 + 20 * number, bands[number], "t2 ts"))
        middle = "L".join(
            f"{svg.num(x(a))} {svg.num(y(d))}"
            for a, d in [*begin, *((start + 1 + i, m.quantiles[3]) for i, m in enumerate(ahead))]
        )
        marks.append(svg.path(f"M{middle}", "risk-l dash"))
    if past:
        drawn = "L".join(f"{svg.num(x(at))} {svg.num(y(one.deaths))}" for at, one in enumerate(past))
        marks.append(svg.path(f"M{drawn}", "inkline"))
        marks.append(svg.path(f"M{svg.num(x(start))} {svg.num(TOP)}V{svg.num(base)}", "muteline dash"))
    marks.append(svg.path(f"M{svg.num(LEFT)} {svg.num(y(MARK))}H{svg.num(LEFT + inner)}", "risk-l dash"))
    months = [*(one.month for one in past), *(one.month for one in ahead)]
    for at, name in enumerate(months):
        if name.endswith("-01"):
            marks.append(svg.path(f"M{svg.num(x(at))} {svg.num(base)}v5", "axis"))
            marks.append(svg.text(x(at), base + 18, name[:4], "m t2 ts"))
    marks.append(svg.path(f"M{svg.num(LEFT)} {svg.num(base)}H{svg.num(LEFT + inner)}", "axis"))
    return svg.drawing(ident, width, height, title, marks, desc=desc)
