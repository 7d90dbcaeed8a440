"""What a single score hides, of windows drawn by hand: gains, misses, onsets, and rules tried on the past."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from vrede.article.triggers import Trigger, load_triggers
from vrede.warning.models.known import known
from vrede.warning.panel import History, bordering, month_id
from vrede.warning.proof.detail import escalation, gain_of, highest, kinds, misses, onsets, regions, triggers, warned_of
from vrede.warning.proof.evaluate import BASE, OURS, Window

CODES = ("AAA", "MLI", "SDN")
CALM, BEFORE, WAR = [0.0] * 22, [0.0] * 21 + [30.0], [50.0] * 22


def window(ours: list[Any], base: list[Any], came: list[list[float]], past: Any = (CALM, CALM, WAR)) -> Window:
    """2021, from October 2020. ours, base: draws of each country, the same in every month; came: twelve months."""
    history = History(
        np.array(past),
        (1, 2, 3),
        CODES,
        month_id(2019, 1),
        np.arange(3),
        bordering([], 3),
        np.zeros(3),
        np.zeros(3),
    )
    draws = {
        name: np.repeat(np.array(given, dtype=np.float32)[:, None, :], 12, axis=1)
        for name, given in ((OURS, ours), (BASE, base))
    }
    return Window(2021, known(history, month_id(2020, 10)), draws, np.array(came), "by hand")


NOTHING, MARCH = [0.0] * 12, [0.0, 0.0, 40.0] + [0.0] * 9
ONE = window([[0, 0], [0, 40], [50, 50]], [[0, 0], [0, 0], [50, 50]], [NOTHING, MARCH, [50.0] * 12])


def test_the_worst_month_is_of_the_year_up_to_the_origin() -> None:
    """From October 2020 back to November 2019; October 2019 counts no more."""
    early, late = [0.0] * 22, [0.0] * 22
    early[9], late[10] = 99.0, 77.0
    found = window([[0]] * 3, [[0]] * 3, [NOTHING] * 3, (early, late, WAR))
    assert highest(found).tolist() == [0, 77, 50]


def test_an_escalation_is_asked_of_twice_the_worst_month() -> None:
    """SDN at 50 as before is none; of MLI's twelve months, all with the same chance, one is."""
    assert escalation([ONE], OURS) == pytest.approx(1 / 12)


def test_alarms_are_counted_over_months() -> None:
    """MLI is warned of in every month and one comes; SDN in all twelve. The onset in March was five months away."""
    found = warned_of([ONE], OURS)
    assert (found["hits"], found["false"], found["missed"]) == (13, 11, 0)
    assert (found["onset_hit_rate"], found["onset_lead_months"]) == (1.0, 5.0)
    assert (warned_of([ONE], BASE)["missed"], warned_of([ONE], BASE)["onset_lead_months"]) == (1, None)


def test_a_gain_is_one_less_the_ratio_of_the_scores() -> None:
    """Of MLI alone, whose draws are 0 and 40: a quarter of log 41 each month for us, for the base log 41 in one."""
    found = gain_of([ONE], {2021: np.array([False, True, False])})
    assert (found["countries"], found["cases"]) == (1, 12)
    log = float(np.log1p(np.float32(40)))
    assert found["ours"] == pytest.approx(log / 4, rel=1e-5)
    assert found["base"] == pytest.approx(log / 12, rel=1e-5)
    assert found["gain"] == pytest.approx(1 - 3, rel=1e-5)
    assert (found["low"], found["high"]) == (None, None)  # of one country no interval is told


@pytest.mark.parametrize("ours", [[0, 0], [0, 40]])
def test_against_a_base_without_error_no_gain_is_told(ours: list[int]) -> None:
    """Where nothing happened and it said so, we are neither all better nor a billion times worse."""
    peace = window([ours] * 3, [[0, 0]] * 3, [NOTHING] * 3)
    found = gain_of([peace], {2021: np.array([True, True, True])})
    assert (found["countries"], found["base"], found["gain"]) == (3, 0.0, None)


