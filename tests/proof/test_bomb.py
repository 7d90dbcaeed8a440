"""`make proof`: 10 GB of the smallest activities in 26 MB are read no further than 4 MB."""

from __future__ import annotations

from pathlib import Path

from bombs import deflated, gzipped
from vrede.article.policy import load_policy
from vrede.validate.check import Validator
from vrede.validate.finding import Severity
from vrede.validate.standard import Standard
from vrede.validate.unpack import UnpackedFile

TINY = b"<iati-activity></iati-activity>\n"


def test_a_bomb_of_activities_stops_at_4_mb(shared: Path) -> None:
    """What was read is checked, a hundred times the package is not awaited."""
    validator = Validator(Standard(shared / "iati-standard"), load_policy())
    report = validator.check(UnpackedFile("b", gzipped(deflated(TINY), told=4096)))
    found = {group.finding.rule for group in report.findings.groups() if group.finding.severity is Severity.critical}
    assert found - {"0.3.1"} == {"file.bomb"}
    assert 0 < report.activities * len(TINY) < 6 << 20
