"""The chain of the real data: the counts of the README, the mangled identifiers, and the precision of proposals."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from vrede.article.policy import load_policy
from vrede.chain.evaluate import hidden, spoiled
from vrede.chain.report import to_ministry
from vrede.chain.tables import identifiers_of
from vrede.lake.snapshot import Snapshot

MANGLED = [
    ("XM-DAC-7-NL-1-PPR-28456", "XM-DAC-7-PPR-28456"),
    ("XM-DAC-7-XM-DAC-7-PPR-4000006340", "XM-DAC-7-PPR-4000006340"),
    ("XM-DAC-7-4000004088", "XM-DAC-7-PPR-4000004088"),
    ("XM-DAC-7-PPR-40000001163", "XM-DAC-7-PPR-4000001163"),
    ("XM-DAC-7-6", None),  # a department: which activity was meant is not to be seen
]


@pytest.mark.parametrize(("stated", "suggested"), MANGLED)
def test_mangled_identifiers_get_the_right_suggestion(
    real_snapshot: Snapshot, stated: str, suggested: str | None
) -> None:
    found = real_snapshot.table("link").filter(pl.col("stated_id") == stated)
    assert found.height > 0
    assert set(found["suggested_id"]) == {suggested}
    assert set(found["state"]) == {"unlinkable"}


def test_links_to_the_ministry(real_snapshot: Snapshot) -> None:
    tables = {name: real_snapshot.table(name) for name in ("activity", "transaction", "link")}
    found = to_ministry(tables, ("XM-DAC-7", "NL-1"))
    assert found == {
        "ids_named": 43,
        "ids_resolved": 5,
        "transactions_named": 185,
        "transactions_resolved": 50,
        "transactions_named_by_type": {"1": 101, "11": 84},
        "publishers": 17,
    }


def test_precision_of_proposals(real_snapshot: Snapshot) -> None:
    names = ("activity", "transaction", "participating_org", "related_activity", "other_identifier", "narrative")
    tables = {name: real_snapshot.table(name) for name in names}
    policy, day = load_policy(), date(2026, 1, 1)
    forms, part = (policy.names(f"ministry_activity_{name}", day) for name in ("forms", "part"))
    identifiers = identifiers_of(tables, policy.names("ministry_identifiers", day), forms, part[0])
    link = real_snapshot.table("link")
    for measured in spoiled(link, identifiers):
        assert measured.wrong == 0, measured
    found = {m.rule: m for m in hidden(link, tables, 31)}
    title = found["amount, day and title"]
    assert title.right / (title.right + title.wrong) >= 0.75
