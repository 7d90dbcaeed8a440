"""What holds for every drawing, whatever the words and the amounts."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from vrede.web.charts import (
    Series,
    choropleth,
    columns,
    hbars,
    phases,
    sparkline,
    swatch,
    three_bars,
    wide_and_narrow,
)
from vrede.web.charts import svg as marks

WORDS = st.text(max_size=40) | st.sampled_from(
    ["<script>&\"'", "]]>", "</title></svg>", "\x00\x1f\ufffe", "&amp;", "é́"]
)
CENTS = st.none() | st.integers(-(10**13), 10**13) | st.sampled_from([0, 1, -1])
WIDTHS = st.sampled_from([358, 392, 430, 824, 1184])
LANGUAGES = st.sampled_from(["nl", "en"])
SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
CODES = st.sampled_from(["MLI", "SDN", "FRA", "CPV", "TUV", "FJI", "RUS", "XKX"])

Draw = Callable[[str], Any]


@SETTINGS
@given(WORDS, st.lists(CENTS, max_size=12), WIDTHS)
def test_a_sparkline_is_lawful(draw: Draw, words: str, amounts: list[int | None], width: int) -> None:
    draw(sparkline("a", "T" + words, list(enumerate(amounts, 2016)), width=width))


@SETTINGS
@given(WORDS, st.tuples(CENTS, CENTS, CENTS), LANGUAGES, WIDTHS)
def test_three_bars_are_lawful(
    draw: Draw, words: str, amounts: tuple[int | None, ...], language: Any, width: int
) -> None:
    kinds: tuple[Any, ...] = ("own", "chain", "field")
    rows = [(kind, words, cents) for kind, cents in zip(kinds, amounts, strict=True)]
    draw(three_bars("a", "T" + words, rows, language, desc=words, width=width))


@SETTINGS
@given(WORDS, st.lists(st.tuples(WORDS, CENTS, st.none() | st.just("/p?a=1&b=\"<2>'"))), CENTS, LANGUAGES, WIDTHS)
def test_a_ranking_is_lawful(
    draw: Draw, words: str, rows: list[Any], total: int | None, language: Any, width: int
) -> None:
    draw(hbars("a", "T" + words, rows, language, whole=total, desc=words, width=width))


@SETTINGS
@given(WORDS, st.lists(st.tuples(CENTS, CENTS), max_size=12), LANGUAGES, WIDTHS)
@example("", [], "nl", 358)
@example("", [(-5, None)], "nl", 824)
def test_columns_are_lawful(draw: Draw, words: str, amounts: list[Any], language: Any, width: int) -> None:
    series = [
        Series(words, "commitment", [first for first, _ in amounts]),
        Series(words, "spent", [second for _, second in amounts]),
    ]
    years = list(range(2016, 2016 + len(amounts)))
    draw(columns("a", "T" + words, years, series, language, desc=words, width=width))


@SETTINGS
@given(WORDS, st.lists(st.tuples(WORDS, CENTS), max_size=6), LANGUAGES, WIDTHS)
def test_phases_are_lawful(draw: Draw, words: str, levels: list[Any], language: Any, width: int) -> None:
    draw(phases("a", "T" + words, levels, language, desc=words, width=width))


@settings(SETTINGS, max_examples=15)
@given(WORDS, st.dictionaries(CODES, st.integers(-(10**13), 10**13)), LANGUAGES)
def test_the_map_is_lawful(draw: Draw, words: str, amounts: dict[str, int], language: Any) -> None:
    draw(choropleth("a", "T" + words, amounts, language, lambda code: f"/{code}?q=<&>", desc=words).svg)


def test_words_that_would_be_markup_are_shown_as_words(draw: Draw) -> None:
    read = draw(hbars("a", "<b>", [("<script>&\"'", 1, "/x")], "en"))
    assert read.title == "<b>"
    assert "<script>&\"'" in read.texts()


def test_even_words_said_to_be_safe_are_escaped() -> None:
    from django.utils.safestring import SafeString

    assert marks.words(SafeString("<i>")) == "&lt;i&gt;"


@pytest.mark.parametrize("href", ["javascript:alert(1)", " javascript:alert(1)", "java\nscript:x", "data:text/html,x"])
def test_an_address_that_runs_code_is_refused(href: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        hbars("a", "T", [("x", 1, href)], "nl")


@pytest.mark.parametrize("ident", ["", "1a", "a b", 'a"', "a<", "a\n"])
def test_an_ident_that_is_no_identifier_is_refused(ident: str) -> None:
    with pytest.raises(ValueError, match="not an identifier"):
        sparkline(ident, "T", [])


def test_a_drawing_without_title_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a title"):
        sparkline("a", " ", [])


def test_a_drawing_with_links_is_a_group_and_without_an_image(draw: Draw) -> None:
    assert draw(hbars("a", "T", [("x", 1, "/x")], "nl")).root.get("role") == "group"
    assert draw(hbars("a", "T", [("x", 1, None)], "nl")).root.get("role") == "img"


def test_a_description_is_told_with_the_title(draw: Draw) -> None:
    read = draw(three_bars("a", "T", [("own", "x", 1)], "nl", desc="More"))
    assert read.root.get("aria-labelledby") == "a-title a-desc"


def test_the_phone_has_a_drawing_of_its_own_with_other_ids() -> None:
    both = wide_and_narrow("a", lambda ident, width: hbars(ident, "T", [("x", 1, None)], "nl", width=width), 430)
    assert 'id="a-title"' in both
    assert 'id="a-narrow-title"' in both
    assert 'viewBox="0 0 358 ' in both
    assert 'viewBox="0 0 430 ' in both


def test_a_swatch_is_hidden_from_who_listens() -> None:
    assert all('aria-hidden="true"' in swatch("k", kind) for kind in ("own", "chain", "field"))
