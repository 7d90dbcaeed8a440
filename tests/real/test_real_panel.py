"""The panel counted from real events against the panel that was collected: month by month, each difference named by its kind.

Run with -s for the table of kinds that docs/live.md shows.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from vrede.sources.conflict.events import read_events
from vrede.sources.conflict.fetch import chosen, files_of
from vrede.sources.conflict.panel import Panel, read_panel
from vrede.sources.conflict.read import read_series
from vrede.sources.conflict.states import shipped_neighbours, states
from vrede.sources.views.read import forecast_rows, month_rows, newest_run
from vrede.warning.panel import month_id, month_name

CODES = ("SLV", "SLE", "LKA", "ETH")
FIRST, LAST = month_id(2007, 1), month_id(2017, 12)


@pytest.fixture(scope="module")
def here(shared: Path) -> Path:
    folder = shared / "conflict"
    if not (folder / "ucdp_ged_events_4_countries.csv.gz").is_file():
        pytest.skip("real data: no conflict/ucdp_ged_events_4_countries.csv.gz")
    return folder


@pytest.fixture(scope="module")
def counted(here: Path, tmp_path_factory: pytest.TempPathFactory) -> Panel:
    """The real events of four countries, taken for a whole release: of any other country it would say that nobody died."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "GEDEvent_v22_1.csv.gz").write_bytes((here / "ucdp_ged_events_4_countries.csv.gz").read_bytes())
    return read_panel(folder)


def kinds(counted: Panel, here: Path, first: int, last: int) -> dict[str, Counter[str]]:
    """Code -> how many months are of each kind, for deaths in state-based conflict."""
    collected = pl.read_parquet(here / "country_month.parquet").select(
        pl.col("country_id", "month_id").cast(pl.Int64), "iso3", theirs="ged_sb", earlier="ged_sb_v221"
    )
    mine = counted.months.select("country_id", "month_id", "iso3", mine="ged_sb")
    both = collected.join(mine, on=["country_id", "month_id", "iso3"], how="full", coalesce=True).filter(
        pl.col("iso3").is_in(CODES) & pl.col("month_id").is_between(first, last)
    )
    found: dict[str, Counter[str]] = {code: Counter() for code in CODES}
    for row in both.iter_rows(named=True):
        if row["mine"] is None or row["theirs"] is None:
            kind = "only in the collected panel" if row["mine"] is None else "only counted: a state that it leaves out"
        elif row["mine"] == row["theirs"]:
            kind = "equal"
        elif row["mine"] == row["earlier"]:
            kind = "equal to its earlier vintage"
        else:
            kind = "another vintage"
        found[row["iso3"]][kind] += 1
    return found


def test_where_vintages_agree_every_month_is_the_same(counted: Panel, here: Path) -> None:
    """El Salvador, Sierra Leone, Sri Lanka and Ethiopia, 2007 to 2017."""
    found = kinds(counted, here, FIRST, LAST)
    whole = kinds(counted, here, month_id(1989, 1), month_id(2021, 12))
    for code in CODES:
        print(code, "2007-2017", dict(found[code]), "1989-2021", dict(whole[code]))
    assert sum(sum(one.values()) for one in found.values()) == 4 * 132
    assert found["SLV"] == found["SLE"] == {"equal": 132}


def test_the_counted_panel_has_the_same_states_and_months(counted: Panel, here: Path) -> None:
    """Of every country that is scored; it goes a year further back, and has the former states that the other leaves out."""
    collected = pl.read_parquet(here / "country_month.parquet").select(
        pl.col("country_id", "month_id").cast(pl.Int64), "iso3"
    )
    mine = counted.months.select("country_id", "month_id", "iso3")
    lost = collected.join(mine, on=["country_id", "month_id", "iso3"], how="anti")
    assert lost.is_empty()
    more = mine.join(collected, on=["country_id", "month_id"], how="anti").filter(
        pl.col("month_id") >= month_id(1990, 1)
    )
    former = set(states().filter(~pl.col("in_challenge"))["country_id"])
    assert set(more["country_id"]) <= former
    assert month_name(int(str(mine["month_id"].min()))) == "1989-01"


def test_the_states_that_ship_are_those_of_the_list(here: Path) -> None:
    """Each exception is of a named kind."""
    with (here / "country_ids.csv").open(encoding="utf-8", newline="") as stream:
        listed = {int(row["country_id"]): row for row in csv.DictReader(stream)}
    mine = {row["country_id"]: row for row in states().iter_rows(named=True)}
    assert set(listed) - set(mine) == set(range(247, 256)), (
        "the numbers of Yugoslavia and the Soviet Union while they fell apart"
    )
    assert set(mine) <= set(listed)
    same_number = {131: 239, 163: 192, 184: 185, 209: 208, 230: 227, 233: 230, 242: 236}
    for ident, row in mine.items():
        other = listed[ident]
        for name in ("gwcode", "iso3", "iso_num", "name"):
            assert row[name] == other[name], (ident, name)
        for name, short in (
            ("in_africa", "in_africa"),
            ("in_middle_east", "in_middle_east"),
            ("in_challenge", "in_panel"),
        ):
            assert row[name] == (other[short] == "1"), (ident, name)
        if ident in same_number:
            assert other["predecessor_country_id"] == "" and row["predecessor_country_id"] == same_number[ident]
        else:
            assert str(row["predecessor_country_id"] or "") == other["predecessor_country_id"], ident
        if other["panel_first_month_id"]:
            begins = int(other["panel_first_month_id"])
            assert row["first_month"] == (month_name(begins) if begins > month_id(1990, 1) else ""), ident


