"""The sample's chains of three links: what it planted is found, and nothing else is certain."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import polars as pl

from vrede.lake.snapshot import Snapshot
from vrede.sources.sample import Truths


def test_the_parents_of_every_activity(sample: tuple[Path, Truths], sample_snapshot: Snapshot) -> None:
    known = sample_snapshot.table("activity").select("activity_key", "iati_identifier")
    up = sample_snapshot.table("link").filter(
        (pl.col("source") == "provider-activity-id") & pl.col("state").is_in(["certain", "possible"])
    )
    rows = up.join(known.rename({"iati_identifier": "who"}), on="activity_key").join(
        known.rename({"activity_key": "target_key", "iati_identifier": "target"}), on="target_key"
    )
    found: dict[str, set[str]] = defaultdict(set)
    for who, target in rows.select("who", "target").iter_rows():
        found[who].add(target)
    planted = {a.identifier: set(a.parents) for a in sample[1].activities if a.parents}
    here = set(known["iati_identifier"].drop_nulls())
    expected = {who: parents & here for who, parents in planted.items() if parents & here}
    # One more is proposed: an identifier with a digit too many, of which the sample does not say what it means.
    more = {who: found.pop(who) for who in sorted(found.keys() - expected.keys())}
    assert more == {"NL-KVK-90000001-X027": {"XM-DAC-7-PPR-4000900170"}}
    assert dict(found) == expected


def test_own_money_is_seen_two_levels_down(sample_snapshot: Snapshot) -> None:
    step = sample_snapshot.table("chain_step")
    assert set(step["level"]) >= {1, 2}
    per_level = step.group_by("level").agg(pl.col("certain_eur_cents", "at_most_eur_cents").sum()).sort("level")
    certain = per_level["certain_eur_cents"].to_list()
    assert certain == sorted(certain, reverse=True)
    assert all(low <= high for _, low, high in per_level.rows())
