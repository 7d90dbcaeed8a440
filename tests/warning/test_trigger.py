"""Triggers: which rule fires by a drawn table, and how often a rule was right by a slow count."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrede.article.load import load_texts
from vrede.article.triggers import Trigger, load_triggers
from vrede.warning.alarm.trigger import EVENT, Record, fired, fires, listed, record

DAY = date(2021, 12, 5)
REGIONS = load_texts()[-1].regions


def rule(**given: Any) -> Trigger:
    """A rule that fires from half a chance, three months ahead, in every country; given: what is other."""
    plain = {
        "id": "high",
        "title": {"nl": "hoog", "en": "high"},
        "from": "2020-01-01",
        "ahead": 3,
        "least_ppm": 500_000,
        "rise_ppm": 0,
        "quiet": False,
        "regions": (),
        "answer_days": 30,
        "source": "test",
        "checked": "2026-11-24",
    }
    return Trigger.model_validate_json(json.dumps(plain | given))


@pytest.mark.parametrize(
    ("least", "rise", "asks_quiet", "now", "before", "quiet", "expected"),
    [
        (500_000, 0, False, 500_000, None, False, True),
        (500_000, 0, False, 499_999, None, False, False),
        (500_000, 0, False, 500_000, 900_000, True, True),  # a fall does not matter where no rise is asked
        (200_000, 0, True, 200_000, None, True, True),
        (200_000, 0, True, 900_000, None, False, False),  # where it was not quiet, nothing is new
        (100_000, 100_000, False, 200_000, 100_000, False, True),
        (100_000, 100_000, False, 199_999, 100_000, False, False),
        (100_000, 100_000, False, 99_999, 0, False, False),  # risen, and still small
        (100_000, 100_000, False, 900_000, None, False, False),  # no forecast before: a rise cannot be told
        (100_000, 100_000, False, 100_000, 0, False, True),  # from nothing
        (100_000, 100_000, True, 300_000, 100_000, False, False),
        (0, 0, False, 0, None, False, True),
    ],
)
def test_a_chance_fires_by_hand(
    least: int, rise: int, asks_quiet: bool, now: int, before: int | None, quiet: bool, expected: bool
) -> None:
    """High enough, risen enough where a rise is asked, quiet where quiet is asked."""
    assert fires(rule(least_ppm=least, rise_ppm=rise, quiet=asks_quiet), now, before, quiet) is expected


@pytest.mark.parametrize(
    ("regions", "inside", "outside"),
    [(["sahel"], {"MLI", "NER"}, {"SDN", "NLD"}), (["sahel", "horn"], {"MLI", "SDN"}, {"NLD"})],
)
def test_a_rule_asks_of_the_countries_of_its_regions(regions: list[str], inside: set[str], outside: set[str]) -> None:
    """Several lists are one list."""
    found = listed(rule(regions=regions), REGIONS)
    assert found is not None
    assert inside <= found
    assert not outside & found


def test_a_rule_without_regions_asks_of_every_country_and_an_unknown_region_is_an_error() -> None:
    """None is every country, not no country."""
    assert listed(rule(), REGIONS) is None
    with pytest.raises(KeyError, match="atlantis"):
        listed(rule(regions=["atlantis"]), REGIONS)


def forecast(*rows: tuple[str, str, int, int, int | None, bool]) -> pl.DataFrame:
    """target, iso3, ahead, chance, chance before, quiet -> table forecast of issue 7, from 2021-11."""
    return pl.DataFrame(
        [(t, i, f"2022-{a - 1:02d}" if a > 1 else "2021-12", a, 7, p, b, q) for t, i, a, p, b, q in rows],
        schema={
            "target": pl.String,
            "iso3": pl.String,
            "month": pl.String,
            "ahead": pl.Int64,
            "issue": pl.Int64,
            "p25_ppm": pl.Int64,
            "p25_before_ppm": pl.Int64,
            "quiet": pl.Boolean,
        },
        orient="row",
    )


SAID = forecast(
    ("ged_sb", "SDN", 3, 900_000, None, False),
    ("ged_sb", "MLI", 3, 600_000, 450_000, False),
    ("ged_sb", "NLD", 3, 100_000, 0, True),
    ("ged_sb", "MLI", 4, 999_999, 0, True),
    ("ged_ns", "NER", 3, 999_999, 0, True),
)


@pytest.mark.parametrize(
    ("given", "countries"),
    [
        ({}, ["MLI", "SDN"]),
        ({"regions": ["sahel"]}, ["MLI"]),
        ({"rise_ppm": 150_000}, ["MLI"]),
        ({"least_ppm": 100_000, "quiet": True}, ["NLD"]),
        ({"ahead": 4}, ["MLI"]),
        ({"ahead": 5}, []),
        ({"from": "2021-12-05"}, ["MLI", "SDN"]),
        ({"from": "2021-12-06"}, []),
    ],
    ids=[
        "high",
        "in a region",
        "risen",
        "quiet",
        "another month",
        "a month nobody forecast",
        "that day",
        "a day later",
    ],
)
def test_an_issue_fires_by_hand(given: dict[str, Any], countries: list[str]) -> None:
    """State-based conflict alone, in the month that the rule names, from the day it holds; countries in order."""
    made = fired([rule(**given)], SAID, DAY, REGIONS)
    assert made.schema == EVENT.schema
    assert made["iso3"].to_list() == countries


def test_an_event_says_all_that_is_asked_of_it() -> None:
    """Rule, country, issue, day, month, chance and the chance before."""
    assert fired([rule(regions=["sahel"])], SAID, DAY, REGIONS).rows() == [
        ("high", "MLI", 7, DAY, "2022-02", 600_000, 450_000)
    ]


def test_two_rules_fire_apart_and_another_kind_of_violence_can_be_asked() -> None:
    """A country that two rules fire for is two questions."""
    two = fired([rule(), rule(id="other", regions=["sahel"])], SAID, DAY, REGIONS)
    assert two.select("rule", "iso3").rows() == [("high", "MLI"), ("high", "SDN"), ("other", "MLI")]
    assert fired([rule()], SAID, DAY, REGIONS, "ged_ns")["iso3"].to_list() == ["NER"]


def test_every_shipped_rule_names_regions_that_the_article_knows() -> None:
    """Of every text of the article, and with ids of their own."""
    rules = load_triggers()
    assert [one.id for one in rules] == ["high", "new", "rise", "focus"]
    for one in rules:
        for text in load_texts():
            assert (listed(one, text.regions) is None) == (not one.regions)


# ----------------------------------------------------------------------------------------------------------- the record


@pytest.mark.parametrize(
    ("warned", "war", "onsets", "expected"),
    [
        ({"A": [10]}, {"A": [13]}, {"A": [13]}, Record(1, 0, 0, 1, (3,))),
        ({"A": [10]}, {"A": [22]}, {"A": [22]}, Record(1, 0, 0, 1, (12,))),
        ({"A": [10]}, {"A": [23]}, {"A": [23]}, Record(0, 1, 1, 1, ())),
        ({"A": [10]}, {"A": [10]}, {"A": [10]}, Record(0, 1, 1, 1, ())),  # the same month is no foresight
        ({"A": [10]}, {"A": [9]}, {"A": [9]}, Record(0, 1, 1, 1, ())),
        ({"A": [10]}, {"B": [13]}, {"B": [13]}, Record(0, 1, 1, 1, ())),  # another country's war
        ({"A": [8, 10, 13]}, {"A": [13]}, {"A": [13]}, Record(2, 1, 0, 1, (5,))),  # the first warning counts
        ({"A": [10]}, {"A": [12, 13]}, {}, Record(1, 0, 0, 0, ())),  # a war that goes on is no onset
        ({}, {}, {}, Record(0, 0, 0, 0, ())),
        ({"B": [19], "A": [10]}, {"A": [13], "B": [20]}, {"A": [13], "B": [20]}, Record(2, 0, 0, 2, (1, 3))),
    ],
)
def test_a_record_by_hand(
    warned: dict[str, list[int]], war: dict[str, list[int]], onsets: dict[str, list[int]], expected: Record
) -> None:
    """A warning is right where war follows within a year; an onset is missed where no warning came in the year before."""
    assert record(warned, war, onsets) == expected


Months = st.dictionaries(st.sampled_from("AB"), st.lists(st.integers(0, 15), unique=True, max_size=6))


@settings(max_examples=150, deadline=None)
@given(Months, Months, st.integers(1, 6))
def test_a_record_is_what_a_calendar_says(warned: dict[str, list[int]], war: dict[str, list[int]], within: int) -> None:
    """Month by month over a calendar, with every month of war as an onset."""
    hits = false = missed = 0
    leads = []
    for code in "AB":
        for month in range(30):
            later = [w for w in range(month + 1, month + within + 1) if w in war.get(code, [])]
            hits += month in warned.get(code, []) and bool(later)
            false += month in warned.get(code, []) and not later
            if month in war.get(code, []):
                earlier = [m for m in range(month - within, month) if m in warned.get(code, [])]
                missed += not earlier
                leads += [month - earlier[0]] if earlier else []
    assert record(warned, war, war, within) == Record(
        hits, false, missed, sum(map(len, war.values())), tuple(sorted(leads))
    )
