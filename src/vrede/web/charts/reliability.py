"""Reliability: the chance that was given across, how often it happened up, and the line on which the two are equal."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from vrede.language import Language, percent, whole
from vrede.web.charts import svg

LEFT, TOP, BOTTOM, RIGHT = 52, 26, 40, 14
STEPS = (0, 250_000, 500_000, 750_000, 1_000_000)


def reliability(
    ident: str,
    title: str,
    points: Sequence[tuple[int, int, int]],
    across: str,
    up: str,
    language: Language,
    *,
    desc: str = "",
    width: int = 430,
) -> SafeString:
    """points: (chance given, share that happened) in millionths, and cases, which make the disc larger."""
    size = width - LEFT - RIGHT
    height = TOP + size + BOTTOM

    def x(ppm: int) -> float:
        return LEFT + size * ppm / 1_000_000

    def y(ppm: int) -> float:
        return TOP + size - size * ppm / 1_000_000

    marks = []
    for step in STEPS:
        marks.append(svg.path(f"M{svg.num(x(step))} {svg.num(y(0))}V{svg.num(y(1_000_000))}", "grid"))
        marks.append(svg.path(f"M{svg.num(x(0))} {svg.num(y(step))}H{svg.num(x(1_000_000))}", "grid"))
        marks.append(svg.text(x(step), y(0) + 16, f"{step // 10_000}", "m t2 ts"))
        marks.append(svg.text(LEFT - 6, y(step) + 4, f"{step // 10_000}", "e t2 ts"))
    marks.append(
        svg.path(f"M{svg.num(x(0))} {svg.num(y(0))}L{svg.num(x(1_000_000))} {svg.num(y(1_000_000))}", "muteline dash")
    )
    for said, came, cases in points:
        told = (
            f"{percent(said / 1_000_000, language)} → {percent(came / 1_000_000, language)} ({whole(cases, language)})"
        )
        marks.append(svg.link(None, svg.circle(x(said), y(came), 4 if cases < 200 else 6, "risk"), told))
    marks.append(svg.text(LEFT + size / 2, height - 6, across, "m t2 ts"))
    marks.append(svg.text(2, 14, up, "t2 ts"))
    return svg.drawing(ident, width, height, title, marks, desc=desc)
