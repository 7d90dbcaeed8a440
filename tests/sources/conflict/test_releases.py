"""UCDP's releases by name: ordered by the months that they cover, joined without a gap."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from eventfiles import folder, line, text
from vrede.sources.conflict.events import read_events, vintage_of
from vrede.sources.conflict.releases import find_releases, release_of, unbroken, vintage


@pytest.mark.parametrize(
    ("name", "kind", "version", "first", "last", "whole"),
    [
        ("GEDEvent_v26_1.csv", "final", "26.1", "", "2025-12", True),
        ("ged261-csv.zip", "final", "26.1", "", "2025-12", True),
        ("ged261-csv-1a2b3c4d.zip", "final", "26.1", "", "2025-12", True),
        ("gedevent_v9_1.csv.gz", "final", "9.1", "", "2008-12", True),
        ("GEDEvent_v26_0_7.csv", "candidate", "26.0.7", "2026-07", "2026-07", False),
        ("GEDEvent_v26_0_10-1a2b3c4d.csv", "candidate", "26.0.10", "2026-10", "2026-10", False),
        ("GEDEvent_v26_01_26_06.csv", "candidate", "26.01.26.06", "2026-01", "2026-06", False),
        ("GEDEvent_v26_0_13.csv", "candidate", "gedevent_v26_0_13", "", "", False),
        ("GEDEvent_v26_06_26_01.csv", "candidate", "gedevent_v26_06_26_01", "", "", False),
        ("ucdp_ged_events_4_countries.csv.gz", "final", "ucdp_ged_events_4_countries", "", "", False),
        ("ucdp_candidate_x.csv", "candidate", "ucdp_candidate_x", "", "", False),
    ],
)
def test_a_name_tells_its_months(name: str, kind: str, version: str, first: str, last: str, whole: bool) -> None:
    """Months are not padded; eight digits of a hash may follow; what somebody put together is never a whole release."""
    found = release_of(Path(name))
    assert found is not None
    assert (found.kind, found.name, found.first, found.last, found.whole) == (kind, version, first, last, whole)


@pytest.mark.parametrize(
    "name", ["ged261-xlsx.zip", "ged261.xlsx", "GEDEvent_v26_1.pdf", "wgi.csv", "notged261-csv.zip"]
)
def test_other_files_are_no_release(name: str) -> None:
    """Spreadsheets, code books, other sources."""
    assert release_of(Path(name)) is None


def named(*names: str) -> list[str]:
    """The releases that count together, and the month that they reach."""
    found = [release for name in names if (release := release_of(Path(name)))]
    ways = set()
    for some in list(permutations(found))[:24]:
        chain, until = unbroken(some)
        ways.add((*(one.name for one in chain), until))
    (only,) = ways
    return list(only)


def month(number: int) -> str:
    """A candidate release of 2026."""
    return f"GEDEvent_v26_0_{number}.csv"


@pytest.mark.parametrize(
    ("names", "chain"),
    [
        (["GEDEvent_v26_1.csv", "GEDEvent_v26_01_26_06.csv", month(7), month(8)], ["26.1", "26.01.26.06", "26.0.7", "26.0.8", "2026-08"]),
        (["GEDEvent_v26_1.csv", "GEDEvent_v26_01_26_03.csv", "GEDEvent_v26_01_26_06.csv", month(7)], ["26.1", "26.01.26.06", "26.0.7", "2026-07"]),
        (["ged261-csv.zip", month(1), month(2), month(4)], ["26.1", "26.0.1", "26.0.2", "2026-02"]),
        (["ged261-csv.zip", month(2)], ["26.1", "2025-12"]),
        (["ged251-csv.zip", "ged261-csv.zip", "GEDEvent_v25_0_12.csv", month(1)], ["26.1", "26.0.1", "2026-01"]),
        (["ged251-csv.zip", "GEDEvent_v25_01_25_12.csv", month(1)], ["25.1", "25.01.25.12", "26.0.1", "2026-01"]),
        ([month(1), month(2), "ucdp_ged_events.csv"], [""]),
    ],
)  # fmt: skip
def test_releases_are_joined_without_a_gap(names: list[str], chain: list[str]) -> None:
    """The newest whole release, the candidate release that reaches furthest, and so on until a month is missing; in whatever order
    they are found."""
    assert named(*names) == chain


def test_the_half_year_is_older_than_the_month_after_it(tmp_path: Path) -> None:
    """Event 900001 stands in both, with 5 deaths in June's release and 11 in July's: July's count.

    Cleared in July's; 900002 is only in June's; 900003 came in July.
    """
    made = folder(
        tmp_path,
        GEDEvent_v26_01_26_06=text(
            line(900001, best=5, high=9, low=3, code_status="Check deaths", date_start="2026-06-30"),
            line(900002, best=2, high=2, low=2, date_start="2026-05-01"),
        ),
        GEDEvent_v26_0_7=text(
            line(900001, best=11, high=12, low=10, date_start="2026-06-30"),
            line(900003, best=4, high=4, low=4, date_start="2026-07-03"),
        ),
    )
    read = read_events(made)
    assert read.events.select("event_id", "best", "clear").rows() == [
        (900001, 11, True),
        (900002, 2, True),
        (900003, 4, True),
    ]
    assert dict(read.files.select("event_file", "replaced").iter_rows()) == {
        "GEDEvent_v26_01_26_06.csv": 1,
        "GEDEvent_v26_0_7.csv": 0,
    }


def test_an_event_that_went_back_under_check_counts_as_the_newest_release_has_it(tmp_path: Path) -> None:
    """Cleared with 5 in June, under check with 9 in July: 9, and not clear."""
    made = folder(
        tmp_path,
        GEDEvent_v26_0_6=text(line(1, best=5, date_start="2026-06-01")),
        GEDEvent_v26_0_7=text(line(1, best=9, date_start="2026-06-01", code_status="Check type of violence")),
    )
    assert read_events(made).events.select("best", "clear").rows() == [(9, False)]


def test_a_name_that_tells_no_months_is_ordered_by_its_events(tmp_path: Path) -> None:
    """Its last month is newer than that of a release in UCDP's own name, so it counts."""
    made = folder(
        tmp_path,
        ucdp_candidate_x=text(line(1, best=8, date_start="2026-03-01"), line(2, date_start="2026-09-01")),
        GEDEvent_v26_0_3=text(line(1, best=9, date_start="2026-03-01")),
    )
    assert read_events(made).events.filter(event_id=1)["best"].to_list() == [8]


