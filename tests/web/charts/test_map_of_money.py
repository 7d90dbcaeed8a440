"""The world by five classes of money, and the outlines it is drawn from."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from vrede.web.charts import choropleth
from vrede.web.charts.worldmap import OUTLINES, bounds

M = 100_000_000
Draw = Callable[[str], Any]
AMOUNTS = {"YEM": 61 * M, "SDN": 30 * M, "MLI": 13 * M, "KEN": 5 * M, "FJI": 2 * M, "CPV": M // 2, "TUV": M}


def world(amounts: dict[str, int], language: Any = "en") -> Any:
    return choropleth("w", "T", amounts, language, lambda code: f"/country/{code}")


@pytest.mark.parametrize(
    ("largest", "expected"),
    [
        (61 * M, [M, 3 * M, 10 * M, 30 * M]),
        (30 * M, [M, 3 * M, 10 * M, 30 * M]),
        (30 * M - 1, [M // 10 * 3, M, 3 * M, 10 * M]),
        (1000, [100, 300, 1000]),  # below one euro there are no classes
        (0, []),
    ],
)
def test_classes_end_at_one_and_three_times_powers_of_ten(largest: int, expected: list[int]) -> None:
    assert bounds(largest) == expected


def test_the_bands_are_said_in_words_and_count_their_countries() -> None:
    assert [(band.css, band.words.replace("\u00a0", " "), band.countries) for band in world(AMOUNTS).bands] == [
        ("m1", "less than € 1 m", 1),
        ("m2", "€ 1 m to € 3 m", 2),
        ("m3", "€ 3 m to € 10 m", 1),
        ("m4", "€ 10 m to € 30 m", 1),
        ("m5", "€ 30 m or more", 2),
    ]


def test_the_bands_count_every_country_with_money_once() -> None:
    assert sum(band.countries for band in world(AMOUNTS).bands) == len(AMOUNTS)


def test_a_country_with_money_links_to_its_page_and_says_its_figure(draw: Draw) -> None:
    (mali,) = (mark for mark in draw(world(AMOUNTS, "nl").svg).marks("a") if mark.get("href") == "/country/MLI")
    assert mali.get("aria-label") == "Mali: €\u00a013,0\u00a0mln"
    assert [child.get("class") for child in mali if child.get("class")] == ["m4"]


def test_links_are_for_the_pointer_since_the_table_has_them_all(draw: Draw) -> None:
    assert {mark.get("tabindex") for mark in draw(world(AMOUNTS).svg).marks("a")} == {"-1"}


def test_a_country_too_small_to_hit_is_a_disc(draw: Draw) -> None:
    discs = draw(world(AMOUNTS).svg).marks("circle", "disc")
    assert [mark.get("class").split()[0] for mark in discs] == ["m1", "m2"]  # Cabo Verde, Fiji


def test_money_without_an_outline_is_named_beside_the_map() -> None:
    assert world(AMOUNTS).missing == ("TUV",)


def test_without_money_all_is_land_and_there_are_no_bands(draw: Draw) -> None:
    empty = world({})
    assert len(draw(empty.svg).marks("path")) == len(draw(empty.svg).marks("path", "land")) == 1
    assert empty.bands == ()


def test_a_country_that_gave_money_back_keeps_the_colour_of_land_and_its_figure(draw: Draw) -> None:
    read = draw(world({"MLI": -2 * M, "SDN": M}).svg)
    (mali,) = (mark for mark in read.marks("a") if mark.get("href") == "/country/MLI")
    assert "−2.0" in mali.get("aria-label")
    assert [child.get("class") for child in mali if child.get("class")] == ["land"]


def sheet() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(OUTLINES.read_text(encoding="utf-8"))
    return read


def test_the_outlines_name_their_source_and_stay_small() -> None:
    assert "Natural Earth" in sheet()["source"]
    assert "public domain" in sheet()["source"]
    assert sheet()["version"]
    assert OUTLINES.stat().st_size <= 120_000


def test_outlines_are_whole_pixels_on_the_sheet() -> None:
    width, height = sheet()["width"], sheet()["height"]
    for code, outline in sheet()["countries"].items():
        assert re.fullmatch(r"[Mlz0-9 -]*", outline["d"]), code
        for x, y in re.findall(r"M(\d+) (\d+)", outline["d"]):
            assert 0 <= int(x) <= width
            assert 0 <= int(y) <= height
        assert outline["d"] or "dot" in outline, code


def stretch(code: str) -> float:
    """How much of the sheet's width a country takes."""
    widest = 0.0
    reach: list[int] = []
    for part in sheet()["countries"][code]["d"].split("z"):
        numbers = [int(number) for number in re.findall(r"-?\d+", part)]
        x = 0
        for step in numbers[0::2]:
            x += step
            reach.append(x)
    widest = max(reach) - min(reach)
    return widest / float(sheet()["width"])


def test_no_country_is_torn_over_the_sheet_at_180_degrees() -> None:
    assert stretch("RUS") < 0.4
    assert stretch("FJI") < 0.05


def test_antarctica_is_left_out_and_every_drawn_code_is_of_a_country() -> None:
    codes = set(sheet()["countries"])
    assert "ATA" not in codes
    assert not codes & {"SOL", "CYN", "ATC", "IOA"}
    assert {"SOM", "CYP", "XKX", "PSE", "ESH", "TWN"} <= codes
