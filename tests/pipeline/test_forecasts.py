"""Issuing: from what was known alone, once, with room, and going on after a kill."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from lakefolder import build_here
from vrede.lake import LakeError, Store
from vrede.lake.ledger import LedgerLine, issued_draws, read_ledger
from vrede.pipeline.capacity import enough, memory_here
from vrede.pipeline.forecasts import histories, issue_into, stale
from vrede.pipeline.inputs import find_sources
from vrede.sources.conflict.panel import panel_file
from vrede.sources.conflict.read import read_series
from vrede.sources.sample import Truths
from vrede.warning.capacity import Room, room_of
from vrede.warning.panel import month_name

DAY = date(2030, 1, 1)


@pytest.fixture(scope="module")
def folder(sample: tuple[Path, Truths]) -> Path:
    """The sample's conflict data."""
    found = find_sources(sample[0]).series
    assert found is not None
    return found


@pytest.fixture(scope="module")
def origin(folder: Path) -> int:
    """A year before the last month."""
    return histories(folder, read_series(folder)[0])["ged_sb"].last - 12


@pytest.fixture(scope="module")
def issued(folder: Path, origin: int, tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, LedgerLine]:
    """One issue in a lake of its own."""
    store = Store(str(tmp_path_factory.mktemp("issued")))
    return store, issue_into(store, folder, origin, DAY)


def poisoned(folder: Path, origin: int, to: Path) -> Path:
    """The same folder, with nonsense in every month after the origin and in every year after it."""
    shutil.copytree(folder, to)
    panel = panel_file(to)
    assert panel is not None
    months = pl.read_csv(panel) if panel.suffix == ".csv" else pl.read_parquet(panel)
    later = pl.col("month_id") > origin
    changed = months.with_columns(
        pl.when(later & pl.col(name).is_not_null()).then(pl.lit(99_999)).otherwise(pl.col(name)).alias(name)
        for name in ("ged_sb", "ged_ns", "ged_os")
    )
    assert not changed.equals(months)
    if panel.suffix == ".csv":
        changed.write_csv(panel)
    else:
        changed.write_parquet(panel)
    return to


def test_a_forecast_takes_nothing_from_after_its_origin(
    folder: Path, origin: int, issued: tuple[Store, LedgerLine], tmp_path: Path
) -> None:
    """Another future, the same draws; but another file, so another issue."""
    store, line = issued
    other = issue_into(store, poisoned(folder, origin, tmp_path / "poisoned"), origin, DAY)
    assert other.issue == line.issue + 1
    assert other.panel_sha256 != line.panel_sha256
    assert other.files["draws.npz"] == line.files["draws.npz"]
    assert other.files["forecast.parquet"] == line.files["forecast.parquet"]


def test_the_same_inputs_are_not_issued_twice(folder: Path, origin: int, issued: tuple[Store, LedgerLine]) -> None:
    """The line of before comes back, with its day."""
    store, line = issued
    before = len(read_ledger(store))
    assert issue_into(store, folder, origin, date(2031, 5, 5)) == line
    assert len(read_ledger(store)) == before


def test_a_month_outside_the_panel_is_refused(folder: Path, tmp_path: Path) -> None:
    """With the months that there are; and nothing is written."""
    with pytest.raises(ValueError, match="is not in the panel"):
        issue_into(Store(str(tmp_path)), folder, histories(folder, read_series(folder)[0])["ged_sb"].last + 1, DAY)
    assert read_ledger(Store(str(tmp_path))) == []


