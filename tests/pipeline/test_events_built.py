"""Events and the control in a snapshot: built, withheld, and what a bad file does: the last snapshot stays."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from eventfiles import folder, line, text
from lakefolder import Folder, activity, opened
from vrede.lake.snapshot import current_name
from vrede.lake.store import Store
from vrede.sources.conflict.event_tables import EVENT_TABLES
from vrede.sources.conflict.found import conflict_inputs, panel_inputs
from vrede.sources.conflict.releases import find_releases
from vrede.sources.conflict.series import SeriesError
from vrede.sources.sample import Truths
from vrede.withheld.suppression import Suppression

HEAD = "country_id,iso3,month_id,in_challenge,ged_sb,ged_sb_v221,ged_ns,ged_os\n"
IDS = "country_id,gwcode,iso3,name,in_panel,predecessor_country_id,in_africa,in_middle_east\n1,432,MLI,Mali,1,,1,0\n"


def panel(months: range, deaths: int = 2, ident: int = 1) -> str:
    """A panel of one country as text."""
    return HEAD + "".join(f"{ident},MLI,{month},1,{deaths},{deaths},,\n" for month in months)


def small(tmp_path: Path) -> Folder:
    """A folder with one activity, a panel of 2020 and two events of it."""
    made = Folder(tmp_path / "sources", tmp_path / "lake")
    made.file("iati/a.xml", activity("A", "3 2020-01-01 5"))
    conflict = folder(made.root / "conflict", ucdp_ged_events=text(line(1), line(2, best=-4)))
    (conflict / "country_ids.csv").write_text(IDS, encoding="utf-8")
    (conflict / "neighbours.csv").write_text("country_id,neighbour_country_id\n", encoding="utf-8")
    (conflict / "country_month.csv").write_text(panel(range(481, 493)), encoding="utf-8")
    head = "country_id_cy,year_cy,sb_total_deaths_best_cy,ns_total_deaths_best_cy,os_total_deaths_best_cy,cumulative_total_deaths_in_orgvio_best_cy"
    (conflict / "ucdp_country_year.csv").write_text(f"{head}\n432,2020,90,0,10,100\n", encoding="utf-8")
    return made


def test_every_table_of_events_is_in_the_snapshot(tmp_path: Path) -> None:
    """24 deaths in the months against 90: an exception. A line below nothing is a row, not a stop."""
    snapshot = small(tmp_path).build()
    assert snapshot.table("series_check").select("target", "year", "panel", "control", "exceptions").rows() == [
        ("ged_sb", 2020, 24, 90, 1),
        ("ged_sb_v221", 2020, 24, 90, 1),
    ]
    assert snapshot.table("series_exception").select("iso3", "reason").unique().sort("reason").rows() == [
        ("MLI", "earlier_vintage"),
        ("MLI", "unexplained"),
    ]
    assert snapshot.table("event_refused").select("line_no", "reason", "value").rows() == [(4, "negative", "-4")]
    assert snapshot.table("event_file").select("used", "refused").rows() == [(1, 1)]
    assert snapshot.table("event_month").select("month", "deaths_at_end").rows() == [("2020-05", 10)]
    assert snapshot.table("target_share")["share_left_out_ppm"].to_list() == [100_000]


def test_a_new_event_file_is_a_new_snapshot_and_no_new_forecast(tmp_path: Path) -> None:
    """Events are part of the snapshot's name; a forecast takes nothing from them."""
    made = small(tmp_path)
    first = made.build().name
    conflict = made.root / "conflict"
    (conflict / "ucdp_candidate.csv").write_text(text(line(9, date_start="2021-02-01")), encoding="utf-8")
    assert made.build().name != first
    events = {release.path for release in find_releases(conflict)}
    assert {path.name for path in events} == {"ucdp_candidate.csv", "ucdp_ged_events.csv"}
    assert events <= set(conflict_inputs(conflict))
    assert not events & set(panel_inputs(conflict))


