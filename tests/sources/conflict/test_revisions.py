"""From candidate to final: what came, went and changed, by tables drawn and by a law."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from eventfiles import event, folder, line, table, text
from vrede.sources.conflict.event_tables import EVENT_FILE, EVENT_REFUSED
from vrede.sources.conflict.events import Events, read_events
from vrede.sources.conflict.revisions import event_revision


def read_of(candidate: list[dict[str, object]], final: list[dict[str, object]]) -> Events:
    """What a folder with these two releases gives, as far as revisions ask."""
    return Events(table([]), table(final), table(candidate), EVENT_REFUSED.empty(), EVENT_FILE.empty())


def test_came_went_and_changed(tmp_path: Path) -> None:
    """
    event | candidate            | final           ->
    1     | Mali, 10             | Mali, 10           the same
    2     | Mali, 10             | Mali, 4            changed, 6 fewer
    3     | Mali, 10             |                    went
    4     |                      | Mali, 7            came
    5     | Mali, 10             | Ethiopia, 10       went there, came here
    6     | (June: none)         | Mali in June       no month of both: not counted
    7     | Mali in 2021         |                    no year of the final release: not counted
    """
    made = folder(
        tmp_path,
        ucdp_candidate=text(*(line(n) for n in (1, 2, 3, 5)), line(7, date_start="2021-01-01")),
        ucdp_ged_events=text(
            line(1), line(2, best=4), line(4, best=7), line(5, country_id=530), line(6, date_start="2020-06-01")
        ),
    )
    names = ("iso3", "events_candidate", "events_final", "events_came", "events_went", "events_changed")
    deaths = ("deaths_candidate", "deaths_final", "deaths_came", "deaths_went", "deaths_changed")
    assert event_revision(read_events(made)).select(*names, *deaths).rows() == [
        ("ETH", 0, 1, 1, 0, 0, 0, 10, 10, 0, 0),
        ("MLI", 4, 3, 1, 2, 1, 40, 21, 7, 20, -6),
    ]


def test_without_both_releases_there_is_no_revision(tmp_path: Path) -> None:
    """One alone revises nothing."""
    for name in ("ucdp_candidate", "ucdp_ged_events"):
        assert event_revision(read_events(folder(tmp_path / name, **{name: text(line(1))}))).is_empty()


RELEASE = st.dictionaries(
    st.integers(1, 12),
    st.tuples(st.sampled_from(["MLI", "ETH"]), st.dates(date(2020, 1, 1), date(2021, 12, 31)), st.integers(0, 50)),
    max_size=12,
)
Drawn = dict[int, tuple[str, date, int]]


def rows_of(release: Drawn) -> list[dict[str, object]]:
    return [event("ged_sb", iso3, day, day, best, ident) for ident, (iso3, day, best) in release.items()]


@given(RELEASE, RELEASE)
def test_final_is_candidate_and_what_came_less_what_went(old: Drawn, new: Drawn) -> None:
    """In events and in deaths, for every kind and country; a slow plain count gives the same."""
    made = event_revision(read_of(rows_of(old), rows_of(new)))
    for row in made.iter_rows(named=True):
        assert row["events_final"] == row["events_candidate"] + row["events_came"] - row["events_went"]
        kept = row["deaths_candidate"] + row["deaths_came"] - row["deaths_went"] + row["deaths_changed"]
        assert row["deaths_final"] == kept
    begin = min((day for _c, day, _n in new.values()), default=date.max).isoformat()[:7]
    until = max((day for _c, day, _n in new.values()), default=date.min).isoformat()[:4] + "-12"
    months = {day.isoformat()[:7] for _c, day, _n in old.values() if begin <= day.isoformat()[:7] <= until}
    for iso3 in ("MLI", "ETH"):
        mine = {i: n for i, (c, day, n) in old.items() if c == iso3 and day.isoformat()[:7] in months}
        theirs = {i: n for i, (c, day, n) in new.items() if c == iso3 and day.isoformat()[:7] in months}
        found = made.filter(pl.col("iso3") == iso3).rows(named=True)
        assert bool(found) is bool(mine or theirs)
        for row in found:
            assert row["deaths_went"] == sum(n for i, n in mine.items() if i not in theirs)
            assert row["events_changed"] == sum(1 for i, n in mine.items() if i in theirs and theirs[i] != n)
            assert (row["deaths_candidate"], row["deaths_final"]) == (sum(mine.values()), sum(theirs.values()))