def test_a_whole_release_takes_back_what_an_older_one_had(tmp_path: Path) -> None:
    """Of two yearly releases only the newest counts, and candidates after a gap wait: each line is accounted for."""
    made = folder(
        tmp_path,
        GEDEvent_v25_1=text(line(1, date_start="2024-03-01"), line(2, date_start="2024-03-01")),
        GEDEvent_v26_1=text(line(1, best=12, date_start="2024-03-01"), line(3, date_start="2025-03-01")),
        GEDEvent_v25_0_12=text(line(4, date_start="2025-12-01")),
        GEDEvent_v26_0_1=text(line(5, date_start="2026-01-01"), line(3, date_start="2026-01-01")),
        GEDEvent_v26_0_3=text(line(6, date_start="2026-03-01")),
    )
    read = read_events(made)
    assert read.events.select("event_id", "best").rows() == [(1, 12), (3, 10), (5, 10)]
    kinds = ("used", "covered", "replaced", "beyond")
    told = {row["event_file"][10:-4]: tuple(row[k] for k in kinds) for row in read.files.iter_rows(named=True)}
    assert told == {"25_1": (0, 0, 2, 0), "26_1": (2, 0, 0, 0), "25_0_12": (0, 1, 0, 0), "26_0_1": (1, 1, 0, 0), "26_0_3": (0, 0, 0, 1)}  # fmt: skip
    assert (vintage_of(read), read.until) == ("GED 26.1 + candidate 26.0.1", "2026-01")


def test_the_same_release_twice_counts_once(tmp_path: Path) -> None:
    """As a table and in gzip, under one version."""
    made = folder(tmp_path, GEDEvent_v26_0_1=text(line(1, date_start="2026-01-01")), ucdp_candidate_y=text(line(1)))
    (made / "GEDEvent_v26_0_1-0a1b2c3d.csv").write_text(text(line(1, date_start="2026-01-01")), encoding="utf-8")
    read = read_events(made)
    assert read.events.height == 1
    assert read.files.select("used", "replaced").sum().row(0) == (1, 2)
    assert [one.name for one in find_releases(made)] == ["ucdp_candidate_y", "26.0.1", "26.0.1"]
    assert vintage([]) == ""
