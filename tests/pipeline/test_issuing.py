"""Issuing from a folder: once for the same inputs, from what was known then, and with what was stale said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from smallpanel import CODES, LAST, write_panel
from vrede.lake import LakeError, Store
from vrede.lake.ledger import LedgerLine, issued_draws, issued_table, read_ledger
from vrede.pipeline.forecasts import issue_into, stale
from vrede.warning.panel import month_id

DAY = date(2021, 12, 31)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three countries, 2020 and 2021."""
    return write_panel(tmp_path / "conflict")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty lake."""
    return Store(str(tmp_path / "lake"))


def test_an_issue_says_what_it_is_made_of(store: Store, folder: Path) -> None:
    """Every country, 36 months, 1,000 draws, from the last month; of too few months the fading past, under its name."""
    line = issue_into(store, folder, None, DAY)
    assert (line.issue, line.origin, line.first_month, line.last_month) == (1, "2021-12", "2022-01", "2024-12")
    assert (line.issued, line.in_time) == ("2021-12-31", True)
    assert line.targets == {"ged_sb": "fading-6"}
    assert line.iso3 == list(CODES)
    assert issued_draws(store, line, "draws")["ged_sb"].shape == (3, 36, 1000)
    assert issued_draws(store, line, "base")["ged_sb"].shape == (3, 12)
    assert issued_table(store, line, "forecast").height == 3 * 36
    assert read_ledger(store) == [line]


def test_the_same_inputs_are_not_issued_twice(store: Store, folder: Path) -> None:
    """Nor on another day; the first stands, with its own day."""
    first = issue_into(store, folder, None, DAY)
    assert issue_into(store, folder, None, date(2022, 3, 1)) == first
    assert issue_into(store, folder, LAST, DAY) == first
    assert read_ledger(store) == [first]


def test_the_same_inputs_are_not_issued_twice_by_two_at_once(store: Store, folder: Path) -> None:
    """Another run issues while this one draws: this one gives that line, and adds none."""
    others: list[LedgerLine] = []

    def meanwhile(text: str) -> None:
        if text.startswith("drawn") and not others:
            others.append(issue_into(store, folder, None, DAY))

    line = issue_into(store, folder, None, date(2022, 3, 1), meanwhile)
    assert read_ledger(store) == others == [line]


def test_other_inputs_or_another_month_are_another_issue(store: Store, folder: Path) -> None:
    """A month earlier; a neighbour less; then a judgement, which is no input."""
    lines = [issue_into(store, folder, None, DAY), issue_into(store, folder, LAST - 1, DAY)]
    (folder / "neighbours.csv").write_text("country_id,neighbour_country_id\n1,2\n2,1\n", encoding="utf-8")
    lines.append(issue_into(store, folder, None, DAY))
    (folder / "judgements.csv").write_text("whatever", encoding="utf-8")
    assert issue_into(store, folder, None, DAY) == lines[2]
    assert [(line.issue, line.origin) for line in lines] == [(1, "2021-12"), (2, "2021-11"), (3, "2021-12")]
    assert [line.previous for line in lines] == ["", lines[0].hash, lines[1].hash]


def test_what_came_after_the_origin_changes_no_draw(store: Store, tmp_path: Path) -> None:
    """From November 2021 with and without the months after."""
    long, short = write_panel(tmp_path / "long"), write_panel(tmp_path / "short", LAST - 1)
    one, other = (issue_into(store, folder, LAST - 1, DAY) for folder in (long, short))
    assert one.files == other.files
    assert one.panel_sha256 != other.panel_sha256


def test_what_a_killed_run_had_drawn_is_cleared_when_it_is_issued(store: Store, folder: Path) -> None:
    """Nothing but the issue and its line is left."""
    issue_into(store, folder, None, DAY)
    assert store.list("forecasts") == ["0001", "ledger.json"]


@pytest.mark.parametrize("month", [month_id(2019, 12), month_id(2022, 1), month_id(9999, 12)])
def test_a_month_that_is_not_there_is_told_before_room_is_asked(store: Store, folder: Path, month: int) -> None:
    """Whoever mistypes a month is not told to buy memory."""
    told: list[str] = []
    with pytest.raises(ValueError, match=r"is not in the panel \(2020-01 to 2021-12\)"):
        issue_into(store, folder, month, DAY, told.append, workers=1_000_000)
    assert told == []
    assert read_ledger(store) == []


def test_without_room_nothing_is_drawn(store: Store, folder: Path) -> None:
    """A million processes have none."""
    told: list[str] = []
    with pytest.raises(LakeError, match="fewer workers"):
        issue_into(store, folder, None, DAY, told.append, workers=1_000_000)
    assert [text[:11] for text in told] == ["needs about"]
    assert read_ledger(store) == []


def series(**last: int) -> pl.DataFrame:
    """Indicators with their last year."""
    rows = [(name, "MLI", year, Decimal(1)) for name, year in last.items()]
    return pl.DataFrame(
        rows,
        schema={"indicator": pl.String, "iso3": pl.String, "year": pl.Int64, "number": pl.Decimal(38, 6)},
        orient="row",
    )


@pytest.mark.parametrize(
    ("origin", "issued", "last", "said"),
    [
        ("2021-12", date(2022, 2, 19), {"population": 2019, "gdp": 2018}, ""),
        ("2021-12", date(2022, 2, 20), {"population": 2019, "gdp": 2018}, "deaths by month: 2021-12"),
        ("2021-12", DAY, {"population": 2018, "gdp": 2018}, "population: 2018"),
        ("2021-12", DAY, {"population": 2018, "gdp": 2017}, "population: 2018; gdp: 2017"),
        ("2021-12", DAY, {"gdp": 2021}, "population: none"),
        ("2020-12", date(2021, 12, 1), {}, "deaths by month: 2020-12; population: none; gdp: none"),
    ],
)
def test_what_is_stale_is_said(origin: str, issued: date, last: dict[str, int], said: str) -> None:
    """Deaths more than fifty days old, population more than two years, income more than three."""
    assert stale(series(**last), origin, issued) == said
