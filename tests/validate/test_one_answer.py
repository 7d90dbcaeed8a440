"""One answer: of whatever file, verdict, findings, exit code, JSON, CSV, SARIF, text and page say the same."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from faultyfiles import COMPOSED, ORGANISATION, RESULT, foreign_words
from smallstandard import write_standard
from vrede.article import load_policy
from vrede.cli.app import app
from vrede.language import Language
from vrede.sources.sample.truths import Truths
from vrede.validate import (
    Standard,
    ValidationReport,
    Validator,
    page_of,
    unpacked,
    write_csv,
    write_html,
    write_json,
    write_sarif,
    write_text,
)
from vrede.validate.messages import LANGUAGES
from vrede.validate.report.text import printable
from vrede.validate.unpack import UnpackedFile
from written import activity, file_of, incoming

RUNNER = CliRunner()
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
BEGINNINGS: dict[str, tuple[str, str]] = {
    "yes": ("Yes. ", "Ja. "),
    "partly": ("Yes, but ", "Ja, maar "),
    "no": ("No, because ", "Nee, want "),
    "other": ("Cannot be told", "Niet te zeggen"),
    "lead": ("Cannot be told", "Niet te zeggen"),
    "unread": ("Cannot be told", "Niet te zeggen"),
    "organisations": ("This is not a file about activities", "Dit is geen bestand over activiteiten"),
    "foreign": ("This is not a file about activities", "Dit is geen bestand over activiteiten"),
    "aside": ("This is not a file about activities", "Dit is geen bestand over activiteiten"),
    "protected": ("This partner or activity is protected", "Deze partner of activiteit is afgeschermd"),
}


def agree(report: ValidationReport, validator: Validator) -> None:
    """The law."""
    counts, verdict, answer = report.findings.counts(), report.verdict, report.verdict.answer.value
    grave = counts["critical"] + counts["error"]
    assert report.fails is bool(grave)
    assert not grave or answer != "yes"
    assert grave or answer not in ("no", "unread", "foreign")
    assert not counts["critical"] or answer in ("no", "unread", "foreign", "organisations", "protected")
    found = {(group.finding.rule, group.finding.message) for group in report.findings.groups()}
    assert verdict.finding is None or (verdict.finding.rule, verdict.finding.message) in found
    view = report.view
    assert answer != "yes" or view.linked == view.funded
    assert "nl.res.number" not in report.findings.rules() or view.added < view.indicators
    assert view.added + max(view.not_added.values(), default=0) <= view.indicators
    for place, lang in enumerate(("en", "nl")):
        assert verdict.said(lang).startswith(BEGINNINGS[answer][place])  # type: ignore[arg-type]
    _for_programs(report, counts)
    for language in LANGUAGES:
        _for_people(report, validator, language)


def _for_programs(report: ValidationReport, counts: dict[str, int]) -> None:
    verdict = report.verdict
    out = io.StringIO()
    write_json([report], out)
    (file,) = json.loads(out.getvalue())["files"]
    assert (file["answer"], file["ministry"]["sees"]) == (verdict.answer, verdict.answer)
    assert file["verdict"] == {lang: verdict.said(lang) for lang in LANGUAGES}
    assert file["passes"] is not report.fails
    summed: Counter[str] = Counter()
    for finding in file["findings"]:
        summed[finding["severity"]] += finding["count"]
    assert dict(summed) == {severity: count for severity, count in counts.items() if count}
    out = io.StringIO()
    write_sarif([report], "en", out)
    (run,) = json.loads(out.getvalue())["runs"]
    assert [one["properties"] for one in run["artifacts"]] == [
        {"answer": verdict.answer, "verdict": verdict.said("en")}
    ]
    assert any(result["level"] == "error" for result in run["results"]) is report.fails
    out = io.StringIO()
    write_csv([report], "en", out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert Counter(row["severity"] for row in rows) == Counter(f["severity"] for f in file["findings"])


def _for_people(report: ValidationReport, validator: Validator, lang: Language) -> None:
    page = page_of(report, validator.upward, lang)
    assert (page.answer, page.verdict) == (report.verdict.answer, report.verdict.said(lang))
    assert bool(page.critical) is any(row.severity == "critical" for row in page.rows)
    out = io.StringIO()
    write_html([report], validator.upward, lang, out)
    assert escape(page.verdict) in out.getvalue()
    out = io.StringIO()
    write_text([report], validator.upward, lang, out)
    assert "".join(printable(page.verdict).split()) in "".join(out.getvalue().split())


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Validator:
    """Checks by the small standard."""
    folder = tmp_path_factory.mktemp("standard")
    write_standard(folder)
    return Validator(Standard(folder), load_policy(), NOW)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Validator:
    """Checks without a standard."""
    return Validator(Standard(tmp_path_factory.mktemp("none")), load_policy(), NOW)


def test_every_file_of_the_conformance_suite(shared: Path, validator: Validator) -> None:
    """By the real standard."""
    answers: Counter[str] = Counter()
    for path in sorted((shared / "iati-conformance").rglob("*.xml")):
        report = validator.check(UnpackedFile(path.name, path))
        agree(report, validator)
        assert not foreign_words(report)
        assert "structure.other" not in {group.finding.message for group in report.findings.groups()}
        answers[report.verdict.answer] += 1
    assert sum(answers.values()) > 2000
    assert {"yes", "partly", "no", "other", "organisations", "foreign"} <= set(answers)


def test_every_file_of_the_sample(sample: tuple[Path, Truths], bare: Validator) -> None:
    """Sound ones and awkward ones."""
    reports = [bare.check(source) for source in unpacked(sample[0] / "iati")]
    for report in reports:
        agree(report, bare)
        assert not foreign_words(report)
    assert {"partly", "no"} <= {report.verdict.answer.value for report in reports}


@pytest.mark.parametrize("name", COMPOSED)
def test_every_composed_file(small: Validator, bare: Validator, name: str) -> None:
    """With a standard and without."""
    for validator in (small, bare):
        agree(validator.check(UnpackedFile("a.xml", COMPOSED[name])), validator)


def test_a_protected_partner(tmp_path: Path) -> None:
    """The answer is that nothing is missing, everywhere."""
    validator = Validator(Standard(tmp_path), load_policy(), NOW, frozenset({"NL-KVK-27108436"}))
    report = validator.check(UnpackedFile("a.xml", file_of(activity())))
    assert report.verdict.answer == "protected"
    agree(report, validator)


@pytest.mark.parametrize(
    "name", ["sound", "type 1 alone", "old, both", "38 2.03.0", "12 one organisation", "no IATI", "another provider"]
)
def test_the_exit_code_is_the_verdicts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: Validator, name: str
) -> None:
    """8 for a No and for every error, else 0; the first line of the text is the verdict."""
    monkeypatch.setenv("VREDE_STANDARD", str(small.standard.folder))
    monkeypatch.setenv("VREDE_LAKE", str(tmp_path / "lake"))
    (tmp_path / "a.xml").write_bytes(COMPOSED[name])
    command = ["validate", str(tmp_path / "a.xml"), "--day", "2026-11-24"]
    report = small.check(UnpackedFile("a.xml", COMPOSED[name]))
    told = RUNNER.invoke(app, command)
    read: dict[str, Any] = json.loads(RUNNER.invoke(app, [*command, "--format", "json"]).output)["files"][0]
    assert told.exit_code == (0 if read["passes"] else 8) == (8 if report.fails else 0)
    assert report.verdict.said("en") in told.output
    assert read["answer"] == report.verdict.answer


SOUND = file_of(
    activity(1, incoming() + RESULT.format(measure="1", baseline='<baseline year="2019" value="0"/>', inside="")),
    activity(2, incoming(code="1") + incoming('ref="NL-1" provider-activity-id="NL-1-PPR-29481"')),
    activity(3, incoming('ref="GB-GOV-1" provider-activity-id="GB-GOV-1-3"')),
)
PIECES = [
    b"", b" ", b"<", b">", b"&", b'"', b"&eacute;", b"</iati-activity>", b"<iati-activity>", b"<narrative>", b"<i>x</i>",
    b"</transaction>", b"XM-DAC-7", b"NL-1", b"1e3", b"EURO", b"\x00", b"\xff", b"-->", b"<!--", b"]]>", b"<![CDATA[",
    b"iati-organisations", b"2.04", b"xmlns='urn:x'", "é".encode(), ORGANISATION.encode(), b"<?xml version='1.0'?>",
]  # fmt: skip
CHANGE = st.tuples(st.integers(0, len(SOUND)), st.integers(0, 40), st.sampled_from(PIECES))


@settings(
    max_examples=250, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=st.lists(CHANGE, max_size=4))
def test_a_sound_file_changed_in_any_way(
    small: Validator, bare: Validator, changes: list[tuple[int, int, bytes]]
) -> None:
    """Pieces taken out and put in, wherever."""
    data = SOUND
    for at, length, piece in changes:
        data = data[:at] + piece + data[at + length :]
    for validator in (small, bare):
        report = validator.check(UnpackedFile("a.xml", data))
        agree(report, validator)
        assert not foreign_words(report)
