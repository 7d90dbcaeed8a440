"""A budget's year: from the draft to what was realised, on one scale."""

from __future__ import annotations

import math
from collections.abc import Sequence

from django.utils.safestring import SafeString

from vrede.language import CENTS_IN_A_MILLION, UNKNOWN, Language, change_in_millions, millions, whole
from vrede.web.charts import svg
from vrede.web.charts.scale import Scale, grid, known, step

ROW = 38
TOP = 26
RADIUS = 5
HEAD = 6  # the arrow's head
MARGIN = 0.12  # air on both sides of the levels
ASIDE = RADIUS + 7  # from a dot to the edge of its figure


def phases(
    ident: str,
    title: str,
    levels: Sequence[tuple[str, int | None]],
    language: Language,
    *,
    desc: str = "",
    width: int = 824,
) -> SafeString:
    """Each phase a dot at its level, and an arrow from the level before it with the change in figures.

    levels: (name of the phase, euro cents) in their order; commitments and cash are two drawings, never one.
    The scale covers the levels and does not start at zero: dots, unlike bars, do not need it, and the scale says where
    it starts. Unknown has an en dash and no dot; the next arrow starts at the last level that is known. A level that
    did not change has a dot and no arrow. A change too small for its arrow is named under the figure.
    """
    amounts = known(cents for _, cents in levels)
    low, high = (min(amounts), max(amounts)) if amounts else (0, CENTS_IN_A_MILLION)
    air = int((high - low) * MARGIN) or step(max(abs(high) // 50, 1))
    ticks = grid(low - air, high + air)
    longest = max((svg.text_width(label) for label, _ in levels), default=0)
    left = min(longest + 16, width * 0.42)
    room = max((svg.text_width(millions(cents, language, fine=True)) for cents in amounts), default=0) * 1.07 + ASIDE
    along = Scale(low, high, left + room, width - room)
    height = TOP + ROW * len(levels)

    marks = []
    for cents, x, label in _ticks(ticks, along, left, width, language):
        marks += [svg.path(f"M{svg.num(x)} {TOP - 6}V{height}", "axis" if cents == 0 else "grid")]
        marks += [svg.text(x, 13, label, "ts t2 m")]
    before: tuple[int, int] | None = None  # the last known level and the place of its row
    for number, (label, level) in enumerate(levels):
        y = TOP + ROW * number + ROW // 2
        marks.append(svg.text(0, y + 4, svg.shortened(label, left - 8), "tb" if number == len(levels) - 1 else ""))
        if level is None:
            marks.append(svg.text(left, y + 4, UNKNOWN, "t2"))
            continue
        marks.append(_level(along, level, before, y, language))
        before = (level, y)
    return svg.drawing(ident, width, height, title, marks, desc=desc, classes="budget")


def _ticks(
    ticks: Sequence[int], along: Scale, left: float, width: float, language: Language
) -> list[tuple[int, float, str]]:
    """The grid lines within the drawing, and of those as many as have room for their labels."""
    exact = (ticks[1] - ticks[0]) % CENTS_IN_A_MILLION == 0
    labels = {
        cents: whole(cents // CENTS_IN_A_MILLION, language) if exact else millions(cents, language) for cents in ticks
    }
    gap = abs(along(ticks[1]) - along(ticks[0]))
    if not gap:
        return []
    every = max(1, math.ceil((max(svg.text_width(label, 12) for label in labels.values()) + 10) / gap))
    return [(cents, along(cents), labels[cents]) for cents in ticks[::every] if left + 8 <= along(cents) <= width - 12]


def _level(along: Scale, level: int, before: tuple[int, int] | None, y: int, language: Language) -> str:
    """A dot, its figure on the side away from where it came, and the arrow with the change."""
    x, figure = along(level), millions(level, language, fine=True)
    dot = svg.circle(x, y, RADIUS, "money")
    if before is None:
        return dot + svg.text(x + ASIDE - 2, y + 4, figure, "tb halo")
    start, change = along(before[0]), change_in_millions(level - before[0], language)
    drop = svg.path(f"M{svg.num(start)} {before[1] + RADIUS}V{y - (RADIUS if level == before[0] else 0)}", "axis dash")
    if level == before[0]:
        return drop + dot + svg.text(x + ASIDE - 2, y + 4, figure, "tb halo")
    towards = 1 if level > before[0] else -1
    anchor = "" if towards > 0 else " e"
    beside = x + towards * (ASIDE - 2)
    shaft, tip = abs(x - start), x - towards * (RADIUS + 1)
    arrow = svg.path(f"M{svg.num(tip)} {y}l{-towards * HEAD} -4v8z", "ink") if shaft > RADIUS + HEAD else ""
    if shaft > RADIUS + HEAD + 2:
        arrow += svg.path(f"M{svg.num(start)} {y}H{svg.num(tip - towards * HEAD)}", "inkline")
    if shaft > svg.text_width(change, 12) + 2 * RADIUS + 8:
        said = svg.text((start + x) / 2, y - 6, change, "ts t2 m halo")
    else:  # no room over the shaft: under the figure
        said = svg.text(beside, y + 17, change, f"ts t2{anchor} halo")
    return drop + arrow + dot + svg.text(beside, y + 4, figure, f"tb{anchor} halo") + said
