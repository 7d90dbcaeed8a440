"""UCDP events: read line by line; what is no event is a row with its reason; the final release before the candidate one."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventfiles import IDS, folder, line, text
from vrede.sources.conflict.cards import event_cards
from vrede.sources.conflict.events import read_events
from vrede.sources.conflict.releases import find_releases
from vrede.sources.conflict.series import SeriesError


def test_an_event_keeps_its_facts_and_knows_its_line(tmp_path: Path) -> None:
    """Kind, country, days, deaths, clarity, active year; line breaks and quotes in texts shift nothing."""
    made = folder(
        tmp_path,
        ucdp_ged_events=text(
            line(7), line(8, type_of_violence=3, country_id=530, event_clarity=2, active_year=0, date_end="2020-06-01")
        ),
    )
    read = read_events(made)
    names = (
        "event_id",
        "target",
        "gw",
        "iso3",
        "date_start",
        "date_end",
        "best",
        "low",
        "high",
        "clarity",
        "active_year",
    )
    assert read.events.select(*names, "code_status", "event_file", "line_no", "release").rows() == [
        (7, "ged_sb", 432, "MLI", date(2020, 5, 3), date(2020, 5, 3), 10, 8, 12, 1, True, "Clear", "ucdp_ged_events.csv", 2, "final"),
        (8, "ged_os", 530, "ETH", date(2020, 5, 3), date(2020, 6, 1), 10, 8, 12, 2, False, "Clear", "ucdp_ged_events.csv", 4, "final"),
    ]  # fmt: skip
    assert read.refused.is_empty()


BAD = {
    "id": {"ident": "seven"},
    "type": {"type_of_violence": "4"},
    "country": {"country_id": "999"},
    "date": {"date_start": "3 May 2020", "date_end": "2020-05-03"},
    "order": {"date_start": "2020-05-03", "date_end": "2020-05-02"},
    "long": {"date_start": "1990-01-01", "date_end": "2020-05-02"},
    "count": {"best": "1e3"},
    "negative": {"best": "-1"},
    "huge": {"high": "2000001"},
    "clarity": {"event_clarity": "3"},
    "active_year": {"active_year": "perhaps"},
}


@pytest.mark.parametrize("reason", BAD)
def test_a_line_that_is_no_event_is_a_row_with_its_reason(tmp_path: Path, reason: str) -> None:
    """Never a crash, never a value; the others are read."""
    given = {"ident": 1, **BAD[reason]}
    read = read_events(folder(tmp_path, ucdp_ged_events=text(line(**given), line(2))))
    assert read.events["event_id"].to_list() == [2]
    assert read.refused.select("event_file", "line_no", "event_id", "reason").rows() == [
        ("ucdp_ged_events.csv", 2, str(given["ident"]), reason)
    ]
    assert read.files.select("lines", "used", "refused").rows() == [(2, 1, 1)]


@pytest.mark.parametrize("day", ["2020-02-30", "2020-13-01", "0020-05-03", "2020-05-03 12:00:00", "2020/05/03", ""])
def test_a_day_is_a_day_of_the_calendar(tmp_path: Path, day: str) -> None:
    """A clock time, another order or no day at all is not read as one."""
    read = read_events(folder(tmp_path, ucdp_ged_events=text(line(1, date_start=day, date_end=day or " "))))
    assert read.refused["reason"].to_list() == ["date"]


def test_of_two_lines_with_one_id_the_first_event_counts(tmp_path: Path) -> None:
    """And a line that is no event takes nobody's place."""
    read = read_events(
        folder(tmp_path, ucdp_ged_events=text(line(1, best=-5), line(1, best=6), line("01", best=7), line(1)))
    )
    assert read.events.select("event_id", "best").rows() == [(1, 6)]
    assert read.refused["reason"].to_list() == ["negative", "duplicate", "duplicate"]


