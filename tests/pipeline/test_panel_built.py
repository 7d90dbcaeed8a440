"""From a whole release of events to a snapshot and a forecast: the panel, its vintage and what is not clear yet come through."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

from eventfiles import line, text
from lakefolder import Folder, activity
from smallpanel import write_panel
from vrede.lake.ledger import LedgerLine, digest, read_ledger
from vrede.lake.store import Store
from vrede.pipeline.forecasts import histories, issue_into
from vrede.sources.conflict import read_series

FINAL = text(
    *(line(n, date_start=f"20{9 + n % 3:02d}-{n % 12 + 1:02d}-05", best=n, high=n, low=0) for n in range(1, 60))
)
LATER = text(
    line(100, date_start="2012-01-05", best=30, high=40),
    line(101, date_start="2012-01-09", best=12, code_status="Check deaths"),
    line(102, date_start="2012-01-09", country_id=4321),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A folder with GED 12.1, January 2012 as a candidate, and a snapshot with a forecast from it."""
    root = tmp_path_factory.mktemp("counted")
    folder = Folder(root / "sources", root / "lake")
    folder.file("iati/a.xml", activity("A", "3 2020-01-01 5"))
    (folder.root / "conflict").mkdir()
    (folder.root / "conflict" / "GEDEvent_v12_1.csv").write_text(FINAL, encoding="utf-8")
    (folder.root / "conflict" / "GEDEvent_v12_0_1.csv").write_text(LATER, encoding="utf-8")
    issue_into(Store(str(folder.lake)), folder.root / "conflict", None, date(2012, 2, 10))
    return folder


def test_the_snapshot_has_the_counted_panel(made: Folder) -> None:
    """Every country in every month; what is not clear yet counts, and is told apart; a number of nobody is a row."""
    snapshot = made.build()
    months = snapshot.table("country_month")
    assert months["month"].max() == "2012-01"
    mali = months.filter(iso3="MLI", target="ged_sb")
    assert mali.height == 37 and mali.filter(month="2012-01")["deaths"].to_list() == [42]
    assert months.filter(iso3="NLD")["deaths"].sum() == 0 and months.filter(iso3="NLD").height == 3 * 37
    event = snapshot.table("event_month").filter(iso3="MLI", month="2012-01")
    assert event.select("deaths_at_end", "deaths_candidate", "deaths_unclear").rows() == [(42, 42, 12)]
    assert snapshot.table("event_refused").select("reason", "value").rows() == [("country", "4321")]
    assert snapshot.manifest["sources"]["conflict"]["newest"] == "2012-01"


def test_the_forecast_says_from_which_releases_it_is(made: Folder) -> None:
    """In the ledger and in its table; the same files give the same forecast, a newer release another."""
    snapshot = made.build()
    issue = snapshot.table("forecast_issue")
    assert set(issue["vintage"]) == {"GED 12.1 + candidate 12.0.1"}
    store, conflict = Store(str(made.lake)), made.root / "conflict"
    (only,) = read_ledger(store)
    assert only.vintage == "GED 12.1 + candidate 12.0.1" and only.origin == "2012-01"
    assert issue_into(store, conflict, None, date(2012, 2, 11)) == only
    (conflict / "wait_GEDEvent_v12_0_3.csv").write_text(LATER, encoding="utf-8")
    assert issue_into(store, conflict, None, date(2012, 2, 12)) == only
    (conflict / "GEDEvent_v12_0_2.csv").write_text(text(line(200, date_start="2012-02-05")), encoding="utf-8")
    assert histories(conflict, read_series(conflict)[0])["ged_sb"].last == 386
    second = issue_into(store, conflict, None, date(2012, 3, 12))
    assert (second.issue, second.vintage) == (2, "GED 12.1 + candidate 12.0.1, 12.0.2")
    (conflict / "GEDEvent_v12_0_2.csv").unlink()


def test_a_line_from_before_vintages_keeps_its_hash() -> None:
    """An older ledger is read as it was; a vintage that is noted is part of the hash."""
    facts = dict.fromkeys(
        ("origin", "first_month", "last_month", "issued", "stale", "panel_sha256", "inputs", "previous"), ""
    )
    line_ = LedgerLine(issue=1, targets={}, iso3=[], files={}, **facts)  # type: ignore[arg-type]
    other = LedgerLine(issue=1, targets={}, iso3=[], files={}, vintage="GED 12.1", **facts)  # type: ignore[arg-type]
    said = {name: value for name, value in asdict(line_).items() if name not in ("hash", "vintage")}
    assert digest(line_) == sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    assert digest(line_) != digest(other)


def test_a_file_of_months_is_its_own_vintage(tmp_path: Path) -> None:
    """By its name."""
    folder = write_panel(tmp_path / "conflict")
    issued = issue_into(Store(str(tmp_path / "lake")), folder, None, date(2022, 1, 20))
    assert issued.vintage == "country_month.parquet"
    assert pl.read_parquet(folder / "country_month.parquet").height == 72
