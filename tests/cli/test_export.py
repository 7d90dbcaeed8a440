"""`vrede export`: a whole export or none, and none that tells what is withheld."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from lakefolder import Folder, activity
from vrede.cli.app import main
from vrede.lake import export
from vrede.lake.tables.money import BY_NAME


@dataclass(frozen=True)
class Said:
    """What the command answered."""

    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs `vrede export ...` on a lake, with a list of what is withheld."""

    def call(lake: Path, *words: str, suppress: Path | None = None) -> Said:
        monkeypatch.setenv("VREDE_LAKE", str(lake))
        monkeypatch.setenv("VREDE_SUPPRESS", str(suppress or ""))
        monkeypatch.setenv("COLUMNS", "200")
        monkeypatch.setenv("NO_COLOR", "1")
        monkeypatch.setattr(sys, "argv", ["vrede", "export", *words])
        with pytest.raises(SystemExit) as left:
            main()
        code = left.value.code
        said = capfd.readouterr()
        return Said(code if isinstance(code, int) else 0, said.out, said.err)

    return call


@pytest.fixture
def lake(tmp_path: Path) -> Folder:
    """A lake of its own: six activities in Mali, three of them of one partner a year."""
    root = tmp_path / "sources"
    root.mkdir()
    folder = Folder(root, tmp_path / "lake")
    mali = '<recipient-country code="ML"/><sector vocabulary="1" code="72010"/>'
    folder.file(
        "a.xml",
        *(activity(f"SPREAD-{n}", "3 2020-01-01 10", ref=f"XM-DAC-90{n}", inside=mali) for n in range(3)),
        *(activity(f"LONE-{n}", "3 2021-01-01 10", ref="XM-DAC-77", inside=mali) for n in range(3)),
        activity("ELSEWHERE", "3 2020-01-01 10", inside='<recipient-country code="NE"/>'),
    )
    folder.build()
    return folder


