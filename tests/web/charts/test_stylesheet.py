"""The stylesheet knows every class that a drawing carries, and needs nothing that a strict policy forbids."""

import re
from pathlib import Path
from typing import Any

import pytest

import vrede.web
from vrede.web.charts import Series, choropleth, columns, hbars, phases, sparkline, swatch, three_bars

M = 100_000_000
STYLESHEET = Path(vrede.web.__file__).parent / "static" / "vrede" / "vrede.css"
NAMES_ONLY = {"budget", "columns", "hbars", "break"}  # names of forms and parts that need no rule of their own


def drawings() -> list[str]:
    series = [Series("a", "commitment", [-M, 2 * M]), Series("b", "spent", [M, None])]
    measures: list[Any] = [("own", "a", M), ("chain", "b", M), ("field", "c", 9 * M)]
    return [
        sparkline("a", "T", [(2020, 1), (2021, None), (2022, 2), (2023, 3)]),
        three_bars("b", "T", measures, "nl"),
        hbars("c", "T", [("x", M, "/x"), ("y", -M, None)], "nl", whole=M),
        columns("d", "T", [2020, 2021], series, "nl"),
        columns("e", "T", [2020, 2021], series, "nl", width=358),
        phases("f", "T", [("a", M), ("b", M), ("c", 2 * M), ("d", None), ("e", 190 * M // 100)], "nl"),
        choropleth("g", "T", {"MLI": 60 * M, "SDN": 20 * M, "CPV": 4 * M, "KEN": 2 * M, "IRQ": 5}, "nl", str).svg,
        swatch("h", "chain"),
    ]


@pytest.mark.parametrize("drawing", drawings())
def test_every_class_of_a_drawing_has_a_rule(drawing: str) -> None:
    css = STYLESHEET.read_text(encoding="utf-8")
    used = {name for found in re.findall(r'class="([^"]*)"', drawing) for name in found.split()}
    assert {name for name in used if not re.search(rf"\.{name}(?![\w-])", css)} <= NAMES_ONLY


def test_the_stylesheet_fetches_nothing_and_holds_no_language_switch() -> None:
    css = STYLESHEET.read_text(encoding="utf-8")
    assert "url(" not in css
    assert "@import" not in css
    assert ":has(" not in css


@pytest.mark.parametrize("rule", ["prefers-color-scheme:dark", "@media print", "attr(data-label)", "forced-colors"])
def test_the_stylesheet_serves_the_dark_paper_and_the_phone(rule: str) -> None:
    assert rule in STYLESHEET.read_text(encoding="utf-8")


TOKEN = re.compile(r"--vrede-([\w-]+):(#[0-9a-f]{3,6})\b")


def tokens(dark: bool) -> dict[str, str]:
    css = STYLESHEET.read_text(encoding="utf-8")
    light, rest = css.split("@media (prefers-color-scheme:dark){", 1)
    found = dict(TOKEN.findall(light))
    return {**found, **dict(TOKEN.findall(rest.split("}}", 1)[0]))} if dark else found


def light_of(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


CONTRASTS = """
ink paper 4.5; ink surface 4.5; ink money-soft 4.5; ink warn-soft 4.5; ink-2 paper 4.5; ink-2 surface 4.5
money paper 4.5; money surface 4.5; risk paper 4.5; result paper 4.5; warn paper 4.5; line paper 3
xml-tag surface 4.5; xml-name surface 4.5; xml-value surface 4.5; xml-comment surface 4.5
map-1 map-2 1.3; map-2 map-3 1.3; map-3 map-4 1.3; map-4 map-5 1.3; land map-1 1.2
"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("pair", [pair.strip() for pair in CONTRASTS.replace("\n", ";").split(";") if pair.strip()])
def test_contrast_is_enough(pair: str, dark: bool) -> None:
    one, other, needed = pair.split()
    colours = tokens(dark)
    low, high = sorted((light_of(colours[one]), light_of(colours[other])))
    assert (high + 0.05) / (low + 0.05) >= float(needed)
