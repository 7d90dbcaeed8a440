"""The world by five classes of money, equal-area.

Outlines: Natural Earth 1:50m Admin 0 countries (public domain; martynafford/natural-earth-geojson@0b9a6ceb), projected
(Equal Earth) and simplified by tools/make_outlines.py into outlines.json. They are generalised and take no stand on
borders. Tuvalu (TUV) has no outline there; what cannot be drawn is named in `WorldMap.missing`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TypedDict

from django.utils.safestring import SafeString, mark_safe

from vrede.language import Language, euro_millions, euro_range
from vrede.sources.countries import country_name
from vrede.web.charts import svg

OUTLINES = Path(__file__).parent / "outlines.json"
CLASSES = 5
CENTS_IN_A_EURO = 100
DOT = 4.5  # px: what a country too small to hit is drawn as


class Outline(TypedDict, total=False):
    """One country: `d`, a path of whole pixels, and `dot`, its place where the path is too small to hit."""

    d: str
    dot: tuple[int, int]


@dataclass(frozen=True)
class Band:
    """One class of the map. From `low` up to but not including `high` (cents, None: open), in words, with its count.

    `css` is the class of its countries and of `swatch`, a sample for the legend that says nothing by itself.
    """

    number: int
    low: int | None
    high: int | None
    words: str
    countries: int
    prefix: str = "m"

    @property
    def css(self) -> str:
        """m1 (least) to m5 (most); of risk r1 to r5."""
        return f"{self.prefix}{self.number}"

    @property
    def swatch(self) -> SafeString:
        """A small sample of the class's tint."""
        return mark_safe(  # made of constants
            f'<svg xmlns="http://www.w3.org/2000/svg" class="sw" viewBox="0 0 20 10" width="20" height="10" '
            f'aria-hidden="true" focusable="false"><rect class="{self.css}" width="20" height="10"/></svg>'
        )


@dataclass(frozen=True)
class WorldMap:
    """The drawing, its bands from least to most, and the codes with money that have no outline."""

    svg: SafeString
    bands: tuple[Band, ...]
    missing: tuple[str, ...]


@cache
def _sheet() -> tuple[int, int, dict[str, Outline]]:
    sheet = json.loads(OUTLINES.read_text(encoding="utf-8"))
    return sheet["width"], sheet["height"], sheet["countries"]


@dataclass(frozen=True)
class Unit:
    """What a map's numbers are, in words: one number, a range, and the smallest bound between classes."""

    one: Callable[[int, Language], str]
    span: Callable[[int | None, int | None, Language], str]
    least: int


EUROS = Unit(euro_millions, euro_range, CENTS_IN_A_EURO)


def bounds(largest: int, least: int = CENTS_IN_A_EURO) -> list[int]:
    """The four bounds between five classes: 1 and 3 times the powers of ten, the highest of them at most `largest`.

    Half powers of ten suit money, a few large and many small, and stay the same from page to page and year to year.
    No bound is below `least`, so that tiny amounts have fewer classes.
    """
    powers = [factor * least * 10**power for power in range(len(str(max(largest, 1)))) for factor in (1, 3)]
    return [bound for bound in powers if bound <= largest][-(CLASSES - 1) :]


def choropleth(
    ident: str,
    title: str,
    amounts: Mapping[str, int],
    language: Language,
    href: Callable[[str], str],
    *,
    desc: str = "",
    unit: Unit = EUROS,
    stops: Sequence[int] | None = None,
    prefix: str = "m",
) -> WorldMap:
    """The map of `amounts` (ISO 3166-1 alpha-3 -> euro cents, unless `unit` says otherwise); each country with money links to `href(code)`.

    Countries without money, with nothing on balance, or with less than nothing keep the colour of land; the last two
    still have their link and figure. stops: the bounds between classes where they are not to be chosen; prefix: of the
    classes' names, `m` money or `r` risk. A country too small to hit is a disc. The links are for a pointer and out of the
    tab order: the table below the map has them all for a keyboard.
    """
    width, height, outlines = _sheet()
    stops = bounds(max([0, *amounts.values()]), unit.least) if stops is None else list(stops)
    number_of = {code: 1 + sum(cents >= stop for stop in stops) for code, cents in amounts.items() if cents > 0}
    land: list[str] = []
    money: list[str] = []
    discs: list[str] = []
    for code, outline in outlines.items():
        if code not in amounts:
            if d := outline.get("d"):
                land.append(d)
            continue
        css = f"{prefix}{number_of[code]}" if code in number_of else "land"
        name = f"{country_name(code, language)}: {unit.one(amounts[code], language)}"
        marks = svg.path(outline["d"], css) if outline.get("d") else ""
        if "dot" in outline:
            marks += svg.circle(outline["dot"][0], outline["dot"][1], DOT, f"{css} disc")
        (discs if "dot" in outline else money).append(svg.link(href(code), marks, name, in_tab_order=False))
    drawn = svg.drawing(
        ident,
        width,
        height,
        title,
        [svg.path("".join(land), "land"), *money, *discs],
        desc=desc,
        classes="world",
        linked=bool(money or discs),
    )
    missing = sorted(code for code in amounts if code not in outlines)
    return WorldMap(drawn, _bands(stops, number_of, language, unit, prefix), tuple(missing))


def _bands(
    stops: list[int], number_of: Mapping[str, int], language: Language, unit: Unit, prefix: str
) -> tuple[Band, ...]:
    """One band between every two bounds; none where no country has money."""
    if not number_of:
        return ()
    ends = [None, *stops, None]
    found = list(number_of.values())
    return tuple(
        Band(number, low, high, unit.span(low, high, language), found.count(number), prefix)
        for number, (low, high) in enumerate(pairwise(ends), 1)
        if low is not None or high is not None
    )
