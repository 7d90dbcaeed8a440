"""A brief as two printed pages: the source of the typesetter, and the PDF. The same brief gives the same bytes."""

from __future__ import annotations

import json

import typst

from vrede.brief.contents import Brief, Figure, Grid, Piece
from vrede.language import say

PAGES = 2
SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
"""Points: the largest at which the brief fits on its two pages is taken."""
HEAD = """#set document(title: {title}, date: none)
#set page(paper: "a4", margin: (x: 1.7cm, top: 1.4cm, bottom: 1.5cm), footer: context text(0.8em, fill: luma(90))[{footer} #h(1fr) {page} #counter(page).display() / #counter(page).final().first()])
#set text(font: "Libertinus Serif", size: {size}pt, lang: "{language}")
#set par(leading: 0.55em, spacing: 0.75em, justify: false)
#show heading.where(level: 1): set text(2em, weight: 600)
#show heading.where(level: 2): it => block(above: 1.1em, below: 0.55em, text(1.25em, weight: 600, it.body))
#let fig(shown, number) = [#text(weight: 600)[#shown]#super(size: 0.7em)[#number]]
"""


class TooLong(Exception):
    """A brief that does not fit on two pages at the smallest size: a fault of ours."""


def quoted(text: str) -> str:
    """A text as a string of the typesetter: nothing in it is markup.

    >>> quoted('a "b"')
    '"a \\\\"b\\\\""'
    """
    plain = "".join(c if c.isprintable() or c == "\u200b" else " " for c in text)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def broken(address: str) -> str:
    """An address that may be broken after each of its parts: a zero-width space stands there, in print only."""
    return address.replace("&", "&\u200b").replace("?", "?\u200b")


def _piece(piece: Piece) -> str:
    if isinstance(piece, Figure):
        return f"#fig({quoted(piece.shown)}, {quoted(str(piece.receipt))})"
    return f"#{quoted(piece)}"


def _grid(grid: Grid) -> str:
    columns = len(grid.head)
    cells = [f"[#text(fill: luma(90))[#{quoted(word)}]]" for word in grid.head]
    for label, figures in grid.rows:
        cells.append(f"[#{quoted(label)}]")
        cells += [
            f"[{_piece(figure) if isinstance(figure, Figure) else f'#{quoted(figure.sign)}'}]" for figure in figures
        ]
    align = ", ".join(["left", *["right"] * (columns - 1)])
    widths = ", ".join(["1fr", *["auto"] * (columns - 1)])
    rule = "(x, y) => (bottom: if y == 0 { 0.6pt } else { 0.3pt + luma(200) })"
    return (
        f"#block(breakable: false)[#text(weight: 600)[#{quoted(grid.caption)}]\n"
        f"#table(columns: ({widths}), align: ({align}), inset: (x: 3pt, y: 2.4pt), stroke: {rule}, {', '.join(cells)})]"
    )


def _receipts(brief: Brief, base: str) -> str:
    language = brief.language
    lines = []
    for receipt in brief.receipts:
        address = f"{base.rstrip('/')}{receipt.path}"
        exact = f": {receipt.exact}" if receipt.exact else ""
        shown = f"#text(0.85em, fill: luma(90))[#{quoted(broken(receipt.path))}]"
        words = quoted(receipt.words + exact)
        lines.append(f"[*{receipt.number}* #{words} \\\n#link({quoted(address)})[{shown}]]")
    rows = f"#{{ let rows = ({', '.join(lines)},); rows.join(parbreak()) }}"
    return (
        f"== #{quoted(say('brief.receipts', language))}\n#{quoted(say('brief.receipts_said', language))}\n"
        f"#block[#set text(0.78em)\n#set par(leading: 0.4em, spacing: 0.5em)\n#columns(2, gutter: 1.2em)[{rows}]]"
    )


def source(brief: Brief, base: str, size: float) -> str:
    """The typesetter's source. base: where the site stands, before every receipt's path."""
    language = brief.language
    out = [
        HEAD.format(
            title=quoted(brief.title),
            footer=f"#{quoted(brief.notes[-1])}",
            page=f"#{quoted(say('brief.page', language))}",
            size=size,
            language=language,
        ),
        f"#text(fill: luma(90))[#{quoted(brief.kicker)}]\n\n= #{quoted(brief.title)}\n",
        *(f"#text(fill: luma(90), size: 0.9em)[#{quoted(note)}]\n" for note in brief.notes),
    ]
    for section in brief.sections:
        out.append(f"== #{quoted(section.title)}\n")
        out += ["".join(_piece(piece) for piece in paragraph) + "\n" for paragraph in section.paragraphs]
        if section.grids:
            first, *rest = section.grids
            out.append(_grid(first))
            if rest:
                columns = ", ".join(["1fr"] * len(rest))
                out.append(
                    f"#grid(columns: ({columns}), column-gutter: 1.2em, {', '.join(f'[{_grid(g)}]' for g in rest)})"
                )
    if brief.receipts:
        out.append(_receipts(brief, base))
    out.append("#context [#metadata(counter(page).final().first()) <pages>]")
    return "\n".join(out)


def pages_of(text: str) -> int:
    """How many pages a source makes."""
    return int(json.loads(typst.query(text.encode(), "<pages>", field="value", one=True, ignore_system_fonts=True)))


def pdf(brief: Brief, base: str) -> bytes:
    """The PDF: two pages at most, the largest type that fits. Raises TooLong."""
    for size in SIZES:
        text = source(brief, base, size)
        if pages_of(text) <= PAGES:
            made: bytes = typst.compile(text.encode(), ignore_system_fonts=True)
            return made
    raise TooLong(f"{brief.title}: more than {PAGES} pages at {SIZES[-1]} points")
