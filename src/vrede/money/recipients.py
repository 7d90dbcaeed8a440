"""Who received what from the state in a year, as the state publishes it: no article stands beside it, so it is added to no budget line."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

ORDERS = ("amount", "name")


@dataclass(frozen=True, slots=True)
class Recipients:
    """The recipients of a year. named: in the order asked; unnamed: all whose names are left out, in cents (None: no such line)."""

    named: pl.DataFrame
    unnamed: int | None

    @property
    def cents(self) -> int:
        """What the named ones received together."""
        return int(self.named["amount_eur_cents"].sum())


def recipient_years(table: pl.DataFrame) -> list[int]:
    """The years of table budget_recipient, the oldest first."""
    return sorted(int(year) for year in table["year"].unique())


def recipients_of(table: pl.DataFrame, year: int, order: str) -> Recipients:
    """The recipients of one year. order: one of ORDERS; the largest amount first, or by name."""
    found = table.filter(pl.col("year") == year)
    apart = pl.col("unnamed").fill_null(False)
    named = found.filter(~apart)
    by_name = pl.col("recipient").str.to_lowercase()
    if order == "name":
        named = named.sort(by_name, "amount_eur", descending=[False, True])
    else:
        named = named.sort("amount_eur", by_name, descending=[True, False])
    together = found.filter(apart)["amount_eur_cents"]
    return Recipients(named, int(together.sum()) if together.len() else None)
