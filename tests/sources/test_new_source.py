"""A new source is a new folder and nothing else: everything that uses sources finds it by walking."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from lakefolder import activity

FACE = '''"""Elections by country, as an example of tomorrow."""

from pathlib import Path

import polars as pl

from vrede.sources import Column, Source, Table, fetch_listed, file_in

ELECTION = Table("election", "an election", (Column("iso3", "place", "country"), Column("year", "integer", "its year")), ("iso3", "year"))


def read(path: Path) -> dict[str, pl.DataFrame]:
    return {"election": ELECTION.conform(pl.read_csv(path))}


SOURCE = Source(
    "elections",
    find=file_in("elections", "elections.csv"),
    read=read,
    tables=(ELECTION,),
    counted=("election",),
    fetch=fetch_listed(Path(__file__).parent),
)
'''
CARD = """
producer = { nl = "Een kiesraad", en = "An electoral council" }
title = { nl = "Verkiezingen", en = "Elections" }
licence = { nl = "CC0", en = "CC0" }
citation = "An electoral council"
address = "https://elections.example"
lag_days = 30
unit = { nl = "verkiezingen", en = "elections" }
rows = "elections"
rows_min = 1
checked = "2026-11-30"
"""
ADDRESSES = """
[[file]]
file = "elections.csv"
address = "https://elections.example/elections.csv"
kind = "csv"
title = { nl = "Verkiezingen", en = "Elections" }
licence = "CC0"
source = "an example"
checked = 2026-11-30
"""
RUN = """
import sys
import vrede.sources
vrede.sources.__path__.append(sys.argv.pop(1))
from vrede.cli import main
main()
"""


def vrede(sources: Path, lake: Path, *words: str) -> str:
    """What a command prints in a program that has the folder of one more source."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(sources), *words],
        capture_output=True,
        text=True,
        check=False,
        env={"VREDE_LAKE": str(lake), "PATH": "/usr/bin:/bin", "COLUMNS": "200", "HOME": str(lake.parent)},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_get_build_doctor_and_the_snapshot_find_a_new_folder(tmp_path: Path) -> None:
    """Its command is there, its rows are judged by its card, and its table is in the snapshot and in the export."""
    package, data, lake = tmp_path / "more" / "elections", tmp_path / "data", tmp_path / "lake"
    for name, text in (("__init__.py", FACE), ("card.toml", CARD), ("addresses.toml", ADDRESSES)):
        package.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(text, encoding="utf-8")
    (data / "iati").mkdir(parents=True)
    (data / "elections").mkdir()
    (data / "iati" / "a.xml").write_text(
        f'<iati-activities version="2.03">{activity("A-1", "3 2020-01-01 5")}</iati-activities>'
    )
    (data / "elections" / "elections.csv").write_text("iso3,year\nMLI,2018\nNER,2021\n")
    assert "elections" in vrede(package.parent, lake, "get", "--help")
    vrede(package.parent, lake, "build", "--sources", str(data))
    pointer = json.loads((lake / "pointer.json").read_text())
    manifest = json.loads((lake / "snapshots" / pointer["snapshot"] / "manifest.json").read_text())
    assert manifest["sources"]["elections"] == {"rows": 2, "verdict": "sound", "newest": ""}
    assert manifest["tables"]["election"]["rows"] == 2
    assert "Elections" in vrede(package.parent, lake, "doctor")
    vrede(package.parent, lake, "export", str(tmp_path / "out"))
    assert (tmp_path / "out" / "csv" / "election.csv").read_text(encoding="utf-8-sig").splitlines() == [
        "iso3,year",
        "MLI,2018",
        "NER,2021",
    ]
    (data / "elections" / "elections.csv").write_text("iso3,year\nMLI,2018\n")
    assert "new" in vrede(package.parent, lake, "build", "--sources", str(data))
