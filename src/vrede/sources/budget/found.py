"""Where the budget is in a sources folder: the collected file, and what was fetched."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from vrede.fetch import read_answers
from vrede.sources.budget.gathered import BudgetAnswer, tables_of
from vrede.sources.budget.read import FILE

FOLDER = "budget"


def _collected(folder: Path) -> Path | None:
    path = folder / FILE
    return path if path.is_file() else None


def budget_answers(folder: Path) -> list[BudgetAnswer]:
    """The last good answers that were fetched, by name."""
    return [
        BudgetAnswer(answer.name, file.path, file.address, file.sha256)
        for answer in read_answers(folder).values()
        for file in answer.files
    ]


def find_budget(root: Path) -> Path | None:
    """Its folder below a sources folder, where that holds the collected file or a fetched one."""
    folder = root / FOLDER
    return folder if _collected(folder) or budget_answers(folder) else None


def budget_inputs(folder: Path) -> Sequence[Path]:
    """The files that its tables are made from."""
    by_hand = _collected(folder)
    return [*([by_hand] if by_hand else []), *(answer.path for answer in budget_answers(folder))]


def budget_tables(folder: Path) -> dict[str, pl.DataFrame]:
    """Tables budget_line, budget_issue, budget_file and budget_recipient. Raises BudgetError where the collected file is none."""
    return tables_of(_collected(folder), budget_answers(folder))
