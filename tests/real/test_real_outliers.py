"""Outliers of the real data: those that were known are marked, and each that is marked was read by hand."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from vrede.lake.snapshot import Snapshot
from vrede.money import Ledger, Selection

sys.path.append(str(Path(__file__).resolve().parents[2] / "tools"))
UN_HABITAT = ("41120-2185", "41120-2349")
"""Two records of which half, EUR 511.7 million, stands under F3."""


def test_the_two_of_un_habitat_are_marked_under_f3(real_snapshot: Snapshot) -> None:
    activity = real_snapshot.table("activity").select("activity_key", "iati_identifier")
    ledger = Ledger(real_snapshot.table("slice"), real_snapshot.table("placement"), {})
    rows = ledger.select(Selection(clause="F3", measure="field", kind="spent", year="2014"))
    mine = rows.join(activity, on="activity_key").filter(pl.col("iati_identifier").is_in(UN_HABITAT))
    assert mine["outlier"].all()
    assert round(mine["amount_eur_cents"].sum() / 10_000_000) == 5117
    assert ledger.outliers(Selection(clause="F3", kind="spent", year="2014")).transactions == 3


def test_each_that_is_marked_was_read(real_snapshot: Snapshot) -> None:
    """Eight, and none of them wrongly marked; another one must be read before it is said to be one."""
    from real_outliers import READ

    found = real_snapshot.table("outlier").join(real_snapshot.table("activity"), on="activity_key")
    assert sorted(found["iati_identifier"]) == sorted(READ)
    assert real_snapshot.table("issue").filter(pl.col("reason").str.starts_with("far outside")).height == len(READ)
