"""Plans and people in need of one year: the year asked or the newest, and what is apart stays apart."""

from __future__ import annotations

import polars as pl
import pytest

from vrede.results import people_of, plans_of
from vrede.results.plans import year_of
from vrede.sources.need.tables import PEOPLE_IN_NEED, PLAN_FUNDING

PLANS = PLAN_FUNDING.conform(
    pl.DataFrame(
        {
            "kind": ["plan", "plan", "plan", "regional", "without_plan", "plan"],
            "iso3": ["AFG", "MLI", "MLI", None, "AFG", "ZZY"],
            "codes": ["AFG", "MLI", "MLI", "AFG,PAK", "AFG", "ZZY"],
            "listed": [True, True, True, None, True, False],
            "plan_name": list("abcdef"),
            "year": [2026, 2026, 2024, 2026, 2026, 2026],
            "requirements_usd": [5, 9, 7, 1, None, 2],
        }
    )
)
PEOPLE = PEOPLE_IN_NEED.conform(
    pl.DataFrame(
        {
            "iso3": ["AFG", "MLI", "AFG", "ZZY"],
            "listed": [True, True, True, False],
            "year": [2026] * 4,
            "description": ["all", "all", "prioritised", "all"],
            "in_need": [9, 20, 21, 1],
            "line_no": [2, 3, 4, 5],
        }
    )
)


@pytest.mark.parametrize(("asked", "shown"), [(2024, 2024), (2026, 2026), (2020, 2026), (None, 2026)])
def test_the_year_asked_or_the_newest(asked: int | None, shown: int) -> None:
    assert year_of(PLANS, asked) == shown
    assert year_of(PLANS.head(0), asked) is None


def test_each_kind_apart_the_largest_first() -> None:
    found = plans_of(PLANS, None)
    assert found.plans["plan_name"].to_list() == ["b", "a"]
    assert [frame["plan_name"].to_list() for frame in (found.regional, found.without_plan, found.unlisted)] == [
        ["d"],
        ["e"],
        ["f"],
    ]


def test_of_one_country_its_own_newest_year() -> None:
    """A plan of several countries is not given to one of them."""
    assert plans_of(PLANS, 2024, "MLI").plans["plan_name"].to_list() == ["c"]
    found = plans_of(PLANS, None, "AFG")
    assert (found.plans["plan_name"].to_list(), found.regional.height, found.unlisted.height) == (["a"], 0, 0)
    assert plans_of(PLANS, None, "PAK").year is None


def test_descriptions_of_a_country_stand_together() -> None:
    found = people_of(PEOPLE, None)
    assert found.people.select("iso3", "description").rows() == [("AFG", "all"), ("AFG", "prioritised"), ("MLI", "all")]
    assert found.unlisted["iso3"].to_list() == ["ZZY"]
