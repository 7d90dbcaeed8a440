"""Everything of the budget in a sources folder as tables: the collected file, the state's files by phase, and who received what."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from vrede.sources.budget.arithmetic import check_steps
from vrede.sources.budget.merge import merged
from vrede.sources.budget.names import PHASES, first_year
from vrede.sources.budget.read import FILE, BudgetError, read_budget
from vrede.sources.budget.received import is_received, read_received
from vrede.sources.budget.rows import rows_of
from vrede.sources.budget.state_file import COLUMNS, is_state_file, read_state_file
from vrede.sources.budget.tables import BUDGET_FILE, BUDGET_ISSUE, BUDGET_LINE, BUDGET_RECIPIENT

OF_PHASE = re.compile(r"([0-9]{4})-([A-Z0-9]{2,3})")
OF_RECIPIENTS = re.compile(r"recipients-([0-9]{4})")
ADDED_UP = ("schemes sum to the sub-article", "sub-articles sum to the article")


@dataclass(frozen=True, slots=True)
class BudgetAnswer:
    """A file that was fetched. name: year and phase (`2026-O1`) or `recipients-2025`; address, sha256: what came from where."""

    name: str
    path: Path
    address: str
    sha256: str


@dataclass(slots=True)
class _Gathered:
    """Rows of the tables, file by file."""

    lines: list[pl.DataFrame] = field(default_factory=list)
    issues: list[pl.DataFrame] = field(default_factory=list)
    recipients: list[pl.DataFrame] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)


def _named(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    return frame.with_columns(budget_file=pl.lit(name))


def _refused(answer: BudgetAnswer, reason: str, year: int | None, phase: str | None) -> tuple[dict[str, Any], Any]:
    row = {"year": year, "phase": phase, "lines": 0, "used": 0, "refused": 0, "reason": reason}
    issue = pl.DataFrame([{"year": year, "phase": phase, "rule": "readable", "reason": reason}])
    return row, BUDGET_ISSUE.conform(issue)


def _take_state(to: _Gathered, answer: BudgetAnswer, year: int, short: str) -> None:
    try:
        rows = rows_of(answer.path)
        if not is_state_file(rows.headings):
            raise BudgetError(f"{answer.name}: its headings are not those of the state's budget tables")
        found = read_state_file(rows, answer.name, year, short)
    except (BudgetError, OSError) as error:
        facts, issue = _refused(answer, _without_path(error, answer), year, PHASES.get(short))
        to.issues.append(_named(issue, answer.name))
    else:
        facts = {**found.facts, "year": year, "phase": PHASES[short]}
        to.lines.append(_named(found.lines, answer.name))
        to.issues.append(_named(found.issues, answer.name))
    _note(to, answer, facts)


def _take_received(to: _Gathered, answer: BudgetAnswer, year: int) -> None:
    try:
        rows = rows_of(answer.path)
        if not is_received(rows.headings):
            raise BudgetError(f"{answer.name}: no recipients with what they received stand in it")
        recipients, issues = read_received(rows, year)
    except (BudgetError, OSError) as error:
        facts, issues = _refused(answer, _without_path(error, answer), year, None)
    else:
        facts = {"year": year, "lines": len(rows.rows), "used": recipients.height, "refused": issues.height}
        to.recipients.append(_named(recipients, answer.name))
    to.issues.append(_named(issues, answer.name))
    _note(to, answer, facts)


def _without_path(error: Exception, answer: BudgetAnswer) -> str:
    """Why, without the folder of this machine."""
    return str(error).replace(str(answer.path), answer.name)


def _note(to: _Gathered, answer: BudgetAnswer, facts: dict[str, Any]) -> None:
    none = {"phase": None, "without_figure": 0, "totals_that_differ": 0, "reason": None}
    named = {"budget_file": answer.name, "address": answer.address or None, "sha256": answer.sha256}
    to.files.append({**named, **none, **facts})


def _collected(to: _Gathered, path: Path) -> pl.DataFrame:
    """The lines of the collected file. Raises BudgetError, OSError."""
    lines, issues = read_budget(path)
    to.issues.append(issues)
    unread = issues.filter(pl.col("rule") == "readable").height
    facts = {
        "lines": lines.height + unread,
        "used": lines.height,
        "refused": unread,
        "totals_that_differ": issues.filter(pl.col("rule").is_in(ADDED_UP)).height,
        "year": None,
    }
    _note(to, BudgetAnswer(FILE, path, "", hashlib.sha256(path.read_bytes()).hexdigest()), facts)
    return lines


def tables_of(collected: Path | None, answers: Sequence[BudgetAnswer]) -> dict[str, pl.DataFrame]:
    """Tables budget_line, budget_issue, budget_file and budget_recipient. Raises BudgetError where the collected file is none.

    A fetched file that is none is a row of budget_file with the reason, and of budget_issue; the others stand.
    """
    to = _Gathered()
    by_hand = _collected(to, collected) if collected is not None else BUDGET_LINE.empty()
    before = len(to.issues)
    for answer in answers:
        if (of := OF_PHASE.fullmatch(answer.name)) and of[2] in COLUMNS:
            _take_state(to, answer, int(of[1]), of[2])
        elif of := OF_RECIPIENTS.fullmatch(answer.name):
            _take_received(to, answer, int(of[1]))
    state = pl.concat([BUDGET_LINE.empty(), *to.lines])
    unread = pl.concat([BUDGET_ISSUE.empty(), *to.issues[before:]]).filter(
        (pl.col("rule") == "readable") & pl.col("line_no").is_not_null()
    )
    lines, disagreeing = merged(by_hand, state, unread, first_year(date.max))
    steps = check_steps(lines).filter(pl.col("budget_file") != FILE) if state.height else BUDGET_ISSUE.empty()
    issues = pl.concat([BUDGET_ISSUE.empty(), *to.issues, disagreeing, steps])
    return {
        "budget_line": lines,
        "budget_issue": issues,
        "budget_file": BUDGET_FILE.conform(pl.DataFrame(to.files, infer_schema_length=None))
        if to.files
        else BUDGET_FILE.empty(),
        "budget_recipient": pl.concat([BUDGET_RECIPIENT.empty(), *to.recipients]),
    }
