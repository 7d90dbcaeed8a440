"""The real events and the real panel: what is known of them is found again."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from vrede.sources.conflict.events import Events, read_events
from vrede.sources.conflict.events_months import months_of
from vrede.sources.conflict.panel import read_panel
from vrede.sources.conflict.panel_control import Tolerance, control, target_share
from vrede.sources.conflict.read import read_series
from vrede.warning.tables import country_months

ETHIOPIA_DIFFERS = ["2020-11", "2020-12", *(f"2021-{month:02d}" for month in range(1, 13))]
"""Months in which the event file, older than the panel's later vintage, has other deaths in Ethiopia: the war in Tigray."""


@pytest.fixture(scope="module")
def here(shared: Path) -> Path:
    folder = shared / "conflict"
    if not (folder / "ucdp_ged_events_4_countries.csv.gz").is_file():
        pytest.skip("real data: no conflict/ucdp_ged_events_4_countries.csv.gz")
    return folder


@pytest.fixture(scope="module")
def read(here: Path) -> Events:
    return read_events(here)


@pytest.fixture(scope="module")
def controlled(here: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    return control(read_panel(here).months, read_series(here)[0], Tolerance(5, 25))


def test_every_line_is_an_event(read: Events) -> None:
    """9,143 events of four countries, none refused, all clear."""
    assert read.files.select("lines", "used", "unclear", "refused", "first_month", "last_month").rows() == [
        (9143, 9143, 0, 0, "1989-01", "2021-12")
    ]
    assert dict(read.events.group_by("target").len().iter_rows()) == {"ged_sb": 6703, "ged_ns": 457, "ged_os": 1983}
    assert dict(read.events.group_by("iso3").len().iter_rows()) == {"LKA": 4581, "ETH": 2947, "SLE": 1497, "SLV": 118}


def test_ethiopia_in_2021_has_9073_state_based_deaths(read: Events) -> None:
    """In this older release; the panel's later vintage has 124,550."""
    year = months_of(read.events, "end").filter(
        (pl.col("iso3") == "ETH") & (pl.col("target") == "ged_sb") & pl.col("month").str.starts_with("2021")
    )
    assert year["deaths"].sum() == 9073


def test_both_rules_hold_all_deaths_of_the_file(read: Events) -> None:
    """289,028 of all kinds; by days 476 events of several months lie elsewhere."""
    for rule in ("end", "days"):
        assert months_of(read.events, rule)["deaths"].sum() == 289_028
    over = pl.col("date_start").dt.month_start() != pl.col("date_end").dt.month_start()
    assert read.events.filter(over).select(pl.len(), pl.col("best").sum()).row(0) == (476, 82_774)


@pytest.mark.parametrize(
    ("iso3", "months", "deaths", "differ"),
    [("SLV", 384, 941, []), ("SLE", 384, 11_470, []), ("LKA", 384, 60_732, []), ("ETH", 344, 91_762, ETHIOPIA_DIFFERS)],
)
def test_months_by_the_end_of_events_are_the_panels(
    here: Path, read: Events, iso3: str, months: int, deaths: int, differ: list[str]
) -> None:
    """El Salvador, Sierra Leone and Sri Lanka in all 384 months; Ethiopia in all but the fourteen of the war in Tigray."""
    mine = (pl.col("target") == "ged_sb") & (pl.col("iso3") == iso3)
    both = (
        country_months(read_panel(here))
        .filter(mine)
        .join(months_of(read.events, "end").filter(mine), on="month", how="left", suffix="_events")
        .with_columns(pl.col("deaths_events").fill_null(0))
        .sort("month")
    )
    assert (both.height, both["deaths_events"].sum()) == (months, deaths)
    assert both.filter(pl.col("deaths") != pl.col("deaths_events"))["month"].to_list() == differ


def test_the_panel_in_ucdps_total_by_year(controlled: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    """38% in 1990, 78% in 1991 and 1995, 93 to 100% from 1992, and from 2003 99.5 to 100% but 97 to 98% in 2004 to 2006."""
    checks, _exceptions = controlled
    share = dict(checks.filter(pl.col("target") == "ged_sb").select("year", "share_ppm").iter_rows())
    assert sorted(share) == list(range(1990, 2022))
    assert {year: round(share[year] / 10_000) for year in (1990, 1991, 1995)} == {1990: 38, 1991: 78, 1995: 78}
    assert all(926_000 < share[year] < 1_000_000 for year in range(1992, 2003) if year != 1995)
    assert all(974_000 < share[year] < 985_000 for year in (2004, 2005, 2006))
    # 100.1% in 2003 and 2011; 99.495% in 2016.
    assert all(994_900 < share[year] < 1_001_500 for year in range(2003, 2022) if year not in (2004, 2005, 2006))


def test_the_exceptions_are_the_known_ones(controlled: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    """Former states are absent, the months before 2018 are of an earlier vintage; three are not explained by the files."""
    exceptions = controlled[1].filter(pl.col("target") == "ged_sb")
    by = {reason: frame.select("iso3", "year").rows() for (reason,), frame in exceptions.group_by("reason")}
    assert {iso3 for iso3, _year in by["absent"]} == {"ETH", "IDN", "RUS", "SAU", "SCG"}
    assert [year for iso3, year in by["absent"] if iso3 == "ETH"] == [1990, 1991, 1992]
    assert by["part_year"] == [("RUS", 1991), ("IDN", 2002)]
    assert len(by["earlier_vintage"]) == 31
    assert by["unexplained"] == [("TJK", 2018), ("IRQ", 2019), ("TJK", 2019)]


def test_the_earlier_vintage_differs_where_it_is_known_to(controlled: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    """Ethiopia in 2020 and 2021, Yemen, Mozambique; Colombia and DR Congo before. The later column agrees with the total."""
    found = controlled[1].filter((pl.col("target") == "ged_sb_v221") & (pl.col("reason") == "vintages"))
    assert found.sort("iso3", "year").select("iso3", "year").rows() == [
        ("COD", 2011),
        ("COL", 2002),
        ("COL", 2003),
        ("COL", 2004),
        ("ETH", 2020),
        ("ETH", 2021),
        ("MOZ", 2021),
        ("YEM", 2014),
        ("YEM", 2015),
        ("YEM", 2019),
        ("YEM", 2020),
    ]


def test_what_the_target_leaves_out(here: Path) -> None:
    """All of Mexico's deaths of 2017 to 2021; almost nothing of Afghanistan's."""
    share = target_share(read_series(here)[0])
    found = {row["iso3"]: row for row in share.iter_rows(named=True)}
    assert (found["MEX"]["from_year"], found["MEX"]["to_year"], found["MEX"]["share_left_out_ppm"]) == (
        2017,
        2021,
        1_000_000,
    )
    assert found["AFG"]["share_left_out_ppm"] < 50_000
    assert found["NLD"]["share_left_out_ppm"] in (None, 1_000_000)
