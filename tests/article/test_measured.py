"""The measurement that ships: it is of the rules that ship, and no rule stands at a grade that it was measured not to earn."""

from __future__ import annotations

import re

import pytest

from vrede.article import GRADES, load_measured, load_texts
from vrede.article.measured import FEWEST, FLOORS

WEAKER = {"+name": "likely", "+doubt": "text"}
RULES = sorted(load_measured().rules)


def grade_of(name: str) -> str | None:
    """The grade at which a measured rule places; None for one that is gone."""
    text = load_texts()[-1]
    plain = re.sub(r"\+.*", "", name)
    found = {rule.id: rule.grade for _c, _p, rule in text.rules()} | {sign.id: sign.grade for sign in text.signs}
    if name.startswith("withdrawn-"):
        return "coded"
    marks = [WEAKER[mark] for mark in WEAKER if mark in name]
    return max([found[plain], *marks], key=GRADES.index) if plain in found else None


@pytest.mark.parametrize("name", RULES)
def test_no_rule_is_measured_below_the_floor_of_its_grade(name: str) -> None:
    """Its whole interval below the floor: it moves down, or it goes."""
    grade = grade_of(name)
    assert grade is not None, "measured anew after rules changed: tools/measure_placement.py"
    rule = load_measured().rules[name]
    assert rule.of < FEWEST or rule.high >= FLOORS[grade]


def test_grades_in_order() -> None:
    measured = load_measured()
    shares = [measured.grades[grade].share or 0 for grade in GRADES]
    assert shares == sorted(shares, reverse=True)
    assert measured.found.share == measured.found.right / measured.found.of
