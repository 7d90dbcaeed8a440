"""Bars: from zero, in proportion, cut only when needed.

own    ██████████ 121,7
chain  //////// 88,3
field  ┌───────────────────//─ 2.960
"""

from collections.abc import Callable
from typing import Any

import pytest

from vrede.web.charts import hbars, three_bars

M = 100_000_000
Draw = Callable[[str], Any]


def three(own: int | None, chain: int | None, field: int | None) -> str:
    return three_bars("a", "T", [("own", "own", own), ("chain", "chain", chain), ("field", "field", field)], "en")


def test_own_is_solid_chain_hatched_field_hollow(draw: Draw) -> None:
    read = draw(three(3 * M, 2 * M, 1 * M))
    assert [len(read.marks("rect", css)) for css in ("money", "chain", "hollow")] == [1, 1, 1]
    assert read.marks("rect", "chain")[0].get("fill") == "url(#a-hatch)"
    assert read.marks("pattern")[0].get("id") == "a-hatch"


def test_bars_start_at_one_line_and_are_in_proportion(draw: Draw) -> None:
    read = draw(three(300 * M, 200 * M, 100 * M))
    (own,), (chain,), (field,) = read.size("money"), read.size("chain"), read.size("hollow")
    assert own / chain == pytest.approx(1.5, rel=0.01)
    assert own / field == pytest.approx(3, rel=0.01)
    assert len({mark.get("x") for css in ("money", "chain", "hollow") for mark in read.marks("rect", css)}) == 1


@pytest.mark.parametrize(
    ("own", "chain", "field", "cut"),
    [
        (100, 80, 400, False),  # four times exactly still fits
        (100, 80, 401, True),
        (80, 100, 401, True),
        (None, 100, 401, True),
        (0, 0, 401, False),  # beside nothing there is no proportion to keep
        (None, None, 401, False),
        (401, 100, 100, False),  # only the field is cut
        (100, 80, None, False),
    ],
)
def test_the_break_is_drawn_only_when_needed(
    draw: Draw, own: int | None, chain: int | None, field: int | None, cut: bool
) -> None:
    amounts = [None if number is None else number * M for number in (own, chain, field)]
    assert bool(draw(three(*amounts)).marks("path", "break")) == cut


def test_a_cut_field_still_tells_its_whole_figure(draw: Draw) -> None:
    assert "2,960" in draw(three(100 * M, 80 * M, 2960 * M)).texts()


def test_beside_a_cut_field_the_others_keep_their_proportion(draw: Draw) -> None:
    read = draw(three(100 * M, 50 * M, 9000 * M))
    assert read.size("money")[0] / read.size("chain")[0] == pytest.approx(2, rel=0.01)


def test_unknown_is_a_dash_without_a_bar(draw: Draw) -> None:
    read = draw(three(100 * M, None, 50 * M))
    assert read.texts()[2:4] == ["chain", "–"]
    assert not read.marks("rect", "chain")


def test_zero_is_a_figure_without_a_bar(draw: Draw) -> None:
    read = draw(three(100 * M, 0, 50 * M))
    assert "0" in read.texts()
    assert not read.marks("rect", "chain")


def test_a_ranking_keeps_its_order_and_proportion(draw: Draw) -> None:
    read = draw(hbars("a", "T", [("WFP", 90 * M, "/1"), ("ICRC", 30 * M, "/2"), ("Cordaid", 10 * M, None)], "nl"))
    first, second, third = read.size("money")
    assert first / second == pytest.approx(3, rel=0.01)
    assert first / third == pytest.approx(9, rel=0.02)
    assert read.texts() == ["WFP", "90,0", "ICRC", "30,0", "Cordaid", "10,0"]


def test_each_row_links_to_its_own_page(draw: Draw) -> None:
    read = draw(hbars("a", "T", [("WFP", 90 * M, "/1"), ("ICRC", 30 * M, "/2"), ("none", M, None)], "nl"))
    assert [(mark.get("href"), mark.get("aria-label")) for mark in read.marks("a")] == [
        ("/1", "WFP 90,0"),
        ("/2", "ICRC 30,0"),
    ]


def test_a_share_stands_behind_the_figure_when_the_whole_is_given(draw: Draw) -> None:
    assert draw(hbars("a", "T", [("WFP", 25 * M, None)], "en", whole=100 * M)).texts() == ["WFP", "25.0", "25%"]


def test_money_that_came_back_runs_left_of_zero(draw: Draw) -> None:
    read = draw(hbars("a", "T", [("WFP", 80 * M, None), ("back", -40 * M, None)], "en"))
    (up,), (down,) = read.marks("rect", "money"), read.marks("rect", "below")
    assert float(down.get("x")) + float(down.get("width")) == pytest.approx(float(up.get("x")), abs=0.2)
    assert float(up.get("width")) / float(down.get("width")) == pytest.approx(2, rel=0.01)


def test_a_name_too_long_is_shortened_and_told_in_full(draw: Draw) -> None:
    name = "International Committee of the Red Cross and the Red Crescent"
    read = draw(hbars("a", "T", [(name, M, None)], "en", width=358))
    assert read.texts()[0].endswith("…")
    assert f"{name} 1.0" in ["".join(mark.itertext()) for mark in read.marks("title")]


def test_a_bar_too_small_to_see_is_still_one_pixel(draw: Draw) -> None:
    assert draw(hbars("a", "T", [("big", 9000 * M, None), ("small", 1, None)], "en")).size("money")[1] == 1
