"""The panel counted from events: real nothings where a state existed and a release covers the month, and no row elsewhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventfiles import folder, line, text
from smallpanel import write_panel
from vrede.sources.conflict.events import read_events
from vrede.sources.conflict.events_months import months_of
from vrede.sources.conflict.found import panel_inputs, panel_sha256, panel_vintage
from vrede.sources.conflict.panel import has_panel, panel_file, read_panel
from vrede.sources.conflict.series import SeriesError
from vrede.warning.panel import history, month_id, month_name
from vrede.warning.tables import country_months


def releases(root: Path, **files: str) -> Path:
    """A folder with these releases and no list of states of its own."""
    made = folder(root, **files)
    (made / "country_ids.csv").unlink()
    return made


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """GED 26.1 with events from 1990 to 2025, and candidates of January and February 2026, of which one is not clear."""
    return releases(
        tmp_path,
        GEDEvent_v26_1=text(
            line(1, country_id=530, date_start="1990-05-01", best=100, high=100),
            line(2, country_id=432, date_start="2025-11-30", date_end="2025-12-02", best=7),
            line(3, country_id=345, date_start="2025-12-02", best=3, type_of_violence=3),
        ),
        GEDEvent_v26_0_1=text(
            line(4, date_start="2026-01-05", best=2), line(2, date_start="2026-01-01", best=900, high=900)
        ),
        GEDEvent_v26_0_2=text(line(5, date_start="2026-02-05", best=6, code_status="Check deaths")),
    )


def rows(folder_: Path) -> dict[tuple[str, str], tuple[int, int, int]]:
    """(code, month) -> deaths of the three kinds, where there are any."""
    months = read_panel(folder_).months.filter(pl.sum_horizontal("ged_sb", "ged_ns", "ged_os") > 0)
    return {
        (row["iso3"], month_name(row["month_id"])): (row["ged_sb"], row["ged_ns"], row["ged_os"])
        for row in months.iter_rows(named=True)
    }


def test_deaths_count_in_the_month_in_which_the_event_ends(made: Path) -> None:
    """The final release leads, candidates follow, those that are not clear yet among them."""
    assert rows(made) == {
        ("ETH", "1990-05"): (100, 0, 0),
        ("MLI", "2025-12"): (7, 0, 0),
        ("SRB", "2025-12"): (0, 0, 3),
        ("MLI", "2026-01"): (2, 0, 0),
        ("MLI", "2026-02"): (6, 0, 0),
    }
    assert panel_vintage(made) == "GED 26.1 + candidate 26.0.1, 26.0.2"


def test_a_row_is_there_while_the_state_was(made: Path) -> None:
    """From January of the first year to the last month; South Sudan from July 2011; the Soviet Union until November 1991."""
    months = read_panel(made).months
    spans = {
        iso3: (month_name(first), month_name(last), rows)
        for iso3, first, last, rows in months.group_by("iso3")
        .agg(pl.col("month_id").min(), last=pl.col("month_id").max(), rows=pl.len())
        .iter_rows()
    }
    assert spans["NLD"] == ("1990-01", "2026-02", 434)
    assert spans["SSD"][:2] == ("2011-07", "2026-02")
    assert spans["SUN"][:2] == ("1990-01", "1991-11")
    assert spans["SDN"] == ("1990-01", "2026-02", 434)
    assert spans["SRB"][:2] == ("2006-06", "2026-02")
    assert months["ged_sb_v221"].null_count() == months.height
    assert months.select("ged_sb", "ged_ns", "ged_os").null_count().row(0) == (0, 0, 0)
    assert months.filter(in_challenge=1)["country_id"].n_unique() == 191


def test_a_past_goes_over_from_one_state_to_the_next(made: Path) -> None:
    """Ethiopia's deaths of 1990 are in the past of today's Ethiopia, and of Eritrea; Serbia's past is that of Serbia and Montenegro."""
    past = history(read_panel(made))
    at = {ident: row for row, ident in enumerate(past.ids)}
    may = month_id(1990, 5) - past.first
    assert past.deaths[at[57], may] == past.deaths[at[56], may] == 100
    assert past.deaths[at[233], month_id(2000, 1) - past.first] == 0
    assert len(past.scored) == 191
    table = country_months(read_panel(made))
    assert table.filter(pl.col("iso3") == "SDN", pl.col("target") == "ged_sb").height == 434


def test_a_missing_month_stops_the_row_and_not_the_panel(made: Path) -> None:
    """April without March: known to February, and nobody takes March for a month without deaths."""
    (made / "GEDEvent_v26_0_4.csv").write_text(text(line(9, date_start="2026-04-05")), encoding="utf-8")
    assert month_name(int(str(read_panel(made).months["month_id"].max()))) == "2026-02"
    assert dict(read_events(made).files.select("event_file", "beyond").iter_rows())["GEDEvent_v26_0_4.csv"] == 1
    assert "GEDEvent_v26_0_4.csv" not in {path.name for path in panel_inputs(made)}


