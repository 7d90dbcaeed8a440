"""Trigger rules and root causes as dated files: what they say, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from vrede.article import ArticleText, PolicyError
from vrede.article.triggers import CAUSES, FILE, load_causes, load_triggers
from vrede.sources.conflict.series import declared

Spoil = Callable[[str, str, str], Path]


def test_the_shipped_rules_are_those_of_the_decision() -> None:
    """id, chance, rise, quiet, days to answer; all three months ahead."""
    found = {one.id: (one.least_ppm, one.rise_ppm, one.quiet, one.answer_days) for one in load_triggers()}
    assert found == {
        "high": (500_000, 0, False, 30),
        "new": (200_000, 0, True, 30),
        "rise": (100_000, 100_000, False, 30),
        "focus": (300_000, 0, False, 14),
    }
    assert {one.ahead for one in load_triggers()} == {3}
    assert {one.valid_from for one in load_triggers()} == {date(2020, 1, 1)}


def test_the_rules_are_named_in_both_languages() -> None:
    """A page in Dutch has no English name."""
    for one in load_triggers():
        assert one.title.nl != one.title.en


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ("least_ppm = 500000", "least_ppm = 1000001", "[high] least_ppm", "1000000"),
        ("least_ppm = 500000", "least_ppm = -1", "[high] least_ppm", "greater than or equal to 0"),
        ("least_ppm = 500000", "least_ppm = 0.5", "[high] least_ppm", "valid integer"),
        ("rise_ppm = 100000", 'rise_ppm = "much"', "[rise] rise_ppm", "valid integer"),
        ("quiet = true", "quiet = 1", "[new] quiet", "valid boolean"),
        ("ahead = 3", "ahead = 0", "[high] ahead", "greater than or equal to 1"),
        ("ahead = 3", "ahead = 37", "[high] ahead", "less than or equal to 36"),
        ("answer_days = 14", "answer_days = 0", "[focus] answer_days", "greater than or equal to 1"),
        ("regions = []", 'regions = ["De Sahel"]', "[high] regions[0]", "pattern"),
        ("ahead = 3\n", "", "[high] ahead", "required"),
        ("ahead = 3\n", "ahead = 3\ncolour = 1\n", "[high] colour", "not permitted"),
        ("from = 2020-01-01", "from = 2020", "[high] from", "date"),
        ("[high]", "[High]", "[High] id", "pattern"),
        ("[high]", '[high]\nid = "low"', "high", "not repeated"),
        ('source = "decided: docs/decisions/0022"', 'source = " "', "[high] source", "at least 1 character"),
        ("[high]", "[high", "", "not readable as TOML"),
    ],
)
def test_a_rule_that_says_something_else_is_refused(spoil: Spoil, old: str, new: str, key: str, reason: str) -> None:
    """With the file, the rule, the key and the reason."""
    with pytest.raises(PolicyError) as refused:
        load_triggers(spoil(FILE, old, new))
    assert (refused.value.file, refused.value.key) == (FILE, key)
    assert reason in refused.value.reason


def test_every_cause_has_a_series_and_parts_of_the_article(texts: tuple[ArticleText, ...]) -> None:
    """A cause that nobody measures, or that no part of any text names, cannot stand on a page."""
    series = {one.id for source in declared() for one in source.indicators}
    parts = {part.id for text in texts for clause in text.clauses for part in clause.parts}
    for cause in load_causes():
        assert cause.id in series
        assert set(cause.parts) <= parts


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [("parts = [", "parts = []\nnone = [", "at least 1 item"), ("checked = ", "seen = ", "required")],
)
def test_a_cause_that_is_none_is_refused(spoil: Spoil, old: str, new: str, reason: str) -> None:
    """Without parts, without the day on which somebody looked."""
    with pytest.raises(PolicyError, match=reason) as refused:
        load_causes(spoil(CAUSES, old, new))
    assert refused.value.file == CAUSES
