"""How far an indicator came: one drawn table, and the laws of the share."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn import drawn, frame, value
from vrede.results.achievement import STATES, achievement

TABLE = """
measure     | direction | baseline | target | actual | state         | share_ppm | rule
unit        | up        |          | 100    | 100    | reached       | 1000000   | of target
unit        | up        |          | 100    | 50     | partly        | 500000    | of target
unit        | up        |          | 3      | 1      | partly        | 333333    | of target
unit        | up        |          | 100    | 0      | nothing       | 0         | of target
unit        | up        | 20       | 100    | 60     | partly        | 500000    | from baseline
unit        | up        | 20       | 100    | 10     | nothing       | -125000   | from baseline
unit        | up        | 20       | 100    | 180    | reached       | 2000000   | from baseline
unit        | up        | 100      | 100    | 100    | nothing aimed at |        | none
unit        | up        | 100      | 100    | 99     | nothing aimed at |        | none
unit        | up        |          | 0      | 0      | nothing aimed at |        | none
unit        | up        | -5       | 0      | 0      | nothing aimed at |        | none
unit        | up        | 120      | 100    | 110    | contradiction |           | none
unit        | down      | 100      | 20     | 60     | partly        | 500000    | from baseline
unit        | down      | 100      | 20     | 20     | reached       | 1000000   | from baseline
unit        | down      | 20       | 100    | 50     | contradiction |           | none
unit        | down      |          | 20     | 30     | not reached   |           | against target
unit        | down      |          | 20     | 10     | reached       |           | against target
percentage  | up        |          | 80     | 40     | partly        | 500000    | of target
ordinal     | up        |          | 3      | 3      | not numeric   |           | none
qualitative | up        |          | good   | good   | not numeric   |           | none
unit        | up        |          | 1,000  | 500    | not numeric   |           | none
unit        | up        |          | 100    |        | no actual     |           | none
unit        | up        |          |        | 100    | no target     |           | none
"""


def periods(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """The achievement of these values."""
    return achievement(frame(rows)).to_dicts()


def given_row(line: dict[str, str]) -> list[dict[str, object]]:
    """The values of one drawn line."""
    same = {"measure": line["measure"], "direction": line["direction"]}
    rows = [value(1, line["target"], kind="target", **same), value(1, line["actual"], **same)]  # type: ignore[arg-type]
    if line["baseline"]:
        rows.append(value(1, line["baseline"], kind="baseline", period=None, **same))  # type: ignore[arg-type]
    return rows


@pytest.mark.parametrize("line", drawn(TABLE), ids=lambda line: " ".join(line.values()))
def test_the_drawn_table(line: dict[str, str]) -> None:
    """A period's state, share and rule."""
    (found,) = periods(given_row(line))
    assert found["state"] == line["state"]
    assert found["rule"] == line["rule"]
    assert found["share_ppm"] == (int(line["share_ppm"]) if line["share_ppm"] else None)


def test_every_state_is_drawn() -> None:
    """No state without an example."""
    assert {line["state"] for line in drawn(TABLE)} | {"several values"} == set(STATES)


def test_parts_are_measured_by_their_own_target() -> None:
    """Women and men each against their own target and baseline."""
    rows = [
        value(1, "10", kind="target", dimension="sex=f"),
        value(1, "20", kind="target", value_no=1, dimension="sex=m"),
        value(1, "5", dimension="sex=f"),
        value(1, "20", value_no=1, dimension="sex=m"),
    ]
    assert {row["dimension"]: row["share_ppm"] for row in periods(rows)} == {"sex=f": 500000, "sex=m": 1000000}


def test_two_values_for_one_period_are_not_chosen_from() -> None:
    """Which of the two holds is not said: nothing is told."""
    rows = [value(1, "10", kind="target"), value(1, "5"), value(1, "6", value_no=1)]
    (found,) = periods(rows)
    assert (found["state"], found["actual"], found["share_ppm"]) == ("several values", None, None)


@settings(max_examples=200, deadline=None)
@given(
    st.decimals(-(10**6), 10**6, places=2),
    st.decimals(-(10**6), 10**6, places=2),
    st.decimals(-(10**6), 10**6, places=2),
)
def test_the_share_is_the_fraction_rounded_towards_nothing(baseline: Decimal, target: Decimal, actual: Decimal) -> None:
    """Exact for any decimals: the twin uses fractions."""
    rows = [
        value(1, str(target), kind="target"),
        value(1, str(actual)),
        value(1, str(baseline), kind="baseline", period=None),
    ]
    for row, number in zip(rows, (target, actual, baseline), strict=True):
        row["number"] = number
    (found,) = periods(rows)
    if baseline > target:
        assert found["state"] == "contradiction"
        return
    if target <= 0 or baseline == target:
        assert found["state"] == "nothing aimed at"
        return
    assert (found["state"] == "reached") == (actual >= target)
    if baseline < target:
        share = Fraction(actual - baseline) / Fraction(target - baseline) * 1_000_000
        whole = int(share)  # towards nothing
        assert found["share_ppm"] == (whole if abs(share) <= 10**12 else None)