def test_a_death_outside_a_states_life_is_not_lost(tmp_path: Path) -> None:
    """UCDP says that the state was there: its row begins with it."""
    made = releases(tmp_path, GEDEvent_v12_1=text(line(1, country_id=626, date_start="2011-05-05", best=4)))
    assert rows(made) == {("SSD", "2011-05"): (4, 0, 0)}


def test_fetched_events_win_over_an_old_file(tmp_path: Path, made: Path) -> None:
    """A file of months stays what counts beside events that somebody put together, and gives way to a whole release."""
    old = write_panel(tmp_path / "old")
    (old / "ucdp_ged_events_4_countries.csv").write_text(text(line(1)), encoding="utf-8")
    assert panel_file(old) is not None and panel_vintage(old) == "country_month.parquet"
    assert set(read_panel(old).months["iso3"]) == {"AAA", "MLI", "SDN"}
    before = panel_sha256(old)
    (old / "GEDEvent_v26_1.csv").write_bytes((made / "GEDEvent_v26_1.csv").read_bytes())
    assert panel_file(old) is None and has_panel(old) and panel_vintage(old) == "GED 26.1"
    assert read_panel(old).months["country_id"].n_unique() > 191
    assert panel_sha256(old) != before
    assert {path.name for path in panel_inputs(old)} == {"GEDEvent_v26_1.csv", "states.csv", "neighbours.csv"}


def test_an_old_file_without_lists_uses_those_that_ship(tmp_path: Path) -> None:
    """Where its numbers are theirs; a number of another list is refused, and the list is asked for."""
    old = write_panel(tmp_path)
    for name in ("country_ids.csv", "neighbours.csv"):
        (old / name).unlink()
    with pytest.raises(SeriesError, match=r"country_ids\.csv: country 1 of the panel"):
        read_panel(old)
    frame = pl.read_parquet(old / "country_month.parquet").filter(iso3="MLI").with_columns(country_id=pl.lit(50))
    frame.write_parquet(old / "country_month.parquet")
    assert read_panel(old).countries.select("country_id", "iso3", "name").rows() == [(50, "MLI", "Mali")]


def test_a_number_of_nobody_is_told(tmp_path: Path) -> None:
    """A row with its reason and what stood there; the others count."""
    made = releases(
        tmp_path,
        GEDEvent_v12_1=text(line(1, country_id=4320), line(2, country_id="x"), line(3, date_start="2011-01-01")),
    )
    assert read_events(made).refused.select("reason", "value").rows() == [("country", "4320"), ("country", "x")]
    assert len(rows(made)) == 1


@pytest.mark.parametrize("number", ["1.000", "1,000", "−3", "１２", " ", "1e3", "12.5", "NA"])
def test_a_number_in_another_writing_is_no_count(tmp_path: Path, number: str) -> None:
    """Dots, commas, a Unicode minus, other digits, blanks: a row that was refused, never another number."""
    made = releases(
        tmp_path, GEDEvent_v12_1=text(line(1, best=number, date_start="2011-01-01"), line(2, date_start="2011-01-01"))
    )
    read = read_events(made)
    assert read.refused["reason"].to_list() == ["count"]
    assert read.events["event_id"].to_list() == [2]


MONTHS = st.dates(date(2009, 1, 1), date(2011, 12, 31))
EVENT = st.tuples(
    st.sampled_from([432, 530, 345, 625, 626, 700]), MONTHS, st.integers(0, 1000), st.sampled_from([1, 2, 3])
)


@settings(max_examples=20, deadline=None)
@given(st.lists(EVENT, min_size=1, max_size=12))
def test_the_panel_holds_every_death(
    tmp_path_factory: pytest.TempPathFactory, events: list[tuple[int, date, int, int]]
) -> None:
    """Per kind, code and month the panel is the sum of the events, and every other month of a state is nothing."""
    lines = [
        line(at, country_id=gw, date_start=day, best=n, high=n, low=n, type_of_violence=kind)
        for at, (gw, day, n, kind) in enumerate(events)
    ]
    made = releases(tmp_path_factory.mktemp("panel"), GEDEvent_v12_1=text(*lines))
    counted = {(t, i, m): n for t, i, m, n in months_of(read_events(made).events, "end").iter_rows() if n}
    table = country_months(read_panel(made))
    assert {(t, i, m): n for t, i, m, n in table.iter_rows() if n} == counted
