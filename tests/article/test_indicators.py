"""The ministry's indicators, the pairs of subjects, the stages: read, checked, and refused with file and key."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from vrede.article.errors import PolicyError
from vrede.article.indicators import load_indicators
from vrede.article.load import HERE, load_texts
from vrede.article.stages import load_mine_facts, load_stages, stage_of
from vrede.article.synergy import load_pairs

PARTS = {part.id for part in load_texts()[-1].parts}
TARGETS = {target.id for target in load_texts()[-1].sdg_targets}


def test_published_figures_are_those_of_the_source() -> None:
    """As FACTS has them: two years of the first indicator."""
    figures = {one.id: one.figures() for one in load_indicators()}
    assert figures["mines-cleared"] == {2018: Decimal("15185086"), 2019: Decimal("10807683")}
    assert figures["justice-reached"] == {2018: Decimal("136912"), 2019: Decimal("286086")}
    assert figures["education-access"] == {}


@pytest.mark.parametrize("one", load_indicators(), ids=lambda one: one.id)
def test_an_indicator_belongs_to_a_part_and_perhaps_a_target(one) -> None:  # type: ignore[no-untyped-def]
    """Of the newest wording; what is published has a source."""
    assert one.part in PARTS
    assert not one.target or one.target in TARGETS
    assert one.source


@pytest.mark.parametrize("pair", load_pairs(), ids=lambda pair: pair.id)
def test_a_pair_finds_parts_on_both_sides(pair) -> None:  # type: ignore[no-untyped-def]
    """A clause stands for all its parts."""
    first, second = pair.parts(sorted(PARTS))
    assert first
    assert second
    assert not set(first) & set(second)


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Proof of concept of a water filter", "idea"),
        ("Pilot of cash by phone", "pilot"),
        ("A pilot that will be scaled up", "scale"),
        ("Opschaling van een proefproject", "scale"),
        ("Relief items", ""),
    ],
)
def test_the_furthest_stage_counts(text: str, stage: str) -> None:
    """Words of a later stage go before those of an earlier one."""
    assert stage_of(text, load_stages()) == stage


def test_facts_of_mine_action_stand_in_order() -> None:
    """Each ends after it began."""
    facts = load_mine_facts()
    assert [fact.valid_from for fact in facts] == sorted(fact.valid_from for fact in facts)
    assert all(fact.valid_from < fact.until for fact in facts)


@pytest.mark.parametrize(
    ("file", "old", "new", "read", "key"),
    [
        ("indicators", 'part = "S2.a"', 'part = "mines"', load_indicators, "[mines-cleared] part"),
        (
            "indicators",
            'none = ["risk education", "gold", "locust*"]',
            'none = ["Gold"]',
            load_indicators,
            "[mines-cleared]",
        ),
        ("indicators", '2018 = "15185086"', '2018 = "15.185.086"', load_indicators, "[mines-cleared]"),
        ("synergy_pairs", 'first = "F1.b"', 'first = "police"', load_pairs, "[police-and-courts] first"),
        ("synergy_pairs", "from = 2022-01-01", 'from = "yesterday"', load_pairs, "[police-and-courts] from"),
        ("innovation_stages", "words =", "letters =", load_stages, "[idea]"),
        ("mine_action", "until = 2020-12-31", "", load_mine_facts, "[programme-2016] until"),
    ],
)
def test_a_broken_file_is_refused_with_its_key(
    tmp_path: Path, file: str, old: str, new: str, read: Callable[[Path], object], key: str
) -> None:
    """The message says which file and where in it."""
    shutil.copytree(HERE / "lists", tmp_path / "lists")
    path = tmp_path / "lists" / f"{file}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PolicyError) as refused:
        read(tmp_path)
    assert f"{file}.toml" in str(refused.value)
    assert key in str(refused.value)
