"""What a law gives, what was used of it and what falls due: one bar a line, the authority a black mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from vrede.language import CENTS_IN_A_MILLION, Language, millions
from vrede.web.charts import svg

NARROW = 500
BAR, ROW, PHONE_ROW = 24, 66, 88
LABEL = 172
TAIL = 110  # room for the figure after a bar


@dataclass(frozen=True, slots=True)
class Authority:
    """One line in cents. used: committed or paid; due: falls due this year and is not paid. free: authority less both, may be below nothing."""

    line: str
    name: str
    authority: int
    used: int
    due: int = 0

    @property
    def free(self) -> int:
        """What is left."""
        return self.authority - self.used - self.due


@dataclass(frozen=True, slots=True)
class Words:
    """The chart's words in the page's language."""

    used: str
    due: str
    free: str
    short: str
    authority: str


def authorities(
    ident: str, title: str, rows: Sequence[Authority], words: Words, language: Language, *, width: int = 564
) -> SafeString:
    """Bars on one scale that starts at nothing: used solid, due soft, the authority a thick mark, what is short in the colour of risk.

    rows: amounts in cents. A law below nothing has no bar, and its figure. The figures are in the table below as well.
    """
    phone = width < NARROW
    left, row = (0, PHONE_ROW) if phone else (LABEL, ROW)
    most = max((max(r.authority, r.used + r.due, 0) for r in rows), default=0) or CENTS_IN_A_MILLION
    scale = (width - left - TAIL) / most  # guard: a coordinate

    def x(cents: int) -> float:
        return left + max(cents, 0) * scale

    marks = []
    for number, one in enumerate(rows):
        top = row * number + (30 if phone else 16)
        name_y = top - 10 if phone else top + 16
        marks.append(svg.text(0, name_y, one.line, "tb"))
        if one.name != one.line:
            marks.append(
                svg.text(
                    svg.text_width(one.line) + 8, name_y, svg.shortened(one.name, (width if phone else LABEL) - 44)
                )
            )
        marks.append(svg.rect(left, top, x(one.authority) - left, BAR, "mute"))
        marks.append(svg.rect(left, top, x(one.used) - left, BAR, "money"))
        if one.due:
            marks.append(svg.rect(x(one.used), top, x(one.used + one.due) - x(one.used), BAR, "promised"))
        if one.free < 0:
            marks.append(svg.rect(x(one.authority), top, max(x(one.used + one.due) - x(one.authority), 2), BAR, "risk"))
        marks.append(svg.path(f"M{svg.num(x(one.authority))} {top - 6}v{BAR + 12}", "inkline thick"))
        used = f"{words.used} {millions(one.used, language)}"
        if svg.text_width(used) + 16 < x(one.used) - left:
            marks.append(svg.text(left + 8, top + 17, used, "tb paper-t"))
        due = f"{words.due} {millions(one.due, language)}"
        if one.due and svg.text_width(due) + 16 < x(one.used + one.due) - x(one.used):
            marks.append(svg.text(x(one.used) + 8, top + 17, due))
        free = f"{words.free if one.free >= 0 else words.short} {millions(abs(one.free), language)}"
        end = max(x(one.authority), x(one.used + one.due))
        marks.append(svg.text(end + 10, top + 17, free, "tb" if one.free >= 0 else "tb risk-t"))
        told = f"{words.authority} {millions(one.authority, language)}"
        told_x = max(x(one.authority), left + svg.text_width(told, 12))
        marks.append(svg.text(told_x, top + 45, told, "ts t2 e"))
    return svg.drawing(ident, width, max(row * len(rows) + (16 if phone else 14), 40), title, marks)
