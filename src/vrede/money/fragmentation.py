"""Fragmentation as a number: how many activities, how small, and how much of the money goes through how few partners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

TOP = 10


@dataclass(frozen=True, slots=True)
class FragmentationYear:
    """One year of one measure: activities with spending, their median in cents, those below each bound (number and
    cents), partners, the cents of the ten largest partners, and all cents. hhi: the sum of squared shares of partners in
    ten-thousandths (10,000: one partner has everything)."""

    year: int
    activities: int
    median_cents: int
    below: tuple[tuple[int, int, int], ...]
    partners: int
    top_cents: int
    cents: int
    hhi: int


def fragmentation_per_year(slices: pl.DataFrame, bounds: Sequence[int]) -> list[FragmentationYear]:
    """Years of spending, the oldest first. slices: activity_key, partner_ref, year, amount_eur_cents of spending.

    Only activities and partners with more than nothing count: a refund is no activity. bounds: cents.
    """
    dated = slices.filter(pl.col("year").is_not_null())
    of_activity = (
        dated.group_by("year", "activity_key")
        .agg(pl.col("amount_eur_cents").sum())
        .filter(pl.col("amount_eur_cents") > 0)
    )
    of_partner = (
        dated.with_columns(pl.col("partner_ref").fill_null("?"))
        .group_by("year", "partner_ref")
        .agg(pl.col("amount_eur_cents").sum())
        .filter(pl.col("amount_eur_cents") > 0)
    )
    made = []
    for (year,), rows in of_activity.sort("year", "activity_key").group_by("year", maintain_order=True):
        cents = sorted(int(c) for c in rows["amount_eur_cents"])
        partners = sorted((int(c) for c in of_partner.filter(pl.col("year") == year)["amount_eur_cents"]), reverse=True)
        whole = sum(partners)
        middle = len(cents) // 2
        median = cents[middle] if len(cents) % 2 else (cents[middle - 1] + cents[middle]) // 2
        below = tuple((bound, sum(c < bound for c in cents), sum(c for c in cents if c < bound)) for bound in bounds)
        hhi = sum(p * p for p in partners) * 10_000 // (whole * whole) if whole else 0
        made.append(
            FragmentationYear(
                int(str(year)), len(cents), median, below, len(partners), sum(partners[:TOP]), sum(cents), hhi
            )
        )
    return made
