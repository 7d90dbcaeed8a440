"""Reads the budget file (thousands of euro, whole numbers) into typed lines; what cannot be read is an issue."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from vrede.sources.budget.arithmetic import check_arithmetic
from vrede.sources.budget.tables import BUDGET_ISSUE, BUDGET_LINE

FILE = "art4_budget.csv"
KINDS = {"verplichtingen": "commitment", "uitgaven": "cash", "ontvangsten": "receipts"}
PHASES = {
    "ontwerpbegroting": "draft",
    "amendement": "amendment",
    "vastgesteld": "adopted",
    "1e suppletoire": "first_supplementary",
    "septembersuppletoire": "september_supplementary",
    "2e suppletoire": "second_supplementary",
    "slotwet": "final_law",
    "realisatie": "realised",
}
MEASURES = {"stand": "level", "mutatie": "change"}
CENTS_PER_THOUSAND = 100_000
NEEDED = {
    "chapter",
    "article",
    "subarticle",
    "instrument",
    "scheme",
    "year",
    "kind",
    "phase",
    "amount_thousand_eur",
    "measure",
    "bill_year",
}


class BudgetError(ValueError):
    """The file is not a budget file; the message says what is missing."""


def _unreadable(lines: pl.DataFrame, bad: pl.Expr, reason: str) -> pl.DataFrame:
    rows = lines.filter(bad).with_columns(rule=pl.lit("readable"), reason=pl.lit(reason))
    return BUDGET_ISSUE.conform(rows)


def read_budget(path: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(budget_line, budget_issue). Raises BudgetError where columns are missing, OSError where the file cannot be read.

    A figure is a whole number of thousands of euro; a point or comma in it is an issue, never a decimal sign.
    """
    try:
        raw = pl.read_csv(path.read_bytes(), infer_schema=False, encoding="utf8")
    except pl.exceptions.PolarsError as error:
        raise BudgetError(f"{path}: not a CSV file ({error})") from error
    if missing := sorted(NEEDED - set(raw.columns)):
        raise BudgetError(f"{path}: the columns {', '.join(missing)} are missing")
    lines = (
        raw.with_row_index("line_no", offset=2)
        .with_columns(
            pl.col("line_no").cast(pl.Int64),
            pl.col("year", "bill_year").cast(pl.Int64, strict=False),
            kind=pl.col("kind").replace_strict(KINDS, default=None, return_dtype=pl.String),
            phase=pl.col("phase").replace_strict(PHASES, default=None, return_dtype=pl.String),
            measure=pl.col("measure").replace_strict(MEASURES, default=None, return_dtype=pl.String),
            amount_thousand_eur=pl.when(pl.col("amount_thousand_eur").str.contains(r"^-?\d{1,12}$"))
            .then("amount_thousand_eur")
            .cast(pl.Int64),
        )
        .with_columns(amount_eur_cents=pl.col("amount_thousand_eur") * CENTS_PER_THOUSAND, budget_file=pl.lit(FILE))
    )
    words = pl.any_horizontal(pl.col("kind", "phase", "measure", "year", "bill_year").is_null())
    number = pl.col("amount_thousand_eur").is_null()
    issues = [
        _unreadable(lines, words, "kind, phase, measure or year is none that is known"),
        _unreadable(lines, number & ~words, "the amount is not a whole number of thousands of euro"),
    ]
    sound = BUDGET_LINE.conform(lines.filter(~words & ~number))
    return sound, pl.concat([*issues, check_arithmetic(sound)])
