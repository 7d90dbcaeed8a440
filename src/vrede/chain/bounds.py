"""Three bounds of the chain's money: received from the ministry as stated, at most the ministry's, all of the activity.

A publisher who names the ministry rarely says how much of what it spends is the ministry's. What it states to have received
is one figure; what it spent, as far as it can be the ministry's, another; all that it spent a third (docs/decisions/0039).
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vrede.chain.links import CERTAIN, UP
from vrede.money import CHAIN

ALONE, STATED, NOT_STATED = "alone", "stated", "not stated"
KEY = ["activity_key", "kind"]
NARROW: dict[str, tuple[str, ...]] = {
    "activity": ("activity_key", "measure", "measure_reason", "funders"),
    "slice": ("slice_key", "activity_key", "kind", "measure", "amount_eur_cents"),
}
"""What is read here of activities, and of slices those of the chain."""


def bounds_of(tables: Mapping[str, pl.DataFrame], link: pl.DataFrame, edge: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """chain_bound, chain_slice, and receipt_slice and receipt_placement without what came through another of the chain.

    tables: activity, slice, receipt_slice and receipt_placement, as `money.settle` gives them. link, edge: of the chain.
    """
    receipts = tables["receipt_slice"]
    passed_down = came_through(tables["activity"], link)
    kept = receipts.join(passed_down, on="transaction_key", how="anti", maintain_order="left")
    sheet = bound_sheet(tables["activity"], tables["slice"], receipts, kept, edge)
    return {
        "chain_bound": sheet,
        "chain_slice": spread(tables["slice"], sheet),
        "receipt_slice": kept,
        "receipt_placement": tables["receipt_placement"].join(
            kept.select("receipt_key"), on="receipt_key", how="semi", maintain_order="left"
        ),
    }


def came_through(activity: pl.DataFrame, link: pl.DataFrame) -> pl.DataFrame:
    """transaction_key of receipts that name an activity of the chain as payer: there that money was received already."""
    chain = activity.filter(pl.col("measure") == CHAIN).select(target_key="activity_key")
    certain = (pl.col("state") == CERTAIN) & (pl.col("direction") == UP) & pl.col("transaction_key").is_not_null()
    return (
        link.filter(certain & (pl.col("target_key") != pl.col("activity_key")))
        .join(chain, on="target_key", how="semi")
        .select("transaction_key")
        .unique()
    )


def bound_sheet(
    activity: pl.DataFrame, slices: pl.DataFrame, receipts: pl.DataFrame, kept: pl.DataFrame, edge: pl.DataFrame
) -> pl.DataFrame:
    """The table `chain_bound`, a row for every chain activity and kind of money. receipts: all that were stated; kept: those that count.

    at_most: what is left after what was passed on to others of the chain; of an activity that others fund too no more than
    the larger of what it states to have received and to have been promised. An activity that states nothing, or states an
    amount without a price, may be the ministry's as a whole.
    """
    cents = pl.col("amount_eur_cents")
    mine = slices.filter(pl.col("measure") == CHAIN).group_by(KEY).agg(whole=cents.sum())
    received = kept.filter(pl.col("measure") == CHAIN).group_by(KEY).agg(received=cents.sum())
    of_kind = receipts.group_by(KEY).agg(cents=cents.sum(), unpriced=cents.is_null().any())
    stated = of_kind.group_by("activity_key").agg(
        stated=pl.when(~pl.col("unpriced").any()).then(pl.col("cents").max().clip(lower_bound=0))
    )
    spending = mine.filter(pl.col("whole") > 0)
    passed = (
        edge.filter((pl.col("state") == CERTAIN) & (pl.col("passed_eur_cents") > 0))
        .filter(pl.col("payer_key") != pl.col("receiver_key"))
        .join(spending, left_on=["receiver_key", "kind"], right_on=KEY, how="semi")
        .group_by(activity_key="payer_key", kind="kind")
        .agg(passed=pl.col("passed_eur_cents").sum())
    )
    funding = activity.select(
        "activity_key",
        alone=(pl.col("funders") <= 1) & (pl.col("measure_reason") == "names the ministry as funder"),
    )
    rows = (
        mine.join(received, on=KEY, how="full", coalesce=True)
        .join(stated, on="activity_key", how="left")
        .join(passed, on=KEY, how="left")
        .join(funding, on="activity_key", how="left")
        .with_columns(pl.col("whole", "received", "passed").fill_null(0))
        .with_columns(passed=pl.min_horizontal("passed", pl.col("whole").clip(lower_bound=0)))
        .with_columns(net=pl.col("whole") - pl.col("passed"))
        .with_columns(
            basis=pl.when("alone")
            .then(pl.lit(ALONE))
            .when(pl.col("stated").is_null())
            .then(pl.lit(NOT_STATED))
            .otherwise(pl.lit(STATED))
        )
    )
    at_most = (
        pl.when((pl.col("basis") == STATED) & (pl.col("net") > 0))
        .then(pl.min_horizontal("net", "stated"))
        .otherwise("net")
    )
    return rows.select(
        *KEY,
        "basis",
        received_eur_cents="received",
        stated_eur_cents="stated",
        passed_on_eur_cents="passed",
        at_most_eur_cents=at_most,
        whole_eur_cents="whole",
    ).sort(KEY)


def spread(slices: pl.DataFrame, sheet: pl.DataFrame) -> pl.DataFrame:
    """chain_slice: slice_key, activity_key, at_most_eur_cents; each slice in proportion, and together to the cent at most.

    In the order of the slices each takes what the running sum has reached: no cent is lost, and what was taken back lowers
    the bound as it lowers the whole. An activity whose sum is nothing or less is as it is.
    """
    rows = (
        slices.filter(pl.col("measure") == CHAIN)
        .sort("slice_key")
        .join(
            sheet.select(*KEY, most="at_most_eur_cents", whole="whole_eur_cents"),
            on=KEY,
            how="left",
            maintain_order="left",
        )
        .with_columns(_sum=pl.col("amount_eur_cents").fill_null(0).cum_sum().over(KEY).cast(pl.Int128))
        .with_columns(_reached=pl.when(pl.col("whole") > 0).then(pl.col("_sum") * pl.col("most") // pl.col("whole")))
        .with_columns(_before=pl.col("_reached").shift(1, fill_value=0).over(KEY))
    )
    cents = (
        pl.when(pl.col("amount_eur_cents").is_null())
        .then(None)
        .when(pl.col("whole") > 0)
        .then((pl.col("_reached") - pl.col("_before")).cast(pl.Int64))
        .otherwise("amount_eur_cents")
    )
    return rows.select("slice_key", "activity_key", at_most_eur_cents=cents)
