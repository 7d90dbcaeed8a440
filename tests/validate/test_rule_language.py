"""The rule language, kind by kind: what stands in an activity, and how often a case does not hold."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from lxml import etree

from vrede.validate.rules.load import KINDS, Ruleset, load_ruleset
from vrede.validate.rules.model import Surroundings
from vrede.validate.rules.run import Quick

AROUND = Surroundings(
    datetime(2026, 11, 24, 12, tzinfo=UTC), frozenset({"44000", "US-EIN-1"}), frozenset({"NL-KVK", "XM-DAC"})
)


def ruleset(kind: str, case: dict[str, object], context: str = "//a") -> Ruleset:
    """A ruleset of one case."""
    return load_ruleset(json.dumps({context: {kind: {"cases": [case]}}}), "test", AROUND)


def faults(kind: str, case: dict[str, object], xml: str) -> int:
    """How many faults; the quick and the slow way must agree."""
    loaded = ruleset(kind, case)
    assert not loaded.problems
    root = etree.fromstring(f"<r>{xml}</r>")
    quick = [Quick(rule) for rule in loaded.rules]
    found = [(b.fault.path, b.fault.value) for q in quick for b in q.run(root)]
    assert found == [(b.fault.path, b.fault.value) for q in quick for b in q.slow(root)]
    return len(found)


V, D = {"paths": ["v/@p"]}, {"less": "s/@d", "more": "e/@d"}
SHARES = {"paths": ["v/@p"], "sum": 100}
LOOP = {
    "foreach": "v/@k",
    "do": {"strict_sum": {"cases": [{"paths": ["v[@k = '$1']/@p"], "sum": 100}]}},
    "subs": ["paths"],
}

# kind | case | what stands in the activity -> faults
CASES = [
    ("atleast_one", V, "<a/>", 1),
    ("atleast_one", V, '<a><v p=""/></a>', 0),  # an empty attribute is a match
    ("atleast_one", {"paths": ["v/text()"]}, "<a><v/></a>", 1),  # a text is not
    ("atLeastOne", V, '<a><v p="1"/></a>', 0),
    ("atleast_one", {**V, "condition": "@x='1'"}, '<a x="2"/>', 0),
    ("atleast_one", {**V, "condition": "@x='1'"}, '<a x="1"/>', 1),
    ("no_more_than_one", {"paths": ["v", "w"]}, "<a><v/><w/></a>", 1),
    ("no_more_than_one", {"paths": ["v", "w"]}, "<a><v/></a>", 0),
    ("only_one_of", {"paths": ["v", "w"], "excluded": ["x"]}, "<a><v/></a>", 0),
    ("only_one_of", {"paths": ["v", "w"], "excluded": ["x"]}, "<a><v/><x/></a>", 1),
    ("only_one_of", {"paths": ["v", "w"], "excluded": ["x"]}, "<a/>", 1),
    ("only_one_of", {"paths": ["v"], "excluded": ["x", "y"]}, "<a><x/></a>", 1),  # every excluded is asked: y is not there
    ("one_or_all", {"one": "@x", "all": "sector"}, "<a><transaction/></a>", 1),
    ("one_or_all", {"one": "@x", "all": "sector"}, "<a><transaction><sector/></transaction></a>", 0),
    ("one_or_all", {"one": "@x", "all": "lang"}, "<a><t><narrative/></t></a>", 1),
    ("one_or_all", {"one": "@x", "all": "currency"}, "<a><b><loan-status/></b></a>", 1),
    ("one_or_all", {"one": "@x", "all": "moon"}, "<a/>", 0),  # an unknown `all` passes
    ("dependent", {"paths": ["v", "w"]}, "<a><v/></a>", 1),
    ("dependent", {"paths": ["v", "w"]}, "<a/>", 0),
    ("unique", {"paths": ["v", "w"]}, "<a><v>1</v><w>1</w></a>", 1),
    ("unique", {"paths": ["v", "w"]}, "<a><v>1</v><v>1</v><w>2</w></a>", 1),
    ("unique", {"paths": ["v", "w"]}, "<a><v>1</v><w>2</w></a>", 0),
    ("sum", SHARES, "<a/>", 0),  # nothing found passes
    ("strict_sum", SHARES, "<a/>", 1),  # here it is 0
    ("sum", SHARES, '<a><v p="99.99999"/></a>', 1),
    ("strict_sum", SHARES, '<a><v p="99.9999"/></a>', 1),
    ("strict_sum", SHARES, '<a><v p="99.99999"/></a>', 0),  # 100.0000
    ("strict_sum", SHARES, '<a><v p="33.33"/><v p="33.33"/><v p="33.33"/></a>', 1),
    ("strict_sum", SHARES, '<a><v p="33.33"/><v p="33.33"/><v p="33.34"/></a>', 0),
    ("strict_sum", SHARES, '<a><v p=" 50 "/><v p="5e1"/></a>', 0),
    ("strict_sum", SHARES, '<a><v p="50%"/><v p="50"/></a>', 1),
    ("date_order", D, '<a><s d="2020-01-01"/><e d="2020-01-01"/></a>', 0),  # equal passes
    ("date_order", D, '<a><s d="2020-01-02"/><e d="2020-01-01"/></a>', 1),
    ("date_order", D, '<a><s d="2020-01-02"/></a>', 0),  # a missing date is skipped
    ("date_order", D, '<a><s d="soon"/><e d="2020-01-01"/></a>', 0),  # and one that cannot be read
    ("date_order", D, '<a><s d="2020-01-01"/><s d="2021-01-01"/><e d="2020-06-01"/></a>', 0),  # only the first counts
    ("date_order", D, '<a><s d="2020-01-01T23:00:00-05:00"/><e d="2020-01-02"/></a>', 1),  # zones count
    ("date_order", {"less": "s/@d", "more": "NOW"}, '<a><s d="2026-11-24"/></a>', 0),
    ("date_order", {"less": "s/@d", "more": "TODAY"}, '<a><s d="2026-11-25"/></a>', 1),
    ("date_order", {"less": "s/@d", "more": "NOW"}, '<a><s d="2020-01-01"/><s d="2030-01-01"/></a>', 1),  # stricter: all
    ("date_now", {"date": "@d"}, '<a d="2026-11-24T11:59:00Z"/>', 0),
    ("date_now", {"date": "@d"}, '<a d="2026-11-24T12:01:00Z"/>', 1),
    ("time_limit", {"start": "s/@d", "end": "e/@d"}, '<a><s d="2024-01-01"/><e d="2024-12-31"/></a>', 0),
    ("time_limit", {"start": "s/@d", "end": "e/@d"}, '<a><s d="2024-01-01"/><e d="2025-01-01"/></a>', 1),  # 366 days
    ("time_limit", {"start": "s/@d", "end": "e/@d"}, '<a><s d="2023-01-01"/><e d="2024-01-01"/></a>', 0),  # 365
    ("between_dates", {"date": "@d", "start": "s/@d", "end": "e/@d"}, '<a d="2024-01-01"><s d="2024-01-01"/><e d="2024-02-01"/></a>', 0),
    ("between_dates", {"date": "@d", "start": "s/@d", "end": "e/@d"}, '<a d="2024-02-02"><s d="2024-01-01"/><e d="2024-02-01"/></a>', 1),
    ("regex_matches", {**V, "regex": "^[^/&]+$"}, '<a><v p="a/b"/><v p="ab"/></a>', 1),
    ("regex_matches", {**V, "regex": "b"}, '<a><v p=""/><v p="abc"/></a>', 0),  # empty passes; a search, not a full match
    ("regex_no_matches", {**V, "regex": "b"}, '<a><v p="abc"/><v p="c"/></a>', 1),
    ("regex_matches", {**V, "regex": "x", "idCondition": "NOT_EXISTING_ORG_ID"}, '<a><v p="44000"/></a>', 0),
    ("regex_matches", {**V, "regex": "x", "idCondition": "NOT_EXISTING_ORG_ID_PREFIX"}, '<a><v p="44000-1"/></a>', 0),
    ("regex_matches", {**V, "regex": "x", "idCondition": "NOT_EXISTING_ORG_ID_PREFIX"}, '<a><v p="440001"/></a>', 1),
    ("startswith", {"prefix": ["@r"], "separator": "-", **V}, '<a r="A"><v p="A-1"/></a>', 0),
    ("startswith", {"prefix": ["@r"], "separator": "-", **V}, '<a r="A"><v p="A1"/></a>', 1),
    ("startswith", {"prefix": ["@r", "o/@r"], **V}, '<a r="A"><o r="B"/><v p="B1"/></a>', 0),
    ("startswith", {"prefix": ["@r"], **V}, '<a><v p="A1"/></a>', 1),  # no prefix found: fails
    ("starts_with", {"start": "@r", **V}, '<a r="A"><v p="A1"/><v p="x"/></a>', 0),  # Python edition: the first match
    ("startswith", {"prefix": ["ORG-ID-PREFIX"], **V}, '<a><v p="NL-KVK-1"/><v p="NL-XXX-1"/></a>', 1),
    ("no_spaces", V, '<a><v p="a b"/><v p=" a"/><v p="a&#160;"/><v p="a&#10;"/></a>', 3),
    ("no_percent", V, '<a><v p="5%"/><v p="5"/></a>', 1),
    ("if_then", {"if": "@x", "then": "v"}, '<a x="1"/>', 1),
    ("if_then", {"if": "@x", "then": "v"}, "<a/>", 0),  # an empty node-set is false
    ("range", {**V, "min": 0, "max": 100}, '<a><v p="0"/><v p="100"/><v p="100.01"/><v p="-1"/><v p="x"/><v p=""/></a>', 3),
    ("range", {**V, "min": 5}, '<a><v p=""/></a>', 1),  # '' is 0
    ("loop", LOOP, '<a><v k="1" p="100"/><v k="2" p="60"/><v k="2" p="40"/></a>', 0),
    ("loop", LOOP, '<a><v k="1" p="90"/><v k="2" p="60"/><v k="2" p="41"/></a>', 2),  # one fault a value
    ("loop", LOOP, '<a><v k="1" p="90"/></a><a><v k="1" p="100"/></a>', 1),  # the case is not changed in place
    ("loop", LOOP, """<a><v k="it's" p="90"/></a>""", 1),  # a value is a value, not a piece of XPath
]  # fmt: skip


@pytest.mark.parametrize(("kind", "case", "xml", "expected"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)])
def test_each_kind(kind: str, case: dict[str, object], xml: str, expected: int) -> None:
    """A case holds or not, as the rule language says, and the quick look changes nothing."""
    assert faults(kind, case, xml) == expected


def test_a_loop_puts_its_value_only_where_subs_says() -> None:
    """A condition that is not named in `subs` keeps its `$1`, so it never holds and the case never runs."""
    inner = {"condition": "count(v[@k = '$1']) > 0", "paths": ["v[@k = '$1']/@p"], "sum": 100}
    case = {"foreach": "v/@k", "do": {"strict_sum": {"cases": [inner]}}, "subs": ["paths"]}
    xml = '<a><v k="2" p="60"/></a>'
    assert faults("loop", case, xml) == 0
    assert faults("loop", {**case, "subs": ["paths", "condition"]}, xml) == 1


def test_many_loop_values_are_still_right() -> None:
    """Beyond 64 different values the elements are judged one by one."""
    xml = "".join(f'<a><v k="{n}" p="{100 if n % 2 else 99}"/></a>' for n in range(80))
    assert faults("loop", LOOP, xml) == 40


def test_foreign_elements_are_not_seen() -> None:
    """An element of another namespace is none of ours."""
    assert faults("atleast_one", V, '<a xmlns:x="urn:x"><x:v p="1"/></a>') == 1


@pytest.mark.parametrize(
    ("kind", "case", "reason"),
    [
        ("shines", V, "unknown-kind"),
        ("evaluates_to_true", {"eval": "true()"}, "gone-kind"),
        ("atleast_one", {"paths": ["v["]}, "bad-case"),
        ("atleast_one", {"paths": 3}, "bad-case"),
        ("regex_matches", {**V, "regex": "("}, "bad-case"),
        ("sum", V, "bad-case"),
        ("loop", {"foreach": "v"}, "bad-case"),
        ("if_then", {"if": "v"}, "bad-case"),
    ],
)
def test_what_cannot_be_used_is_said(kind: str, case: dict[str, object], reason: str) -> None:
    """An unknown kind or a bad case is a problem with its id, and the other rules stay."""
    loaded = load_ruleset(
        json.dumps(
            {"//a": {kind: {"cases": [{**case, "ruleInfo": {"id": "9.9"}}]}, "range": {"cases": [{**V, "min": 0}]}}}
        ),
        "test",
        AROUND,
    )
    assert [(problem.rule, problem.reason) for problem in loaded.problems] == [("9.9", reason)]
    assert [rule.id for rule in loaded.rules] == ["test.range.1"]


def test_an_expression_that_cannot_be_worked_out_is_remembered() -> None:
    """It compiles, and fails when it is asked: no fault, and the reason is kept."""
    quick = Quick(ruleset("if_then", {"if": "count(1) > 0", "then": "v"}).rules[0])
    assert list(quick.run(etree.fromstring("<r><a/></r>"))) == []
    assert "count" in quick.failed


def test_all_twenty_kinds_are_there() -> None:
    """Nineteen, and the loop."""
    assert len(KINDS) + 1 == 20
