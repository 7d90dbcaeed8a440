"""Draws the 150 indicators that were labelled by hand (indicator_labels.csv) from the real data.

The words of article/lists/indicators.toml were chosen with a first draw in view (indicator_labels_seen.csv, seed 20261124); what is
reported is measured on this second draw, which holds no text of the first.

Usage: python tests/real/make_indicator_labels.py LAKE > to_label.csv

A hundred and fifty different texts in three strata, drawn with a fixed seed: up to fifty that the matching finds, and as many of
each of the other two: what shows a word of one of the indicators' groups and is not found (where misses hide), and all the rest. The texts are then mixed, and labelled
without what the matching said beside them. A label is the id of one of the ministry's indicators, or nothing.
"""

from __future__ import annotations

import csv
import random
import sys
from pathlib import Path

import polars as pl

from vrede.article.indicators import load_indicators
from vrede.article.keywords import searchable
from vrede.lake.store import Store
from vrede.results.matching import TEXTS
from vrede.withheld.suppression import Suppression
from vrede.withheld.withhold import open_snapshot

SEED, EACH = 20261125, 50
SEEN = Path(__file__).parent / "indicator_labels_seen.csv"


def texts(narrative: pl.DataFrame) -> pl.DataFrame:
    """activity_key, indicator_no, text: what a reader sees of an indicator."""
    return (
        narrative.filter(pl.col("element").is_in(TEXTS) & pl.col("text").is_not_null())
        .group_by("activity_key", indicator_no="parent_no", maintain_order=True)
        .agg(pl.col("text").str.join(" | "))
        .filter(pl.col("text").str.len_chars() <= 600)
        .unique("text", keep="first", maintain_order=True)
        .sort("activity_key", "indicator_no")
    )


def main(lake: str) -> None:
    """Writes the rows to label."""
    snapshot = open_snapshot(Store(lake), Suppression())
    activity = snapshot.table("activity").select("activity_key", "reporting_org_ref", "iati_identifier", "title_en")
    rows = texts(snapshot.table("narrative")).join(activity, on="activity_key", maintain_order="left")
    matched = set(snapshot.table("indicator_match").select("activity_key", "indicator_no").iter_rows())
    words = {literal for one in load_indicators() for group in one.groups[1:] or one.groups for literal in group}
    strata: tuple[list[dict[str, object]], ...] = ([], [], [])
    seen = {row["text"] for row in csv.DictReader(SEEN.open(encoding="utf-8", newline=""))}
    for row in rows.filter(~pl.col("text").is_in(sorted(seen))).iter_rows(named=True):
        if (row["activity_key"], row["indicator_no"]) in matched:
            strata[0].append(row)
        elif any(word in searchable(row["text"]) for word in words):
            strata[1].append(row)
        else:
            strata[2].append(row)
    chance = random.Random(SEED)
    first = chance.sample(strata[0], min(EACH, len(strata[0])))
    second = chance.sample(strata[1], (3 * EACH - len(first)) // 2)
    chosen = [*first, *second, *chance.sample(strata[2], 3 * EACH - len(first) - len(second))]
    chance.shuffle(chosen)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["reporting_org_ref", "iati_identifier", "indicator_no", "text", "activity", "label"])
    for row in chosen:
        writer.writerow(
            [
                row["reporting_org_ref"],
                row["iati_identifier"],
                row["indicator_no"],
                row["text"],
                row["title_en"] or "",
                "",
            ]
        )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else str(Path.cwd()))
