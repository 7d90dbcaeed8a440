"""Rows of a table by plain conditions: what a page, a command or the API asks for, without an expression of its own."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

FEW = 200
"""Keys that are looked for one by one in a column that rises; more are looked for at once."""
Value = str | int | bool | None
Wanted = Value | Collection[str] | Collection[int] | pl.Series


def where(frame: pl.DataFrame, **wanted: Wanted) -> pl.DataFrame:
    """The rows in which every named column has its value, or one of its values; None: in which it is empty.

    >>> frame = pl.DataFrame({"kind": ["spent", "commitment"], "year": [2020, None]})
    >>> where(frame, kind="spent")["year"].to_list(), where(frame, year=None)["kind"].to_list(), where(frame, year=[2020]).height
    ([2020], ['commitment'], 1)
    """
    conditions = []
    for name, value in wanted.items():
        runs = _keys(value) if frame[name].flags.get("SORTED_ASC") and not frame[name].null_count() else None
        if runs is not None:
            frame = pl.concat([_run(frame, name, one) for one in runs]) if runs else frame.clear()
        else:
            conditions.append(_holds(pl.col(name), value))
    return frame.filter(*conditions) if conditions else frame


def _keys(value: Wanted) -> list[int] | None:
    """The numbers to look for one by one, in their order; None where that would not be quicker, or they are no numbers."""
    if isinstance(value, int):
        return [value]
    if value is None or isinstance(value, str) or not 0 < len(value) <= FEW:
        return None
    found = set(value)
    return sorted(found) if all(isinstance(one, int) for one in found) else None


def _run(frame: pl.DataFrame, name: str, value: int) -> pl.DataFrame:
    """The rows with one value of a column that rises: found by halving, whatever the number of rows."""
    first = int(frame[name].search_sorted(value, side="left"))
    return frame.slice(first, int(frame[name].search_sorted(value, side="right")) - first)


def without(frame: pl.DataFrame, **unwanted: Wanted) -> pl.DataFrame:
    """The rows in which no named column has its value, or one of its values; an empty cell has none of them."""
    conditions = [~_holds(pl.col(name), value).fill_null(False) for name, value in unwanted.items()]
    return frame.filter(*conditions) if conditions else frame


def _holds(column: pl.Expr, wanted: Wanted) -> pl.Expr:
    if wanted is None:
        return column.is_null()
    if isinstance(wanted, str | int | bool):
        return column == wanted
    values = wanted if isinstance(wanted, pl.Series) else pl.Series(list(wanted))
    return column.is_in(values.unique().implode()) if len(values) else pl.lit(False)


def counted(frame: pl.DataFrame, *by: str) -> pl.DataFrame:
    """by, len: how many rows there are of each value, in no order."""
    return frame.group_by(*by).len()


def most_first(frame: pl.DataFrame, *by: str, then: str) -> pl.DataFrame:
    """by, len: the same, the most rows first, then by a column."""
    return counted(frame, *by).sort("len", then, descending=[True, False])


def gathered(frame: pl.DataFrame, by: str, name: str, *columns: str) -> pl.DataFrame:
    """by, name: for each value of a column a list of its rows, each with these columns; in the order of the frame."""
    return frame.group_by(by, maintain_order=True).agg(pl.struct(*columns).alias(name))