OVER_WATER_OR_FURTHER = {
    ("AGO", "BWA"), ("BGD", "NPL"), ("BHR", "SAU"), ("CHN", "TWN"), ("DJI", "YEM"), ("DMA", "FRA"), ("ESP", "MAR"), ("HRV", "MNE"),
    ("IDN", "SGP"), ("IRN", "KWT"), ("JPN", "RUS"), ("KNA", "NLD"), ("MYS", "SGP"), ("PNG", "SLB"), ("ISR", "SAU"),
}  # fmt: skip
"""The list is of finer outlines: straits and tips of land that a pixel of 0.3 degrees takes further apart, islands drawn as a dot."""
TAKEN_AS_ONE = {("ALB", "XKX"), ("MKD", "XKX"), ("MNE", "XKX"), ("SRB", "XKX"), ("DJI", "SOM")}
"""The list draws Kosovo with Serbia and leaves Somaliland out; our outlines draw Kosovo, and Somaliland as a part of Somalia."""


def test_the_neighbours_that_ship_are_those_of_the_list(here: Path) -> None:
    """Of the countries that are scored; each exception is of a named kind."""
    scored = dict(states().filter("in_challenge").select("country_id", "iso3").iter_rows())
    mine = {
        tuple(sorted((scored[a], scored[b])))
        for a, b in shipped_neighbours().iter_rows()
        if a in scored and b in scored
    }
    with (here / "neighbours.csv").open(encoding="utf-8", newline="") as stream:
        theirs = {tuple(sorted((row["iso3"], row["neighbour_iso3"]))) for row in csv.DictReader(stream)}
    assert mine - theirs == TAKEN_AS_ONE
    assert theirs - mine == OVER_WATER_OR_FURTHER
    print(
        f"neighbours: {len(mine & theirs)} pairs the same, {len(mine - theirs)} only ours, {len(theirs - mine)} only theirs"
    )


def test_in_the_collected_folder_its_file_of_months_leads(here: Path) -> None:
    """Its events are of four countries: no whole release."""
    assert read_panel(here).months.height == 71_322


@pytest.fixture(scope="module")
def shapes(shared: Path) -> Path:
    folder = shared / "live-shapes"
    if not (folder / "ucdp-downloads.html").is_file():
        pytest.skip("real data: no live-shapes/ucdp-downloads.html")
    return folder


def test_the_shapes_of_ucdp_are_read(shapes: Path) -> None:
    """Event 900001 counts 11 and not 5; 26.1 gives the indicators of 25.1; the page gives GED, country-year and candidates."""
    read = read_events(shapes)
    assert dict(read.events.select("event_id", "best").iter_rows()) == {900001: 11, 900002: 2, 900003: 4}
    series, files = read_series(shapes)
    wanted = {"deaths": 17, "deaths_non_state": 3, "deaths_one_sided": 4, "deaths_state_based": 10}
    assert {i: n for i, c, n in series.select("indicator", "iso3", "number").iter_rows() if c == "SDN"} == wanted
    assert files["version"].to_list() == ["26.1"]
    links = chosen(files_of(shapes / "ucdp-downloads.html", "https://ucdp.uu.se/downloads/"))
    home = "https://ucdp.uu.se/downloads/"
    assert list(links.yearly.values()) == [home + "ged/ged261-csv.zip"]
    assert list(links.country_year.values()) == [home + "organizedviolencecy/organizedviolencecy-261-csv.zip"]
    # October stands there without July to September: it is fetched, and counts once they are there.
    names = ("GEDEvent_v26_01_26_06.csv", "GEDEvent_v26_0_10.csv")
    assert list(links.candidates.values()) == [f"{home}candidateged/{name}" for name in names] and links.gap


def test_the_shapes_of_views_are_read(shapes: Path) -> None:
    """October's run of the third family is the newest; Sudan's chance and Guyana's; what is null is not nothing."""
    run = newest_run(shapes / "views-runs.json")
    assert run is not None and (run.name, run.origin) == ("fatalities003_2026_10_t01", "2026-10")
    _lines, rows = forecast_rows([shapes / "views-cm-sb.json"], run)
    assert [(row[2], row[4], row[5], row[6]) for row in rows] == [
        ("SDN", "2026-11", 1, 998_000),
        ("GUY", "2026-11", 1, 0),
    ]
    assert month_rows([shapes / "views-predictors-cm.json"])[1] == [
        ("SDN", 245, "2026-10", 101, 7, 12),
        ("GUY", 1, "2026-10", 0, 0, None),
    ]
