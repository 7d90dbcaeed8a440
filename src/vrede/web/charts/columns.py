"""Columns a year, in groups: what was promised and what was paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.safestring import SafeString

from vrede.language import CENTS_IN_A_MILLION, Language, Nothing, millions, whole
from vrede.web.charts import svg
from vrede.web.charts.scale import Scale, grid, known

HEIGHT, TOP, BOTTOM = 300, 14, 26
NARROW = 500  # below this width a drawing is for a phone
PHONE_HEIGHT = 220
LINE = 16


@dataclass(frozen=True)
class Series:
    """One column of every group: its name in the page's language, its kind, and euro cents a year."""

    label: str
    kind: Literal["commitment", "spent"]
    cents: Sequence[int | Nothing | None]


_CLASSES = {"commitment": "promised", "spent": "money"}


def _tick(cents: int, unit: int, language: Language) -> str:
    return whole(cents // CENTS_IN_A_MILLION, language) if unit % CENTS_IN_A_MILLION == 0 else millions(cents, language)


def columns(
    ident: str,
    title: str,
    years: Sequence[int],
    series: Sequence[Series],
    language: Language,
    *,
    desc: str = "",
    width: int = 824,
) -> SafeString:
    """A group of columns a year, from one zero line; below it hang the negative figures.

    series: as many euro cents as there are years; what is no figure draws no column; where a year has none at all, its sign.
    Every column has its figure where they fit, else at the last year only, beside the name of the series.
    Raises ValueError when a series and the years differ in length.
    """
    if any(len(one.cents) != len(years) for one in series):
        raise ValueError("a series needs one figure a year")
    amounts = known(cents for one in series for cents in one.cents)
    ticks = grid(min([0, *amounts]), max([0, *amounts]))
    phone = width < NARROW
    height = PHONE_HEIGHT if phone else HEIGHT
    unit = ticks[1] - ticks[0]
    tick_texts = [_tick(cents, unit, language) for cents in ticks]
    left = max(svg.text_width(text) for text in tick_texts) + 12
    endings = _endings(series, language)
    right = width - (0 if phone else max((svg.text_width(text) for text in endings), default=0) + 16)
    top = TOP + (LINE * len(series) if phone else 0)
    lowest = min([0, *amounts])  # the scale ends at the lowest figure, not at a grid line far below it
    down = Scale(lowest, ticks[-1], height - BOTTOM - (LINE if lowest < 0 else 0), top + 8)
    slot = (right - left) / max(len(years), 1)
    bar = min(slot * 0.76 / max(len(series), 1), 34)
    zero = down(0)

    marks = []
    for cents, words in zip(ticks, tick_texts, strict=True):
        if cents < lowest:
            continue
        y = down(cents)
        marks.append(svg.path(f"M{svg.num(left)} {svg.num(y)}H{svg.num(right)}", "axis" if cents == 0 else "grid"))
        marks.append(svg.text(left - 7, y + 4, words, "t2 e"))
    everywhere = max((svg.text_width(millions(cents, language), 12) for cents in amounts), default=0) <= bar
    every = 1 + int(38 // slot)
    for number, year in enumerate(years):
        middle = left + slot * (number + 0.5)
        start = middle - bar * len(series) / 2
        for place, one in enumerate(series):
            marks.append(_column(one.cents[number], start + bar * place, bar, down, _CLASSES[one.kind]))
            if everywhere:
                marks.append(_figure(one.cents[number], start + bar * (place + 0.5), down, language))
        if not known(one.cents[number] for one in series):
            marks.append(svg.text(middle, zero - 5, millions(series[0].cents[number], language), "t2 m"))
        if (len(years) - 1 - number) % every == 0:
            marks.append(svg.text(middle, height - 6, year, "t2 m"))
    marks.append(svg.path(f"M{svg.num(left)} {svg.num(zero)}H{svg.num(right)}", "axis"))
    marks.extend(_names_above(series, endings) if phone else _names_beside(series, endings, down, right + 12))
    return svg.drawing(ident, width, height, title, marks, desc=desc, classes="columns")


def _column(cents: int | Nothing | None, x: float, bar: float, down: Scale, classes: str) -> str:
    if not isinstance(cents, int) or not cents:
        return ""
    y, zero = down(cents), down(0)
    return svg.rect(x + 0.5, min(y, zero), bar - 1, max(abs(y - zero), 1), classes)


def _figure(cents: int | Nothing | None, x: float, down: Scale, language: Language) -> str:
    if not isinstance(cents, int):
        return ""
    return svg.text(x, down(cents) + (13 if cents < 0 else -4), millions(cents, language), "ts m halo")


def _endings(series: Sequence[Series], language: Language) -> list[str]:
    """Each name with the figure of the last year: 'paid 458.2'."""
    return [f"{one.label} {millions(one.cents[-1], language)}" if one.cents else one.label for one in series]


def _names_above(series: Sequence[Series], endings: Sequence[str]) -> list[str]:
    """The series' names over the drawing, each after a sample of its column."""
    marks = []
    for number, (one, ending) in enumerate(zip(series, endings, strict=True)):
        line = 11 + number * LINE
        marks += [svg.rect(0.5, line - 10, 12, 11, _CLASSES[one.kind]), svg.text(19, line, ending)]
    return marks


def _names_beside(series: Sequence[Series], endings: Sequence[str], down: Scale, x: float) -> list[str]:
    """The series' names at the height of their last column, pushed apart where they would touch."""
    last = [sum(known(one.cents[-1:])) for one in series]
    marks, y = [], float("-inf")
    for number in sorted(range(len(series)), key=lambda number: -last[number]):
        y = max(down(last[number]) + 4, y + LINE)
        marks.append(svg.text(x, y, endings[number], "tb" if series[number].kind == "spent" else ""))
    return marks
