"""The collected file and the state's files as one table: from a year of policy on the state's files give the levels.

Amendments, changes to later years, other phases and earlier years stay those of the collected file. Lines are joined by their names: the
numbers of schemes change every year.
"""

from __future__ import annotations

import polars as pl

from vrede.sources.budget.names import PHASES, joined
from vrede.sources.budget.tables import BUDGET_ISSUE, BUDGET_LINE

MOMENT = ["year", "kind", "phase"]
PLACE = ["subarticle", "instrument", "scheme"]
AGREE = "the state's file and the collected file agree"
DIFFERS = "the two files print another amount; that of the state's file is used"
ALONE = "the collected file has this line, the state's file of that phase has not; it is not used"


def _by_name(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines with their place as two files are joined by it, in columns of their own."""
    return lines.with_columns(joined(name).alias(f"at_{name}") for name in PLACE)


def _issues(rows: pl.DataFrame, reason: str) -> pl.DataFrame:
    return BUDGET_ISSUE.conform(
        rows.with_columns(
            rule=pl.lit(AGREE),
            difference_thousand_eur=pl.col("found_thousand_eur") - pl.col("expected_thousand_eur"),
            reason=pl.lit(reason),
        )
    )


def merged(
    collected: pl.DataFrame, state: pl.DataFrame, unread: pl.DataFrame, first_year: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(budget_line, budget_issue) of both. collected, state: budget_line of either. first_year: from which the state's files lead.

    unread: issues of lines of the state's files that could not be read. There the collected file still fills what the state's file does
    not give; elsewhere a line that only the collected file has is left out and said, so that no scheme counts under two names.
    """
    state = state.filter(pl.col("year") >= first_year)
    spoken = state.select(MOMENT).unique()
    level = (
        (pl.col("measure") == "level")
        & (pl.col("bill_year") == pl.col("year"))
        & (pl.col("year") >= first_year)
        & pl.col("phase").is_in(list(PHASES.values()))
    )
    numbered = collected.with_row_index("row")
    both = _by_name(numbered.filter(level).join(spoken, on=MOMENT, how="semi"))
    at = [*MOMENT, *(f"at_{name}" for name in PLACE)]
    theirs = (
        _by_name(state)
        .group_by(at)
        .agg(
            state_file=pl.col("budget_file").first(),
            state_line=pl.col("line_no").first(),
            found_thousand_eur=pl.col("amount_thousand_eur").sum(),
        )
    )
    met = both.join(theirs, on=at, how="left", maintain_order="left").rename(
        {"amount_thousand_eur": "expected_thousand_eur"}
    )
    alone = pl.col("state_file").is_null()
    short = unread.select(MOMENT).unique()
    unphased = short.filter(pl.col("phase").is_null())
    filling = pl.concat(
        [
            met.filter(alone).join(short, on=MOMENT, how="semi"),
            met.filter(alone).join(unphased, on=["year", "kind"], how="semi"),
        ]
    )
    gone = met.filter(alone & ~pl.col("row").is_in(filling["row"].implode()))
    differing = met.filter(~alone & (pl.col("expected_thousand_eur") != pl.col("found_thousand_eur")))
    differing = differing.with_columns(budget_file="state_file", line_no="state_line")
    dropped = met.filter(~pl.col("row").is_in(filling["row"].implode()))["row"]
    kept = numbered.filter(~pl.col("row").is_in(dropped.implode()))
    lines = pl.concat([BUDGET_LINE.conform(kept), BUDGET_LINE.conform(state)])
    said = [_issues(differing, DIFFERS), _issues(gone.with_columns(found_thousand_eur=pl.lit(None, pl.Int64)), ALONE)]
    return lines, pl.concat(said)
