"""What changed between two snapshots, activity by activity: new, gone, and which of its facts are others now."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vrede.money.measure import normal_ref

ACTIVITY_NEW, ACTIVITY_GONE = "new", "gone"
FACTS = {
    "title": "title_en",
    "status": "activity_status",
    "start": "start_date",
    "end": "end_date",
    "measure": "measure",
}
MONEY_TYPES = {"committed": ["2"], "spent": ["3", "4"], "received": ["1", "11"]}
SCHEMA = {
    "reporting_org_ref": pl.String,
    "iati_identifier": pl.String,
    "what": pl.String,
    "before": pl.String,
    "after": pl.String,
    "difference_eur_cents": pl.Int64,
    "old_key": pl.Int64,
    "new_key": pl.Int64,
}


def _facts(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    sums = (
        tables["transaction"]
        .group_by("activity_key")
        .agg(
            pl.col("amount_eur_cents").filter(pl.col("transaction_type").is_in(types)).sum().alias(name)
            for name, types in MONEY_TYPES.items()
        )
    )
    return (
        tables["activity"]
        .filter(pl.col("iati_identifier").is_not_null())
        .join(sums, on="activity_key", how="left")
        .select(
            pl.col("activity_key"),
            _ref=normal_ref(pl.col("reporting_org_ref")).fill_null(""),
            _id=pl.col("iati_identifier"),
            reporting_org_ref="reporting_org_ref",
            content="content_sha256",
            **{name: pl.col(column).cast(pl.String) for name, column in FACTS.items()},
            **{name: pl.col(name).fill_null(0) for name in MONEY_TYPES},
        )
    )


def changes(old: Mapping[str, pl.DataFrame], new: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row a change: SCHEMA. what: new, gone, committed, spent, received (with the difference in cents), title, status,
    start, end, measure; 'other' where the content differs in nothing of these. Activities without identifier are left out.

    old, new: tables activity and transaction of two snapshots.
    """
    before, after = _facts(old), _facts(new)
    both = before.join(after, on=["_ref", "_id"], how="full", suffix="_new", coalesce=True)
    shown = {
        "reporting_org_ref": pl.coalesce("reporting_org_ref_new", "reporting_org_ref"),
        "iati_identifier": pl.col("_id"),
        "old_key": pl.col("activity_key"),
        "new_key": pl.col("activity_key_new"),
    }
    text = pl.lit(None, dtype=pl.String)
    parts = []
    for what, missing, present in ((ACTIVITY_NEW, "activity_key", "new"), (ACTIVITY_GONE, "activity_key_new", "old")):
        rows = both.filter(pl.col(missing).is_null())
        spent = "spent_new" if present == "new" else "spent"
        sign = 1 if present == "new" else -1
        parts.append(
            rows.select(
                **shown,
                what=pl.lit(what),
                before=text,
                after=text,
                difference_eur_cents=pl.col(spent).fill_null(0) * sign,
            )
        )
    known = both.filter(
        pl.col("activity_key").is_not_null()
        & pl.col("activity_key_new").is_not_null()
        & (pl.col("content") != pl.col("content_new"))
    )
    for name in MONEY_TYPES:
        rows = known.filter(pl.col(name) != pl.col(f"{name}_new"))
        parts.append(
            rows.select(
                **shown,
                what=pl.lit(name),
                before=pl.col(name).cast(pl.String),
                after=pl.col(f"{name}_new").cast(pl.String),
                difference_eur_cents=pl.col(f"{name}_new") - pl.col(name),
            )
        )
    for name in FACTS:
        rows = known.filter(pl.col(name).ne_missing(pl.col(f"{name}_new")))
        parts.append(
            rows.select(
                **shown,
                what=pl.lit(name),
                before=name,
                after=f"{name}_new",
                difference_eur_cents=pl.lit(None, dtype=pl.Int64),
            )
        )
    found = pl.concat([part.select(pl.col(n).cast(t) for n, t in SCHEMA.items()) for part in parts])
    told = found.select("old_key", "new_key").unique()
    rest = known.select(
        **shown, what=pl.lit("other"), before=text, after=text, difference_eur_cents=pl.lit(None, dtype=pl.Int64)
    ).join(told, on=["old_key", "new_key"], how="anti")
    every = pl.concat([found, rest.select(pl.col(n).cast(t) for n, t in SCHEMA.items())])
    return every.sort("reporting_org_ref", "iati_identifier", "what", nulls_last=True)


def changes_of(changed: pl.DataFrame, what: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The changes of one kind that move money: those with an activity in the newer snapshot, and those gone from it."""
    told = changed.filter((pl.col("what") == what) & pl.col("difference_eur_cents").is_not_null())
    gone = told.filter(pl.col("new_key").is_null() & pl.col("old_key").is_not_null())
    return told.filter(pl.col("new_key").is_not_null()), gone


def changes_per_kind(changed: pl.DataFrame) -> list[tuple[str, int, int]]:
    """(what, changes, cents that they make together), the most frequent first."""
    sums = changed.group_by("what").agg(pl.len(), pl.col("difference_eur_cents").sum())
    return list(sums.sort("len", "what", descending=[True, False]).iter_rows())


def changes_touching(changed: pl.DataFrame, before: pl.Series, after: pl.Series) -> pl.DataFrame:
    """The changes of activities that a condition is about. before, after: activity_key in the older and the newer snapshot."""
    was = pl.col("old_key").is_in(before.implode()).fill_null(False)
    return changed.filter(was | pl.col("new_key").is_in(after.implode()).fill_null(False))
