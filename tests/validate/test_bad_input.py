"""Files that are broken, lie or attack: each a clear finding, and what can be read is read."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

from vrede.article.policy import load_policy
from vrede.validate.check import ValidationReport, Validator
from vrede.validate.finding import Severity
from vrede.validate.messages import LANGUAGES, said, to_do
from vrede.validate.standard import Standard, StandardError
from vrede.validate.unpack import Limits, UnpackedFile, unpacked, uploaded
from written import activity, file_of, incoming

Check = Callable[..., ValidationReport]
BILLION_LAUGHS = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><iati-activities version="2.03">&c;</iati-activities>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><iati-activities version="2.03">&b;</iati-activities>'


def only(report: ValidationReport) -> tuple[str, str]:
    """Rule and message of the one critical finding."""
    (group,) = [g for g in report.findings.groups() if g.finding.severity is Severity.critical]
    for lang in LANGUAGES:
        assert said(group.finding, lang)
        assert to_do(group.finding, lang)
    return group.finding.rule, group.finding.message


@pytest.mark.parametrize(
    ("data", "rule", "message"),
    [
        (b"", "0.1.1", "file.empty"),
        (b"  \n", "0.1.1", "file.empty"),
        (b"PK\x05\x06 not a zip", "0.1.1", "file.not-xml"),
        (b"<!DOCTYPE html><html></html>", "0.1.1", "file.not-xml"),
        (b"identifier;title\n1;2\n", "0.1.1", "file.not-xml"),
        (b"<catalogue><book/></catalogue>", "0.2.1", "file.not-iati"),
        (BILLION_LAUGHS, "file.entities", "file.entities"),
        (OUTSIDE, "file.entities", "file.entities"),
        (b"<iati-activities", "0.1.1", "file.ill-formed.early"),
        (b"\x1f\x8b rubbish \x00\x00\x00\x00", "file.packing", "file.packing"),
        (b'<?xml version="1.0" encoding="klingon"?><iati-activities/>', "file.encoding", "file.encoding"),
    ],
)
def test_what_is_no_iati_file(check: Check, data: bytes, rule: str, message: str) -> None:
    """One critical finding that says what it is and what to do, in both languages."""
    assert only(check(data)) == (rule, message)


def test_a_file_that_breaks_off_keeps_what_came_before(check: Check) -> None:
    """The activities before the break are checked, the break has its line, and the answer is no."""
    data = file_of(activity(1, incoming()), activity(2, incoming()), activity(3, incoming()))
    broken = data.replace(b"<title><narrative>Titel</narrative></title>\n", b"<title><narrative>T & T\n", 3)
    broken = data[: data.rindex(b"<title>")] + b"<title><narrative>T & T\n" + data[data.rindex(b"<description>") :]
    report = check(broken)
    assert only(report) == ("0.1.1", "file.ill-formed.ampersand")
    assert report.activities == 2
    assert report.visible == "no"
    (group,) = [g for g in report.findings.groups() if g.finding.rule == "0.1.1"]
    assert group.places[0].line == broken[: broken.rindex(b"T & T")].count(b"\n") + 1


@pytest.mark.parametrize(
    ("version", "inside", "message"),
    [
        ("1.05", "", "file.version-lies"),
        ("9.99", "", "file.version-unknown"),
        ("", "", "file.version-unknown"),
        ("2.03 ", "", "file.version-unknown"),
    ],
)
def test_a_file_that_lies_about_its_version(check: Check, version: str, inside: str, message: str) -> None:
    """Written as 2.0x with another word on top: said at the root, which stands on line 2 here."""
    report = check(file_of(activity(inside=inside), version=version))
    groups = [g for g in report.findings.groups() if g.finding.rule == message]
    assert [(g.places[0].line, g.finding.severity) for g in groups] == [(2, Severity.critical)]


def test_old_files_are_checked_and_refused(check: Check) -> None:
    """1.0x: the schema of its version, and the finding that nobody reads it any more."""
    old = b'<iati-activities version="1.03"><iati-activity><reporting-org ref="NL-1" type="10">x</reporting-org><iati-identifier>a</iati-identifier><title>T</title></iati-activity></iati-activities>'
    report = check(old)
    assert report.version == "1.03"
    assert "0.6.1" in report.findings.rules()
    assert "0.3.1" not in report.findings.rules()


def test_a_forced_version_wins(check: Check) -> None:
    """--version says how to look, whatever the file says."""
    assert check(file_of(activity(), version="9"), "2.03").version == "2.03"


def test_percentages_beyond_100(check: Check) -> None:
    """Two sectors of 150 and -50 sum to 100 and are wrong all the same."""
    shares = (
        '<sector code="15220" vocabulary="1" percentage="150"/><sector code="15230" vocabulary="1" percentage="-50"/>'
    )
    report = check(file_of(activity().replace('<sector code="15220" vocabulary="1"/>', shares)))
    assert "12.3.1" in report.findings.rules()
    assert "2.1.2" not in report.findings.rules()


def test_a_hundred_activities_that_fund_each_other_in_a_circle(check: Check) -> None:
    """Each names the next as its provider, the last one the first: read once, all found in the file, and none of it the ministry's."""
    circle = [
        activity(n, incoming(f'ref="NL-KVK-27108436" provider-activity-id="NL-KVK-27108436-{(n + 1) % 100}"'))
        for n in range(100)
    ]
    report = check(file_of(*circle))
    assert (report.complete, report.activities, report.visible) == (True, 100, "other")
    assert report.view.states == {"other": 100}
    assert not {"1000.0.4", "funder.link.self"} & report.findings.rules()


