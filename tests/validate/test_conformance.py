"""The conformance suite: every case agrees, and the quick look at rules finds what the slow way finds."""

from __future__ import annotations

import csv
import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from vrede.validate.rules.load import load_ruleset
from vrede.validate.rules.model import Surroundings
from vrede.validate.rules.run import Quick
from vrede.validate.standard import Standard
from vrede.validate.suite import SuiteError, run_suite

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_every_case_agrees(shared: Path, standard: Standard) -> None:
    """All cases, those of the unused registry record too."""
    verdicts = list(run_suite(shared / "iati-conformance" / "cases.csv", standard, NOW))
    assert len(verdicts) == 2303
    assert [verdict for verdict in verdicts if not verdict.agrees] == []


def test_a_case_that_differs_is_said(shared: Path, standard: Standard, tmp_path: Path) -> None:
    """With its expectation turned round a case does not agree."""
    source = shared / "iati-conformance"
    with (source / "cases.csv").open(encoding="utf-8", newline="") as stream:
        row = next(row for row in csv.DictReader(stream) if row["kind"] == "codelist" and row["expected"] == "invalid")
    row["file"] = str(source / row["file"])
    turned = {"invalid": "valid", "valid": "invalid"}
    for expected, agrees in ((row["expected"], True), (turned[row["expected"]], False)):
        cases = tmp_path / "cases.csv"
        with cases.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, list(row))
            writer.writeheader()
            writer.writerow({**row, "expected": expected})
        assert [verdict.agrees for verdict in run_suite(cases, standard, NOW)] == [agrees]


def test_another_table_is_no_case_file(standard: Standard, tmp_path: Path) -> None:
    """The columns that are missing are named."""
    (tmp_path / "cases.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(SuiteError, match="ruleset"):
        list(run_suite(tmp_path / "cases.csv", standard, NOW))


@pytest.mark.parametrize("name", ["covid-2021-06-15/dportal_32.xml.gz", "samples-2025/who-arg.xml.gz"])
def test_quick_and_slow_agree_on_real_files(shared: Path, standard: Standard, name: str) -> None:
    """The same faults at the same lines, rule by rule."""
    root = etree.fromstring(gzip.decompress((shared / "iati" / name).read_bytes()))
    around = Surroundings(NOW, frozenset(), standard.agencies())
    for ruleset in (standard.ruleset("2.03"), standard.funder_ruleset()):
        for rule in load_ruleset(ruleset, "2.03", around).rules:
            quick = Quick(rule)
            found = [(b.node.sourceline, b.fault.path, b.fault.value) for b in quick.run(root)]
            assert sorted(found) == sorted(
                (b.node.sourceline, b.fault.path, b.fault.value) for b in quick.slow(root)
            ), rule
            assert not quick.failed