def test_of_no_country_nothing_is_told() -> None:
    """As a region of which none is forecast."""
    found = regions([ONE], {"nowhere": ["XXX"], "sahel": ["MLI"]})
    assert (found["nowhere"]["countries"], found["nowhere"]["gain"]) == (0, None)
    assert found["sahel"] == gain_of([ONE], {2021: np.array([False, True, False])})


def test_every_country_is_of_one_kind() -> None:
    """At war from 25 in its worst month, none below one death, the rest little."""
    found = kinds([window([[0]] * 3, [[9]] * 3, [NOTHING] * 3, (CALM, [3.0] * 22, BEFORE))])
    assert {name: row["countries"] for name, row in found.items()} == {"war": 1, "little": 1, "none": 1}


def test_the_largest_miss_comes_first() -> None:
    """MLI in March: 0 or 40 was drawn, 40 came; its eleven other months are as far off, AAA and SDN not at all."""
    rows = misses([ONE])
    assert len(rows) == 10
    assert {row["iso3"] for row in rows} == {"MLI"}
    far = misses([window([[0, 0]] * 3, [[0, 0]] * 3, [NOTHING, MARCH, NOTHING])])[0]
    assert (far["iso3"], far["month"], far["expected"], far["deaths"]) == ("MLI", "2021-03", 0.0, 40)
    assert far["off"] == pytest.approx(np.log1p(40))


def test_an_onset_is_the_first_month_of_war_of_a_quiet_country() -> None:
    """SDN's war is none: it was there before."""
    assert onsets([ONE]) == [{"iso3": "MLI", "month": "2021-03", "chance": 0.5, "ahead": 5}]


@pytest.mark.parametrize(
    ("rule", "lists", "expected"),
    [
        ("high", {}, {"hits": 2, "false": 0, "missed": 0, "onsets": 1, "lead": 5}),
        ("new", {}, {"hits": 1, "false": 0, "missed": 0, "onsets": 1, "lead": 5}),
        ("focus", {"sahel": ["SDN"]}, {"hits": 1, "false": 0, "missed": 0, "onsets": 0, "lead": None}),
        ("focus", {"sahel": ["AAA"]}, {"hits": 0, "false": 0, "missed": 0, "onsets": 0, "lead": None}),
    ],
)
def test_a_rule_is_tried_on_a_window(rule: str, lists: dict[str, list[str]], expected: dict[str, Any]) -> None:
    """Asked at the origin of the month three ahead: MLI with a half, SDN for sure."""
    known_lists = {name: lists.get(name, []) for name in ("sahel", "mena", "horn", "great-lakes")}
    assert {row["rule"]: row for row in triggers([ONE], load_triggers(), known_lists)}[rule] == {
        "rule": rule,
        **expected,
    }


def test_a_rule_on_a_rise_is_not_tried() -> None:
    """There is no forecast a month before; it has no record rather than an empty one."""
    rules: tuple[Trigger, ...] = load_triggers()
    empty: dict[str, list[str]] = {name: [] for name in ("sahel", "mena", "horn", "great-lakes")}
    assert "rise" not in {row["rule"] for row in triggers([ONE], rules, empty)}
    assert "rise" in {one.id for one in rules}


def test_the_lead_is_to_the_first_month_of_a_war_that_lasts() -> None:
    """March to May: five months after October, not seven."""
    lasting = window([[0, 0], [0, 40], [0, 0]], [[0]] * 3, [NOTHING, [0.0, 0.0, 40.0, 40.0, 40.0] + [0.0] * 7, NOTHING])
    empty: dict[str, list[str]] = {name: [] for name in ("sahel", "mena", "horn", "great-lakes")}
    new = next(row for row in triggers([lasting], load_triggers(), empty) if row["rule"] == "new")
    assert (new["onsets"], new["lead"]) == (1, 5)