def test_a_quote_that_does_not_close_takes_one_line_with_it(tmp_path: Path) -> None:
    """Its fields are wrong, and it is said which lines are gone; a cut last line is refused."""
    whole = text(line(1, source_headline="plain"), line(2, source_headline="plain"))
    cut = whole.replace("2020-05-03 00:00:00.000,,,,,10,12,8,,\n", "2020-05-03\n", 1)
    read = read_events(folder(tmp_path, ucdp_ged_events=cut))
    assert (read.events["event_id"].to_list(), read.refused["reason"].to_list()) == ([2], ["fields"])
    never = whole + '3,"open ' + "x" * 300_000 + "\n" + text(line(4)).split("\n", 1)[1]
    read = read_events(folder(tmp_path, ucdp_ged_events=never))
    assert read.events["event_id"].to_list() == [1, 2, 4]
    assert set(read.refused["reason"]) == {"fields"}
    assert read.files.select(pl.col("used") + pl.col("refused") == pl.col("lines")).item()


def test_events_that_are_not_clear_yet_count_and_are_told_apart(tmp_path: Path) -> None:
    """Without them the newest months would be far too low; whoever wants the clear ones alone can tell them."""
    made = folder(
        tmp_path, ucdp_candidate=text(line(1), line(2, code_status="Check deaths unclear"), line(3, code_status=""))
    )
    read = read_events(made)
    assert read.events.select("event_id", "clear").rows() == [(1, True), (2, False), (3, False)]
    assert read.files.select("used", "unclear").rows() == [(1, 2)]


def test_columns_that_a_release_lacks_are_not_known(tmp_path: Path) -> None:
    """Without code_status and active_year the events count; without deaths the file is refused."""
    read = read_events(folder(tmp_path, ucdp_ged_events=text(line(1), without=("code_status", "active_year"))))
    assert read.events.select("active_year", "code_status").rows() == [(None, None)]
    with pytest.raises(SeriesError, match="the columns best are missing"):
        read_events(folder(tmp_path, ucdp_ged_events=text(line(1), without=("best",))))


def test_names_of_files_tell_the_release(tmp_path: Path) -> None:
    """Two numbers in UCDP's own names are a yearly release, more a candidate one; the final ones are read first."""
    names = ["GEDEvent_v25_0_10", "GEDEvent_v25_0_9", "GEDEvent_v25_1", "GEDEvent_v25_01_25_03", "ucdp_candidate_x", "ucdp_ged_events", "other"]  # fmt: skip
    found = find_releases(folder(tmp_path, **dict.fromkeys(names, "")))
    assert [(one.kind, one.path.stem) for one in found] == [
        ("final", "ucdp_ged_events"),
        ("final", "GEDEvent_v25_1"),
        ("candidate", "ucdp_candidate_x"),
        ("candidate", "GEDEvent_v25_01_25_03"),
        ("candidate", "GEDEvent_v25_0_9"),
        ("candidate", "GEDEvent_v25_0_10"),
    ]


def test_the_final_release_comes_before_the_candidate_one(tmp_path: Path) -> None:
    """Of an id in both the final one counts; a month that the final release covers takes nothing from candidates.

    final     | 1 in May 2020, 4 in March 2020
    candidate | 1 with other deaths, 2 in June 2020, 3 in January 2021, 4 in February 2021
    """
    made = folder(
        tmp_path,
        ucdp_ged_events=text(line(1), line(4, date_start="2020-03-01")),
        ucdp_candidate=text(
            line(1, best=99, high=99),
            line(2, date_start="2020-06-02"),
            line(3, date_start="2021-01-05"),
            line(4, date_start="2021-02-05"),
        ),
    )
    read = read_events(made)
    assert read.events.select("event_id", "best", "release").rows() == [
        (1, 10, "final"),
        (3, 10, "candidate"),
        (4, 10, "final"),
    ]
    assert read.files.select("release", "lines", "used", "covered").rows() == [
        ("candidate", 4, 1, 3),
        ("final", 2, 2, 0),
    ]


def test_of_two_candidate_releases_the_later_one_counts(tmp_path: Path) -> None:
    """Month 10 comes after month 9, whatever their names look like."""
    made = folder(
        tmp_path,
        GEDEvent_v25_0_9=text(line(1, best=1), line(2, best=2)),
        GEDEvent_v25_0_10=text(line(1, best=5)),
    )
    read = read_events(made)
    assert read.events.select("event_id", "best").rows() == [(1, 5), (2, 2)]
    assert dict(read.files.select("event_file", "replaced").iter_rows())["GEDEvent_v25_0_9.csv"] == 1


