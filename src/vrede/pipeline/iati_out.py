"""What the lake holds as IATI 2.03 again: one file a publisher, from a snapshot's tables, without what is withheld."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from vrede.sources.iati import TABLES, write
from vrede.withheld import WITHHELD, normal_reference

WITH_AMOUNT = ("transaction", "budget", "planned_disbursement")
BELOW_TRANSACTION = ("transaction_sector", "transaction_country", "transaction_region")


def raw_tables(tables: Mapping[str, pl.DataFrame], keys: pl.Series) -> dict[str, pl.DataFrame]:
    """The raw tables of these activities: activity_key becomes the ordinal, a transaction's number its row number.

    tables: of a snapshot, by name. What an activity inherited (flow, aid, currency of a budget) is written where it holds. An amount that
    could not be read is not written as an empty one: its row is left out (`without_amount` counts them), and an issue has it.
    """
    out = {}
    for table in TABLES:
        frame = tables[table.name].filter(pl.col("activity_key").is_in(keys.implode()))
        frame = frame.with_columns(activity_ordinal=pl.col("activity_key").cast(pl.Int32))
        if table.name == "transaction":
            frame = frame.with_columns(row_no=pl.col("transaction_no"))
        if table.name in BELOW_TRANSACTION:
            frame = frame.with_columns(parent_no=pl.col("transaction_no"))
        if table.name in WITH_AMOUNT:
            frame = frame.filter(pl.col("amount").is_not_null())
        out[table.name] = table.conform(frame)
    return out


def without_amount(tables: Mapping[str, pl.DataFrame], keys: pl.Series) -> int:
    """How many transactions, budgets and planned disbursements of these activities have no amount that could be read."""
    rows = (tables[name].filter(pl.col("activity_key").is_in(keys.implode())) for name in WITH_AMOUNT)
    return sum(frame["amount"].null_count() for frame in rows)


def iati_publishers(tables: Mapping[str, pl.DataFrame]) -> list[tuple[str, pl.Series]]:
    """(reference, activity_keys) of every publisher, by reference; activities that are masked are in none."""
    shown = tables["activity"].filter(~pl.col("iati_identifier").str.starts_with(WITHHELD).fill_null(False))
    named = shown.select("activity_key", ref=normal_reference("reporting_org_ref").replace("", "unknown")).sort(
        "ref", "activity_key"
    )
    return [(str(ref), rows["activity_key"]) for (ref,), rows in named.group_by("ref", maintain_order=True)]


def iati_file(tables: Mapping[str, pl.DataFrame], keys: pl.Series) -> Iterator[bytes]:
    """The bytes of a 2.03 file of these activities."""
    return write(raw_tables(tables, keys))
