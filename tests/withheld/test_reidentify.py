"""Each rule against recognising what is withheld, broken by a drawn case."""

from __future__ import annotations

import polars as pl
import pytest

from vrede.lake import LakeError
from vrede.withheld.reidentification import EXPORT_RULES, BrokenExportRule, Exported, broken_rules, exported_before
from vrede.withheld.suppression import WITHHELD_PLACE

LEAST = 3
NOW = Exported("files-1", "list-2")


def slices(text: str) -> pl.DataFrame:
    """Lines of `measure year place activity partner`; '-' for what is not known."""
    rows = [line.split() for line in text.strip().splitlines()]
    return pl.DataFrame(
        [
            (measure, None if year == "-" else int(year), place, int(key), None if partner == "-" else partner)
            for measure, year, place, key, partner in rows
        ],
        schema={
            "measure": pl.String,
            "year": pl.Int64,
            "place_code": pl.String,
            "activity_key": pl.Int64,
            "partner_ref": pl.String,
        },
        orient="row",
    )


SOUND = f"""
field 2020 {WITHHELD_PLACE} 1 P1
field 2020 {WITHHELD_PLACE} 2 P2
field 2020 {WITHHELD_PLACE} 3 P3
field 2020 NER 4 P4
"""


def broken(text: str, earlier: list[Exported] | None = None, least: int = LEAST) -> list[tuple[str, int]]:
    return [(one.rule, one.times) for one in broken_rules(slices(text), NOW, earlier or [], least)]


def test_three_activities_of_three_partners_tell_nobody() -> None:
    assert broken(SOUND) == []


def test_where_nothing_is_withheld_no_rule_is_broken() -> None:
    assert broken("field 2020 NER 1 P1") == []


def test_few_activities_under_the_withheld_place_are_recognised() -> None:
    """Two activities, each by several partners: the place is small, the partners are not."""
    text = f"""
    own 2020 {WITHHELD_PLACE} 1 P1
    own 2020 {WITHHELD_PLACE} 1 P2
    own 2020 {WITHHELD_PLACE} 2 P3
    """
    assert broken(text) == [("small-place", 1)]


def test_one_partner_under_the_withheld_place_gives_it_away() -> None:
    """Three activities of one partner; partners without an identifier are one."""
    one = "\n".join(f"own 2020 {WITHHELD_PLACE} {key} P1" for key in (1, 2, 3))
    unknown = "\n".join(f"own 2020 {WITHHELD_PLACE} {key} -" for key in (1, 2, 3))
    assert broken(one) == broken(unknown) == [("single-partner", 1)]


def test_every_measure_and_year_is_a_group_of_its_own() -> None:
    """Three activities over three years are one a year; a year that is not known is a year too."""
    spread = "\n".join(f"own {year} {WITHHELD_PLACE} {key} P{key}" for key, year in enumerate(("2019", "2020", "-")))
    assert broken(spread) == [("small-place", 3), ("single-partner", 3)]
    measures = "\n".join(f"{m} 2020 {WITHHELD_PLACE} {key} P{key}" for key, m in enumerate(("own", "chain", "field")))
    assert broken(measures) == [("small-place", 3), ("single-partner", 3)]


def test_policy_says_how_many_are_enough() -> None:
    assert broken(SOUND, least=4) == [("small-place", 1), ("single-partner", 1)]


@pytest.mark.parametrize(
    ("earlier", "told"),
    [
        ([], []),
        ([NOW], []),
        ([Exported("files-0", "list-1")], []),
        ([Exported("files-1", "list-1")], [("repeated-export", 1)]),
        ([Exported("files-1", "none"), NOW, Exported("files-1", "list-1")], [("repeated-export", 2)]),
    ],
)
def test_two_exports_of_the_same_files_tell_by_their_difference(
    earlier: list[Exported], told: list[tuple[str, int]]
) -> None:
    assert broken(SOUND, earlier) == told


def test_rules_are_named_in_their_order() -> None:
    text = f"own 2020 {WITHHELD_PLACE} 1 P1"
    assert [rule for rule, _n in broken(text, [Exported("files-1", "none")])] == list(EXPORT_RULES)


@pytest.mark.parametrize("rule", EXPORT_RULES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_broken_rule_says_what_to_do_and_no_names(rule: str, language: str) -> None:
    words = BrokenExportRule(rule, 7, LEAST).words(language)
    assert "{" not in words
    assert words.count(". ") >= 1
    if rule != "repeated-export":
        assert words.startswith("7 ")
        assert str(LEAST) in words


def test_earlier_exports_are_remembered() -> None:
    assert exported_before(None) == []
    assert exported_before([{"files": "a", "digest": "b"}]) == [Exported("a", "b")]


@pytest.mark.parametrize("raw", [{"files": "a"}, [1], ["x"], [{"files": "a"}], 7, [None]])
def test_a_memory_that_cannot_be_read_stops_the_export(raw: object) -> None:
    """To count it as none would let a second export of the same files out."""
    with pytest.raises(LakeError, match=r"exports\.json"):
        exported_before(raw)
