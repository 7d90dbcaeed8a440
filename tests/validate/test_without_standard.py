"""`vrede validate` where the standard is not there or not whole: the ministry's side is checked, and every form says what was not."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from smallstandard import write_standard
from vrede.cli.app import app
from vrede.validate import Standard, StandardError, gaps_of
from vrede.validate.standard import VERSIONS, Gap
from written import activity, file_of, incoming

RUNNER = CliRunner()
FORMS = ("text", "json", "csv", "sarif", "html")
WHY = {
    ("absent", "nl"): "de standaard is niet opgehaald",
    ("absent", "en"): "the standard has not been fetched",
    (
        "broken",
        "nl",
    ): "het exemplaar van de standaard is niet heel (het bestand codelists/embedded/2.03/ActivityStatus.xml",
    ("broken", "en"): "the copy of the standard is not whole (its file codelists/embedded/2.03/ActivityStatus.xml",
}


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that is seen, and one whose link fails and that has an element of no standard."""
    monkeypatch.setenv("VREDE_LAKE", str(tmp_path / "lake"))
    monkeypatch.setenv("VREDE_STANDARD", str(tmp_path / "standard"))
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "good.xml").write_bytes(file_of(activity(inside=incoming())))
    (folder / "bad.xml").write_bytes(
        file_of(activity(inside=incoming('ref="XM-DAC-7" provider-activity-id="4000009999"') + "<x/>"))
    )
    return folder


def lay(tmp_path: Path, gap: str) -> None:
    """No standard, or one with a list whose bytes are others."""
    if gap == "broken":
        write_standard(tmp_path / "standard")
        (tmp_path / "standard" / "codelists" / "embedded" / "2.03" / "ActivityStatus.xml").write_bytes(b"<html/>")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("gap", "lang"), WHY)
def test_every_form_says_what_was_not_checked(files: Path, tmp_path: Path, gap: str, lang: str, form: str) -> None:
    """What, why, and the command; the answer about the ministry stands beside it; no path of this machine."""
    lay(tmp_path, gap)
    done = RUNNER.invoke(app, ["validate", str(files), "--lang", lang, "--format", form, "--day", "2026-11-24"])
    assert done.exit_code == 8, done.output
    assert WHY[gap, lang] in done.output
    assert "vrede get standard" in done.output
    assert "funder.link.form" in done.output
    assert str(tmp_path) not in done.output
    if form == "json":
        read = json.loads(done.output)["files"]
        assert [(one["standard"], one["ministry"]["sees"]) for one in read] == [(gap, "no"), (gap, "partly")]
        assert {
            found["severity"] for one in read for found in one["findings"] if found["rule"] == f"standard.{gap}"
        } == {"warning"}
    elif form == "csv":
        rows = list(csv.DictReader(io.StringIO(done.output)))
        assert sum(row["rule"] == f"standard.{gap}" for row in rows) == 2
    elif form == "sarif":
        assert f"standard.{gap}" in {one["ruleId"] for one in json.loads(done.output)["runs"][0]["results"]}


@pytest.mark.parametrize("gap", ["absent", "broken"])
def test_an_error_of_what_is_checked_leaves_with_the_same_code(files: Path, tmp_path: Path, gap: str) -> None:
    """Two activities with one identifier: 8, as with the standard."""
    lay(tmp_path, gap)
    (files / "twice.xml").write_bytes(file_of(activity(1), activity(1)))
    assert RUNNER.invoke(app, ["validate", str(files / "twice.xml")]).exit_code == 8
    assert RUNNER.invoke(app, ["validate", str(files / "good.xml")]).exit_code == 0


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_it_is_not_said_that_the_official_validator_would_take_it(files: Path, lang: str) -> None:
    """That would be a guess."""
    done = RUNNER.invoke(app, ["validate", str(files / "good.xml"), "--lang", lang, "--format", "html"])
    assert "IATI" in done.output
    for words in ("neemt het bestand aan.", "validator accepts the file.", "Regels en lijsten", "Rules and lists"):
        assert words not in done.output


def test_a_suite_needs_the_standard(files: Path, tmp_path: Path) -> None:
    """6: its cases are about the standard."""
    (tmp_path / "cases.csv").write_text(
        "id,file,kind,version,rule,ruleset,expected,idsets\n1,files/good.xml,schema,2.03,,,valid,\n"
    )
    done = RUNNER.invoke(app, ["validate", "--suite", str(tmp_path / "cases.csv")])
    assert isinstance(done.exception, StandardError)


def test_gaps_are_those_of_each_version(tmp_path: Path) -> None:
    """Nothing there: all; a version's own file: that version."""
    gaps = gaps_of(Standard(tmp_path))
    assert (gaps.why, gaps.unchecked) == (Gap.absent, (("activities", VERSIONS), ("organisations", VERSIONS)))
    write_standard(tmp_path)
    gaps = gaps_of(Standard(tmp_path))
    assert (gaps.why, gaps.unchecked) == (Gap.broken, (("activities", VERSIONS[:-1]), ("organisations", VERSIONS)))


def test_the_real_standard_is_whole(shared: Path) -> None:
    """Every version of both kinds can be checked."""
    gaps = gaps_of(Standard(shared / "iati-standard"))
    assert gaps.why is None and gaps.said("nl") == ""
