"""Which copy of an activity counts: vintages, parts, duplicates and revisions (docs/decisions/0005)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import polars as pl

UNDATED = "0001-01-01"
SECONDARY = "secondary-source"
"""The registry's word for an owner who publishes what others did."""
# Two copies overlap where a transaction of the same type, day and amount stands in both. References, organisations, value
# dates and stated currencies differ between channels that carry the same money, so they tell nothing apart.
FINGERPRINT = ("transaction_type", "transaction_date", "amount")


def _one_ministry(ministry: Sequence[str]) -> tuple[pl.Expr, pl.Expr]:
    """(publisher, identifier) of a copy, the ministry under the first of its references: one numbering, two prefixes."""
    ref, identifier = pl.col("reporting_org_ref").fill_null(""), pl.col("iati_identifier").fill_null("")
    if not ministry:
        return ref, identifier
    plain = ref.str.replace_all(r"\s", "").str.to_uppercase()
    old = "|".join(re.escape(name) for name in ministry[1:])
    newer = identifier.str.replace(f"^({old})-", f"{ministry[0]}-") if old else identifier
    own = plain.is_in(list(ministry))
    return pl.when(own).then(pl.lit(ministry[0])).otherwise(ref), pl.when(own).then(newer).otherwise(identifier)


def same_activity(ministry: Sequence[str]) -> dict[str, pl.Expr]:
    """What two copies of one activity have in common, by name and in the order of activities: publisher, identifier, and for an
    activity without identifier the hash of its file and its place in it."""
    alone = pl.col("iati_identifier").is_null()
    ref, identifier = _one_ministry(ministry)
    return {
        "_ref": ref,
        "_id": identifier,
        "_hash": pl.when(alone).then(pl.col("sha256")).otherwise(pl.lit("")),
        "_ordinal": pl.when(alone).then(pl.col("activity_ordinal")).otherwise(pl.lit(-1)),
    }


def identify(copies: pl.DataFrame, ministry: Sequence[str] = ()) -> pl.DataFrame:
    """Adds activity_key (Int64, dense, in the order of publisher and identifier) and the vintage of each copy.

    ministry: its references, the newest first: an activity under an older one is the same activity.
    copies: file, sha256, activity_ordinal, reporting_org_ref, iati_identifier, last_updated, retrieved, generated.
    An empty identifier makes every copy an activity of its own, known by file hash and ordinal.
    """
    ordered = copies.with_columns(**same_activity(ministry))
    keys = [*same_activity(ministry)]
    numbered = ordered.select(keys).unique().sort(keys).with_row_index("activity_key")
    own_day = pl.coalesce(
        pl.col("generated").str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False), pl.col("last_updated").dt.date()
    ).cast(pl.String)
    return (
        ordered.join(numbered, on=keys, how="left")
        .with_columns(
            pl.col("activity_key").cast(pl.Int64),
            vintage=pl.coalesce(pl.col("retrieved").replace("", None), own_day, pl.lit(UNDATED)),
            vintage_source=pl.when(pl.col("retrieved") != "")
            .then(pl.lit("retrieved"))
            .when(own_day.is_not_null())
            .then(pl.lit("file"))
            .otherwise(pl.lit("none")),
        )
        .drop(keys)
    )


def _choose(
    copies: Iterator[dict[str, object]], prints: dict[tuple[int, int], set[int]]
) -> Iterator[tuple[int, int, str]]:
    """State of each copy of one vintage of one activity, best copy first. Yields (file, ordinal, state)."""
    counted: set[int] = set()
    publishers: set[str] = set()
    for rank, copy in enumerate(copies):
        file, ordinal = int(str(copy["file"])), int(str(copy["activity_ordinal"]))
        mine = prints.get((file, ordinal), set())
        publisher = str(copy["publisher"] or "")
        if rank == 0:
            state = "counted"
        elif mine and counted and not (mine & counted) and (not publisher or not publishers or publisher in publishers):
            state = "part"
        else:
            state = "duplicate"
        if state != "duplicate":
            counted |= mine
            publishers |= {publisher} - {""}
        yield file, ordinal, state


def settle(copies: pl.DataFrame, transactions: pl.DataFrame, ministry: Sequence[str]) -> pl.DataFrame:
    """Adds `state` (counted, part, duplicate, revised, foreign) and `copy_rank` to identified copies.

    A copy under the ministry's ref in a file that another is known to own, or in one of a secondary source, goes behind all others (state
    `foreign`), so that nobody replaces a publisher's own figures. Of the rest the newest vintage counts; in it, the copy with the latest last_updated, then generated, then the larger hash of the unpacked file leads.
    Another copy of the same vintage and publisher is a part where it has transactions and none of them stands in a
    copy that counts; else it is a duplicate. Copies of older vintages are revised.
    transactions: file, activity_ordinal and the columns of FINGERPRINT.
    """
    ref = pl.col("reporting_org_ref").str.replace_all(r"\s", "").str.to_uppercase()
    owner = pl.col("publisher").fill_null("").str.replace_all(r"\s", "").str.to_uppercase()
    foreign = (ref.is_in(list(ministry)) & (owner != "") & ~owner.is_in(list(ministry))).fill_null(False)
    foreign |= (pl.col("source_type") == SECONDARY).fill_null(False)
    ranked = (
        copies.with_columns(foreign=foreign)
        .sort(
            [
                "activity_key",
                "foreign",
                "vintage",
                "last_updated",
                "generated",
                "xml_sha256",
                "sha256",
                "activity_ordinal",
            ],
            descending=[False, False, True, True, True, True, True, False],
            nulls_last=True,
        )
        .with_columns(copy_rank=pl.int_range(pl.len()).over("activity_key").cast(pl.Int32))
    )
    newest = (pl.col("vintage") == pl.col("vintage").first().over("activity_key")) & ~pl.col("foreign")
    ranked = ranked.with_columns(
        state=pl.when(pl.col("copy_rank") == 0)
        .then(pl.lit("counted"))
        .when("foreign")
        .then(pl.lit("foreign"))
        .when(~newest)
        .then(pl.lit("revised"))
        .otherwise(pl.lit("duplicate"))
    )
    rivals = ranked.filter(newest)
    rivals = rivals.filter(pl.len().over("activity_key") > 1)
    if rivals.is_empty():
        return ranked
    parts = transactions.join(rivals.select("file", "activity_ordinal"), on=["file", "activity_ordinal"], how="semi")
    text = pl.concat_str([pl.col(c).cast(pl.String).fill_null("") for c in FINGERPRINT], separator="\x1f")
    prints: dict[tuple[int, int], set[int]] = {}
    numbered = parts.select("file", "activity_ordinal", print=text.rank("dense").cast(pl.Int64))
    for file, ordinal, mark in numbered.iter_rows():
        prints.setdefault((file, ordinal), set()).add(mark)
    states = [
        row
        for group in rivals.partition_by("activity_key", maintain_order=True)
        for row in _choose(group.iter_rows(named=True), prints)
    ]
    chosen = pl.DataFrame(
        states, schema={"file": pl.Int32, "activity_ordinal": pl.Int32, "chosen": pl.String}, orient="row"
    )
    return (
        ranked.join(chosen, on=["file", "activity_ordinal"], how="left")
        .with_columns(state=pl.coalesce("chosen", "state"))
        .drop("chosen")
        .sort("activity_key", "copy_rank")
    )
