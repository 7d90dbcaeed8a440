"""Drawings of the warning: the fan of a forecast, changes on two axes, and chances against what happened."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import vrede.web
from vrede.web.charts.dots import Dot, dots
from vrede.web.charts.fan import Ahead, Counted, fan, root
from vrede.web.charts.reliability import reliability

Draw = Callable[[str], Any]
BANDS = ("19 in 20", "8 in 10", "1 in 2")
PAST = [Counted("2021-11", 100), Counted("2021-12", 25)]
COMING = [Ahead("2022-01", (0, 4, 16, 25, 36, 64, 100)), Ahead("2022-02", (0, 0, 9, 16, 49, 81, 900))]


def points(d: str) -> list[tuple[float, float]]:
    """The corners of a path of straight lines."""
    return [(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", d)]


def path(read: Any, css: str) -> list[tuple[float, float]]:
    """The corners of the only path of a class."""
    (mark,) = read.marks("path", css)
    return points(mark.get("d"))


# ------------------------------------------------------------------------------------------------------------------ fan


def fanned(past: list[Counted], ahead: list[Ahead], language: Any = "en") -> str:
    return fan("f", "T", past, ahead, language, BANDS)


def test_a_month_counted_is_a_corner_of_the_line_and_heights_are_square_roots(draw: Draw) -> None:
    """100 deaths stand twice as high as 25."""
    read = draw(fanned(PAST, COMING))
    (_, hundred), (_, twentyfive) = path(read, "inkline")
    base = 320 - 34
    assert (base - hundred) / (base - twentyfive) == pytest.approx(2, abs=0.01)


def test_months_are_evenly_apart_from_the_first_counted_to_the_last_ahead(draw: Draw) -> None:
    """Four months, three steps."""
    read = draw(fanned(PAST, COMING))
    middle = next(points(m.get("d")) for m in read.marks("path", "risk-l") if "L" in m.get("d"))
    x = [*(x for x, _ in path(read, "inkline")), *(x for x, _ in middle[1:])]
    assert [round(b - a) for a, b in pairwise(x)] == [round((824 - 56 - 92) / 3)] * 3
    assert (x[0], x[-1]) == (56, 824 - 92)


def test_a_band_goes_out_along_the_high_quantile_and_back_along_the_low_one(draw: Draw) -> None:
    """From the last month counted; the bands lie inside one another."""
    read = draw(fanned(PAST, COMING))
    last = path(read, "inkline")[-1]
    tops, feet = [], []
    for css in ("fan1", "fan2", "fan3"):
        corners = path(read, css)
        assert len(corners) == 6
        assert corners[0] == corners[-1] == last
        assert [x for x, _ in corners] == [x for x, _ in reversed(corners)]
        tops.append(corners[1][1])
        feet.append(corners[4][1])
    assert tops[0] < tops[1] < tops[2] < feet[2] < feet[1] < feet[0]


def test_the_bands_are_named_the_widest_first(draw: Draw) -> None:
    """Each with a sample of its own."""
    read = draw(fanned(PAST, COMING))
    assert [text for text in read.texts() if text in BANDS] == list(BANDS)
    assert [len(read.marks("rect", css)) for css in ("fan1", "fan2", "fan3")] == [1, 1, 1]


def test_january_has_the_name_of_its_year(draw: Draw) -> None:
    """And no other month has one."""
    read = draw(fanned([Counted("2020-12", 0), Counted("2021-01", 0), *PAST], COMING))
    assert [text for text in read.texts() if re.fullmatch(r"20\d\d", text)] == ["2021", "2022"]


def test_the_mark_of_war_is_always_on_the_sheet(draw: Draw) -> None:
    """Where nothing ever happened the scale still goes beyond 25."""
    calm = [Ahead("2022-01", (0, 0, 0, 0, 0, 0, 0))]
    read = draw(fanned([Counted("2021-12", 0)], calm))
    assert "25" in read.texts()
    (mark,) = [m.get("d") for m in read.marks("path", "risk-l") if "H" in m.get("d")]
    assert 16 < points(mark)[0][1] < 320 - 34


def test_without_a_forecast_the_months_counted_stand_alone(draw: Draw) -> None:
    """No band and no name of one."""
    read = draw(fanned(PAST, []))
    assert len(path(read, "inkline")) == 2
    assert not [m for css in ("fan1", "fan2", "fan3") for m in read.marks("path", css)]
    assert not set(read.texts()) & set(BANDS)


def test_nothing_at_all_is_still_a_drawing(draw: Draw) -> None:
    """Axes, and the mark."""
    assert draw(fanned([], [])).title == "T"


def inside(read: Any) -> None:
    """No corner of a path lies outside the sheet."""
    width, height = float(read.root.get("width")), float(read.root.get("height"))
    for mark in read.marks("path"):
        for x, y in points(mark.get("d")):
            assert 0 <= x <= width, mark.get("d")
            assert 0 <= y <= height, mark.get("d")


@pytest.mark.parametrize("months", [1, 2, 36])
def test_a_forecast_without_months_counted_begins_at_its_first_month(draw: Draw, months: int) -> None:
    """Nothing is drawn to the left of the sheet: deaths by month may be gone while an issue stands."""
    ahead = [Ahead(f"{2022 + at // 12}-{at % 12 + 1:02d}", (0, 1, 2, 9, 20, 30, 40)) for at in range(months)]
    read = draw(fanned([], ahead))
    inside(read)
    assert min(x for x, _ in path(read, "fan1")) == 56


Counts = st.lists(st.integers(0, 250_000), max_size=6)


Quantiles = st.tuples(*[st.integers(0, 10**6)] * 7).map(sorted)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(counted=Counts, quantiles=st.lists(Quantiles, max_size=6))
def test_whatever_is_forecast_stays_on_the_sheet(draw: Draw, counted: list[int], quantiles: list[Any]) -> None:
    """A rare high month is cut off at the edge, and does not press all others flat."""
    past = [Counted("2021-12", n) for n in counted]
    ahead = [Ahead("2022-02", q) for q in quantiles]
    inside(draw(fanned(past, ahead)))


@pytest.mark.parametrize(("deaths", "millionths"), [(0, 0), (-5, 0), (1, 10**6), (25, 5 * 10**6), (2, 1_414_213)])
def test_a_square_root_is_whole_millionths(deaths: int, millionths: int) -> None:
    """The same on every machine; of less than nothing it is nothing."""
    assert root(deaths) == millionths


# ----------------------------------------------------------------------------------------------------------------- dots

CORNERS = ("up left", "up right", "down left", "down right")


def dotted(given: list[Dot], named: int = 12) -> str:
    return dots("d", "T", given, "money", "risk", lambda n: f"{n} m", lambda n: f"{n} %", CORNERS, named=named)


FOUR = [
    Dot("Mali", 10, 10, "warn", "/MLI"),
    Dot("Sudan", -10, 10, "risk", "/SDN"),
    Dot("Niger", 10, -10, "money", None),
    Dot("Chad", 0, 0, "money", "/TCD"),
]


def test_a_dot_stands_where_its_two_changes_say(draw: Draw) -> None:
    """More to the right, higher up; no change of either on the crossing."""
    mali, sudan, niger, chad = draw(dotted(FOUR)).marks("circle")
    x, y = ([float(mark.get(side)) for mark in (mali, sudan, niger, chad)] for side in ("cx", "cy"))
    assert x[1] < x[3] < x[0] == x[2]
    assert y[0] == y[1] < y[3] < y[2]
    assert x[3] - x[1] == pytest.approx(x[0] - x[3], abs=0.2)


def test_a_dot_is_a_link_that_says_both_changes(draw: Draw) -> None:
    """For a pointer; the table beside it has them all for the keyboard. Without an address it says them all the same."""
    read = draw(dotted(FOUR))
    assert [(a.get("href"), a.get("aria-label"), a.get("tabindex")) for a in read.marks("a")] == [
        ("/MLI", "Mali: 10 m, 10 %", "-1"),
        ("/SDN", "Sudan: -10 m, 10 %", "-1"),
        ("/TCD", "Chad: 0 m, 0 %", "-1"),
    ]
    assert "Niger: 10 m, -10 %" in ["".join(mark.itertext()) for mark in read.marks("title")]
    assert read.root.get("role") == "group"


def test_the_fields_are_named_in_their_corners(draw: Draw) -> None:
    """Up left, up right, down left, down right; and each axis."""
    read = draw(dotted(FOUR))
    at = {m.text: (float(m.get("x")), float(m.get("y"))) for m in read.marks("text") if m.text in CORNERS}
    assert at["up left"][0] == at["down left"][0] < at["up right"][0] == at["down right"][0]
    assert at["up left"][1] == at["up right"][1] < at["down left"][1] == at["down right"][1]
    assert {"money", "risk"} <= set(read.texts())


@pytest.mark.parametrize(
    ("named", "names"), [(0, set()), (1, {"Mali"}), (2, {"Mali", "Niger"}), (12, {"Mali", "Niger", "Sudan", "Chad"})]
)
def test_the_farthest_dots_have_a_name(draw: Draw, named: int, names: set[str]) -> None:
    """Of equals the first by name."""
    assert {text for text in draw(dotted(FOUR, named)).texts() if text in {dot.name for dot in FOUR}} == names


def test_two_names_on_one_place_are_not_both_written(draw: Draw) -> None:
    """Both have their dot."""
    read = draw(dotted([Dot("Mali", 10, 10, "warn", None), Dot("Mauritania", 10, 10, "warn", None)]))
    assert len(read.marks("circle")) == 2
    assert [text for text in read.texts() if text.startswith("Ma")] == ["Mali"]


@pytest.mark.parametrize("given", [[], [Dot("A", -5, -5, "x", None)], [Dot("A", 10**9, 3, "x", None)]])
def test_dots_on_one_side_and_none_at_all_stay_on_the_sheet(draw: Draw, given: list[Dot]) -> None:
    """The crossing is on the sheet too."""
    read = draw(dotted(given))
    inside(read)
    for mark in read.marks("circle"):
        assert 60 <= float(mark.get("cx")) <= 824 - 20
        assert 30 <= float(mark.get("cy")) <= 420 - 42


def test_a_name_is_text_and_never_markup(draw: Draw) -> None:
    """Whatever a country is called."""
    assert "<b>&" in draw(dotted([Dot("<b>&", 1, 1, "x", "/x")])).texts()


# ---------------------------------------------------------------------------------------------------------- reliability


def reliable(given: list[tuple[int, int, int]], language: Any = "en") -> str:
    return reliability("r", "T", given, "said", "came", language)


def test_a_chance_that_happens_as_often_as_it_says_lies_on_the_line(draw: Draw) -> None:
    """0, a quarter and 1, on the diagonal; too often above, too seldom below."""
    read = draw(reliable([(0, 0, 9), (250_000, 250_000, 9), (10**6, 10**6, 9), (250_000, 500_000, 9), (250_000, 0, 9)]))
    places = [(float(m.get("cx")), float(m.get("cy"))) for m in read.marks("circle")]
    (left, foot), (right, top) = path(read, "muteline")
    assert places[0] == (left, foot)
    assert places[2] == (right, top)
    assert places[1] == pytest.approx((left + (right - left) / 4, foot + (top - foot) / 4), abs=0.1)
    assert places[3][1] < places[1][1] < places[4][1] == foot


@pytest.mark.parametrize(("cases", "radius"), [(1, "4"), (199, "4"), (200, "6"), (90_000, "6")])
def test_many_cases_make_a_larger_disc(draw: Draw, cases: int, radius: str) -> None:
    """From two hundred."""
    (disc,) = draw(reliable([(500_000, 500_000, cases)])).marks("circle")
    assert disc.get("r") == radius


@pytest.mark.parametrize(("language", "words"), [("en", "12% → 50% (1,234)"), ("nl", "12% → 50% (1.234)")])
def test_a_disc_says_its_figures(draw: Draw, language: str, words: str) -> None:
    """Chance, share and cases, as a reader of the language writes them."""
    (_, told) = draw(reliable([(120_000, 500_000, 1234)], language)).marks("title")
    assert (told.text or "").replace("\u00a0", "") == words


def test_both_axes_go_from_nothing_to_a_hundred(draw: Draw) -> None:
    """Per cent, in quarters; and each is named."""
    texts = draw(reliable([])).texts()
    assert [text for text in texts if text.isdigit()] == [n for n in ("0", "25", "50", "75", "100") for _ in (1, 2)]
    assert texts[-2:] == ["said", "came"]


@pytest.mark.parametrize(
    "drawing", [fanned(PAST, COMING), dotted(FOUR), reliable([(1, 1, 1)])], ids=["fan", "dots", "reliability"]
)
def test_every_class_of_a_drawing_has_a_rule(drawing: str) -> None:
    """Or it would be black."""
    css = (Path(vrede.web.__file__).parent / "static" / "vrede" / "vrede.css").read_text(encoding="utf-8")
    used = {name for found in re.findall(r'class="([^"]*)"', drawing) for name in found.split()}
    assert {name for name in used if not re.search(rf"\.{name}(?![\w-])", css)} == set()
