"""The lines behind a figure that is no sum of slices: each says where it stands, and together they are the figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from vrede.money.levels import left_out

SCHEMA = {
    "activity_key": pl.Int64,
    "other_key": pl.Int64,
    "source": pl.String,
    "row_no": pl.Int64,
    "day": pl.Date,
    "what": pl.String,
    "amount_eur_cents": pl.Int64,
}
BOUND = "rest"
"""A figure that is never below nothing, or never above what was spent: what that bound adds or takes."""
ORDER = ("activity_key", "other_key", "source", "row_no", "day", "what")


def figure_lines(frame: pl.DataFrame, source: str, **columns: str | pl.Expr) -> pl.DataFrame:
    """The frame in SCHEMA. columns: what each column is made of; those that are not named are empty."""
    made = {name: pl.col(made_of) if isinstance(made_of, str) else made_of for name, made_of in columns.items()}
    made["source"] = pl.lit(source)
    return frame.select(**{name: made.get(name, pl.lit(None)).cast(kind) for name, kind in SCHEMA.items()})


def lines_together(*parts: pl.DataFrame) -> pl.DataFrame:
    """All lines, the largest first."""
    return pl.concat(parts).sort("amount_eur_cents", *ORDER, descending=[True, *[False] * len(ORDER)], nulls_last=True)


def bounded_lines(found: pl.DataFrame, figure: int) -> pl.DataFrame:
    """With a line for what a bound adds or takes, where the lines alone are not the figure."""
    missing = figure - int(found["amount_eur_cents"].sum() or 0)
    if missing == 0:
        return found
    return pl.concat([found, pl.DataFrame([(None, None, "", None, None, BOUND, missing)], schema=SCHEMA, orient="row")])


def transaction_lines(
    tables: Mapping[str, pl.DataFrame], keys: Sequence[int], types: Sequence[str], sign: int = 1
) -> pl.DataFrame:
    """The transactions of these types of these activities. what: the type's code; sign -1 where they are taken off."""
    found = tables["transaction"].filter(
        pl.col("activity_key").is_in(list(keys)) & pl.col("transaction_type").is_in(list(types))
    )
    return figure_lines(
        found,
        "transaction",
        activity_key="activity_key",
        row_no="transaction_no",
        day="transaction_date",
        what="transaction_type",
        amount_eur_cents=pl.col("amount_eur_cents") * sign,
    )


def ahead_lines(tables: Mapping[str, pl.DataFrame], measure: str, kind: str, year: int, clause: str) -> pl.DataFrame:
    """Shares of budgets or planned disbursements of a year under a clause, or (empty) under the whole article."""
    under = tables["forward_slice"].filter(
        (pl.col("measure") == measure) & (pl.col("kind") == kind) & (pl.col("year") == year)
    )
    if clause:
        placed = tables["forward_placement"].filter(pl.col("clause") == clause)["ahead_key"]
        under = under.filter(pl.col("ahead_key").is_in(placed.implode()))
    else:
        under = under.filter("placed")
    return figure_lines(
        under,
        {"budget": "budget", "planned": "planned_disbursement"}[kind],
        activity_key="activity_key",
        row_no="row_no",
        what=pl.concat_str(pl.col("sector_code").fill_null("–"), pl.col("place_code").fill_null("–"), separator=" "),
        amount_eur_cents="amount_eur_cents",
    )


def other_level_lines(tables: Mapping[str, pl.DataFrame], keys: pl.Series, kind: str) -> pl.DataFrame:
    """What these activities say of one kind of money and another level counts."""
    gone = left_out(tables, keys).filter(pl.col("kind") == kind)
    return figure_lines(gone, "slice", activity_key="activity_key", what="reason", amount_eur_cents="amount_eur_cents")
