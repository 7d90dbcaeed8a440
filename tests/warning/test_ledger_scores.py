"""Scores of an issue when its months come: by hand, with what is void counted and the base beside it."""

from __future__ import annotations

from decimal import Decimal
from math import log1p, log2
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrede.warning.panel import Draws
from vrede.warning.proof.ledger import SCORE, interval, issue_scores, month_scores, number_of

Known = dict[tuple[str, str, str], int]
EXACT = Decimal("0.000002")


def drawn(rows: Any) -> Draws:
    """float32."""
    return np.array(rows, dtype=np.float32)


def plain_crps(draws: list[int], came: int) -> float:
    """Mean |x - y| less half the mean |x - x'| over all pairs, on log(1 + deaths)."""
    logs, y = [log1p(d) for d in draws], log1p(came)
    size = len(logs)
    return sum(abs(x - y) for x in logs) / size - sum(abs(a - b) for a in logs for b in logs) / (2 * size**2)


def scored(issue: int = 1, **given: Any) -> list[dict[str, Any]]:
    """Rows of forecast_score, of an issue from 2021-12."""
    made = issue_scores(issue, "2021-12", **given)
    assert made.schema == SCORE.schema
    return made.rows(named=True)


def test_a_month_by_hand() -> None:
    """None and three came. The forecast was sure and right; the base said none twice, off by log 4 in one of two."""
    one = drawn([[0, 0], [3, 3]])
    base = drawn([[0, 0], [0, 0]])
    crps, base_crps, low, high, ign, base_ign = month_scores(one, base, np.array([0.0, 3.0]))
    assert (crps, base_crps) == (Decimal(0), Decimal(f"{log1p(3) / 2:.6f}"))
    # all draws in the bin of what came: 1,001 of 1,011; none: 1 of 1,011
    sure, never = -log2(1001 / 1011), -log2(1 / 1011)
    assert (ign, base_ign) == (Decimal(f"{sure:.6f}"), Decimal(f"{(sure + never) / 2:.6f}"))
    assert low is not None and high is not None and base_crps is not None
    assert Decimal(0) <= low <= base_crps <= high <= Decimal(f"{log1p(3):.6f}")


def test_the_interval_of_equal_gains_is_that_gain_and_of_others_lies_within_them() -> None:
    """Redraws of whole countries, the same every time."""
    assert interval(np.array([0.25] * 7)) == (0.25, 0.25)
    gains = np.array([-1.0, 0.0, 0.5, 2.0])
    low, high = interval(gains)
    assert -1 <= low < gains.mean() < high <= 2
    assert interval(gains) == (low, high)


def test_each_month_has_its_own_draws_and_the_base_has_one_for_all() -> None:
    """Two months came: the first as drawn, the second 3 where 1 was drawn; the third is not known yet."""
    known: Known = {("ged_sb", "AAA", "2022-01"): 0, ("ged_sb", "AAA", "2022-02"): 3}
    rows = scored(
        7,
        iso3=["AAA"],
        draws={"ged_sb": drawn([[[0, 0], [1, 1], [9, 9]]])},
        base={"ged_sb": drawn([[3, 3]])},
        known=known,
    )
    off, half = Decimal(f"{log1p(3):.6f}"), Decimal(f"{log1p(3) - log1p(1):.6f}")
    found = [(row["issue"], row["month"], row["log1p_crps"], row["base_log1p_crps"]) for row in rows]
    assert found == [(7, "2022-01", Decimal(0), off), (7, "2022-02", half, Decimal(0))]


def test_a_country_that_is_not_published_is_void_and_counted() -> None:
    """BBB is not there: it takes no part in the score, and the row says so. Its draws are far off on purpose."""
    rows = scored(
        iso3=["AAA", "BBB", "CCC"],
        draws={"ged_sb": drawn([[[0]], [[900]], [[0]]])},
        base={"ged_sb": drawn([[0], [900], [0]])},
        known={("ged_sb", "AAA", "2022-01"): 0, ("ged_sb", "CCC", "2022-01"): 0, ("ged_sb", "XXX", "2022-01"): 5},
    )
    assert [(row["countries"], row["void"], row["log1p_crps"]) for row in rows] == [(2, 1, Decimal(0))]


def test_nothing_is_scored_before_a_month_has_come() -> None:
    """No row, not a row of nothings."""
    assert scored(iso3=["AAA"], draws={"ged_sb": drawn([[[0]]])}, base={"ged_sb": drawn([[0]])}, known={}) == []


def test_kinds_of_violence_are_scored_apart() -> None:
    """Deaths of one are not those of another."""
    draws, base = drawn([[[0]]]), drawn([[0]])
    rows = scored(
        iso3=["AAA"],
        draws={"ged_sb": draws, "ged_ns": draws},
        base={"ged_sb": base, "ged_ns": base},
        known={("ged_sb", "AAA", "2022-01"): 0, ("ged_ns", "AAA", "2022-01"): 3},
    )
    assert [(row["target"], row["log1p_crps"]) for row in rows] == [
        ("ged_ns", Decimal(f"{log1p(3):.6f}")),
        ("ged_sb", Decimal(0)),
    ]


Few = st.lists(st.integers(0, 1500), min_size=4, max_size=4)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(Few, Few, st.one_of(st.none(), st.integers(0, 1500))), min_size=1, max_size=4))
def test_the_score_is_the_mean_of_a_plain_sum_over_pairs(cases: list[tuple[list[int], list[int], int | None]]) -> None:
    """Country by country, draw by draw; void countries left out of the mean and counted."""
    codes = [3 * chr(65 + at) for at in range(len(cases))]
    rows = scored(
        iso3=codes,
        draws={"ged_sb": drawn([[mine] for mine, _, _ in cases])},
        base={"ged_sb": drawn([theirs for _, theirs, _ in cases])},
        known={
            ("ged_sb", c, "2022-01"): came for c, (_, _, came) in zip(codes, cases, strict=True) if came is not None
        },
    )
    there = [(mine, theirs, came) for mine, theirs, came in cases if came is not None]
    if not there:
        assert rows == []
        return
    (row,) = rows
    assert (row["countries"], row["void"]) == (len(there), len(cases) - len(there))
    own = sum(plain_crps(mine, came) for mine, _, came in there) / len(there)
    base = sum(plain_crps(theirs, came) for _, theirs, came in there) / len(there)
    assert abs(row["log1p_crps"] - Decimal(own)) < EXACT
    assert abs(row["base_log1p_crps"] - Decimal(base)) < EXACT
    gains = [plain_crps(theirs, came) - plain_crps(mine, came) for mine, theirs, came in there]
    assert Decimal(min(gains)) - EXACT <= row["gain_low"] <= row["gain_high"] <= Decimal(max(gains)) + EXACT


@pytest.mark.parametrize(("month", "number"), [("1980-01", 1), ("1980-12", 12), ("1981-01", 13), ("2021-12", 504)])
def test_months_have_numbers(month: str, number: int) -> None:
    """From January 1980."""
    assert number_of(month) == number
