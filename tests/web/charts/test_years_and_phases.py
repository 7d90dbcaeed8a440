"""Years and phases: sparkline, columns, a budget's year."""

from collections.abc import Callable
from typing import Any

import pytest

from vrede.web.charts import Series, columns, phases, sparkline
from vrede.web.charts.scale import GRID_LINES, Scale, grid

M = 100_000_000
Draw = Callable[[str], Any]


def test_a_line_names_its_first_and_last_year(draw: Draw) -> None:
    assert draw(sparkline("a", "T", [(2016, M), (2017, 2 * M), (2018, M)])).texts() == ["2016", "2018"]


@pytest.mark.parametrize(
    ("amounts", "lines", "lone"),
    [
        ([1, 2, 3, 4], 1, 0),
        ([1, 2, None, 4, 5], 2, 0),  # a gap where nobody knows
        ([1, 2, None, 4], 1, 1),  # a year between gaps is a dot
        ([None, None], 0, 0),
    ],
)
def test_an_unknown_year_is_a_gap(draw: Draw, amounts: list[int | None], lines: int, lone: int) -> None:
    read = draw(sparkline("a", "T", list(enumerate(amounts, 2016))))
    assert len(read.marks("path", "money-l")) == lines
    assert len([dot for dot in read.marks("circle") if dot.get("r") == "2"]) == lone


def test_a_year_left_out_is_a_gap_too(draw: Draw) -> None:
    read = draw(sparkline("a", "T", [(2016, 1), (2017, 2), (2019, 3), (2020, 4)]))
    assert len(read.marks("path", "money-l")) == 2


def test_years_that_do_not_ascend_are_refused() -> None:
    with pytest.raises(ValueError, match="ascend"):
        sparkline("a", "T", [(2017, 1), (2016, 2)])


def two(commitments: list[int | None], spent: list[int | None], width: int = 824) -> str:
    series = [Series("committed", "commitment", commitments), Series("spent", "spent", spent)]
    return columns("a", "T", list(range(2020, 2020 + len(spent))), series, "en", width=width)


def test_columns_stand_on_zero_and_are_in_proportion(draw: Draw) -> None:
    read = draw(two([40 * M, 20 * M], [10 * M, 30 * M]))
    promised, paid = read.marks("rect", "promised"), read.marks("rect", "money")
    feet = {round(float(mark.get("y")) + float(mark.get("height"))) for mark in promised + paid}
    assert len(feet) == 1
    assert read.size("promised", "height")[0] / read.size("money", "height")[0] == pytest.approx(4, rel=0.01)


def test_a_negative_year_hangs_below_the_zero_line(draw: Draw) -> None:
    read = draw(two([40 * M, -20 * M], [10 * M, 30 * M]))
    up, down = read.marks("rect", "promised")
    assert float(down.get("y")) == pytest.approx(float(up.get("y")) + float(up.get("height")), abs=0.2)
    assert float(up.get("height")) / float(down.get("height")) == pytest.approx(2, rel=0.01)


def test_an_unknown_year_has_no_column_and_an_empty_year_a_dash(draw: Draw) -> None:
    read = draw(two([40 * M, None], [10 * M, None]))
    assert len(read.marks("rect", "promised")) == 1
    assert "–" in read.texts()


def test_each_series_is_named_beside_its_last_column(draw: Draw) -> None:
    assert {"committed 20.0", "spent 30.0"} <= set(draw(two([40 * M, 20 * M], [10 * M, 30 * M])).texts())


def test_names_that_would_touch_are_pushed_apart(draw: Draw) -> None:
    read = draw(two([30 * M], [30 * M]))
    first, second = (mark for mark in read.marks("text") if "30.0" in (mark.text or "") and " " in (mark.text or ""))
    assert abs(float(first.get("y")) - float(second.get("y"))) >= 16


def test_on_a_phone_the_names_stand_above_with_a_sample(draw: Draw) -> None:
    read = draw(two([40 * M] * 9, [10 * M] * 9, width=358))
    assert "committed 40.0" in read.texts()
    assert len(read.marks("rect", "promised")) == 10


def test_a_series_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="one figure a year"):
        columns("a", "T", [2020], [Series("x", "spent", [1, 2])], "en")


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 480, [0, 200, 400, 600]), (0, 400, [0, 100, 200, 300, 400]), (-20, 90, [-50, 0, 50, 100]), (0, 0, [0, 1])],
)
def test_grid_lines_are_round_and_few(low: int, high: int, expected: list[int]) -> None:
    assert grid(low, high) == expected
    assert len(expected) <= GRID_LINES


def test_a_scale_without_extent_puts_all_at_its_start() -> None:
    assert Scale(5, 5, 10, 20)(5) == 10


YEAR = [("draft", 498 * M), ("adopted", 498 * M), ("1st", 562 * M), ("2nd", 551 * M), ("realised", 610 * M)]


def test_every_phase_has_its_dot_and_figure(draw: Draw) -> None:
    read = draw(phases("a", "T", YEAR, "en"))
    assert len(read.marks("circle", "money")) == 5
    assert {"498.0", "562.0", "551.0", "610.0"} <= set(read.texts())


def test_changes_are_told_with_their_sign_and_no_change_has_no_arrow(draw: Draw) -> None:
    read = draw(phases("a", "T", YEAR, "en"))
    assert [text for text in read.texts() if text[0] in "+−"] == ["+64.0", "−11.0", "+59.0"]
    assert len(read.marks("path", "ink")) == 3


def test_dots_keep_the_order_and_distance_of_their_levels(draw: Draw) -> None:
    x = [float(mark.get("cx")) for mark in draw(phases("a", "T", YEAR, "en")).marks("circle")]
    assert x[0] == x[1] < x[3] < x[2] < x[4]
    assert (x[2] - x[0]) / (x[4] - x[0]) == pytest.approx(64 / 112, abs=0.01)


def test_a_phase_nobody_published_is_skipped_and_said(draw: Draw) -> None:
    read = draw(phases("a", "T", [("draft", 10 * M), ("1st", None), ("realised", 14 * M)], "en"))
    assert "–" in read.texts()
    assert "+4.0" in read.texts()
    assert len(read.marks("circle")) == 2


def test_a_small_change_of_a_large_budget_keeps_its_decimal(draw: Draw) -> None:
    read = draw(phases("a", "T", [("draft", 1118 * M), ("adopted", 1118 * M + M // 5)], "nl"))
    assert {"1.118,0", "1.118,2", "+0,2"} <= set(read.texts())
