"""Organisations of the real data: who is named is shown, and the 300 pairs that were judged."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from vrede.lake.snapshot import Snapshot

sys.path.append(str(Path(__file__).resolve().parents[2] / "tools"))


def test_links_are_right_and_few_are_missed(real_snapshot: Snapshot) -> None:
    """Precision at least .99 and recall at least .80 on 300 judged pairs."""
    from real_organisations import judged, precision, recall

    rows = judged(real_snapshot)
    right, linked = precision(rows)
    assert sum(row.pairs for row in rows) == 300
    assert right / linked >= 0.99, rows
    assert recall(rows) >= 0.80, rows


def test_who_is_named_is_not_said_not_to_be(real_snapshot: Snapshot) -> None:
    """Every own payment whose receiver has a name that is somebody's goes through that organisation; the rest is a fiftieth at most."""
    partner = real_snapshot.table("partner").select("partner_ref", "known_by")
    own = real_snapshot.table("slice").filter((pl.col("measure") == "own") & (pl.col("kind") == "spent"))
    paid = own.join(partner, on="partner_ref", how="left")
    assert paid["known_by"].null_count() == 0
    nobody = paid.filter(pl.col("known_by") == "nobody")["amount_eur_cents"].sum()
    assert nobody * 50 <= paid["amount_eur_cents"].sum()


def test_two_valid_identifiers_are_never_one(real_snapshot: Snapshot) -> None:
    """Beside other writings of one number only policy takes two of them together."""
    from datetime import date

    from vrede.article import load_policy, normal_identifier
    from vrede.money.written import Written

    written = Written.of(load_policy(), date.fromisoformat(real_snapshot.manifest["policy_day"]))
    links = real_snapshot.table("organisation_link").filter(
        pl.col("as_ref").is_not_null() & (pl.col("grade").is_in(["name", "alike"]))
    )
    assert links.height
    both = [
        (ref, partner)
        for ref, partner in links.select("as_ref", "partner_ref").iter_rows()
        if written.is_valid(normal_identifier(ref)) and written.is_valid(partner)
    ]
    assert not both
