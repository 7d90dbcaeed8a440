"""Horizontal bars from one zero line: the three measures, and a ranking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.utils.safestring import SafeString

from vrede.language import Language, Nothing, millions, percent_of
from vrede.web.charts import svg
from vrede.web.charts.scale import Scale, known

Measure = Literal["own", "chain", "field"]

BREAK_BEYOND = 4  # the field is cut when it is more than this many times the largest of the others
OTHERS_WHEN_CUT = 0.55  # how far the largest of the others then reaches
GAP = 7  # between a bar and its figure
SHARE = 46  # room for a share after a figure
BOLD = 1.07  # bold letters are wider than the estimate's


def _figure_room(figures: Sequence[str]) -> float:
    return max((svg.text_width(figure) for figure in figures), default=0) * BOLD + GAP + 2


def three_bars(
    ident: str,
    title: str,
    rows: Sequence[tuple[Measure, str, int | Nothing | None]],
    language: Language,
    *,
    desc: str = "",
    width: int = 392,
) -> SafeString:
    """Own (solid), chain (hatched) and field (hollow) beside each other; never stacked, never summed.

    rows: (measure, label, euro cents). All bars start at zero on one scale. A field of more than four times the
    largest of the others runs to the edge and is cut with a visible break; its figure still gives the whole amount.
    What is no figure has its sign and no bar; a figure at or below zero has no bar either.
    """
    others = max([0, *known(cents for measure, _, cents in rows if measure != "field")])
    field = max([0, *known(cents for measure, _, cents in rows if measure == "field")])
    cut = 0 < others * BREAK_BEYOND < field

    figures = [millions(cents, language) for _, _, cents in rows]
    labels = max((svg.text_width(label) for _, label, _ in rows), default=0) + 14
    left = min(max(labels, 60), width * 0.4)
    right = max(width - _figure_room(figures), left + 20)
    reach = left + (right - left) * OTHERS_WHEN_CUT if cut else right
    along = Scale(0, others if cut else max(others, field, 1), left, reach)

    marks = [svg.hatch(ident)]
    for number, ((measure, label, cents), figure) in enumerate(zip(rows, figures, strict=True)):
        top, amount = 3 + number * 20, max([0, *known([cents])])
        end = along(amount)
        marks.append(svg.text(0, top + 11, svg.shortened(label, left - 8), "t2"))
        if measure == "field" and cut and amount == field:
            end = right
            marks.append(_cut_bar(left, right, top))
        elif amount and measure == "field":
            marks.append(svg.rect(left, top, max(end - left, 1), 13, "hollow"))
        elif amount and measure == "chain":
            marks.append(svg.rect(left, top, max(end - left, 1), 13, "chain", svg.hatched(ident)))
        elif amount:
            marks.append(svg.rect(left, top, max(end - left, 1), 13, "money"))
        marks.append(svg.text(end + GAP, top + 11, figure, "tb" if measure == "own" else ""))
    marks.append(svg.path(f"M{svg.num(left)} 0V{len(rows) * 20}", "axis"))
    return svg.drawing(ident, width, len(rows) * 20 + 2, title, marks, desc=desc, classes="three")


def _cut_bar(left: float, right: float, top: float) -> str:
    """A hollow bar that runs out of the scale: open at its end, with a slanting gap before it."""
    near = right - 24
    return (
        svg.path(f"M{svg.num(right)} {top}H{svg.num(left)}V{top + 13}H{svg.num(right)}", "hollow")
        + svg.path(f"M{svg.num(near)} {top - 2}h7l-7 17h-7z", "paper break")
        + svg.path(f"M{svg.num(near)} {top - 2}l-7 17M{svg.num(near + 7)} {top - 2}l-7 17", "hollow-l break")
    )


def hbars(
    ident: str,
    title: str,
    rows: Sequence[tuple[str, int | None, str | None]],
    language: Language,
    *,
    whole: int | None = None,
    desc: str = "",
    width: int = 430,
) -> SafeString:
    """Bars in the order given, largest first as a rule, each with its label, figure and link.

    rows: (label, euro cents, address or None). With `whole` (cents) every figure is followed by its share of it.
    Bars start at zero; figures below zero run to the left of it. Unknown is an en dash without a bar. A label that
    does not fit ends in an ellipsis and is in full in the row's title. Without rows the drawing is empty.
    """
    figures = [millions(cents, language) for _, cents, _ in rows]
    amounts = known(cents for _, cents, _ in rows)
    longest = max((svg.text_width(label) for label, _, _ in rows), default=0)
    left = min(longest + 10, width * 0.44)
    room = _figure_room(figures)
    low, high = min([0, *amounts]), max([0, *amounts])
    start = left + (room if low < 0 else 0)  # the figures of bars below zero are left of them
    right = max(width - room - (SHARE if whole else 0), start + 20)
    along = Scale(low, high, start, right)
    zero = along(0)

    marks = []
    for number, ((label, cents, href), figure) in enumerate(zip(rows, figures, strict=True)):
        top, amount = 2 + number * 28, cents or 0
        end = along(amount)
        fitting = svg.shortened(label, left - 8)
        row = svg.text(0, top + 15, fitting, "lk" if href else "")
        if amount:
            row += svg.rect(min(zero, end), top, max(abs(end - zero), 1), 20, "money" if amount > 0 else "below")
        if amount < 0:
            row += svg.text(end - GAP, top + 15, figure, "tb e")
        else:
            row += svg.text(end + GAP, top + 15, figure, "tb")
        if whole and cents is not None:
            share = percent_of(cents, whole, language)
            beside = end + GAP + svg.text_width(figure) * BOLD if amount >= 0 else zero
            row += svg.text(beside + GAP, top + 15, share, "t2")
        name = f"{label} {figure}" if href or fitting != label else ""
        marks.append(svg.link(href, row, name))
    height = len(rows) * 28
    if low < 0:
        marks.append(svg.path(f"M{svg.num(zero)} 0V{height}", "axis"))
    linked = any(href is not None for _, _, href in rows)
    return svg.drawing(ident, width, max(height, 1), title, marks, desc=desc, classes="hbars", linked=linked)
