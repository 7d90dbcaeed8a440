"""Who could work with whom: partners on a circle, a line between two that share a place, full where they work together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from django.utils.safestring import SafeString

from vrede.web.charts import svg

LABEL, RING, ROOM = 150, 24, 46
MOST = 16  # partners: more, and no name can be read


@dataclass(frozen=True, slots=True)
class Line:
    """Two partners, how many pairs of programmes they share, and whether they are seen to work together."""

    one: str
    other: str
    pairs: int
    together: bool


def chosen(lines: Sequence[Line]) -> list[str]:
    """The partners that are drawn: those with the most pairs, ties by name, in the order of their names."""
    weight: dict[str, int] = {}
    for line in lines:
        for name in (line.one, line.other):
            weight[name] = weight.get(name, 0) + line.pairs
    return sorted(sorted(weight, key=lambda name: (-weight[name], name))[:MOST])


def network(
    ident: str,
    title: str,
    lines: Sequence[Line],
    labels: Mapping[str, str],
    href: Callable[[str], str],
    *,
    desc: str = "",
    width: int = 720,
) -> SafeString:
    """The drawing. Lines between partners that are not drawn are left out; the table beside it has them all."""
    names = chosen(lines)
    height = max(260, 2 * RING + len(names) * ROOM // 2 + 120)
    x0, y0 = width / 2, height / 2
    across, up = width / 2 - LABEL - RING, height / 2 - RING
    place = {
        name: (x0 + across * cos(2 * pi * at / len(names) - pi / 2), y0 + up * sin(2 * pi * at / len(names) - pi / 2))
        for at, name in enumerate(names)
    }
    marks: list[str] = []
    for line in sorted(lines, key=lambda found: (found.together, found.one, found.other)):
        if line.one in place and line.other in place:
            (x1, y1), (x2, y2) = place[line.one], place[line.other]
            kind = "inkline" if line.together else "muteline dash"
            marks.append(svg.path(f"M{svg.num(x1)} {svg.num(y1)}L{svg.num(x2)} {svg.num(y2)}", kind))
    for name in names:
        x, y = place[name]
        right = x >= x0
        label = svg.shortened(labels.get(name, name), LABEL + RING - 14)
        words = svg.text(x + (10 if right else -10), y + 4, label, "halo" if right else "halo e")
        marks.append(svg.link(href(name), svg.circle(x, y, 5, "money") + words, labels.get(name, name)))
    return svg.drawing(ident, width, height, title, marks, desc=desc, classes="network", linked=bool(names))
