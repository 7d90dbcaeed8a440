"""Every place where a file names an organisation, by identifier, by name or by both."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vrede.money.measure import normal_ref

WHERE = (
    ("activity", "reporting_org_ref", "reporting_org_type", "activity/reporting-org", ""),
    ("participating_org", "ref", "type", "participating_org", "row_no"),
    ("transaction", "provider_ref", "provider_type", "transaction/provider-org", "transaction_no"),
    ("transaction", "receiver_ref", "receiver_type", "transaction/receiver-org", "transaction_no"),
    ("planned_disbursement", "provider_ref", "", "planned_disbursement/provider-org", "row_no"),
    ("planned_disbursement", "receiver_ref", "", "planned_disbursement/receiver-org", "row_no"),
)
"""Table, its columns of identifier and type, the element of the narratives that name it, and the column that numbers its rows."""


def first_names(narrative: pl.DataFrame, element: str, number: str) -> pl.DataFrame:
    """activity_key, `number` (where it is not ''), name: the first name that a row gives, with single spaces."""
    keys = ["activity_key", "parent_no"] if number else ["activity_key"]
    first = (
        narrative.filter(pl.col("element") == element)
        .sort(*keys, "row_no")
        .unique(keys, keep="first", maintain_order=True)
        .with_columns(name=_text(pl.col("text")))
    )
    return first.select("activity_key", *([pl.col("parent_no").alias(number)] if number else []), "name")


def _text(text: pl.Expr) -> pl.Expr:
    plain = text.str.replace_all(r"\s+", " ").str.strip_chars()
    return pl.when(plain != "").then(plain)


def _ref(column: str) -> pl.Expr:
    """An identifier as it is written, without white space around it; nothing where it is empty."""
    plain = pl.col(column).str.strip_chars()
    return pl.when(plain != "").then(plain)


def mentioned(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """activity_key, place, row, written, ref, name, type: every mention that has an identifier or a name.

    place: the element; row: its number in the activity. written: the identifier as it is written; ref: normalised.
    tables: activity, participating_org, transaction, planned_disbursement, narrative.
    """
    found = []
    for table, ref, kind, element, number in WHERE:
        if table not in tables:
            continue
        keys = ["activity_key", number] if number else ["activity_key"]
        rows = tables[table].select(
            *keys,
            written=_ref(ref),
            type=pl.col(kind) if kind else pl.lit(None, dtype=pl.String),
        )
        names = first_names(tables["narrative"], element, number)
        found.append(
            rows.join(names, on=keys, how="left", maintain_order="left").select(
                "activity_key",
                pl.lit(element).alias("place"),
                (pl.col(number) if number else pl.lit(0)).cast(pl.Int64).alias("row"),
                "written",
                normal_ref(pl.col("written")).alias("ref"),
                "name",
                "type",
            )
        )
    return pl.concat(found).filter(pl.col("ref").is_not_null() | pl.col("name").is_not_null())
