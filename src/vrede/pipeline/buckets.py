"""Buckets: activities whose publishers stand next to each other, each bucket of bounded size, so that a build holds a few at a time.

The order of activities is that of their keys (lake/identity): by publisher, then by identifier. A bucket is a piece of that order, and
where it ends hangs on what stands there and on nothing before, so that a file that changes makes its own buckets anew and moves no other.
All copies of an activity are in one bucket. How large buckets are hangs on no setting: the same inputs give the same buckets everywhere.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from vrede.lake import same_activity

Reader = Callable[[str], pl.DataFrame]
WANTED = 24 << 20
"""Bytes of XML that a bucket has about: it may have half, and twice as many. One activity is never divided."""
UNKNOWN = 4096
"""Bytes that an activity is taken for where its place in the file is not known (it was read by element)."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """A piece of the order of activities: its copies (file, activity_ordinal), their bytes of XML, and a hash over what they are."""

    number: int
    copies: pl.DataFrame
    size: int
    digest: str


def ends(keys: Sequence[str], sizes: Sequence[int], wanted: int = WANTED) -> list[int]:
    """The places after which a bucket ends, ascending, the last one the number of activities.

    keys: what names each activity, in their order. sizes: bytes. No bucket is above twice `wanted`, but one of a single activity. From half
    on a bucket ends after an activity whose hash says so, the larger it is the likelier: about once in another half.
    """
    found: list[int] = []
    start, size = 0, 0
    for place, (key, mine) in enumerate(zip(keys, sizes, strict=True)):
        if place > start and size + mine > 2 * wanted:
            found.append(place)
            start, size = place, 0
        size += mine
        if 2 * size >= wanted and zlib.crc32(key.encode()) % max(wanted // 2, 1) < mine:
            found.append(place + 1)
            start, size = place + 1, 0
    return found if found and start == len(keys) else [*found, len(keys)]


def buckets(activity: pl.DataFrame, files: pl.DataFrame, ministry: Sequence[str], wanted: int = WANTED) -> list[Bucket]:
    """All buckets, in the order of activities; one that is empty where there is none.

    activity: file, activity_ordinal, reporting_org_ref, iati_identifier, byte_start, byte_end of every copy. files: file, sha256, and whatever
    else of a file decides what becomes of its activities (its name, its owner, when it was fetched).
    """
    facts = files.select(
        "file", "sha256", _facts=pl.concat_str(pl.exclude("file").cast(pl.String).fill_null(""), separator="\x1f")
    )
    named = activity.join(facts, on="file", how="left", maintain_order="left").with_columns(
        **same_activity(ministry), _size=(pl.col("byte_end") - pl.col("byte_start")).fill_null(0).cast(pl.Int64)
    )
    keys = [*same_activity(ministry)]
    ordered = named.with_columns(_size=pl.when(pl.col("_size") > 0).then("_size").otherwise(UNKNOWN)).sort(
        *keys, "_facts", "activity_ordinal"
    )
    each = ordered.group_by(keys, maintain_order=True).agg(pl.col("_size").sum(), _copies=pl.len())
    names = each.select(pl.concat_str(pl.col(keys).cast(pl.String), separator="\x1f")).to_series().to_list()
    stops = ends(names, each["_size"].to_list(), wanted)
    copies, sizes = each["_copies"].cum_sum().to_list(), each["_size"].cum_sum().to_list()
    if not names:
        return [Bucket(0, ordered.select("file", "activity_ordinal"), 0, _digest(ordered))]
    made, start, before = [], 0, 0
    for number, stop in enumerate(stops):
        piece = ordered.slice(start, copies[stop - 1] - start)
        made.append(Bucket(number, piece.select("file", "activity_ordinal"), sizes[stop - 1] - before, _digest(piece)))
        start, before = copies[stop - 1], sizes[stop - 1]
    return made


def _digest(piece: pl.DataFrame) -> str:
    """A hash over the copies of a bucket, whatever numbers their files have."""
    said = piece.select(pl.concat_str("_facts", pl.col("activity_ordinal").cast(pl.String), separator="\x1f"))
    digest = hashlib.sha256()
    for text in said.to_series():
        digest.update(f"{text}\x1e".encode())
    return digest.hexdigest()
