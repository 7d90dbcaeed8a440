"""`vrede forecast issue` and `ledger`: what they print, what they refuse, and that a change is found."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from smallpanel import write_panel
from vrede.cli.app import app
from vrede.lake import LakeError, Store
from vrede.lake.ledger import LEDGER, read_ledger
from vrede.pipeline.forecasts import issue_into
from vrede.sources.conflict.series import SeriesError
from vrede.warning.panel import month_id

KEYS = ["issue", "origin", "issued", "in_time", "countries", "hash"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three countries, 2020 and 2021."""
    return write_panel(tmp_path / "conflict")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty lake."""
    return Store(str(tmp_path / "lake"))


@pytest.fixture
def run(store: Store, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A runner on that lake."""
    for name, value in (("VREDE_LAKE", store.url), ("VREDE_WORKERS", "1"), ("COLUMNS", "200"), ("NO_COLOR", "1")):
        monkeypatch.setenv(name, value)
    return CliRunner()


@pytest.fixture
def issued(store: Store, folder: Path) -> Store:
    """The lake with two issues: one in time, one late."""
    issue_into(store, folder, month_id(2021, 11), date(2021, 11, 30))
    issue_into(store, folder, month_id(2021, 12), date(2022, 1, 1))
    return store


def test_a_forecast_is_issued_in_a_process_of_its_own_and_not_twice(run: CliRunner, store: Store, folder: Path) -> None:
    """The second time the same line is told; the deaths are of years ago, which is said both times."""
    words = ["forecast", "issue", "--sources", str(folder), "--origin", "2021-11"]
    first, second = run.invoke(app, words), run.invoke(app, words)
    (line,) = read_ledger(store)
    told = f"Issue 1: from 2021-11, 2021-12 to 2024-11, {line.hash[:16]}.\n"
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stdout == second.stdout == told
    assert "drawn ged_sb-503-fading-6" in first.stderr
    assert "drawn" not in second.stderr
    for said in (first.stderr, second.stderr):
        assert "Issued after its first month began: no proof of foresight." in said
        assert "Older than they should be: deaths by month: 2021-11; population: none; gdp: none." in said


def test_without_a_month_it_is_the_last_of_the_file(run: CliRunner, issued: Store, folder: Path) -> None:
    """Which was issued already: the second line."""
    answer = run.invoke(app, ["forecast", "issue", "--sources", str(folder)])
    assert answer.stdout.startswith("Issue 2: from 2021-12, 2022-01 to 2024-12, ")
    assert len(read_ledger(issued)) == 2


def test_what_was_issued_in_time_is_not_said_to_be_late(run: CliRunner, issued: Store, folder: Path) -> None:
    """The first line, told again."""
    answer = run.invoke(app, ["forecast", "issue", "--sources", str(folder), "--origin", "2021-11"])
    assert answer.stdout.startswith("Issue 1: ")
    assert "foresight" not in answer.stderr


@pytest.mark.parametrize("origin", ["2021", "2021-13", "2021-00", "2021-1", "November", "2021-11-30", " 2021-11"])
def test_words_that_are_no_month_are_refused(run: CliRunner, store: Store, folder: Path, origin: str) -> None:
    """Exit code 2, with the option and an example."""
    answer = run.invoke(app, ["forecast", "issue", "--sources", str(folder), "--origin", origin])
    assert answer.exit_code == 2
    assert "--origin" in answer.stderr
    assert f"{origin!r} is no month such as 2021-11" in answer.stderr
    assert read_ledger(store) == []


@pytest.mark.parametrize("origin", ["2019-12", "2022-01", "1949-01", "9999-12"])
def test_a_month_that_the_panel_does_not_hold_is_refused(
    run: CliRunner, store: Store, folder: Path, origin: str
) -> None:
    """Exit code 2, with the span that it holds."""
    answer = run.invoke(app, ["forecast", "issue", "--sources", str(folder), "--origin", origin])
    assert answer.exit_code == 2
    assert f"month {origin} is not in the panel (2020-01 to 2021-12)" in answer.stderr
    assert read_ledger(store) == []


def test_a_folder_without_deaths_by_month_is_refused(run: CliRunner, tmp_path: Path) -> None:
    """The door makes exit code 6 of it."""
    answer = run.invoke(app, ["forecast", "issue", "--sources", str(tmp_path)])
    assert isinstance(answer.exception, SeriesError)
    assert "country_month" in str(answer.exception)


def test_the_ledger_as_json(run: CliRunner, issued: Store) -> None:
    """One object a line, with these keys and no others."""
    answer = run.invoke(app, ["forecast", "ledger", "--format", "json"])
    rows = json.loads(answer.stdout)
    assert [list(row) for row in rows] == [KEYS, KEYS]
    assert [list(row.values())[:5] for row in rows] == [
        [1, "2021-11", "2021-11-30", True, 3],
        [2, "2021-12", "2022-01-01", False, 3],
    ]
    assert [row["hash"] for row in rows] == [line.hash for line in read_ledger(issued)]


@pytest.mark.parametrize(("form", "mark"), [("csv", ","), ("table", "\t")])
def test_the_ledger_as_a_table_says_the_same(run: CliRunner, issued: Store, form: str, mark: str) -> None:
    """With the names of its columns on the first line."""
    data = json.loads(run.invoke(app, ["forecast", "ledger", "--format", "json"]).stdout)
    answer = run.invoke(app, ["forecast", "ledger", "--format", form])
    assert list(csv.DictReader(answer.stdout.splitlines(), delimiter=mark)) == [
        {name: str(value) for name, value in row.items()} for row in data
    ]


@pytest.mark.parametrize("form", ["csv", "table", "json"])
def test_a_ledger_of_nothing_says_what_to_do_and_is_no_error(run: CliRunner, form: str) -> None:
    """An empty list for a machine, a hint for a person."""
    answer = run.invoke(app, ["forecast", "ledger", "--format", form])
    assert answer.exit_code == 0
    if form == "json":
        assert json.loads(answer.stdout) == []
    else:
        assert answer.stdout == ""
        assert "vrede forecast issue --sources FOLDER" in answer.stderr


@pytest.mark.parametrize("name", ["draws.npz", "base.npz", "forecast.parquet", "similar_case.parquet"])
def test_the_ledger_checks_every_file(run: CliRunner, issued: Store, name: str) -> None:
    """Nothing is listed where one was changed; the door makes exit code 4 of it."""
    issued.write_bytes(f"forecasts/0001/{name}", b"other")
    answer = run.invoke(app, ["forecast", "ledger"])
    assert isinstance(answer.exception, LakeError)
    assert f"0001/{name} was changed after it was issued" in str(answer.exception)
    assert answer.stdout == ""


def test_the_ledger_checks_every_line(run: CliRunner, issued: Store) -> None:
    """And so does the next issue."""
    rows = json.loads(issued.read_bytes(LEDGER))
    issued.write_json(LEDGER, [{**rows[0], "issued": "2021-01-01"}, rows[1]])
    for words in (["ledger"], ["issue", "--sources", str(Path(issued.url).parent / "conflict")]):
        answer = run.invoke(app, ["forecast", *words])
        assert isinstance(answer.exception, LakeError)
        assert "line 1 does not fit" in str(answer.exception)
