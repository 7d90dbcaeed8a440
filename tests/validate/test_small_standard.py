"""The made-up small standard that tests of pages use says of their files what the real one says."""

from __future__ import annotations

import pytest

from smallstandard import write_standard
from vrede.article.policy import load_policy
from vrede.validate.check import ValidationReport, Validator
from vrede.validate.finding import Severity
from vrede.validate.standard import Standard
from vrede.validate.unpack import UnpackedFile
from written import activity, file_of, incoming

GRAVE = (Severity.critical, Severity.error)
FILES = {
    "linked": file_of(activity(inside=incoming())),
    "a link that fails": file_of(activity(inside=incoming('ref="XM-DAC-7" provider-activity-id="NL-1-PPR-29481"'))),
    "no link": file_of(activity()),
    "two alike": file_of(activity(1), activity(1)),
    "a code that is none": file_of(activity(inside=incoming(code="99"))),
    "called as its organisation": file_of(activity(identifier="NL-KVK-27108436")),
    "an element that is none": file_of(activity(inside="<x/>")),
    "no IATI": b"<html/>",
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, validator: Validator) -> Validator:
    """Checks by the small standard, on the day of those by the real one."""
    folder = tmp_path_factory.mktemp("standard")
    write_standard(folder)
    return Validator(Standard(folder), load_policy(), validator.now)


def said(report: ValidationReport) -> tuple[object, ...]:
    """What a page tells first: whether the ministry sees it, and what stops that, and which of our own rules it breaks."""
    groups = report.findings.groups()
    grave = sorted((g.finding.rule, g.finding.severity, g.count) for g in groups if g.finding.severity in GRAVE)
    return report.visible, report.activities, report.complete, grave


@pytest.mark.parametrize("name", FILES)
def test_both_say_the_same(small: Validator, validator: Validator, name: str) -> None:
    """Errors and worse, each as often."""
    data = FILES[name]
    assert said(small.check(UnpackedFile("a.xml", data))) == said(validator.check(UnpackedFile("a.xml", data)))
