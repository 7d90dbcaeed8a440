"""Three measures of money in a chain, and why they are never added: entering, inside, net.

entering: what comes into a set of activities from outside it. inside: what its activities pay to each other. net: what they
paid, less what they paid to each other, so that every euro counts once. The sum of all payments (`paid`) counts a euro at
each step; it may be shown row by row, and the engine refuses to total it where a payment inside the set is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

Measure = Literal["entering", "inside", "net", "paid"]


class CountedTwice(Exception):
    """A sum was asked that would count the same money more than once."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """Amounts of one measure: key, cents and inside_cents (what of a payment stays inside). The tag travels with them."""

    measure: Measure
    rows: pl.DataFrame

    def total(self) -> int:
        """Their sum in cents. Raises CountedTwice for payments of which a part is paid inside the set."""
        if self.measure == "paid" and int(self.rows["inside_cents"].sum() or 0) != 0:
            raise CountedTwice("payments to each other are in this set: ask for net, or show the rows")
        return int(self.rows["cents"].sum() or 0)

    def __add__(self, other: Amounts) -> Amounts:
        """Two sets of one measure without an activity in common. Raises CountedTwice for anything else."""
        if self.measure != other.measure:
            raise CountedTwice(f"{self.measure} and {other.measure} tell of the same money")
        if self.measure != "net":
            raise CountedTwice(
                f"{self.measure} of two sets is not that of both together: what passes between them would count"
            )
        if self.rows["key"].is_in(other.rows["key"].implode()).any():
            raise CountedTwice("an activity stands in both sets")
        return Amounts(self.measure, pl.concat([self.rows, other.rows]))


def amounts(measure: Measure, balance: pl.DataFrame) -> Amounts:
    """Amounts of one measure from the table `chain_balance`."""
    column = {
        "entering": "entering_eur_cents",
        "inside": "passed_on_eur_cents",
        "net": "net_eur_cents",
        "paid": "spent_eur_cents",
    }[measure]
    return Amounts(
        measure,
        balance.select(
            key="activity_key",
            cents=pl.col(column).fill_null(0),
            inside_cents=pl.col("passed_on_eur_cents").fill_null(0),
        ),
    )
