"""The real budget file: 501 lines that add up, and one line made wrong by one that does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from vrede.lake.snapshot import Snapshot
from vrede.sources.budget.read import FILE, read_budget


@pytest.fixture
def budget(shared: Path) -> Path:
    return shared / "budget" / FILE


def test_501_lines_and_no_issue(budget: Path) -> None:
    lines, issues = read_budget(budget)
    assert lines.height == 501
    assert issues.rows() == []


def test_one_line_made_wrong_by_one_is_one_issue_with_the_difference(budget: Path, tmp_path: Path) -> None:
    """The article's commitments after the first supplementary budget of 2023, 1 675 143 as printed."""
    text = budget.read_text(encoding="utf-8")
    assert text.count(",1675143,") == 1
    (tmp_path / FILE).write_text(text.replace(",1675143,", ",1675144,"), encoding="utf-8")
    lines, issues = read_budget(tmp_path / FILE)
    assert lines.height == 501
    wanted = ("rule", "expected_thousand_eur", "found_thousand_eur", "difference_thousand_eur")
    assert issues.select(wanted).rows() == [("adopted + change = first supplementary", 1_675_143, 1_675_144, 1)]


def test_it_stands_in_the_snapshot(real_snapshot: Snapshot) -> None:
    assert real_snapshot.table("budget_line").height == 501
    assert real_snapshot.table("budget_issue").height == 0