def test_a_killed_run_goes_on_and_issues_the_same(
    folder: Path, origin: int, issued: tuple[Store, LedgerLine], tmp_path: Path
) -> None:
    """Killed with all its processes after the first draws: no line, the draws are kept; the next run ends as if nothing had been."""
    environment = {**os.environ, "VREDE_LAKE": str(tmp_path), "VREDE_WORKERS": "1"}
    command = [sys.executable, "-m", "vrede", "forecast", "issue", "--sources", str(folder)]
    command += ["--origin", month_name(origin)]
    run = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert run.stderr is not None
    for said in run.stderr:
        if said.startswith("drawn "):
            break
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    run.stderr.close()
    store = Store(str(tmp_path))
    assert run.returncode == -signal.SIGKILL
    assert read_ledger(store) == []
    kept = [path.name for path in (tmp_path / "forecasts").rglob("*") if path.is_file()]
    assert kept
    again = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    drawn_now = [said.removeprefix("drawn ") for said in again.stderr.splitlines() if said.startswith("drawn ")]
    assert drawn_now
    assert not set(drawn_now) & set(kept)
    line = read_ledger(store)[0]
    assert line.files == issued[1].files
    assert [path.name for path in (tmp_path / "forecasts").iterdir()] != []
    assert not list((tmp_path / "forecasts").glob("unfinished-*"))
    assert issued_draws(store, line, "draws")["ged_sb"].shape[1:] == (36, 1000)


@pytest.mark.parametrize(
    ("origin_name", "issued_on", "years", "said"),
    [
        ("2030-11", "2030-12-31", {"population": 2029, "gdp": 2028}, ""),
        ("2030-10", "2030-12-20", {"population": 2029, "gdp": 2028}, ""),
        ("2030-10", "2030-12-21", {"population": 2029, "gdp": 2028}, "deaths by month: 2030-10"),
        ("2030-08", "2030-12-31", {"population": 2029, "gdp": 2028}, "deaths by month: 2030-08"),
        ("2030-11", "2030-12-31", {"population": 2027, "gdp": 2028}, "population: 2027"),
        ("2030-11", "2030-12-31", {"population": 2029}, "gdp: none"),
        ("2030-11", "2031-12-31", {}, "deaths by month: 2030-11; population: none; gdp: none"),
    ],
)
def test_inputs_that_are_old_are_named(origin_name: str, issued_on: str, years: dict[str, int], said: str) -> None:
    """Deaths fifty days after their month, slow things a year after their lag."""
    series = pl.DataFrame(
        {"indicator": list(years), "year": list(years.values())}, schema={"indicator": pl.String, "year": pl.Int32}
    )
    assert stale(series, origin_name, date.fromisoformat(issued_on)) == said


def test_room_is_asked_before_a_run(tmp_path: Path) -> None:
    """Too little memory or disk: refused in words, nothing made; more units take more; countries fit here."""
    store = Store(str(tmp_path))
    countries, cells = room_of(191, 213, 384, 1, 2), room_of(13_110, 13_110, 384, 1, 2)
    assert countries.memory < cells.memory < room_of(64_818, 64_818, 384, 1, 2).memory
    assert countries.memory < memory_here()
    enough(countries, store)
    with pytest.raises(LakeError, match=r"needs about .* GB of memory .*; take a larger one, or fewer workers"):
        enough(countries, store, memory=countries.memory - 1)
    with pytest.raises(LakeError, match="are free in"):
        enough(Room(1, 1 << 60), store)
    enough(Room(1, 1 << 60), Store("memory://elsewhere"))


def test_a_ledger_that_lost_its_last_line_stops_the_build(
    sample: tuple[Path, Truths], sample_lake: Path, tmp_path: Path
) -> None:
    """The chain of what is left fits; the snapshot that shows the line does not let it go unseen."""
    lake = tmp_path / "lake"
    shutil.copytree(sample_lake, lake)
    ledger = lake / "forecasts" / "ledger.json"
    lines = json.loads(ledger.read_text(encoding="utf-8"))
    ledger.write_text(json.dumps(lines[:-1]), encoding="utf-8")
    with pytest.raises(LakeError, match=r"the line .* is gone; put back the copy of before"):
        build_here(sample[0], lake)
    ledger.unlink()
    with pytest.raises(LakeError, match="is gone"):
        build_here(sample[0], lake)
    ledger.write_text(json.dumps(lines), encoding="utf-8")
    assert not build_here(sample[0], lake).changed
