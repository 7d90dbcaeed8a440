"""Figures by year: own money, the bounds of the chain and the field, what was taken back, and why a figure is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from vrede.language import Nothing
from vrede.money.measure import BOUNDS, CHAIN
from vrede.money.selection import KINDS, Selection

NAMES = ("own", *(f"{CHAIN}_{bound}" for bound in BOUNDS), "field")
"""The figures of a statement by name: own money, the three bounds of the chain, the field."""
NAME = pl.when(pl.col("bound") == "").then("measure").otherwise(pl.concat_str("measure", pl.lit("_"), "bound"))


YearOfMoney = dict[str, Any]
"""Figures of a year by name, in cents or None; `taken_back`: of what is below nothing in them; `nothing`: why there is none."""


def by_year(rows: pl.DataFrame, nothing: Callable[[Selection], Nothing]) -> dict[str, YearOfMoney]:
    """year ('none' without a date) -> {own_spent_eur_cents, own_commitment_eur_cents, chain_received_..., field_...}.

    A figure without a row, or of which no row has a price, is None, and `nothing` says why of its name. rows: as
    `Ledger.bounded` gives them. nothing: why a measure and year of the same selection has no rows.
    """
    cents = pl.col("amount_eur_cents")
    known = cents.is_not_null().any()
    sums = rows.group_by("year", "kind", name=NAME).agg(cents.sum(), known=known, back=cents.filter(cents < 0).sum())
    columns = [f"{name}_{kind}_eur_cents" for name in NAMES for kind in KINDS]
    years: dict[str, YearOfMoney] = {}
    for year, kind, name, total, is_known, back in sums.sort("year", nulls_last=True).iter_rows():
        if name not in NAMES:
            continue
        words, column = "none" if year is None else str(year), f"{name}_{kind}_eur_cents"
        found = years.setdefault(words, {**dict.fromkeys(columns), "taken_back": {}, "nothing": {}})
        if is_known:
            found[column] = int(total)
        else:
            found["nothing"][column] = Nothing.NOT_LOADED.value
        if back:
            found["taken_back"][column] = int(back)
    for words, found in years.items():
        for column in columns:
            if found[column] is None:
                one = Selection(measure=column.split("_")[0], year=words)
                found["nothing"].setdefault(column, nothing(one).value)
    return years


def years_without_outliers(rows: pl.DataFrame, nothing: Callable[[Selection], Nothing]) -> dict[str, YearOfMoney]:
    """As `by_year`, without outliers, of the years that hold one and no others. A figure of outliers alone is 0 without them."""
    far = rows.filter("outlier")["year"].unique()
    known = rows.filter(pl.col("year").is_in(far.drop_nulls().implode()).fill_null(far.null_count() > 0))
    cents = pl.col("amount_eur_cents")
    return by_year(
        known.with_columns(
            pl.when(pl.col("outlier") & cents.is_not_null()).then(0).otherwise(cents).alias("amount_eur_cents")
        ),
        nothing,
    )
