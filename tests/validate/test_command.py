"""`vrede validate` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from vrede.cli.app import app
from written import activity, file_of, incoming

RUNNER = CliRunner()


@pytest.fixture
def folder(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two files: one that is seen, one whose link fails."""
    monkeypatch.setenv("VREDE_STANDARD", str(shared / "iati-standard"))
    monkeypatch.setenv("VREDE_LAKE", str(tmp_path / "lake"))
    files = tmp_path / "files"
    files.mkdir()
    (files / "good.xml").write_bytes(file_of(activity(inside=incoming())))
    (files / "bad.xml").write_bytes(
        file_of(activity(inside=incoming('ref="XM-DAC-7" provider-activity-id="4000009999"') + "<x/>"))
    )
    return files


@pytest.mark.parametrize(
    ("lang", "words"), [("nl", "Ziet het ministerie mijn bestand? Ja."), ("en", "Will the ministry see my file? Yes.")]
)
def test_the_answer_stands_first(folder: Path, lang: str, words: str) -> None:
    """A sound, linked file: yes, exit code 0."""
    done = RUNNER.invoke(app, ["validate", str(folder / "good.xml"), "--lang", lang, "--day", "2026-11-24"])
    assert done.exit_code == 0, done.output
    assert words in done.output


def test_a_folder_and_its_exit_code(folder: Path) -> None:
    """Every file, in the order of names; 8 where one is not seen; what to paste is shown."""
    done = RUNNER.invoke(app, ["validate", str(folder)])
    assert done.exit_code == 8
    assert done.output.index("bad.xml") < done.output.index("good.xml")
    assert '-> <provider-org ref="XM-DAC-7" provider-activity-id="XM-DAC-7-PPR-4000009999">' in done.output


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_forms_for_programs_parse(folder: Path, form: str) -> None:
    """Sound JSON on stdout, nothing else."""
    done = RUNNER.invoke(app, ["validate", str(folder), "--format", form])
    assert json.loads(done.output)


def test_preview_opens_a_page_of_this_machine(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file is written where temporary files are, and its address is opened."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    seen: list[str] = []
    monkeypatch.setattr("webbrowser.open", seen.append)
    done = RUNNER.invoke(app, ["validate", str(folder / "good.xml"), "--preview", "--lang", "nl"])
    assert done.exit_code == 0
    assert seen == [done.output.strip()]
    assert seen[0].startswith("file://")
    assert "Ziet het ministerie" in Path(seen[0].removeprefix("file://")).read_text(encoding="utf-8")


@pytest.mark.parametrize("words", [[], ["nowhere.xml"], ["nowhere.xml", "--version", "3.0"]])
def test_wrong_words_are_said(folder: Path, words: list[str]) -> None:
    """Exit code 2, and a line that says what is wrong."""
    done = RUNNER.invoke(app, ["validate", *words])
    assert done.exit_code == 2


def test_the_suite_prints_its_numbers(folder: Path, shared: Path) -> None:
    """cases, agree, and each that differs."""
    done = RUNNER.invoke(
        app, ["validate", "--suite", str(shared / "iati-conformance" / "cases.csv"), "--format", "json"]
    )
    assert done.exit_code == 0
    assert json.loads(done.output) == {"cases": 2303, "agree": 2303, "differ": []}