PACKED = gzip.compress(text(*(line(n, source_headline=str(n * 7919)) for n in range(300))).encode())
BAD = {
    "a month missing": ("country_month.csv", panel(range(481, 486)) + panel(range(487, 493)).split("\n", 1)[1], "lacks 1 months"),
    "a month twice": ("country_month.csv", panel(range(481, 493)) + panel(range(492, 493)).split("\n", 1)[1], "twice"),
    "below nothing": ("country_month.csv", panel(range(481, 493), -3), "is -3"),
    "absurd": ("country_month.csv", panel(range(481, 493), 2_000_001), "is 2000001"),
    "an unknown country": ("country_month.csv", panel(range(481, 493), ident=7), "country 7 of the panel"),
    "a gzip cut off": ("ucdp_candidate.csv.gz", PACKED[: len(PACKED) // 2], "unpacked to its end"),
    "a column gone": ("ucdp_candidate.csv", text(line(1), without=("best",)), "columns best are missing"),
    "no list of states": ("country_ids.csv", None, "country_ids.csv"),
}  # fmt: skip


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_file_stops_the_build_and_the_last_snapshot_stays(tmp_path: Path, fault: str) -> None:
    """With the file's name and what is wrong; afterwards the lake shows what it showed."""
    made = small(tmp_path)
    before = made.build()
    name, content, said = BAD[fault]
    path = made.root / "conflict" / name
    if content is None:
        path.unlink()
    elif isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(SeriesError, match=said):
        made.build()
    assert current_name(Store(str(made.lake))) == before.name
    assert opened(made.lake).table("event_month").equals(before.table("event_month"))


def test_a_revision_that_changes_history_is_seen(tmp_path: Path) -> None:
    """The same event with other deaths in the final release: the row of the country says so."""
    made = small(tmp_path)
    (made.root / "conflict" / "ucdp_candidate.csv").write_text(text(line(1, best=3, low=3)), encoding="utf-8")
    row = made.build().table("event_revision").row(0, named=True)
    assert (row["iso3"], row["events_changed"], row["deaths_candidate"], row["deaths_final"]) == ("MLI", 1, 3, 10)


@pytest.mark.parametrize("older", [False, True])
def test_with_a_withheld_place_no_list_of_countries_is_left(tmp_path: Path, older: bool) -> None:
    """Absence from a public list would tell which country it is: every table of events is empty, in older snapshots too."""
    made, given = small(tmp_path), Suppression(places=frozenset({"MLI"}), digest="x")
    snapshot = opened(made.lake, given, made.build().name) if older else made.build(given)
    assert all(snapshot.table(table.name).is_empty() for table in EVENT_TABLES)


def test_events_alone_can_be_built(tmp_path: Path) -> None:
    """A folder with events and without a panel: their months, and nothing to compare."""
    made = small(tmp_path)
    for name in ("country_month.csv", "ucdp_country_year.csv"):
        (made.root / "conflict" / name).unlink()
    snapshot = made.build()
    assert snapshot.table("event_month").height == 1
    assert snapshot.table("series_check").is_empty()


def test_the_sample_has_both_releases(sample_lake: Path, sample: tuple[Path, Truths]) -> None:
    """So that the data page shows ages, refused lines and revisions without any data; its months agree with its totals."""
    snapshot = opened(sample_lake)
    assert sorted(snapshot.table("event_file")["release"]) == ["candidate", "final"]
    assert snapshot.table("event_refused")["reason"].to_list() == ["negative"]
    assert not snapshot.table("event_revision").is_empty()
    checks = snapshot.table("series_check")
    assert (checks["panel"] == checks["control"]).all() and checks["exceptions"].sum() == 0
    months = snapshot.table("event_month").join(snapshot.table("country_month"), on=["target", "iso3", "month"])
    final = months.filter(pl.col("month") < "2024")
    assert (final["deaths_at_end"] == final["deaths"]).all()
    assert date.fromisoformat(f"{months['month'].max()}-01").year == 2024
