"""The marks every drawing is made of: escaped text, rounded coordinates, a frame with a title.

A drawing holds classes and no colours, no style attribute and no script: dark mode, print and themes are the
stylesheet's. All words pass through `words`, so that `mark_safe` in `drawing` is earned.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# XML 1.0, production 2 (Char): a document cannot hold anything else
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IDENT = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")

# Advance widths of a common sans at 13 px: narrow, wide and all other letters. An estimate, a little generous.
_NARROW, _WIDE = frozenset("iIjltfr.,:;'’|()[] !\u00a0"), frozenset("mwMWOQGD%@&—")


def words(text: object) -> str:
    """Text for XML and HTML, between tags or in an attribute. Always escaped, even a SafeString."""
    return escape(_NOT_XML.sub("\ufffd", str(text)))


def num(value: float) -> str:
    """A coordinate with one decimal at most."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def text_width(text: str, size: int = 13) -> float:
    """About how wide a text is drawn, in px."""
    unit = sum(0.33 if c in _NARROW else 0.9 if c in _WIDE else 0.58 for c in text)
    return unit * size


def shortened(text: str, width: float, size: int = 13) -> str:
    """The text, or as much of it as fits in `width` px with an ellipsis after it."""
    if text_width(text, size) <= width:
        return text
    end = len(text)
    while end > 1 and text_width(text[:end].rstrip() + "…", size) > width:
        end -= 1
    return text[:end].rstrip() + "…"


def text(x: float, y: float, content: object, classes: str = "") -> str:
    """A text at its baseline; classes: m middle, e end, t2 second ink, ts small, tb bold."""
    attribute = f' class="{classes}"' if classes else ""
    return f'<text x="{num(x)}" y="{num(y)}"{attribute}>{words(content)}</text>'


def rect(x: float, y: float, width: float, height: float, classes: str, paint: str = "") -> str:
    """A rectangle. `paint` is a reference to a pattern of the same drawing, such as `url(#a-hatch)`."""
    fill = f' fill="{words(paint)}"' if paint else ""
    return (
        f'<rect class="{classes}" x="{num(x)}" y="{num(y)}" width="{num(max(width, 0))}" height="{num(height)}"{fill}/>'
    )


def path(d: str, classes: str) -> str:
    """A path of commands made by this package."""
    return f'<path class="{classes}" d="{d}"/>'


def circle(x: float, y: float, radius: float, classes: str) -> str:
    """A disc."""
    return f'<circle class="{classes}" cx="{num(x)}" cy="{num(y)}" r="{num(radius)}"/>'


def link(href: str | None, content: str, name: str = "", *, in_tab_order: bool = True) -> str:
    """Marks inside a link; without an href the marks alone. `name` is for screen readers and pointers.

    Raises ValueError for an address with a scheme other than http and https.
    """
    told = f"<title>{words(name)}</title>" if name else ""
    if href is None:
        return f"<g>{told}{content}</g>" if told else content
    if urlsplit(href).scheme not in ("", "http", "https"):
        raise ValueError(f"not an address to link to: {href!r}")
    label = f' aria-label="{words(name)}"' if name else ""
    order = "" if in_tab_order else ' tabindex="-1"'
    return f'<a href="{words(href)}"{label}{order}>{told}{content}</a>'


def hatch(ident: str) -> str:
    """The hatched pattern of the chain, private to one drawing; painted with `hatched(ident)`."""
    return (
        f'<defs><pattern id="{ident}-hatch" width="5" height="5" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><path class="hp" d="M0 0V5"/></pattern></defs>'
    )


def hatched(ident: str) -> str:
    """The reference to this drawing's hatched pattern."""
    return f"url(#{ident}-hatch)"


def drawing(
    ident: str,
    width: float,
    height: float,
    title: str,
    marks: Iterable[str],
    *,
    desc: str = "",
    classes: str = "",
    linked: bool = False,
) -> SafeString:
    """The frame: viewBox, title and description, and the marks inside.

    `ident` makes the ids of one page unique. A drawing with links is a group of things, since an image hides its
    content from assistive technology; any other is an image.
    Raises ValueError when `ident` is not a plain identifier or the title is empty.
    """
    if not _IDENT.match(ident):
        raise ValueError(f"not an identifier: {ident!r}")
    if not title.strip():
        raise ValueError("a drawing needs a title")
    labels = f"{ident}-title {ident}-desc" if desc else f"{ident}-title"
    described = f'<desc id="{ident}-desc">{words(desc)}</desc>' if desc else ""
    return mark_safe(  # every text in it went through `words`
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {num(width)} {num(height)}" width="{num(width)}" '
        f'height="{num(height)}" class="{("chart " + classes).strip()}" role="{"group" if linked else "img"}" '
        f'aria-labelledby="{labels}"><title id="{ident}-title">{words(title)}</title>{described}{"".join(marks)}</svg>'
    )
