"""The chain in one piece of data, for the command line and the API: how far own money can be followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import polars as pl

from vrede.chain.amounts import CountedTwice, amounts
from vrede.chain.links import CERTAIN, INCOMING, POSSIBLE, UNLINKABLE, UP
from vrede.chain.outliers import bound_outliers, own_outliers
from vrede.money import BOUNDS, MEASURES, OWN, normal_ref

REPORT_TABLES = (
    "activity",
    "transaction",
    "link",
    "chain_edge",
    "chain_balance",
    "chain_bound",
    "chain_slice",
    "receipt_slice",
    "slice",
    "outlier",
    "chain_step",
    "chain_gap",
    "double_claim",
)


def chain_report(tables: Mapping[str, pl.DataFrame], ministry: Sequence[str]) -> dict[str, Any]:
    """to_ministry, links (by source, state and rule), levels (coverage as bounds), gaps, balance, double_claims, and the outliers in
    what own activities spent (level 0) and in the bounds.

    levels: per level what of own spending is seen, in cents: certain and at_most. not_seen: what was spent less what is seen at
    most of it at the first level; the reasons of not_followed add up to it.
    """
    step, sheet = tables["chain_step"], tables["chain_balance"]
    spent = int(sheet.filter(pl.col("measure") == OWN)["spent_eur_cents"].clip(lower_bound=0).sum() or 0)
    levels: list[dict[str, int]] = [
        {"level": 0, "certain_eur_cents": spent, "at_most_eur_cents": spent, "activities": 0}
    ]
    sums = step.group_by("level").agg(
        pl.col("certain_eur_cents", "at_most_eur_cents").sum(), pl.col("receiver_key").n_unique()
    )
    for level, certain, most, many in sums.sort("level").iter_rows():
        levels.append({"level": level, "certain_eur_cents": certain, "at_most_eur_cents": most, "activities": many})
    levels[0]["activities"] = sheet.filter((pl.col("measure") == OWN) & (pl.col("spent_eur_cents") > 0)).height
    states = (
        tables["link"]
        .group_by("source", "direction", "state", "rule")
        .len()
        .sort("source", "direction", "state", "rule")
    )
    reasons = tables["chain_gap"].group_by("reason").agg(pl.col("eur_cents").sum()).sort("eur_cents", descending=True)
    return {
        "to_ministry": to_ministry(tables, ministry),
        "links": {
            state: tables["link"].filter(pl.col("state") == state).height for state in (CERTAIN, POSSIBLE, UNLINKABLE)
        },
        "links_by_rule": [
            dict(zip(("source", "direction", "state", "rule", "links"), row, strict=True)) for row in states.iter_rows()
        ],
        "levels": levels,
        "not_followed": dict(reasons.iter_rows()),
        "not_seen_eur_cents": spent - sum(row["at_most_eur_cents"] for row in levels if row["level"] == 1),
        "bounds": _bounds(tables["chain_bound"]),
        "outliers": _outliers(tables),
        "balance": {measure: _balance(sheet.filter(pl.col("measure") == measure)) for measure in MEASURES},
        "double_claims": dict(tables["double_claim"].group_by("reason").len().sort("reason").iter_rows()),
    }


def _outliers(tables: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    """own_spent and bounds (kind -> bound): cents and transactions of the outliers in each."""
    kinds = bound_outliers(tables).items()
    return {
        "own_spent": asdict(own_outliers(tables)),
        "bounds": {kind: {bound: asdict(found) for bound, found in of.items()} for kind, of in kinds},
    }


def _bounds(sheet: pl.DataFrame) -> dict[str, dict[str, dict[str, int]]]:
    """kind -> basis ('all' and each by itself) -> the three bounds in cents, never added, and the activities."""
    sums = [pl.col(f"{bound}_eur_cents").sum() for bound in BOUNDS]
    found: dict[str, dict[str, dict[str, int]]] = {kind: {} for kind in ("commitment", "spent")}
    every = sheet.with_columns(basis=pl.lit("all"))
    for rows in (every, sheet):
        for row in rows.group_by("kind", "basis").agg(*sums, activities=pl.len()).sort("basis").to_dicts():
            found[row.pop("kind")][row.pop("basis")] = row
    return found


def _balance(sheet: pl.DataFrame) -> dict[str, Any]:
    try:
        paid: int | None = amounts("paid", sheet).total()
    except CountedTwice:
        paid = None  # a total of payments would count money at each step: only net has one
    differs = sheet.filter(pl.col("net_eur_cents") != pl.col("new_money_eur_cents"))
    return {
        "activities": sheet.height,
        "paid_eur_cents": paid,
        "entering_eur_cents": amounts("entering", sheet).total(),
        "inside_eur_cents": amounts("inside", sheet).total(),
        "net_eur_cents": amounts("net", sheet).total(),
        "net_at_least_eur_cents": int(sheet["net_at_least_eur_cents"].sum() or 0),
        "new_money_eur_cents": int(sheet["new_money_eur_cents"].sum() or 0),
        "activities_where_the_two_differ": differs.height,
    }


def to_ministry(tables: Mapping[str, pl.DataFrame], ministry: Sequence[str]) -> dict[str, Any]:
    """Incoming transactions (types 1 and 11) whose provider-activity-id begins with the ministry's identifier, and how
    many of them name an activity that is published here. tables: activity, transaction, link."""
    begins = "|".join(ref.replace(".", r"\.") for ref in ministry)
    named = (
        tables["link"]
        .filter((pl.col("direction") == UP) & pl.col("transaction_key").is_not_null())
        .filter(pl.col("stated_id").str.to_uppercase().str.contains(f"^({begins})(-|$)"))
        .join(tables["transaction"].select("transaction_key", "transaction_type"), on="transaction_key")
        .filter(pl.col("transaction_type").is_in(list(INCOMING)))
        .join(tables["activity"].select("activity_key", ref=normal_ref(pl.col("reporting_org_ref"))), on="activity_key")
    )
    resolved = named.filter(pl.col("state") == CERTAIN)
    types = named.group_by("transaction_type").len().sort("transaction_type")
    return {
        "ids_named": named["stated_id"].n_unique(),
        "ids_resolved": resolved["stated_id"].n_unique(),
        "transactions_named": named.height,
        "transactions_resolved": resolved.height,
        "transactions_named_by_type": dict(types.iter_rows()),
        "publishers": named["ref"].n_unique(),
    }
