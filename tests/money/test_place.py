"""Placement: one rule, one slice, does it hold? Grades, rules over rules, codes apart, withdrawn codes, the year's text."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from lakefolder import Folder, activity
from vrede.article.load import load_texts
from vrede.article.model import ArticleText, PlacementRule
from vrede.money.features import features, search_text
from vrede.money.place import CASE, CodePolicy, place

APART, SILENT = ("93010",), ("99810",)


def law(*rules: tuple[str, dict[str, Any]]) -> ArticleText:
    """The shipped text with these rules and no others: (part, conditions)."""
    base = load_texts()[0]
    reason = base.parts[0].title
    made: dict[str, list[PlacementRule]] = {}
    for number, (part, conditions) in enumerate(rules, 1):
        made.setdefault(part, []).append(
            PlacementRule.model_construct(
                **{"id": f"{part}-{number}", "reason": reason, "grade": "coded", **conditions}
            )
        )
    clauses = tuple(
        clause.model_copy(
            update={"parts": tuple(p.model_copy(update={"rules": tuple(made.get(p.id, ()))}) for p in clause.parts)}
        )
        for clause in base.clauses
    )
    return base.model_copy(update={"clauses": clauses})


CASE_DEFAULT = {
    "activity_key": 0, "sector_level": "1", "sector_code": "15220", "place_kind": "country", "place_code": "MLI", "channel": "un", "channel_by_name": False, "humanitarian": False,
}  # fmt: skip


def tables(**rows: list[dict[str, Any]]) -> dict[str, pl.DataFrame]:
    """The tables that features come from, for one activity."""
    columns = {
        "activity": ("activity_key",),
        "narrative": ("activity_key", "element", "text"),
        "tag": ("activity_key", "code", "vocabulary"),
        "sector": ("activity_key", "code", "vocabulary"),
        "transaction_sector": ("activity_key", "code", "vocabulary"),
        "policy_marker": ("activity_key", "code", "vocabulary", "significance"),
        "humanitarian_scope": ("activity_key", "code", "vocabulary"),
        "participating_org": ("activity_key", "ref"),
        "other_identifier": ("activity_key", "ref"),
        "indicator": ("activity_key", "reference", "reference_vocabulary"),
    }
    made = {}
    for name, wanted in columns.items():
        schema = {c: pl.Int64 if c == "activity_key" else pl.String for c in wanted}
        given = [{"activity_key": 0, **row} for row in rows.get(name, [{}] if name == "activity" else [])]
        made[name] = pl.DataFrame(given, schema=schema, orient="row")
    return made


def placed(
    text: ArticleText,
    case: dict[str, Any],
    withdrawn: dict[str, str] | None = None,
    signs: pl.DataFrame | None = None,
    **rows: list[dict[str, Any]],
) -> dict[str, str]:
    """part -> grade of one case."""
    given = tables(**rows)
    row = {**CASE_DEFAULT, **case}
    schema = {"activity_key": pl.Int64, "channel_by_name": pl.Boolean, "humanitarian": pl.Boolean}
    cases = pl.DataFrame([row], schema={c: schema.get(c, pl.String) for c in CASE}).with_columns(
        case=pl.lit(0, dtype=pl.Int64)
    )
    known = features(text, given, search_text(given["narrative"], given["activity"]))
    found = place(cases, known, text, CodePolicy(APART, withdrawn or {}, SILENT), signs)
    return dict(found.select("part", "grade").rows())


TITLE = "activity/title"
CONDITIONS = [
    # conditions of the rule | the case | rows | holds
    ({"purpose_codes": ("15220",)}, {}, {}, True),
    ({"purpose_codes": ("15220",)}, {"sector_code": "15230"}, {}, False),
    ({"purpose_codes": ("15220",)}, {"sector_level": "2", "sector_code": "15220"}, {}, False),
    ({"purpose_codes": ("15220",)}, {"sector_level": None, "sector_code": None}, {}, False),
    ({"sector_groups": ("152",)}, {}, {}, True),
    ({"sector_groups": ("152",)}, {"sector_level": "2", "sector_code": "152"}, {}, True),
    ({"sector_groups": ("151",)}, {}, {}, False),
    ({"sector_groups": ("152",)}, {"sector_level": None, "sector_code": None}, {}, False),
    ({"sector_groups": ("930",)}, {"sector_code": "93010"}, {}, False),
    ({"countries": ("MLI",)}, {}, {}, True),
    ({"countries": ("MLI",)}, {"place_kind": "region", "place_code": "289"}, {}, False),
    ({"countries": ("MLI",)}, {"place_kind": "none", "place_code": None}, {}, False),
    ({"regions": ("sahel",)}, {}, {}, True),
    ({"regions": ("sahel",)}, {"place_code": "UKR"}, {}, False),
    ({"regions": ("sahel",), "countries": ("UKR",)}, {"place_code": "UKR"}, {}, True),
    ({"purpose_codes": ("15220",), "regions": ("sahel",)}, {"place_code": "UKR"}, {}, False),
    ({"channels": ("un", "ngo")}, {}, {}, True),
    ({"channels": ("ngo",)}, {}, {}, False),
    ({"humanitarian": True}, {"humanitarian": True}, {}, True),
    ({"humanitarian": True}, {}, {}, False),
    ({"humanitarian": False, "purpose_codes": ("15220",)}, {}, {}, True),
    ({"tags": "3:16.1"}, {}, {"tag": [{"vocabulary": "3", "code": "16.1"}]}, True),
    ({"tags": "3:16.1"}, {}, {"tag": [{"vocabulary": "3", "code": "16.1.2"}]}, True),
    ({"tags": "3:16.1"}, {}, {"tag": [{"vocabulary": "3", "code": "16.10"}]}, False),
    ({"tags": "3:16.1"}, {}, {"tag": [{"vocabulary": "2", "code": "16.1"}]}, False),
    ({"tags": "3:16.1"}, {}, {"tag": [{"vocabulary": None, "code": "16.1"}]}, False),
    ({"other_sectors": "10:4"}, {}, {"sector": [{"vocabulary": "10", "code": "4"}]}, True),
    ({"other_sectors": "10:4"}, {}, {"transaction_sector": [{"vocabulary": "10", "code": "4"}]}, True),
    ({"other_sectors": "10:4"}, {}, {"sector": [{"vocabulary": "1", "code": "4"}]}, False),
    ({"markers": "9:1"}, {}, {"policy_marker": [{"vocabulary": None, "code": "9", "significance": "2"}]}, True),
    ({"markers": "9:2"}, {}, {"policy_marker": [{"vocabulary": "1", "code": "9", "significance": "1"}]}, False),
    ({"markers": "9:1"}, {}, {"policy_marker": [{"vocabulary": "99", "code": "9", "significance": "2"}]}, False),
    ({"markers": "9:1"}, {}, {"policy_marker": [{"vocabulary": "1", "code": "9", "significance": "x"}]}, False),
    ({"scope_vocabularies": ("2-1",)}, {}, {"humanitarian_scope": [{"vocabulary": "2-1", "code": "x"}]}, True),
    ({"scope_vocabularies": ("1-2",)}, {}, {"humanitarian_scope": [{"vocabulary": None, "code": "x"}]}, True),
    ({"scope_vocabularies": ("2-1",)}, {}, {"humanitarian_scope": [{"vocabulary": "1-2", "code": "x"}]}, False),
    (
        {"dutch_partners_min": 2, "purpose_codes": ("15220",)},
        {},
        {"participating_org": [{"ref": "NL-KVK-1"}, {"ref": "nl-kvk-2"}]},
        True,
    ),
    (
        {"dutch_partners_min": 2, "purpose_codes": ("15220",)},
        {},
        {"participating_org": [{"ref": "NL-KVK-1"}, {"ref": "NL-KVK- 1"}]},
        False,
    ),
    ({"dutch_partners_min": 1, "purpose_codes": ("15220",)}, {}, {"participating_org": [{"ref": "NL-1"}]}, False),
    ({"without_purpose_codes": ("15220",), "sector_groups": ("152",)}, {}, {}, False),
    ({"without_purpose_codes": ("15230",), "sector_groups": ("152",)}, {}, {}, True),
    ({"themes": ("early-warning",)}, {}, {"narrative": [{"element": TITLE, "text": "Early-Warning for all"}]}, True),
    (
        {"themes": ("early-warning",)},
        {},
        {"narrative": [{"element": "activity/description", "text": "EARLY\nWARNING"}]},
        True,
    ),
    (
        {"themes": ("early-warning",)},
        {},
        {"narrative": [{"element": "transaction/description", "text": "early warning"}]},
        False,
    ),
    (
        {"themes": ("early-warning",)},
        {},
        {"narrative": [{"element": TITLE, "text": "an early warningless day"}]},
        False,
    ),
    ({"themes": ("early-warning",)}, {}, {}, False),
]


def _named(conditions: dict[str, Any]) -> dict[str, Any]:
    """Codes written 'vocabulary:prefix' as the model has them."""
    from vrede.article.model import CodeMatch, MarkerMatch

    made = dict(conditions)
    for name in ("tags", "other_sectors"):
        if name in made:
            vocabulary, prefix = made[name].split(":")
            made[name] = (CodeMatch(vocabulary=vocabulary, prefixes=(prefix,)),)
    if "markers" in made:
        code, least = made["markers"].split(":")
        made["markers"] = (MarkerMatch(code=code, significance_min=int(least)),)
    return made


@pytest.mark.parametrize(
    ("conditions", "case", "rows", "holds"),
    CONDITIONS,
    ids=[f"{n}-{row[3]}" for n, row in enumerate(CONDITIONS)],
)
def test_condition(conditions: dict[str, Any], case: dict[str, Any], rows: dict[str, Any], holds: bool) -> None:
    themes = {theme.id for theme in load_texts()[0].themes}
    for theme in conditions.get("themes", ()):
        assert theme in themes
    assert placed(law(("F1.a", _named(conditions))), case, **rows) == ({"F1.a": "coded"} if holds else {})


def test_the_strongest_grade_holds() -> None:
    rules = [("F1.a", {"grade": grade, "sector_groups": ("152",)}) for grade in ("text", "coded", "likely")]
    assert placed(law(*rules), {}) == {"F1.a": "coded"}


def test_a_slice_may_serve_several_parts() -> None:
    assert placed(
        law(("F1.a", {"sector_groups": ("152",)}), ("F1.b", {"grade": "likely", "sector_groups": ("152",)})), {}
    ) == {"F1.a": "coded", "F1.b": "likely"}


def test_rules_over_parts_come_second_and_never_feed_each_other() -> None:
    text = law(
        ("A1.a", {"grade": "likely", "parts": ("F1.a",)}),
        ("A2.a", {"grade": "likely", "parts": ("A1.a",)}),
        ("F1.a", {"purpose_codes": ("15220",)}),
    )
    assert placed(text, {}) == {"F1.a": "coded", "A1.a": "coded"}
    assert placed(text, {"sector_code": "72010"}) == {}


def test_a_rule_over_parts_has_its_other_conditions_too() -> None:
    text = law(
        ("F1.a", {"sector_groups": ("152",)}), ("S1.a", {"grade": "likely", "parts": ("F1.a",), "regions": ("sahel",)})
    )
    assert placed(text, {}) == {"F1.a": "coded", "S1.a": "coded"}
    assert placed(text, {"place_code": "UKR"}) == {"F1.a": "coded"}


def test_refugees_in_the_donor_country_are_under_no_clause() -> None:
    text = law(("F5.a", {"sector_groups": ("930",)}), ("F5.b", {"grade": "text", "themes": ("early-warning",)}))
    words = [{"element": TITLE, "text": "early warning"}]
    assert placed(text, {"sector_code": "93010"}, narrative=words) == {}


def test_a_withdrawn_code_counts_where_policy_says() -> None:
    assert placed(law(), {"sector_code": "15140"}, {"15140": "F1.e"}) == {"F1.e": "coded"}
    assert placed(law(), {"sector_level": "2", "sector_code": "15140"}, {"15140": "F1.e"}) == {}


@pytest.mark.parametrize(
    ("channel", "part"),
    [("un", "F3.a"), ("red_cross", "F3.b"), ("dutch_ngo", "F3.c"), ("government", "F3.d"), ("bank", "F3.d")],
)
def test_a_withdrawn_code_of_a_clause_counts_in_the_part_of_its_channel(channel: str, part: str) -> None:
    """Once, and in no part beside it: in the last part it doubled EUR 560 m within its clause."""
    text = load_texts()[-1]
    found = placed(text, {"sector_code": "15999", "channel": channel}, {"15999": "F3"})
    assert {name: grade for name, grade in found.items() if name.startswith("F3.")} == {part: "coded"}


@pytest.mark.parametrize(
    ("code", "title", "parts"),
    [
        ("15110", "Support to the tax office", {}),
        ("15111", "Poverty reduction support credit", {}),
        ("15110", "Accountable local governance and elections", {"F1.e": "likely"}),
        ("15131", "Goats and crops for smallholders", {"F1.c": "text"}),
        ("15131", "Draft of a law on courts", {"F1.c": "coded", "S3.3": "likely"}),
        ("15160", "Solar energy for schools", {}),
        ("15160", "Human rights for all", {"F1.c": "coded"}),
        ("16020", "Jobs in Mali", {}),
    ],
)
def test_what_a_code_alone_does_not_prove(code: str, title: str, parts: dict[str, str]) -> None:
    """General governance is no state-building by its code; a stray code against the text is doubtful; jobs are no recovery by place."""
    found = placed(load_texts()[-1], {"sector_code": code}, narrative=[{"element": TITLE, "text": title}])
    assert {part: found[part] for part in ("F1.c", "F1.e", "F1.f") if part in found} == {
        part: grade for part, grade in parts.items() if not part.startswith("S")
    }


@pytest.mark.parametrize(
    ("case", "title", "parts"),
    [
        ({"sector_code": "12220"}, "A country programme", {}),
        ({"sector_code": "12220"}, "Emergency response to the flood", {"F3.a": "likely"}),
        ({"sector_code": None, "sector_level": None}, "A country programme", {}),
        ({"sector_code": None, "sector_level": None}, "Emergency response to the flood", {"F3.a": "coded"}),
        ({"sector_code": None, "sector_level": None}, "Covid in March", {"F3.a": "likely"}),
    ],
)
def test_the_humanitarian_flag_of_a_whole_programme_is_not_all_relief(
    case: dict[str, Any], title: str, parts: dict[str, str]
) -> None:
    found = placed(load_texts()[-1], {**case, "humanitarian": True}, narrative=[{"element": TITLE, "text": title}])
    assert {name: grade for name, grade in found.items() if name.startswith("F3.")} == parts


SAID = pl.DataFrame({"activity_key": [0, 0], "serves": ["F3", "F1.a"], "sign": ["kin", "title"]})


@pytest.mark.parametrize(
    ("case", "parts"),
    [
        ({"sector_code": None, "sector_level": None}, {"F3.a", "F1.a"}),
        ({"sector_code": None, "sector_level": None, "channel": "ngo"}, {"F3.d", "F1.a"}),
        ({"sector_code": "152", "sector_level": "2"}, {"F3.a", "F1.a"}),
        ({"sector_code": "99810"}, {"F3.a", "F1.a"}),
        ({"sector_code": "31110"}, set()),
        ({"sector_code": "93010"}, set()),
    ],
)
def test_signs_of_others_speak_where_no_code_does(case: dict[str, Any], parts: set[str]) -> None:
    """They never go against a purpose code that names a subject, and never reach refugees in the donor country."""
    found = placed(load_texts()[-1], case, signs=SAID)
    assert {part for part in found if part[0] == "F"} - {"F1.f"} == parts | ({"F1.a"} & set(found))


def test_what_rests_on_words_is_never_firmer_than_its_rule() -> None:
    text = law(
        ("F1.a", {"purpose_codes": ("15220",)}),
        ("F1.b", {"grade": "text", "themes": ("demining",)}),
        ("A1.a", {"grade": "likely", "parts": ("F1.a",), "themes": ("synergy",)}),
        ("A2.a", {"grade": "likely", "parts": ("F1.b",)}),
    )
    words = [{"element": TITLE, "text": "A consortium for demining"}]
    assert placed(text, {}, narrative=words) == {"F1.a": "coded", "F1.b": "text", "A1.a": "likely", "A2.a": "text"}


LONG = "The programme works with many people in many places on many things. " * 8
MAINLY = [
    ("a word in the title", "Demining in Mali", LONG, True),
    ("a word in a short text", "Project 7", "Support to demining.", True),
    ("a word in passing in a long text", "Project 7", LONG + "It is near a place of demining.", False),
    (
        "words that come often",
        "Project 7",
        "Demining and mine risk education. " + LONG[:400] + "Landmines are cleared.",
        True,
    ),
    ("a name of who takes part", "Project 7 with Demining Ltd", LONG, False),
]


@pytest.mark.parametrize(("title", "description", "holds"), [row[1:] for row in MAINLY], ids=[row[0] for row in MAINLY])
def test_what_a_text_is_about(title: str, description: str, holds: bool) -> None:
    """Grade text, and conditions that ask for a subject, want more than a word in passing."""
    rows = [
        {"element": TITLE, "text": title},
        {"element": "activity/description", "text": description},
        {"element": "participating_org", "text": "Demining Ltd"},
    ]
    by_subject = law(("S2.a", {"purpose_codes": ("15220",), "subjects": ("demining",)}))
    by_text = law(("S2.a", {"grade": "text", "themes": ("demining",)}))
    assert bool(placed(by_subject, {}, narrative=rows)) is bool(placed(by_text, {}, narrative=rows)) is holds


YEARS = [(2015, 2022), (2022, 2022), (2023, 2023), (2031, 2023)]


@pytest.mark.parametrize(("year", "text"), YEARS)
def test_a_slice_is_placed_by_the_wording_of_its_year(folder: Folder, year: int, text: int) -> None:
    folder.file("a.xml", activity("A", f"3 {year}-05-01 7"))
    assert folder.build().table("slice")["text_from"].to_list() == [f"{text}-01-01"]


def test_without_a_year_the_last_wording_holds(folder: Folder) -> None:
    folder.file("a.xml", activity("A", "3 x 7"))
    assert folder.build().table("slice").select("year", "text_from").row(0) == (None, "2023-01-01")
