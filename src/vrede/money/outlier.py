"""Outliers: amounts far outside both their publisher's and their activity's own scale. They are marked, and never left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from vrede.article import Policy
from vrede.money.forward import BUDGET, PLANNED

COUNTED_TYPES = ("2", "3", "4")
"""Codes of the list TransactionType (IATI standard 2.03) that figures are made of: commitment, disbursement, expenditure."""
COMMITMENT = "2"
BASES = (BUDGET, PLANNED, "others")
"""What gives an activity's scale: its budget, its plans, or what its other commitments and payments come to."""
OUTLIER = "far outside the scale of its activity and of its publisher"
SCHEMA = {
    "transaction_key": pl.Int64,
    "activity_key": pl.Int64,
    "amount_eur_cents": pl.Int64,
    "basis": pl.String,
    "activity_scale_eur_cents": pl.Int64,
    "publisher_scale_eur_cents": pl.Int64,
}
SIZE = pl.col("amount_eur_cents").abs()


@dataclass(frozen=True, slots=True)
class OutlierRule:
    """The rule of a day. activity_times, publisher_times: from how many times each scale on. fewest_others: amounts beside it that an
    activity without budget needs. budgets_used_percent: of a publisher's activities that state one, those where it is above zero."""

    activity_times: int
    publisher_times: int
    fewest_others: int
    budgets_used_percent: int

    @classmethod
    def of(cls, policy: Policy, day: date) -> OutlierRule:
        """Of the policy of a day. Raises PolicyError."""
        names = (
            "outlier_activity_times",
            "outlier_publisher_times",
            "outlier_fewest_others",
            "outlier_budgets_used_percent",
        )
        return cls(*(policy.whole_number(name, day) for name in names))


def _budgets(stated: pl.DataFrame, publishers: pl.DataFrame, rule: OutlierRule) -> pl.DataFrame:
    """activity_key, budget: what is budgeted over all years, where it is above zero and the publisher's budgets are used as such:
    where most of its activities state zero, a budget says something else than what the activity comes to."""
    sums = (
        stated.filter(pl.col("source") == BUDGET)
        .group_by("activity_key")
        .agg(budget=pl.col("amount_eur_cents").sum())
        .join(publishers, on="activity_key", how="inner")
    )
    used = (
        sums.group_by("publisher")
        .agg(above=(pl.col("budget") > 0).sum().cast(pl.Int64), every=pl.len().cast(pl.Int64))
        .filter(pl.col("above") * 100 >= pl.col("every") * rule.budgets_used_percent)
    )
    return sums.filter(pl.col("budget") > 0).join(used, on="publisher", how="semi").select("activity_key", "budget")


def _publisher_scale(counted: pl.DataFrame, stated: pl.DataFrame, publishers: pl.DataFrame) -> pl.DataFrame:
    """publisher, publisher_scale_eur_cents: the middle one (of two the lower) of all amounts that it states, each without its sign:
    commitments, payments, and the years of budgets and plans."""
    amounts = pl.concat(
        [
            counted.select("activity_key", size=SIZE),
            stated.filter(pl.col("amount_eur_cents") > 0).select("activity_key", size="amount_eur_cents"),
        ]
    ).join(publishers, on="activity_key", how="inner")
    middle = pl.col("size").sort().gather((pl.len() - 1) // 2).first()
    return amounts.group_by("publisher").agg(publisher_scale_eur_cents=middle)


def outliers(
    transactions: pl.DataFrame, stated: pl.DataFrame, publishers: pl.DataFrame, rule: OutlierRule
) -> pl.DataFrame:
    """SCHEMA: the commitments and payments that lie far outside both scales, with what they were compared with.

    The activity's scale is the largest of its budget, its plans and the sum of its other commitments and payments, without their sign.
    What came in is no part of it: who writes a payment too large often writes what came in too large as well. Without a budget that
    counts there must be enough others: beside a payment any, beside a commitment other commitments, as payments come later. Plans
    alone are too few: they say what is still to be paid.

    transactions: transaction_key, activity_key, transaction_type, amount_eur_cents. stated: activity_key, source, amount_eur_cents, a row
    a year. publishers: activity_key, publisher. Rule: docs/decisions/0040.
    """
    counted = transactions.filter(
        pl.col("transaction_type").is_in(list(COUNTED_TYPES)) & (pl.col("amount_eur_cents") != 0)
    ).select("transaction_key", "activity_key", "transaction_type", "amount_eur_cents")
    known = publishers.filter(pl.col("publisher").is_not_null())
    committed = pl.col("transaction_type") == COMMITMENT
    of_activity = counted.group_by("activity_key").agg(
        together=SIZE.sum(), number=pl.len().cast(pl.Int64), commitments=committed.sum().cast(pl.Int64)
    )
    beside = pl.when(committed).then("commitments").otherwise("number") - 1
    planned = (
        stated.filter(pl.col("source") == PLANNED)
        .group_by("activity_key")
        .agg(planned=pl.col("amount_eur_cents").sum())
    )
    scaled = (
        counted.join(of_activity, on="activity_key", how="left", maintain_order="left")
        .join(_budgets(stated, known, rule), on="activity_key", how="left", maintain_order="left")
        .join(planned, on="activity_key", how="left", maintain_order="left")
        .join(known, on="activity_key", how="inner", maintain_order="left")
        .join(_publisher_scale(counted, stated, known), on="publisher", how="left", maintain_order="left")
        .with_columns(others=pl.col("together") - SIZE, _enough=beside >= rule.fewest_others)
        .filter(pl.col("budget").is_not_null() | pl.col("_enough"))
        .with_columns(activity_scale_eur_cents=pl.max_horizontal(*BASES))
        .with_columns(
            basis=pl.coalesce(
                pl.when(pl.col(name) == pl.col("activity_scale_eur_cents")).then(pl.lit(name)) for name in BASES
            )
        )
    )
    size = SIZE.cast(pl.Int128)
    far = (size >= pl.col("activity_scale_eur_cents").cast(pl.Int128) * rule.activity_times) & (
        size >= pl.col("publisher_scale_eur_cents").cast(pl.Int128) * rule.publisher_times
    )
    return scaled.filter(far).select(list(SCHEMA)).sort("transaction_key")


def outlier_issues(found: pl.DataFrame) -> pl.DataFrame:
    """transaction_key, activity_key, element, value, reason: a row of `issue` for each of `outliers`."""
    value = pl.format(
        "{} EUR cents; activity: {} ({}); publisher: {}",
        "amount_eur_cents",
        "activity_scale_eur_cents",
        "basis",
        "publisher_scale_eur_cents",
    )
    return found.select(
        "transaction_key", "activity_key", element=pl.lit("transaction/value"), value=value, reason=pl.lit(OUTLIER)
    )
