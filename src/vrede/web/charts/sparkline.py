"""Years as one thin line with its first and last year named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.safestring import SafeString

from vrede.web.charts import svg
from vrede.web.charts.scale import Scale, known

EDGE = 4  # room for the last dot
YEARS = 16  # room for the years under the line

Points = Sequence[tuple[int, int | None]]


def _stretches(points: Points) -> Iterator[list[tuple[int, int]]]:
    """The known points, broken where a year has no figure or is left out."""
    stretch: list[tuple[int, int]] = []
    for year, cents in points:
        if stretch and (cents is None or year != stretch[-1][0] + 1):
            yield stretch
            stretch = []
        if cents is not None:
            stretch.append((year, cents))
    if stretch:
        yield stretch


def sparkline(ident: str, title: str, points: Points, *, width: int = 170, height: int = 52) -> SafeString:
    """A line over the years, zero-based, with a dot at the last year that is known.

    points: (year, euro cents), ascending. None, or a year left out, is a gap in the line; a lone year is a dot.
    Without points the drawing is its baseline. Raises ValueError when the years do not ascend.
    """
    years = [year for year, _ in points]
    if years != sorted(set(years)):
        raise ValueError(f"years do not ascend: {years}")
    amounts = known(cents for _, cents in points)
    floor = height - YEARS
    down = Scale(min([0, *amounts]), max([1, *amounts]), floor - 1, EDGE)
    across = Scale(years[0] if years else 0, years[-1] if years else 0, EDGE, width - EDGE)

    marks = [svg.path(f"M{EDGE} {svg.num(down(0))}H{width - EDGE}", "grid")]
    for stretch in _stretches(points):
        corners = [f"{svg.num(across(year))} {svg.num(down(cents))}" for year, cents in stretch]
        if len(corners) > 1:
            marks.append(svg.path("M" + "L".join(corners), "money-l"))
        else:
            marks.append(svg.circle(across(stretch[0][0]), down(stretch[0][1]), 2, "money"))
    last = next(((year, cents) for year, cents in reversed(points) if cents is not None), None)
    if last:
        marks.append(svg.circle(across(last[0]), down(last[1]), 3, "money"))
    if years:
        marks.append(svg.text(EDGE, height - 3, years[0], "ts t2"))
    if len(years) > 1:
        marks.append(svg.text(width - EDGE, height - 3, years[-1], "ts t2 e"))
    return svg.drawing(ident, width, height, title, marks, classes="spark")