def listing(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / f"suppress-{len(lines)}-{abs(hash(lines))}.csv"
    path.write_text("\n".join(["kind,value", *lines]) + "\n", encoding="utf-8")
    return path


def everything(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def left_beside(folder: Path) -> list[str]:
    """Names beside an export that were not there before it: halves, and what was set aside."""
    return [name for name in os.listdir(folder.parent) if name.startswith(f".{folder.name}.")]


def test_an_export_is_whole(run: Run, lake: Folder, tmp_path: Path) -> None:
    target = tmp_path / "new" / "open-data"
    said = run(lake.lake, str(target), "--base", "https://data.example.nl/")
    assert said.code == 0, said.err
    assert f"{2 * len(BY_NAME) + 2} files" in said.out
    held = everything(target)
    package = json.loads(held["datapackage.json"])
    assert {resource["path"] for resource in package["resources"]} == set(held) - {"datapackage.json", "dcat.jsonld"}
    assert b"https://data.example.nl/csv/slice.csv" in held["dcat.jsonld"]
    assert left_beside(target) == []


def test_an_export_replaces_the_one_before_with_the_same_bytes(run: Run, lake: Folder, tmp_path: Path) -> None:
    target = tmp_path / "open-data"
    assert run(lake.lake, str(target)).code == 0
    before = everything(target)
    (target / "csv" / "slice.csv").write_text("torn")
    assert run(lake.lake, str(target), "--lang", "nl").code == 0
    assert everything(target) == before
    assert left_beside(target) == []
    assert json.loads((lake.lake / "exports.json").read_text()) == [
        {"digest": "none", "files": json.loads((lake.lake / "exports.json").read_text())[0]["files"]}
    ]


@pytest.mark.parametrize("what", ["notes.txt", "datapackage.json", "export and notes", "a file", "no right"])
def test_what_is_somebody_elses_is_left_alone(
    run: Run, lake: Folder, tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder with other things, another's package, an export with something added, a file: refused, and untouched."""
    target = tmp_path / "mine"
    if what == "a file":
        target.write_text("mine")
    elif what == "export and notes":
        assert run(lake.lake, str(target)).code == 0
        (target / "notes.txt").write_text("mine")
    elif what == "datapackage.json":
        target.mkdir()
        (target / what).write_text('{"name": "mine", "resources": []}')
        (target / "thesis.csv").write_text("mine")
    elif what == "no right":
        target.mkdir()
        monkeypatch.setattr(Path, "iterdir", denied)
    else:
        target.mkdir()
        (target / what).write_text("mine")
    before = target.read_bytes() if target.is_file() else everything(target)
    said = run(lake.lake, str(target))
    monkeypatch.undo()
    assert said.code == 2
    assert "holds something else" in said.err
    assert (target.read_bytes() if target.is_file() else everything(target)) == before


def denied(path: Path) -> None:
    raise PermissionError(errno.EACCES, "Permission denied", str(path))


@pytest.mark.parametrize("at", [0, 1, 37, 2 * len(BY_NAME) + 1])
@pytest.mark.parametrize("there", [False, True])
def test_a_full_disk_leaves_no_half(
    run: Run, lake: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int, there: bool
) -> None:
    """At the first file, in between, and at the last: nothing new, the old export as it was, and nothing remembered."""
    target = tmp_path / "open-data"
    if there:
        assert run(lake.lake, str(target)).code == 0
        (lake.lake / "exports.json").unlink()
    before = everything(target) if there else None
    written = 0

    def filling(write: Callable[[Any, Any], object], place: int) -> Callable[[Any, Any], object]:
        """The same, but half of the file that is written when the disk is full. place: which argument is the file."""

        def full(*given: Any) -> object:
            nonlocal written
            made = write(*given)
            if written == at:
                half = given[place].read_bytes()
                os.truncate(given[place], len(half) // 2)
                raise OSError(errno.ENOSPC, "No space left on device")
            written += 1
            return made

        return full

    monkeypatch.setattr(Path, "write_bytes", filling(Path.write_bytes, 0))
    for form, write in export.WRITERS.items():
        monkeypatch.setitem(export.WRITERS, form, filling(write, 1))
    said = run(lake.lake, str(target))
    monkeypatch.undo()
    assert said.code == 4
    assert "No space left on device" in said.err
    assert target.exists() == there
    assert before is None or everything(target) == before
    assert left_beside(target) == []
    assert not (lake.lake / "exports.json").exists()


def test_where_the_new_cannot_be_put_the_old_stays(
    run: Run, lake: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "open-data"
    assert run(lake.lake, str(target)).code == 0
    before, replace = everything(target), os.replace

    def refuse(source: Path, place: Path) -> None:
        if Path(place) == target and not str(source).endswith(".old"):
            raise OSError(errno.EBUSY, "Device or resource busy")
        replace(source, place)

    monkeypatch.setattr("vrede.lake.whole_folder.os.replace", refuse)
    said = run(lake.lake, str(target))
    monkeypatch.undo()
    assert said.code == 4
    assert everything(target) == before
    assert left_beside(target) == []


def test_an_export_that_cannot_be_remembered_is_not_made(
    run: Run, lake: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the next one would not be held against it."""
    from vrede.lake import LakeError, Store

    def refuse(self: Store, relative: str, value: object) -> None:
        raise LakeError(f"cannot write {relative}")

    monkeypatch.setattr(Store, "write_json", refuse)
    target = tmp_path / "open-data"
    assert run(lake.lake, str(target)).code == 4
    assert not target.exists()
    assert left_beside(target) == []


def test_a_memory_that_is_torn_stops_the_export(run: Run, lake: Folder, tmp_path: Path) -> None:
    for torn in ("[{", '{"files": 1}', "[7]"):
        (lake.lake / "exports.json").write_text(torn)
        said = run(lake.lake, str(tmp_path / "open-data"))
        assert (said.code, (tmp_path / "open-data").exists()) == (4, False), torn
        assert "exports.json" in said.err


def test_a_rule_that_nobody_knows_is_refused(run: Run, lake: Folder, tmp_path: Path) -> None:
    said = run(lake.lake, str(tmp_path / "open-data"), "--despite", "small-places")
    assert said.code == 2
    assert "small-place, single-partner, repeated-export" in said.err


def test_a_withheld_place_with_one_partner_stops_the_export(run: Run, lake: Folder, tmp_path: Path) -> None:
    """2020: three activities of three partners. 2021: three of one, who gives the place away."""
    given, target = listing(tmp_path, "place,MLI"), tmp_path / "open-data"
    said = run(lake.lake, str(target), suppress=given)
    assert said.code == 10
    assert "single-partner: 1 times" in said.err
    assert "small-place" not in said.err
    assert "MLI" not in said.err
    assert not target.exists()
    assert not (lake.lake / "exports.json").exists()
    dutch = run(lake.lake, str(target), "--lang", "nl", suppress=given)
    assert "Niet uitgevoerd" in dutch.err


def test_a_withheld_place_with_few_activities_stops_the_export(run: Run, lake: Folder, tmp_path: Path) -> None:
    given = listing(tmp_path, "place,MLI", "activity,SPREAD-0", "partner,XM-DAC-77")
    said = run(lake.lake, str(tmp_path / "open-data"), suppress=given)
    assert said.code == 10
    assert "small-place: 1 times" in said.err
    assert not (tmp_path / "open-data").exists()


def test_a_second_list_over_the_same_files_stops_the_export(run: Run, lake: Folder, tmp_path: Path) -> None:
    """Who has both exports sees what the second leaves out; new files make it another export."""
    assert run(lake.lake, str(tmp_path / "first")).code == 0
    given = listing(tmp_path, "partner,XM-DAC-77")
    said = run(lake.lake, str(tmp_path / "second"), suppress=given)
    assert said.code == 10
    assert said.err.startswith("repeated-export:")
    assert not (tmp_path / "second").exists()
    assert run(lake.lake, str(tmp_path / "first")).code == 0
    lake.file("more.xml", activity("MORE", "3 2020-01-01 10"))
    lake.build()
    assert run(lake.lake, str(tmp_path / "second"), suppress=given).code == 0


def test_despite_takes_exactly_the_rules_it_names(run: Run, lake: Folder, tmp_path: Path) -> None:
    """Both broken: one accepted is not enough; both are, and each is still said."""
    assert run(lake.lake, str(tmp_path / "first")).code == 0
    given, target = listing(tmp_path, "place,MLI"), tmp_path / "second"
    one = run(lake.lake, str(target), "--despite", "single-partner", suppress=given)
    assert one.code == 10
    words = ("--despite", "single-partner", "--despite", "repeated-export")
    both = run(lake.lake, str(target), *words, suppress=given)
    assert both.code == 0
    assert "single-partner" in both.err
    assert "repeated-export" in both.err
    shown = "\n".join(
        pl.read_parquet(target / "parquet" / f"{name}.parquet").write_csv() for name in BY_NAME
    ) + "\n".join(data.decode(errors="replace") for data in everything(target).values())
    assert "MLI" not in shown
    assert "ZZZ" in shown
    assert "SPREAD-" not in shown
    assert len(json.loads((lake.lake / "exports.json").read_text())) == 2
