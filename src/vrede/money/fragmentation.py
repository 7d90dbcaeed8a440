"""Fragmentation as a number: how many activities, how small, and how much of the money goes through how few partners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from vrede.money.outlier_sums import beyond

TOP = 10


@dataclass(frozen=True, slots=True)
class FragmentationYear:
    """One year of one measure: activities with spending, their median in cents, those below each bound (number and
    cents), partners, the cents of the ten largest partners, and all cents. hhi: the sum of squared shares of partners in
    ten-thousandths (10,000: one partner has everything). outliers: transactions of the year that are one; all figures hold them, but
    median_without_cents leaves them out."""

    year: int
    activities: int
    median_cents: int
    below: tuple[tuple[int, int, int], ...]
    partners: int
    top_cents: int
    cents: int
    hhi: int
    outliers: int
    median_without_cents: int


def _sums(slices: pl.DataFrame, by: str) -> pl.DataFrame:
    """year, by, amount_eur_cents, of those with more than nothing."""
    sums = slices.group_by("year", by).agg(pl.col("amount_eur_cents").sum())
    return sums.filter(pl.col("amount_eur_cents") > 0)


def _median(cents: Sequence[int]) -> int:
    """The middle one of sorted amounts, or that between the two in the middle; 0 where there are none."""
    middle = len(cents) // 2
    if not cents:
        return 0
    return cents[middle] if len(cents) % 2 else (cents[middle - 1] + cents[middle]) // 2


def fragmentation_per_year(slices: pl.DataFrame, bounds: Sequence[int]) -> list[FragmentationYear]:
    """Years of spending, the oldest first. slices: transaction_key, activity_key, partner_ref, year, amount_eur_cents, outlier of spending.

    Only activities and partners with more than nothing count: a refund is no activity. bounds: cents.
    """
    dated = slices.filter(pl.col("year").is_not_null())
    of_activity = _sums(dated, "activity_key")
    left = _sums(dated.filter(~pl.col("outlier")), "activity_key")
    of_partner = _sums(dated.with_columns(pl.col("partner_ref").fill_null("?")), "partner_ref")
    made = []
    for (year,), rows in of_activity.sort("year", "activity_key").group_by("year", maintain_order=True):
        cents = sorted(int(c) for c in rows["amount_eur_cents"])
        partners = sorted((int(c) for c in of_partner.filter(pl.col("year") == year)["amount_eur_cents"]), reverse=True)
        whole = sum(partners)
        without = sorted(int(c) for c in left.filter(pl.col("year") == year)["amount_eur_cents"])
        below = tuple((bound, sum(c < bound for c in cents), sum(c for c in cents if c < bound)) for bound in bounds)
        hhi = sum(p * p for p in partners) * 10_000 // (whole * whole) if whole else 0
        made.append(
            FragmentationYear(
                int(str(year)),
                len(cents),
                _median(cents),
                below,
                len(partners),
                sum(partners[:TOP]),
                sum(cents),
                hhi,
                beyond(dated.filter(pl.col("year") == year)).transactions,
                _median(without),
            )
        )
    return made
