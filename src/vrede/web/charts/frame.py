"""What surrounds drawings: one drawing for a wide page and one for a phone, and the swatches of a key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from django.utils.safestring import SafeString, mark_safe

from vrede.web.charts import svg

PHONE_WIDTH = 358  # a page of 390 px less its margins


def wide_and_narrow(ident: str, draw: Callable[[str, int], SafeString], width: int) -> SafeString:
    """The same figures drawn for their place and again for a phone; the stylesheet shows one of the two.

    `draw` takes an ident and a width: `lambda ident, width: hbars(ident, title, rows, "nl", width=width)`.
    """
    wide, narrow = draw(ident, width), draw(f"{ident}-narrow", PHONE_WIDTH)
    return mark_safe(f'<div class="wide-only">{wide}</div><div class="narrow-only">{narrow}</div>')


def swatch(ident: str, kind: Literal["own", "chain", "field"]) -> SafeString:
    """A small sample of a measure's texture for a key or a heading. It says nothing: the words beside it do."""
    if kind == "chain":
        marks = svg.hatch(ident) + svg.rect(0, 0, 20, 10, "chain", svg.hatched(ident))
    elif kind == "field":
        marks = svg.rect(0.7, 0.7, 18.6, 8.6, "hollow")
    else:
        marks = svg.rect(0, 0, 20, 10, "money")
    return mark_safe(  # made of constants
        f'<svg xmlns="http://www.w3.org/2000/svg" class="sw" viewBox="0 0 20 10" width="20" height="10" '
        f'aria-hidden="true" focusable="false">{marks}</svg>'
    )
