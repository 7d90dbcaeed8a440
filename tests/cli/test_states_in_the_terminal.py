"""`vrede show` has a sign for each state of nothing, and shows what was paid beside what was taken back.

file      | publisher    | 2020                      | 2021
own.xml   | the ministry | 6,000,000 and -6,000,000  | 5 committed
field.xml | another      | 37,168                    |
"""

from __future__ import annotations

import csv
import io
import re
import sys
from pathlib import Path

import pytest

from lakefolder import Folder, activity
from vrede.cli.app import main

RELIEF = '<sector vocabulary="1" code="72010"/><recipient-country code="ML"/>'


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> object:
    """What a command writes, of the lake of the table above."""
    root = tmp_path / "sources"
    root.mkdir()
    made = Folder(root, tmp_path / "lake")
    own = ("3 2020-01-01 6000000", "3 2020-05-01 -6000000", "2 2021-03-01 5")
    made.file("own.xml", activity("A", *own, ref="XM-DAC-7", inside=RELIEF))
    made.file("field.xml", activity("B", "3 2020-03-01 37168", ref="XM-DAC-1", inside=RELIEF))
    made.datasets("own.xml,2022-06-15,XM-DAC-7,,", "field.xml,2022-10-10,XM-DAC-1,,")
    made.build()
    monkeypatch.setenv("VREDE_LAKE", str(made.lake))
    monkeypatch.setenv("COLUMNS", "220")

    def call(*words: str) -> str:
        monkeypatch.setattr(sys, "argv", ["vrede", *words])
        capfd.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        assert not end.value.code
        return capfd.readouterr().out

    return call


def cells(table: str) -> dict[str, list[str]]:
    """First cell of each row -> the others."""
    rows = [
        [cell.strip() for cell in line.strip("│ \n").split("│")]
        for line in table.replace("\u00a0", " ").splitlines()
        if "│" in line
    ]
    return {row[0]: row[1:] for row in rows}


# year | own committed | own spent | three bounds of the chain | field
ENGLISH = {
    "2020": ["–", "0 (6.0 and −6.0)", "…", "…", "…", "< 0.1"],
    "2021": ["< 0.1", "–", "…", "…", "…", "…"],
}


def test_a_clause_by_year(said: object) -> None:
    assert callable(said)
    assert cells(said("show", "F3")) == ENGLISH
    dutch = {year: [cell.replace(".", ",").replace(" and ", " en ") for cell in row] for year, row in ENGLISH.items()}
    assert cells(said("show", "F3", "--lang", "nl")) == dutch


def test_the_article_has_no_zero_for_what_is_absent(said: object) -> None:
    assert callable(said)
    out = said("show", "article")
    assert not re.search(r"(?<![\d.,])[-−]?0[.,]0(?!\d)", out)
    assert "Signs: – nobody published it; … not loaded" in " ".join(out.split())
    assert "Tekens: – door niemand gepubliceerd; … niet geladen" in " ".join(
        said("show", "article", "--lang", "nl").split()
    )


def test_csv_has_a_column_for_what_was_taken_back_and_one_for_the_state(said: object) -> None:
    assert callable(said)
    rows = {row["year"]: row for row in csv.DictReader(io.StringIO(said("show", "F3", "--format", "csv")))}
    names = ("own_spent_eur_cents", "own_spent_taken_back_eur_cents", "own_spent_nothing", "chain_whole_spent_nothing")
    assert {year: [row[name] for name in names] for year, row in rows.items()} == {
        "2020": ["0", "-600000000", "zero", "not_loaded"],
        "2021": ["", "", "not_published", "not_loaded"],
    }