def test_without_files_nothing_is_there(tmp_path: Path) -> None:
    """With files and without a list of states of the folder's own, the list that ships tells the country."""
    assert read_events(tmp_path).events.is_empty()
    (tmp_path / "ucdp_ged_events.csv").write_text(text(line(1)), encoding="utf-8")
    assert read_events(tmp_path).events.select("iso3", "country_id").rows() == [("MLI", 50)]


def test_a_file_that_cannot_be_unpacked_is_said(tmp_path: Path) -> None:
    """Cut off, no gzip at all, broken within, or empty: named, with what to do."""
    packed = gzip.compress(text(*(line(n, source_headline=str(n * 7919)) for n in range(500))).encode())
    path = folder(tmp_path) / "ucdp_ged_events.csv.gz"
    for broken in (packed[: len(packed) // 2], b"id,best\n", packed[:200] + b"\0" * 80 + packed[280:], b""):
        path.write_bytes(broken)
        with pytest.raises(SeriesError, match=r"ucdp_ged_events\.csv\.gz"):
            read_events(tmp_path)
    path.write_bytes(packed)
    assert read_events(tmp_path).events.height == 500


def test_a_file_of_absurd_size_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small gzip that unpacks without end is not followed to its end."""
    monkeypatch.setattr("vrede.sources.conflict.event_lines.LARGEST", 10_000)
    path = folder(tmp_path) / "ucdp_ged_events.csv.gz"
    path.write_bytes(gzip.compress(text(*(line(n) for n in range(500))).encode()))
    with pytest.raises(SeriesError, match="larger than"):
        read_events(tmp_path)


CELL = st.sampled_from(
    ["", "1", "2", "-3", "1e9", "x", "2020-05-03", "2020-02-31", "432", '"', "\x00", "9" * 30, "Clear", "a\nb"]
)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.dictionaries(st.sampled_from(["type_of_violence", "country_id", "date_start", "date_end", "best", "low", "high", "event_clarity", "code_status", "active_year", "id"]), CELL), max_size=8), junk=st.text(max_size=20))  # fmt: skip
def test_whatever_stands_in_a_file_every_line_is_used_or_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]], junk: str
) -> None:
    """Used, unclear, covered, replaced, beyond and refused are all its lines; reading twice gives the same."""
    lines = [line(at, **{k: v for k, v in row.items() if k != "id"}) | {k: v for k, v in row.items() if k == "id"} for at, row in enumerate(rows)]  # fmt: skip
    made = folder(tmp_path_factory.mktemp("events"), ucdp_candidate=text(*lines) + junk.replace("\r", ""))
    read, again = read_events(made), read_events(made)
    facts = read.files.row(0, named=True)
    assert facts["lines"] == sum(facts[k] for k in ("used", "unclear", "covered", "replaced", "beyond", "refused"))
    assert read.events.equals(again.events) and read.refused.equals(again.refused)
    assert read.refused.height == facts["refused"]


def test_numbers_of_states_that_changed(tmp_path: Path) -> None:
    """345 is Serbia's at UCDP since June 2006, and so is 340; Kosovo has its own; Sudan keeps its number after the south left."""
    assert "YUG" in IDS
    made = folder(tmp_path, ucdp_ged_events=text(*(line(n, country_id=n) for n in (345, 340, 347, 625, 626))))
    assert dict(read_events(made).events.select("gw", "iso3").iter_rows()) == {
        345: "SRB",
        340: "SRB",
        347: "XKX",
        625: "SDN",
        626: "SSD",
    }


def test_both_releases_have_a_card() -> None:
    """Producer, licence, address, lag and the day they were last checked."""
    cards = event_cards()
    assert set(cards) == {"final", "candidate"}
    assert all(card.licence and card.address and card.lag_days and card.checked for card in cards.values())
