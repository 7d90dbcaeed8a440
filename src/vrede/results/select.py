"""Which results a view is about: one selection gives the figure, its rows and its CSV alike."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vrede.money import Ledger, Selection

NONE = "none"
COLUMNS = {"activity": "activity_key"}
NUMBERS = ("year", "activity")
DAYS = ("period_start", "period_end")


def target_stated(stated: bool) -> pl.Expr:
    """Which values hold something, or (stated=False) hold nothing, at most a remark beside it."""
    filled = pl.col("value").fill_null("").str.strip_chars() != ""
    return filled if stated else ~filled


def keys_within(ledger: Ledger, clause: str = "", country: str = "") -> pl.Series:
    """activity_key of the activities with money under a clause (else the article) and in a country (else anywhere)."""
    rows = ledger.select(Selection(clause=clause, country=country))
    return rows["activity_key"].unique().sort()


def within(rows: pl.DataFrame, matched: pl.DataFrame, ledger: Ledger, conditions: Mapping[str, str]) -> pl.DataFrame:
    """The rows (of result_value or achievement) that all conditions leave.

    conditions: clause, country (ISO3), given ('yes': with a value, 'no': without), own (id of one of the ministry's indicators), activity, or any column of the
    rows by name; 'none' asks for what is not known. matched: table indicator_match. Raises KeyError for no such column.
    """
    clause, country = conditions.get("clause", ""), conditions.get("country", "")
    if clause or country:
        rows = rows.filter(pl.col("activity_key").is_in(keys_within(ledger, clause, country).implode()))
    for name, value in conditions.items():
        if name in ("clause", "country"):
            continue
        if name == "given":
            rows = rows.filter(target_stated(value == "yes"))
            continue
        if name == "own":
            keys = matched.filter(pl.col("own") == value).select("activity_key", "indicator_no")
            rows = rows.join(keys, on=["activity_key", "indicator_no"], how="semi", maintain_order="left")
            continue
        column = COLUMNS.get(name, name)
        if column not in rows.columns:
            raise KeyError(name)
        if value == NONE:
            rows = rows.filter(pl.col(column).is_null())
        elif name in DAYS:
            rows = rows.filter(pl.col(column).dt.to_string("%Y-%m-%d") == value)
        elif name in NUMBERS:
            rows = rows.filter(pl.col(column) == int(value))
        else:
            rows = rows.filter(pl.col(column) == value)
    return rows
