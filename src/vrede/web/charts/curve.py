"""A concentration curve: the share of need across, the share of money up, and the line on which the two are equal."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from vrede.web.charts import svg

LEFT, TOP, BOTTOM, RIGHT = 44, 28, 40, 14
PPM = 1_000_000
STEPS = (0, 250_000, 500_000, 750_000, PPM)


def curve(
    ident: str,
    title: str,
    points: Sequence[tuple[int, int, str]],
    across: str,
    up: str,
    *,
    desc: str = "",
    width: int = 460,
) -> SafeString:
    """points: (share of need, share of money, name of the country) in millionths, cumulative. Names label the first few."""
    size = width - LEFT - RIGHT
    height = TOP + size + BOTTOM

    def x(ppm: int) -> float:
        return LEFT + size * ppm / PPM

    def y(ppm: int) -> float:
        return TOP + size - size * ppm / PPM

    marks = []
    for step in STEPS:
        marks.append(svg.path(f"M{svg.num(x(step))} {svg.num(y(0))}V{svg.num(y(PPM))}", "grid"))
        marks.append(svg.path(f"M{svg.num(x(0))} {svg.num(y(step))}H{svg.num(x(PPM))}", "grid"))
        marks.append(svg.text(x(step), y(0) + 16, f"{step // 10_000}", "m t2 ts"))
        marks.append(svg.text(LEFT - 6, y(step) + 4, f"{step // 10_000}", "e t2 ts"))
    marks.append(svg.path(f"M{svg.num(x(0))} {svg.num(y(0))}L{svg.num(x(PPM))} {svg.num(y(PPM))}", "muteline dash"))
    drawn = "".join(f"L{svg.num(x(need))} {svg.num(y(money))}" for need, money, _name in points)
    marks.append(svg.path(f"M{svg.num(x(0))} {svg.num(y(0))}{drawn}", "money-l"))
    for need, money, name in points[:3]:
        marks.append(svg.circle(x(need), y(money), 3, "money"))
        marks.append(svg.text(x(need) + 6, y(money) + 4, svg.shortened(name, 120), "halo ts"))
    marks.append(svg.text(LEFT + size / 2, height - 6, across, "m t2 ts"))
    marks.append(svg.text(2, 12, up, "t2 ts"))
    return svg.drawing(ident, width, height, title, marks, desc=desc)
