"""Results of the real data: what may be added, how often the matching is right, and the couples that were read."""

from __future__ import annotations

import csv
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl

from vrede.lake.snapshot import Snapshot
from vrede.money.measure import normal_ref
from vrede.results.additive import ADDED, ADDING, downward, indicator_titles, lawful_sums, reach

sys.path.append(str(Path(__file__).resolve().parents[2] / "tools"))


def test_every_result_has_one_reason(real_snapshot: Snapshot) -> None:
    """All results, each with a reason that the pages know; nothing but results has one."""
    values = real_snapshot.table("result_value")
    actual = values.filter(pl.col("kind") == "actual")
    assert actual.height == real_snapshot.table("actual").height
    assert set(actual["adding"]) <= set(ADDING)
    assert values.filter(pl.col("kind") != "actual")["adding"].null_count() == values.height - actual.height


def test_no_two_results_of_one_chain_are_in_one_sum(real_snapshot: Snapshot) -> None:
    """Asked anew, pair by pair, over the links: nobody in a sum stands above another in it; one title, kind and period."""
    values = real_snapshot.table("result_value").join(
        real_snapshot.table("activity").select("activity_key", publisher=normal_ref(pl.col("reporting_org_ref"))),
        on="activity_key",
    )
    below = downward(real_snapshot.table("link"), real_snapshot.table("chain_edge"))
    added = values.filter(pl.col("adding") == ADDED)
    titles = {(key, no): said for key, no, said in indicator_titles(real_snapshot.table("narrative")).iter_rows()}
    groups = 0
    for _key, group in added.group_by(
        "vocabulary", "reference", "dimension", "period_start", "period_end", "publisher"
    ):
        keys = set(group["activity_key"])
        assert len(keys) == group.height
        assert group["result_type"].n_unique() == group["direction"].n_unique() == 1
        assert len({titles.get(key, "") for key in group.select("activity_key", "indicator_no").iter_rows()}) == 1
        for key in keys:
            assert not reach(key, below) & (keys - {key})
        groups += 1
    assert groups > 100
    assert lawful_sums(values)["values"].sum() == added.height


def test_one_sum_by_hand(real_snapshot: Snapshot) -> None:
    """One publisher's code 5260-1 over the whole of 2021: 18 activities, added up from the raw tables by a loop.

    Three more end in January, February and July: they are not added to a whole year.
    """
    tables = {name: real_snapshot.table(name) for name in ("activity", "indicator", "period", "actual", "result")}
    mine = tables["activity"].filter(pl.col("reporting_org_ref") == "NL-KVK-27108436")["activity_key"].to_list()
    total, count = Decimal(0), 0
    for key in mine:
        indicators = tables["indicator"].filter((pl.col("activity_key") == key) & (pl.col("reference") == "5260-1"))
        for row in indicators.iter_rows(named=True):
            periods = tables["period"].filter(
                (pl.col("activity_key") == key)
                & (pl.col("parent_no") == row["row_no"])
                & (pl.col("period_start") == date(2021, 1, 1))
                & (pl.col("period_end") == date(2021, 12, 31))
            )
            for period in periods["row_no"]:
                found = tables["actual"].filter((pl.col("activity_key") == key) & (pl.col("parent_no") == period))
                for value in found["value"]:
                    total, count = total + Decimal(value), count + 1
    values = real_snapshot.table("result_value").join(
        real_snapshot.table("activity").select("activity_key", publisher="reporting_org_ref"), on="activity_key"
    )
    (found,) = (
        lawful_sums(values)
        .filter(
            (pl.col("reference") == "5260-1") & (pl.col("year") == 2021) & (pl.col("publisher") == "NL-KVK-27108436")
        )
        .iter_rows(named=True)
    )
    assert (found["number"], found["values"]) == (total, count)
    assert count == 18


def test_the_matching_of_indicators_against_hand_labels(real_snapshot: Snapshot) -> None:
    """The figures of docs/real-data.md: 150 texts that the words were not chosen on."""
    from real_results import labels_of, matching

    assert len(labels_of("indicator_labels.csv")) == 150
    assert not set(labels_of("indicator_labels.csv")) & set(labels_of("indicator_labels_seen.csv"))
    whole = matching(real_snapshot, "indicator_labels.csv")[-1]
    assert (whole.right, whole.wrong, whole.missed) == (18, 3, 1)


def test_the_couples_that_were_read_are_still_found(real_snapshot: Snapshot) -> None:
    """What was judged is what the table holds: ten couples, or all where there are fewer."""
    rows = real_snapshot.table("synergy")
    idents = dict(real_snapshot.table("activity").select("activity_key", "iati_identifier").iter_rows())
    found = {
        (idents[a], idents[b], place)
        for a, b, place in rows.select("first_key", "second_key", "place_code").iter_rows()
    }
    with (Path(__file__).parent / "synergy_judged.csv").open(encoding="utf-8", newline="") as stream:
        judged = [(row["first"], row["second"], row["country"]) for row in csv.DictReader(stream)]
    assert len(judged) == min(10, rows.height)
    assert set(judged) <= found


def test_the_sums_that_were_read_still_stand(real_snapshot: Snapshot) -> None:
    """Sixty lawful sums, each with its title and a judgement: none is nonsense, and what was read is what the program adds."""
    values = real_snapshot.table("result_value").join(
        real_snapshot.table("activity").select("activity_key", publisher="reporting_org_ref"), on="activity_key"
    )
    said = {
        (row["reference"], row["dimension"], str(row["period_start"]), str(row["period_end"]), row["number"])
        for row in lawful_sums(values).iter_rows(named=True)
    }
    with (Path(__file__).parent / "lawful_sums_read.csv").open(encoding="utf-8", newline="") as stream:
        read = list(csv.DictReader(stream))
    assert len(read) == 60
    assert {row["judged"] for row in read} == {"sound", "twice", "title"}
    for row in read:
        one = (row["reference"], row["dimension"], row["period_start"], row["period_end"], Decimal(row["number"]))
        assert one in said, one