def test_a_provider_id_of_70000_characters(check: Check) -> None:
    """A finding with the beginning of it, and its length."""
    report = check(file_of(activity(inside=incoming(f'ref="XM-DAC-7" provider-activity-id="{"A" * 70_000}"'))))
    (group,) = [g for g in report.findings.groups() if g.finding.rule == "funder.link.form"]
    assert group.finding.value.endswith("… (70000)")
    assert len(group.finding.value) < 300


def zipped(*members: tuple[str, bytes]) -> bytes:
    """A zip of members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def test_a_zip_gives_each_member(validator: Validator) -> None:
    """One report a file, gzip inside included."""
    sound = file_of(activity(inside=incoming()))
    found = [
        validator.check(s) for s in uploaded("x.zip", zipped(("a.xml", sound), ("b.xml.gz", gzip.compress(sound))))
    ]
    assert [(report.name, report.visible) for report in found] == [("x.zip/a.xml", "yes"), ("x.zip/b.xml.gz", "yes")]


def test_a_zip_in_a_zip_is_not_opened(validator: Validator) -> None:
    """Said, and the other members are read."""
    data = zipped(("in.zip", zipped(("a.xml", file_of(activity())))), ("b.xml", file_of(activity(inside=incoming()))))
    inner, other = (validator.check(source) for source in uploaded("x.zip", data))
    assert only(inner) == ("file.zip-in-zip", "file.zip-in-zip")
    assert other.visible == "yes"


def test_a_file_that_takes_too_long_is_stopped(validator: Validator) -> None:
    """The time is up: said with the line, and what was read before counts."""
    data = file_of(*(activity(number, incoming()) for number in range(600)))
    report = validator.check(UnpackedFile("f", data), limits=Limits(seconds=-1))
    assert only(report) == ("file.time", "file.time")


def test_thousands_of_empty_activities_take_no_square_of_their_number(check: Check) -> None:
    """20,000 activities of 31 bytes, each with errors of the schema."""
    data = b'<iati-activities version="2.03">' + b"<iati-activity></iati-activity>\n" * 20_000 + b"</iati-activities>"
    begun = process_time()
    report = check(data)
    assert process_time() - begun < 10
    (group,) = [g for g in report.findings.groups() if g.finding.rule == "0.3.1"]
    assert (report.activities, group.count) == (20_000, 20_000)


def test_no_standard_is_said_with_how_to_get_it(tmp_path: Path) -> None:
    """The command stands in the message."""
    with pytest.raises(StandardError, match="vrede get standard"):
        Standard(tmp_path).agencies()


def test_an_unknown_kind_of_rule_is_a_finding(shared: Path, tmp_path: Path) -> None:
    """A ruleset of tomorrow: its new rule is named as not checked, and all others run."""
    folder = tmp_path / "standard"
    shutil.copytree(shared / "iati-standard", folder)
    path = folder / "rulesets" / "2.03" / "standard.json"
    rules = json.loads(path.read_text(encoding="utf-8"))
    rules["/iati-activities/iati-activity"]["shines"] = {"cases": [{"paths": ["title"], "ruleInfo": {"id": "99.1.1"}}]}
    path.write_text(json.dumps(rules), encoding="utf-8")
    report = Validator(Standard(folder), load_policy()).check(UnpackedFile("f", file_of(activity(), activity())))
    unknown = [g.finding for g in report.findings.groups() if g.finding.message == "file.rule-unknown"]
    assert [finding.rule for finding in unknown] == ["99.1.1"]
    assert "1.1.2" in report.findings.rules()


def test_a_prefix_that_nothing_declares(check: Check) -> None:
    """Not well-formed for namespaces: said, and the activities are checked all the same."""
    data = file_of(activity(inside=incoming('ref="XM-DAC-7"'))).replace(
        b"<iati-activities ", b'<iati-activities xlmns:x="y" '
    )
    report = check(data)
    assert only(report) == ("0.1.1", "file.ill-formed.prefix")
    assert "funder.link.missing" in report.findings.rules()


def test_a_file_that_is_gone(validator: Validator, tmp_path: Path) -> None:
    """Between listing and reading it can go: a finding, no crash."""
    (tmp_path / "a.xml").write_bytes(file_of(activity()))
    (source,) = unpacked(tmp_path)
    (tmp_path / "a.xml").unlink()
    assert only(validator.check(source))[0] == "file.gone"
