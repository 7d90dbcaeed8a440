"""`vrede article` prints the article for people and for programs."""

import csv
import io
import json

import pytest
import typer
from typer.testing import CliRunner

from vrede.cli.article import article

app = typer.Typer()
app.command()(article)
run = CliRunner()


def test_it_prints_every_clause_with_its_rules_in_words() -> None:
    result = run.invoke(app, [], env={"COLUMNS": "200"})
    assert result.exit_code == 0
    for clause in ("A1", "F6", "S4"):
        assert f"{clause}  " in result.output
    assert "Not computed" in result.output


def test_it_speaks_dutch() -> None:
    result = run.invoke(app, ["S2", "--lang", "nl"], env={"COLUMNS": "200"})
    assert "ruimen van mijnen" in result.output
    assert "Niet te berekenen" in result.output


def test_json_and_csv_hold_the_same_rows() -> None:
    rows = json.loads(run.invoke(app, ["f1", "--format", "json"]).output)
    lines = list(csv.DictReader(io.StringIO(run.invoke(app, ["f1", "--format", "csv"]).output)))
    assert rows == lines
    assert {row["clause"] for row in rows} == {"F1"}


def test_an_unknown_clause_is_told_what_to_choose() -> None:
    result = run.invoke(app, ["F9"])
    assert result.exit_code == 2
    assert "There is no clause 'F9'" in result.output


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_changes_name_what_left_the_text(form: str) -> None:
    result = run.invoke(app, ["--changes", "--format", form], env={"COLUMNS": "250"})
    assert result.exit_code == 0
    assert "F2.a" in result.output


def test_a_year_before_the_first_wording_is_said() -> None:
    result = run.invoke(app, ["F1", "--year", "2016"])
    assert "No wording for 2016 is stored" in result.output
