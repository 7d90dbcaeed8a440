"""Dots on two crossed axes: what changed of one thing against what changed of another, each a named link."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from vrede.web.charts import svg
from vrede.web.charts.scale import Scale, grid

LEFT, TOP, BOTTOM, RIGHT = 60, 30, 42, 20


@dataclass(frozen=True, slots=True)
class Dot:
    """across, up: the two changes; css: class of the mark; href: where it leads."""

    name: str
    across: int
    up: int
    css: str
    href: str | None


def dots(
    ident: str,
    title: str,
    points: Sequence[Dot],
    across: str,
    up: str,
    say_across: Callable[[int], str],
    say_up: Callable[[int], str],
    corners: tuple[str, str, str, str],
    *,
    named: int = 12,
    desc: str = "",
    width: int = 824,
    height: int = 420,
) -> SafeString:
    """corners: words of the four fields: up left, up right, down left, down right. The `named` farthest dots have a name."""
    lows, highs = (
        grid(min([0, *(p.across for p in points)]), max([1, *(p.across for p in points)])),
        grid(min([0, *(p.up for p in points)]), max([1, *(p.up for p in points)])),
    )
    x = Scale(lows[0], lows[-1], LEFT, width - RIGHT)
    y = Scale(highs[0], highs[-1], height - BOTTOM, TOP)
    marks = []
    for tick in lows:
        marks.append(svg.path(f"M{svg.num(x(tick))} {svg.num(TOP)}V{svg.num(height - BOTTOM)}", "grid"))
        marks.append(svg.text(x(tick), height - BOTTOM + 16, say_across(tick), "m t2 ts"))
    for tick in highs:
        marks.append(svg.path(f"M{svg.num(LEFT)} {svg.num(y(tick))}H{svg.num(width - RIGHT)}", "grid"))
        marks.append(svg.text(LEFT - 6, y(tick) + 4, say_up(tick), "e t2 ts"))
    marks.append(svg.path(f"M{svg.num(x(0))} {svg.num(TOP)}V{svg.num(height - BOTTOM)}", "axis"))
    marks.append(svg.path(f"M{svg.num(LEFT)} {svg.num(y(0))}H{svg.num(width - RIGHT)}", "axis"))
    left, right, high, low = LEFT + 6, width - RIGHT - 6, TOP + 14, height - BOTTOM - 8
    places = ((left, high, "t2 ts"), (right, high, "e t2 ts"), (left, low, "t2 ts"), (right, low, "e t2 ts"))
    for words, (word_x, word_y, css) in zip(corners, places, strict=True):
        marks.append(svg.text(word_x, word_y, words, css))
    span_x, span_y = max(lows[-1] - lows[0], 1), max(highs[-1] - highs[0], 1)
    far = sorted(points, key=lambda p: (-(abs(p.across) / span_x + abs(p.up) / span_y), p.name))[:named]
    taken: list[tuple[float, float]] = []
    for point in points:
        place = (x(point.across), y(point.up))
        told = f"{point.name}: {say_across(point.across)}, {say_up(point.up)}"
        marks.append(svg.link(point.href, svg.circle(*place, 5, point.css), told, in_tab_order=False))
    for point in far:
        at_x, at_y = x(point.across), y(point.up)
        if any(abs(at_x - a) < 90 and abs(at_y - b) < 14 for a, b in taken):
            continue  # two names on one place are read as neither; the table has them all
        taken.append((at_x, at_y))
        beside = at_x < width - RIGHT - 100
        marks.append(
            svg.text(
                at_x + (8 if beside else -8),
                at_y + 4,
                svg.shortened(point.name, 110),
                "halo ts" if beside else "e halo ts",
            )
        )
    marks.append(svg.text(width - RIGHT, height - 6, across, "e t2 ts"))
    marks.append(svg.text(2, 14, up, "t2 ts"))
    return svg.drawing(ident, width, height, title, marks, desc=desc, linked=any(p.href for p in points))
