"""Buckets of activities: bounded, whole, in order, and where one ends hangs on nothing before."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrede.pipeline.buckets import Bucket, buckets, ends

ENDS = [
    # sizes, wanted -> after which places a bucket ends
    ([], 10, [0]),
    ([5], 10, [1]),
    ([500], 10, [1]),
    (
        [5, 500, 5],
        10,
        [1, 2, 3],
    ),  # one that is too large stands alone; as large as half of what is wanted ends a bucket
    ([10, 10, 10], 10, [1, 2, 3]),
    ([0, 0, 0], 10, [3]),
]


@pytest.mark.parametrize(("sizes", "wanted", "expected"), ENDS)
def test_where_buckets_end(sizes: list[int], wanted: int, expected: list[int]) -> None:
    assert ends([f"key {n}" for n in range(len(sizes))], sizes, wanted) == expected


@given(st.lists(st.integers(0, 50), max_size=200), st.integers(1, 60))
def test_a_bucket_has_half_of_what_is_wanted_and_at_most_twice(sizes: list[int], wanted: int) -> None:
    """Less only at the end, and before an activity with which it would have too much; more only where one activity has."""
    found = ends([f"key {n}" for n in range(len(sizes))], sizes, wanted)
    assert found == sorted(set(found))
    assert found[-1] == len(sizes)
    start = 0
    for stop in found:
        size = sum(sizes[start:stop])
        assert size <= 2 * wanted or stop - start == 1
        if stop < len(sizes):
            assert 2 * size >= wanted or size + sizes[stop] > 2 * wanted
        start = stop


def copies(rows: list[tuple[int, int, str | None, str | None, int]]) -> pl.DataFrame:
    """file, ordinal, publisher, identifier, size."""
    shape = {
        "file": pl.Int32,
        "activity_ordinal": pl.Int32,
        "reporting_org_ref": pl.String,
        "iati_identifier": pl.String,
        "byte_end": pl.Int64,
    }
    return pl.DataFrame(rows, schema=shape, orient="row").with_columns(byte_start=pl.lit(0, dtype=pl.Int64))


def files(number: int) -> pl.DataFrame:
    return pl.DataFrame({"file": list(range(number)), "sha256": [f"{n:064x}" for n in range(number)]}).with_columns(
        pl.col("file").cast(pl.Int32)
    )


def rows_of(made: list[Bucket]) -> list[tuple[int, int]]:
    return [row for bucket in made for row in bucket.copies.rows()]


ACTIVITIES = st.lists(
    st.tuples(st.sampled_from("ABC"), st.one_of(st.none(), st.text("xyz", min_size=1, max_size=3)), st.integers(0, 30)),
    max_size=60,
)


@settings(max_examples=200)
@given(ACTIVITIES, st.integers(1, 40))
def test_every_copy_is_in_one_bucket_and_copies_of_an_activity_are_together(
    activities: list[tuple[str, str | None, int]], wanted: int
) -> None:
    rows = [(n % 3, n, ref, identifier, size) for n, (ref, identifier, size) in enumerate(activities)]
    made = buckets(copies(rows), files(3), (), wanted)
    assert sorted(rows_of(made)) == sorted((file, ordinal) for file, ordinal, *_ in rows)
    where = {row: bucket.number for bucket in made for row in bucket.copies.rows()}
    seen: dict[tuple[str, str], int] = {}
    for file, ordinal, ref, identifier, _size in rows:
        if identifier is not None:
            assert seen.setdefault((ref, identifier), where[file, ordinal]) == where[file, ordinal]
    assert [bucket.number for bucket in made] == list(range(len(made)))


@settings(max_examples=100)
@given(ACTIVITIES, st.randoms(use_true_random=False))
def test_the_order_in_which_copies_are_found_changes_nothing(
    activities: list[tuple[str, str | None, int]], random: object
) -> None:
    rows = [(n % 3, n, ref, identifier, size) for n, (ref, identifier, size) in enumerate(activities)]
    turned = rows.copy()
    random.shuffle(turned)  # type: ignore[attr-defined]  # a Random
    one, other = buckets(copies(rows), files(3), (), 20), buckets(copies(turned), files(3), (), 20)
    assert rows_of(one) == rows_of(other)
    assert [b.digest for b in one] == [b.digest for b in other]


def test_a_file_that_changes_makes_its_own_buckets_anew_and_no_other() -> None:
    """Two hundred publishers of a hundred activities each; one of them gains an activity, and its file another hash."""
    rows = [(n, a, f"P{n:03}", f"P{n:03}-{a}", 1000) for n in range(200) for a in range(100)]
    before = buckets(copies(rows), files(200), (), wanted=1_000_000)
    more = [*rows, (120, 100, "P120", "P120-new", 5000)]
    changed = files(200).with_columns(sha256=pl.when(pl.col("file") == 120).then(pl.lit("f" * 64)).otherwise("sha256"))
    after = buckets(copies(more), changed, (), wanted=1_000_000)
    known = {bucket.digest for bucket in before}
    new = [bucket for bucket in after if bucket.digest not in known]
    assert len(before) > 10
    assert 1 <= len(new) <= 3


def test_the_number_of_a_file_is_not_part_of_what_a_bucket_is() -> None:
    """A file more at the beginning of the folder: the others have other numbers and are the same."""
    rows = [(n, a, f"P{n}", f"P{n}-{a}", 1000) for n in range(3) for a in range(5)]
    later = [(n + 1, a, ref, identifier, size) for n, a, ref, identifier, size in rows]
    moved = files(3).with_columns(pl.col("file") + 1)
    one, other = buckets(copies(rows), files(3), (), 5000), buckets(copies(later), moved, (), 5000)
    assert [b.digest for b in one] == [b.digest for b in other]


def test_the_ministry_under_two_references_is_one_publisher() -> None:
    rows = [(0, 0, "XM-DAC-7", "XM-DAC-7-PPR-1", 10), (1, 0, "NL-1", "NL-1-PPR-1", 10), (2, 0, "OTHER", "X", 10)]
    made = buckets(copies(rows), files(3), ("XM-DAC-7", "NL-1"), wanted=5)
    assert [sorted(b.copies.rows()) for b in made] == [[(2, 0)], [(0, 0), (1, 0)]]
