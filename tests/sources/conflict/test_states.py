"""The states that ship: a number is a state in a month; and the neighbours are those of our own outlines."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import polars as pl
import pytest

from vrede.sources.conflict.states import (
    HERE,
    SERBIA,
    month_number,
    shipped_neighbours,
    shipped_numbers,
    states,
    with_state,
)

ROOT = Path(__file__).resolve().parents[3]


def state(number: int | str, month: str) -> tuple[str | None, int | None]:
    """Code and number of the state."""
    rows = pl.DataFrame({"gw": [str(number)], "month": [month]})
    return with_state(rows, "gw", month_number(pl.col("month")), shipped_numbers()).select("iso3", "country_id").row(0)


@pytest.mark.parametrize(
    ("number", "month", "iso3", "ident"),
    [
        (345, "1989-01", "YUG", 188),
        (345, "1992-03", "YUG", 188),
        (345, "1992-04", "SCG", 227),
        (345, "2006-05", "SCG", 227),
        (345, "2006-06", "SRB", 230),
        (345, "2008-03", "SRB", 233),
        (345, "2026-07", "SRB", 233),
        (340, "2026-07", "SRB", 233),
        (347, "2026-07", "XKX", 232),
        (625, "2011-06", "SDN", 59),
        (625, "2011-07", "SDN", 245),
        (626, "2011-07", "SSD", 246),
        (365, "1991-11", "SUN", 189),
        (365, "1991-12", "RUS", 65),
        (678, "1990-04", "YEM", 196),
        (678, "1995-01", "YEM", 240),
        (678, "2015-01", "YEM", 124),
        (260, "1989-05", "DEU", 185),
        (260, "1990-10", "DEU", 184),
        (530, "1990-01", "ETH", 191),
        (530, "1993-05", "ETH", 57),
        (626, "2005-01", "SSD", 246),
        (680, "1994-05", "YMD", 197),
        (999, "2020-01", None, None),
        ("", "2020-01", None, None),
    ],
)
def test_a_number_is_a_state_in_a_month(number: int, month: str, iso3: str | None, ident: int | None) -> None:
    """UCDP writes 345 for Serbia to this day; a month outside a state's life is that state's; a number of nobody is none."""
    assert state(number, month) == (iso3, ident)


def test_of_a_number_one_state_at_a_time() -> None:
    """No two states have one number in a month, and every number of the list has a state from the beginning on."""
    numbers = shipped_numbers()
    assert not numbers.select("gw", "since").is_duplicated().any()
    assert (numbers.group_by("gw").agg(pl.col("since").min())["since"] == 0).all()
    assert SERBIA in numbers["gw"].to_list()


def test_lives_do_not_overlap_and_who_went_before_had_ended() -> None:
    """A code has one state at a time, and a state's predecessor is gone before it begins."""
    found = {row["country_id"]: row for row in states().iter_rows(named=True)}
    assert len(found) == states().height == 211
    assert sum(row["in_challenge"] for row in found.values()) == 191
    for row in found.values():
        assert not row["first_month"] or not row["last_month"] or row["first_month"] <= row["last_month"]
        before = found.get(row["predecessor_country_id"])
        assert row["predecessor_country_id"] is None or (before and before["last_month"] < row["first_month"])
    for one in found.values():
        for other in found.values():
            if one["iso3"] == other["iso3"] and one["country_id"] < other["country_id"]:
                ends = sorted([(one["first_month"], one["last_month"]), (other["first_month"], other["last_month"])])
                assert ends[0][1] and ends[0][1] < ends[1][0], (one, other)


def test_every_kind_of_fact_has_its_source() -> None:
    """Ids, numbers, codes, months, predecessors, regions, neighbours."""
    told = tomllib.loads((HERE / "states.toml").read_text(encoding="utf-8"))
    assert set(told) >= {"country_id", "gwcode", "iso3", "first_month", "neighbour_country_id", "in_challenge"}
    assert all(one["source"] and one["checked"] >= "2026" for one in told.values())


def test_neighbours_are_those_of_the_outlines() -> None:
    """The file that ships is what the tool makes of them; both ways, and nobody beside himself."""
    done = subprocess.run(
        [sys.executable, "tools/neighbours.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    pairs = set(shipped_neighbours().iter_rows())
    assert {(b, a) for a, b in pairs} == pairs and not [a for a, b in pairs if a == b]
    assert len(pairs) == 728
