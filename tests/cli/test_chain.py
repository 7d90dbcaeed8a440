"""`vrede chain` and `vrede out`: what they print and write."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from vrede.cli.app import app
from vrede.sources.iati.read import read_file


@pytest.fixture
def run(sample_lake: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A runner on the sample's lake."""
    monkeypatch.setenv("VREDE_LAKE", str(sample_lake))
    return CliRunner()


def test_json_has_what_leads_to_the_ministry(run: CliRunner) -> None:
    answer = run.invoke(app, ["chain", "--format", "json"])
    assert answer.exit_code == 0
    data = json.loads(answer.stdout)
    assert {"ids_named", "ids_resolved", "transactions_named", "transactions_resolved"} <= data["to_ministry"].keys()
    assert data["levels"][0]["certain_eur_cents"] > data["levels"][1]["certain_eur_cents"] > 0
    assert data["balance"]["own"]["paid_eur_cents"] is None  # some of it is paid to each other: no total


def test_the_reasons_add_up_to_what_is_not_seen_in_json_and_csv(run: CliRunner) -> None:
    """spent by the ministry = seen at most at level 1 + the reasons, to the cent."""
    data = json.loads(run.invoke(app, ["chain", "--format", "json"]).stdout)
    spent, seen = (data["levels"][level]["at_most_eur_cents"] for level in (0, 1))
    assert spent - seen == data["not_seen_eur_cents"] == sum(data["not_followed"].values())
    rows = list(csv.DictReader(run.invoke(app, ["chain", "--format", "csv"]).stdout.splitlines()))
    reasons = [int(row["not_seen_eur_cents"]) for row in rows if row["reason"]]
    assert sum(reasons) == data["not_seen_eur_cents"]
    levels = [row for row in rows if not row["reason"]]
    assert int(levels[0]["at_most_eur_cents"]) - int(levels[1]["at_most_eur_cents"]) == sum(reasons)


@pytest.mark.parametrize(("lang", "word"), [("nl", "Schakel"), ("en", "Level")])
def test_the_table_in_both_languages(run: CliRunner, lang: str, word: str) -> None:
    answer = run.invoke(app, ["chain", "--lang", lang])
    assert answer.exit_code == 0
    assert word in answer.stdout


def test_a_partners_list_neutralises_formulas_and_holds_suggestions(run: CliRunner) -> None:
    answer = run.invoke(app, ["chain", "NL-KVK-90000001", "--format", "csv"])
    rows = list(csv.DictReader(answer.stdout.splitlines()))
    assert {row["state"] for row in rows} == {"possible", "unlinkable"}
    assert any(row["suggested_id"] for row in rows)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_a_partner_that_publishes_nothing_is_said(run: CliRunner) -> None:
    answer = run.invoke(app, ["chain", "NOBODY"])
    assert answer.exit_code == 2
    assert "NOBODY publishes nothing" in answer.output


def test_what_is_written_is_read_again(run: CliRunner, tmp_path: Path) -> None:
    answer = run.invoke(app, ["out", str(tmp_path / "written"), "--publisher", "NL-KVK-90000001"])
    assert answer.exit_code == 0, answer.output
    files = sorted((tmp_path / "written").iterdir())
    assert [file.name for file in files] == ["NL-KVK-90000001.xml"]
    found = sum(batch.activities for batch in read_file(files[0]))
    assert found > 20
    assert f"{found} activities" in answer.stdout
    again = files[0].read_bytes()
    run.invoke(app, ["out", str(tmp_path / "written"), "--publisher", "NL-KVK-90000001"])
    assert files[0].read_bytes() == again


def test_an_unknown_publisher_writes_nothing(run: CliRunner, tmp_path: Path) -> None:
    answer = run.invoke(app, ["out", str(tmp_path / "written"), "--publisher", "NOBODY"])
    assert answer.exit_code == 2
    assert not (tmp_path / "written").exists()
