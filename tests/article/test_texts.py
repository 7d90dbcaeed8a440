"""The shipped texts say what DESIGN's table of clauses says, and every reference holds."""

import re
from datetime import date

import pytest

from vrede.article import GRADES, ArticleText, describe, load_policy, load_texts, text_for_year
from vrede.article.phrases import marked_parts, without_marks

# From DESIGN, Clauses: id | kind | its parts that the sentence names
CLAUSES = """
A1 | aim       | a
A2 | aim       | a b c
A3 | aim       | a
A4 | aim       | a b
A5 | aim       | a
F1 | finance   | a b c d e f
F2 | finance   | a b
F3 | finance   | a b c
F4 | finance   | a
F5 | finance   | a b
F6 | finance   | a b c d e
S1 | stimulate | a b c d
S2 | stimulate | a b
S3 | stimulate | 0
S4 | stimulate | a b
"""
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in CLAUSES.strip().splitlines()]


def test_the_clauses_of_design_stand_in_order(texts: tuple[ArticleText, ...]) -> None:
    assert [clause.id for clause in texts[0].clauses] == [row[0] for row in ROWS]


@pytest.mark.parametrize(("clause", "kind", "parts"), ROWS)
def test_a_clause_has_its_kind_and_the_parts_its_sentence_names(
    texts: tuple[ArticleText, ...], clause: str, kind: str, parts: str
) -> None:
    found = texts[0].clause(clause)
    assert found.kind == kind
    assert [part.id for part in found.parts if part.named] == [f"{clause}.{letter}" for letter in parts.split()]


def test_every_part_has_a_rule_and_every_clause_says_what_cannot_be_computed(texts: tuple[ArticleText, ...]) -> None:
    for text in texts:
        assert all(part.rules for part in text.parts)
        assert all(clause.not_computed for clause in text.clauses)


def test_every_part_of_f1_has_rules_of_all_three_grades(texts: tuple[ArticleText, ...]) -> None:
    for text in texts:
        for part in text.clause("F1").parts:
            # No code is proof of recovery: that of reconstruction straight after an emergency was none in the labelled set.
            assert {rule.grade for rule in part.rules} == set(GRADES) - ({"coded"} if part.id == "F1.f" else set()), (
                part.id
            )


def test_every_target_of_sdg_16_has_a_part(texts: tuple[ArticleText, ...]) -> None:
    for text in texts:
        wanted = {"S3." + target.id.removeprefix("16.") for target in text.sdg_targets}
        assert len(wanted) == 12
        assert wanted <= {part.id for part in text.clause("S3").parts}


def test_the_codes_of_a_part_are_those_of_the_facts(texts: tuple[ArticleText, ...]) -> None:
    """Part, codes that prove it, codes that point to it with words or a channel (docs/decisions/0037: by measurement)."""
    table = """
    F1.a | 15220 |
    F1.b | 15132 15210 15230 15240 15261 | 15180
    F1.c | 15113 15130 15131 15134 15135 15137 15160 15162 |
    F1.d | 15220 |
    F1.e | 15112 15150 15151 15152 15153 15161 15163 | 15110 15111 15112 15120 15140 15151 15152 15153 15161 15163 15185
    F1.f | | 73010
    F3.a | 72010 72011 72012 72040 72050 | 73010 74010 74020
    F6.a | 15136 15190 |
    S2.a | 15250 |
    """
    for line in table.strip().splitlines():
        part, coded, weaker = (cell.strip() for cell in line.split("|"))
        rules = texts[0].part(part).rules
        assert sorted({c for rule in rules if rule.grade == "coded" for c in rule.purpose_codes}) == coded.split(), part
        assert sorted({c for rule in rules if rule.grade != "coded" for c in rule.purpose_codes}) == weaker.split(), (
            part
        )


def test_no_rule_uses_costs_of_refugees_in_the_donor_country(texts: tuple[ArticleText, ...]) -> None:
    for text in texts:
        for _, _, rule in text.rules():
            assert not any(code.startswith("930") for code in rule.purpose_codes + rule.sector_groups)


def test_a_withdrawn_code_counts_where_its_successor_counts(texts: tuple[ArticleText, ...]) -> None:
    text = texts[0]
    for purpose in text.purposes:
        if purpose.successor is None:
            continue
        here, there = (
            {part.id for _, part, rule in text.rules() if rule.id[0] == "F" and code in rule.purpose_codes}
            for code in (purpose.code, purpose.successor)
        )
        assert here <= there, purpose.code


def test_the_policy_on_withdrawn_codes_agrees_with_the_rules(texts: tuple[ArticleText, ...]) -> None:
    where = load_policy().mapping("withdrawn_purpose_codes", date(2022, 6, 1))
    proof = {code for _, _, rule in texts[0].rules() if rule.grade == "coded" for code in rule.purpose_codes}
    assert set(where) == {p.code for p in texts[0].purposes if p.withdrawn and p.code in proof}
    for code, place in where.items():
        coded = {part.id for _, part, rule in texts[0].rules() if code in rule.purpose_codes and rule.grade == "coded"}
        assert any(part == place or part.startswith(f"{place}.") for part in coded), code


def test_every_country_of_a_refused_list_is_marked_unverified(texts: tuple[ArticleText, ...]) -> None:
    unverified = {region.id for region in texts[0].regions if not region.verified}
    assert unverified == {"mena", "horn", "great-lakes-neighbours"}


def test_2023_differs_as_the_facts_say(texts: tuple[ArticleText, ...]) -> None:
    old, new = texts
    assert [part.id for part in new.clause("F2").parts] == ["F2.b"]
    assert "great-lakes" in new.clause("F1").regions
    assert "great-lakes" not in old.clause("F1").regions
    assert "work better" in without_marks(new.clause("F4").sentence.en)
    assert "inclusive" in new.clause("A2").sentence.en
    assert "access to justice" in new.clause("F1").sentence.en


def test_both_languages_mark_the_same_parts(texts: tuple[ArticleText, ...]) -> None:
    for text in texts:
        for clause in text.clauses:
            assert set(marked_parts(clause.sentence.nl)) == set(marked_parts(clause.sentence.en)), clause.id


def test_every_rule_can_be_said_in_both_languages(texts: tuple[ArticleText, ...]) -> None:
    for text in texts:
        for _, _, rule in text.rules():
            for language in ("nl", "en"):
                said = describe(rule, text, language)  # type: ignore[arg-type]
                assert said.endswith(".") and len(said) > 12 and "()" not in said, rule.id


def test_sentences_are_plain_short_words(texts: tuple[ArticleText, ...]) -> None:
    for text in texts:
        for clause in text.clauses:
            for sentence in re.split(r"[.:] ", without_marks(clause.sentence.nl)):
                assert len(sentence.split()) <= 45, clause.id


@pytest.mark.parametrize(
    ("year", "valid_from", "before"),
    [(2016, 2022, True), (2021, 2022, True), (2022, 2022, False), (2023, 2023, False), (2031, 2023, False)],
)
def test_a_year_gets_its_wording_and_an_earlier_one_the_first(year: int, valid_from: int, before: bool) -> None:
    text, early = text_for_year(load_texts(), year)
    assert (text.valid_from.year, early) == (valid_from, before)


def test_no_texts_give_no_answer() -> None:
    with pytest.raises(ValueError, match="no texts"):
        text_for_year((), 2022)
