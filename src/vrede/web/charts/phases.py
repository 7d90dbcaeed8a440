"""A budget's year: from the draft to what was realised, on one scale."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from vrede.web.charts import svg
from vrede.web.charts.scale import Scale, grid, known, step
from vrede.web.figures import CENTS_IN_A_MILLION, Language, change_in_millions, millions, whole

ROW = 38
TOP = 26
RADIUS = 5
HEAD = 6  # the arrow's head
MARGIN = 0.12  # air on both sides of the levels


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
    did not change has a dot and no arrow.
    """
    amounts = known(cents for _, cents in levels)
    low, high = (min(amounts), max(amounts)) if amounts else (0, CENTS_IN_A_MILLION)
    air = max(int((high - low) * MARGIN), step(max(abs(high), 10) // 50) if high == low else 0)
    ticks = grid(low - air, high + air)
    longest = max((svg.text_width(label) for label, _ in levels), default=0)
    left = min(longest + 16, width * 0.42)
    room = max((svg.text_width(millions(cents, language)) for _, cents in levels), default=0) + RADIUS + 10
    along = Scale(ticks[0], ticks[-1], left + 8, width - room)
    height = TOP + ROW * len(levels)

    marks = []
    exact = (ticks[1] - ticks[0]) % CENTS_IN_A_MILLION == 0
    for tick in _spaced(ticks, along, language):
        x = svg.num(along(tick))
        words = whole(tick // CENTS_IN_A_MILLION, language) if exact else millions(tick, language)
        marks += [svg.path(f"M{x} {TOP - 6}V{height}", "grid"), svg.text(along(tick), 13, words, "ts t2 m")]
    before: int | None = None
    for number, (label, level) in enumerate(levels):
        y = TOP + ROW * number + ROW // 2
        marks.append(svg.text(0, y + 4, svg.shortened(label, left - 8), "tb" if number == len(levels) - 1 else ""))
        if level is None:
            marks.append(svg.text(left + 8, y + 4, "–", "t2"))
            continue
        if before is not None and before != level:
            marks.append(_arrow(along(before), along(level), y, change_in_millions(level - before, language)))
        elif before is not None:
            marks.append(svg.path(f"M{svg.num(along(before))} {y - ROW + RADIUS}V{y - RADIUS}", "axis dash"))
        marks.append(svg.circle(along(level), y, RADIUS, "money"))
        rightmost = max(level, before if before is not None else level)
        beside = along(rightmost if along(rightmost) - along(level) < 60 else level)
        marks.append(svg.text(beside + RADIUS + 5, y + 4, millions(level, language), "tb halo"))
        before = level
    return svg.drawing(ident, width, height, title, marks, desc=desc, classes="budget")


def _spaced(ticks: Sequence[int], along: Scale, language: Language) -> list[int]:
    """The ticks whose labels do not run into each other."""
    widest = max(svg.text_width(millions(cents, language), 12) for cents in ticks) + 10
    gap = abs(along(ticks[1]) - along(ticks[0]))
    return list(ticks[:: max(1, -int(-widest // max(gap, 1)))])


def _arrow(start: float, end: float, y: float, label: str) -> str:
    """From under the dot before, down to this row and along it to this dot; the change stands above the shaft."""
    towards = 1 if end > start else -1
    tip = end - towards * (RADIUS + 1)
    down = svg.path(f"M{svg.num(start)} {svg.num(y - ROW + RADIUS)}V{svg.num(y)}", "axis dash")
    if abs(end - start) < RADIUS + HEAD + 2:  # too short for a shaft: the head alone points at the dot
        tip = end - towards * (RADIUS + 1)
        shaft = ""
    else:
        shaft = svg.path(f"M{svg.num(start)} {svg.num(y)}H{svg.num(tip - towards * HEAD)}", "inkline")
    head = svg.path(f"M{svg.num(tip)} {svg.num(y)}l{-towards * HEAD} -4v8z", "ink")
    middle = (start + end) / 2
    return down + shaft + head + svg.text(middle, y - 7, label, "ts t2 m halo")
