"""The real files: counts of data/iati/README.md, and the ministry's own money by a plain script of twenty lines."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from own_money import own_by_year, own_money

from twinmoney import money_of, money_of_the_twin
from vrede.lake.raw import RawLake
from vrede.lake.snapshot import Snapshot
from vrede.lake.store import Store

# set | files read | files not used, by reason | copies | distinct | transactions of all copies
# Where a number differs from the README's table, the comment says why.
SETS = [
    # 110 files, one of them JSON (dportal_140): the README counts it as a file too
    ("covid-2021-06-15", 109, {"not-xml": 1}, 10_900, 10_900, 64_661),
    ("covid-2021-06-08", 3, {}, 300, 300, 1_764),
    ("covid-2021-05-26", 4, {}, 400, 400, 5_080),
    ("covid-2020-04", 3, {}, 186, 90, 866),
    ("disasters-2022-2023", 6, {}, 92, 55, 13_445),
    ("unhcr-2023", 1, {}, 134, 134, 2_678),
    # nine of the nineteen are organisation files
    ("samples-2025", 19, {}, 855, 855, 10_058),
    # IATI 1.0x, upgraded on reading
    ("country-2014", 114, {}, 3_882, 3_527, 15_361),
    ("csv2iati-2013-2017", 31, {}, 5_860, 1_038, 46_475),
    ("early-v1", 34, {}, 1_773, 1_710, 7_009),
    # sixteen with a blank identifier of two publishers: two identities in the README, sixteen here
    ("ugly", 10, {"ill-formed": 3}, 28, 24, 10),
]


def of_set(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    return frame.filter(pl.col("dataset").str.starts_with(f"{name}/"))


@pytest.mark.parametrize(
    ("name", "files", "refused", "copies", "distinct", "transactions"), SETS, ids=[row[0] for row in SETS]
)
def test_counts(
    real_lake: Path,
    real_snapshot: Snapshot,
    name: str,
    files: int,
    refused: dict[str, int],
    copies: int,
    distinct: int,
    transactions: int,
) -> None:
    datasets = of_set(real_snapshot.table("dataset"), name)
    assert datasets.filter(pl.col("reason") == "").height == files
    assert dict(datasets.filter(pl.col("reason") != "").group_by("reason").len().iter_rows()) == refused
    found = of_set(real_snapshot.table("copy"), name)
    assert (found.height, found["activity_key"].n_unique()) == (copies, distinct)
    assert datasets.filter(pl.col("kind") == "activities")["activities"].sum() == copies
    assert raw_transactions(real_lake, datasets) == transactions


def raw_transactions(lake: Path, datasets: pl.DataFrame) -> int:
    """Transactions in every copy, as the reader wrote them: a snapshot holds only those that count."""
    read = datasets.filter(pl.col("reason") == "")["sha256"].to_list()
    return RawLake(Store(str(lake))).reader(read)("transaction").height


def test_the_whole_of_june_2021(real_snapshot: Snapshot) -> None:
    datasets = of_set(real_snapshot.table("dataset"), "covid-2021-06-15")
    assert datasets.height == 110
    counted = of_set(real_snapshot.table("activity"), "covid-2021-06-15")
    # Later sets replace a few of its activities: revisions of the same identity.
    replaced = of_set(real_snapshot.table("copy"), "covid-2021-06-15").filter(pl.col("state") == "revised")
    assert counted.height + replaced.height == 10_900


def test_every_set_and_version_together(real_snapshot: Snapshot) -> None:
    """An independent count: 18,335 distinct in 24,410 occurrences, 118,645 transactions, newest retrieval first.

    That count took the larger hash of the packed file where two copies are of one day. By the hash of the XML the other of the two
    leads for one activity (early-v1, two files made to show something else of it): one transaction instead of fourteen.
    """
    activity = real_snapshot.table("activity")
    blank = activity.filter(pl.col("iati_identifier").is_null())
    # Ours keeps each activity without an identifier apart; the count took those of one publisher for one.
    assert activity.height - (blank.height - blank["reporting_org_ref"].n_unique()) == 18_335
    assert real_snapshot.table("copy").height == 24_410
    assert real_snapshot.table("transaction").height == 118_645 - 14 + 1


def test_organisation_files(real_snapshot: Snapshot) -> None:
    datasets = real_snapshot.table("dataset").filter(pl.col("kind") == "organisations")
    # Nine files of six organisations: older and newer files of three of them.
    assert (datasets.height, real_snapshot.table("organisation").height) == (9, 6)
    assert real_snapshot.table("organisation_budget").height > 500


def test_no_copy_of_the_same_money_counts_as_a_part(real_snapshot: Snapshot) -> None:
    """Channels that carry one activity with other details must not double it."""
    money = real_snapshot.table("transaction")
    twice = (
        money.filter(pl.col("amount") != 0)
        .group_by("activity_key", "transaction_type", "transaction_date", "amount")
        .agg(pl.col("dataset").n_unique())
        .filter(pl.col("dataset") > 1)
    )
    assert twice.height == 0


def test_the_ministrys_own_money_by_year_equals_a_plain_script(few_real_snapshot: Snapshot, few_real: Path) -> None:
    """A small choice of the files here, all of them in tests/proof."""
    found = own_by_year(few_real_snapshot)
    assert found == own_money(few_real)
    assert len(found) >= 4


def test_every_own_figure_is_marked_where_the_owner_is_unknown(real_snapshot: Snapshot) -> None:
    own = real_snapshot.table("activity").filter(pl.col("measure") == "own")
    assert set(own["reporting_org_ref"]) <= {"XM-DAC-7", "NL-1"}
    unsure = own.filter(pl.col("owner_state") == "unknown").height
    assert real_snapshot.table("issue").filter(pl.col("reason") == "owner not verified").height == unsure


def test_all_money_and_every_part_equal_the_slow_twin(few_real_snapshot: Snapshot, few_real: Path) -> None:
    """Every euro by measure, kind, year, part and grade: of a small choice of the files here, of all of them in tests/proof."""
    number, plain = money_of_the_twin(few_real)
    assert few_real_snapshot.table("slice").height == number > 2000
    assert money_of(few_real_snapshot) == plain
