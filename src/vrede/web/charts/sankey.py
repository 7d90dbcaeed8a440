"""Money from left to right: columns of levels, bands as wide as what passes between two bars."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from vrede.language import Language, millions
from vrede.web.charts import svg

BAR, GAP, ROW = 10, 14, 20
LEAST = 1.5  # the thinnest band that can be seen


@dataclass(frozen=True, slots=True)
class Band:
    """What passes from a bar of one column to a bar of the next; `certain`: over links that are certain."""

    column: int
    left: str
    right: str
    cents: int
    certain: bool = True


def sankey(
    ident: str, title: str, bands: Sequence[Band], labels: dict[str, str], language: Language, *, width: int = 720
) -> SafeString:
    """A drawing of bands. Column 0 is left; a bar's name is looked up in `labels` and is shown beside it with its sum.

    Bars are as high as the larger of what comes in and what goes out, so what is not passed on shows as a bare end.
    """
    columns = max((band.column for band in bands), default=0) + 2
    into: dict[tuple[int, str], int] = defaultdict(int)
    out: dict[tuple[int, str], int] = defaultdict(int)
    for band in bands:
        out[band.column, band.left] += band.cents
        into[band.column + 1, band.right] += band.cents
    size = {key: max(into.get(key, 0), out.get(key, 0)) for key in {*into, *out}}
    most = max((sum(v for (c, _), v in size.items() if c == column) for column in range(columns)), default=0)
    many = max((sum(1 for c, _ in size if c == column) for column in range(columns)), default=0)
    height = max(160, many * (ROW + GAP))
    scale = (height - many * GAP) / most if most else 0
    room = (width - columns * BAR) / columns
    marks: list[str] = []
    top: dict[tuple[int, str], float] = {}
    for column in range(columns):
        y = 0.0
        for key in sorted((k for k in size if k[0] == column), key=lambda k: (-size[k], k[1])):
            top[key] = y
            y += max(size[key] * scale, ROW) + GAP
    tall = max((top[key] + max(size[key] * scale, ROW) for key in size), default=0.0) + 4
    used_out: dict[tuple[int, str], float] = defaultdict(float)
    used_in: dict[tuple[int, str], float] = defaultdict(float)
    marks.append(svg.hatch(ident))
    for band in sorted(bands, key=lambda b: (b.column, top[b.column, b.left], top[b.column + 1, b.right])):
        start, end = (band.column, band.left), (band.column + 1, band.right)
        thick = max(band.cents * scale, LEAST)
        x1, x2 = band.column * (BAR + room) + BAR, (band.column + 1) * (BAR + room)
        y1, y2 = top[start] + used_out[start], top[end] + used_in[end]
        used_out[start] += thick
        used_in[end] += thick
        bend = svg.num((x1 + x2) / 2)
        shape = (
            f"M{svg.num(x1)} {svg.num(y1)}C{bend} {svg.num(y1)} {bend} {svg.num(y2)} {svg.num(x2)} {svg.num(y2)}"
            f"V{svg.num(y2 + thick)}C{bend} {svg.num(y2 + thick)} {bend} {svg.num(y1 + thick)} {svg.num(x1)} {svg.num(y1 + thick)}z"
        )
        marks.append(svg.path(shape, "flow" if band.certain else "flow maybe"))
    for key in sorted(size, key=lambda k: (k[0], top[k])):
        column, name = key
        x = column * (BAR + room)
        marks.append(svg.rect(x, top[key], BAR, max(size[key] * scale, LEAST), "money"))
        label = svg.shortened(labels.get(name, name), room - 12)
        marks.append(svg.text(x + BAR + 5, top[key] + 12, label, ""))
        marks.append(svg.text(x + BAR + 5, top[key] + 26, millions(size[key], language), "t2"))
    return svg.drawing(ident, width, int(tall) + 26, title, marks, classes="sankey")
