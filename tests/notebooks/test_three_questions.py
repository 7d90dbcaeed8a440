"""The notebook answers its three questions from an export, and its answers are those of commands and pages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import nbformat
import polars as pl
import pytest
from nbclient import NotebookClient

from vrede.lake.export import export_files
from vrede.lake.snapshot import Snapshot
from vrede.results.additive import ADDED

NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "notebooks" / "three-questions.ipynb"
SAID = "print(json.dumps({'spent': spent.rows(), 'article': article.rows(), 'why': why.rows(), 'sums': [[str(v) for v in row] for row in sums.rows()], 'year': year, 'without': without['iso3'].to_list()}))"


@pytest.fixture(scope="module")
def said(sample_snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the notebook's names hold at its end, run in a folder with an export of the sample."""
    folder = tmp_path_factory.mktemp("notebook")
    export_files(sample_snapshot.name, sample_snapshot.table, sample_snapshot.manifest, folder / "open-data")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(SAID))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_RUNTIME_DIR", str(folder / "runtime"))
        patch.setenv("JUPYTER_DATA_DIR", str(folder / "data"))
        patch.setenv("JUPYTER_CONFIG_DIR", str(folder / "config"))
        patch.setenv("IPYTHONDIR", str(folder / "ipython"))
        NotebookClient(
            notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
        ).execute()
    done: dict[str, Any] = json.loads(notebook.cells[-1]["outputs"][0]["text"])
    return done


def test_what_was_spent_is_what_the_command_shows(said: dict[str, Any], sample_lake: Path) -> None:
    """Every clause and year, and the article with each euro once, as `vrede show article --format json`."""
    command = [sys.executable, "-m", "vrede", "show", "article", "--format", "json"]
    done = subprocess.run(command, env={**os.environ, "VREDE_LAKE": str(sample_lake)}, capture_output=True, check=True)
    shown = json.loads(done.stdout)

    def spent(years: dict[str, dict[str, int]]) -> dict[str, int]:
        return {year: row["own_spent_eur_cents"] for year, row in years.items() if row["own_spent_eur_cents"]}

    told: dict[str, dict[str, int]] = {}
    for clause, year, cents in said["spent"]:
        told.setdefault(clause, {})["none" if year is None else str(year)] = cents
    assert told == {clause["id"]: spent(clause["years"]) for clause in shown["clauses"] if spent(clause["years"])}
    assert {str(year): cents for year, cents in said["article"]} == spent(shown["article"]["years"])
    assert len(told) > 10


def test_what_may_be_added_is_what_the_table_says(said: dict[str, Any], sample_snapshot: Snapshot) -> None:
    from vrede.money.measure import normal_ref
    from vrede.results.additive import lawful_sums

    values = sample_snapshot.table("result_value")
    actual = values.filter(pl.col("kind") == "actual")
    assert dict(said["why"]) == dict(actual.group_by("adding").len().iter_rows())
    assert dict(said["why"])[ADDED] > 0
    publisher = sample_snapshot.table("activity").select(
        "activity_key", publisher=normal_ref(pl.col("reporting_org_ref"))
    )
    lawful = lawful_sums(values.join(publisher, on="activity_key", how="left"))
    key = ("vocabulary", "publisher", "reference", "dimension", "year", "direction")
    assert sorted((tuple(row[:6]), Decimal(row[6])) for row in said["sums"]) == sorted(
        (tuple(str(row[name]) for name in key), row["number"]) for row in lawful.iter_rows(named=True)
    )


def test_who_gets_no_own_money_has_none(said: dict[str, Any], sample_snapshot: Snapshot) -> None:
    """Recounted the slow way: the ten countries with the most deaths of the year, and every slice of own money."""
    rows = [
        (-row["number"], row["iso3"])
        for row in sample_snapshot.table("country_series").iter_rows(named=True)
        if row["indicator"] == "deaths" and row["year"] == said["year"] and row["number"] > 0
    ]
    most = [iso3 for _deaths, iso3 in sorted(rows)[:10]]
    paid = {
        row["place_code"]
        for row in sample_snapshot.table("slice").iter_rows(named=True)
        if (row["measure"], row["kind"], row["place_kind"]) == ("own", "spent", "country")
        and row["placed"]
        and row["year"] == said["year"]
    }
    assert len(most) == 10
    assert said["without"] == [iso3 for iso3 in most if iso3 not in paid]


def test_the_notebook_is_stored_without_outputs_and_places() -> None:
    """It runs anywhere: nothing of the machine it was written on is in it."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell["cell_type"] == "code"]
    assert len(code) > 5
    assert not any(cell["outputs"] or cell["execution_count"] for cell in code)
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert not any(
        word in text for word in (*(f"/{place}/" for place in ("home", "tmp", "work", "Users")), "http://127")
    )
    imported = {
        line.split()[1].split(".")[0]
        for cell in code
        for line in cell["source"].splitlines()
        if line.startswith(("import ", "from "))
    }
    assert imported == {"json", "pathlib", "polars"}
