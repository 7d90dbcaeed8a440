"""Own money, the chain's three bounds and the field of a built lake, against a plain recount from the raw XML: to the cent."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import polars as pl
from recount import Place, Sums, recount

from vrede.lake.snapshot import Snapshot

AT = ("ref", "identifier", "blank", "transaction_no", "sector_code", "place_kind", "place_code")


def named(snapshot: Snapshot, table: str) -> pl.DataFrame:
    """Shares of a table with the words by which the recount names them (AT)."""
    blank = pl.when(pl.col("iati_identifier").is_null()).then(pl.format("{}#{}", "dataset", "activity_ordinal"))
    activity = snapshot.table("activity").select(
        "activity_key", ref="reporting_org_ref", identifier="iati_identifier", blank=blank
    )
    transaction = snapshot.table("transaction").select("transaction_key", "transaction_no")
    rows = snapshot.table(table).join(activity, on="activity_key").join(transaction, on="transaction_key")
    texts = [c for c in AT if c != "transaction_no"]
    return rows.with_columns(pl.col(c).fill_null("") for c in texts)


def placed(snapshot: Snapshot, table: str, placement: str, key: str) -> pl.DataFrame:
    """Shares with each clause under which a code places them."""
    coded = snapshot.table(placement).filter(pl.col("grade") == "coded").select(key, "clause").unique()
    return named(snapshot, table).join(coded, on=key)


def clauses(rows: pl.DataFrame) -> dict[Place, frozenset[str]]:
    found: dict[Place, set[str]] = defaultdict(set)
    for ref, identifier, blank, *at, clause in rows.select(*AT, "clause").iter_rows():
        found[((ref, identifier, blank), *at)].add(clause)  # type: ignore[index]  # a row of AT
    return {at: frozenset(names) for at, names in found.items()}


def of_lake(snapshot: Snapshot) -> Sums:
    """The same figures of the built tables."""
    most = snapshot.table("chain_slice").select("slice_key", "at_most_eur_cents")
    sums: Sums = {}
    for clause in ("all", "clause"):
        slices = named(snapshot, "slice") if clause == "all" else placed(snapshot, "slice", "placement", "slice_key")
        receipts = (
            named(snapshot, "receipt_slice")
            if clause == "all"
            else placed(snapshot, "receipt_slice", "receipt_placement", "receipt_key")
        )
        chain = slices.filter(pl.col("measure") == "chain")
        bound = chain.join(most, on="slice_key").with_columns(amount_eur_cents="at_most_eur_cents")
        for name, rows in (
            ("own", slices.filter(pl.col("measure") == "own")),
            ("field", slices.filter(pl.col("measure") == "field")),
            ("chain_whole", chain),
            ("chain_at_most", bound),
            ("chain_received", receipts.filter(pl.col("measure") == "chain")),
        ):
            by = [pl.lit("all").alias("clause") if clause == "all" else pl.col("clause"), "kind", "year"]
            for of, kind, year, cents in rows.group_by(*by).agg(pl.col("amount_eur_cents").sum()).iter_rows():
                if cents:
                    sums[name, kind, "none" if year is None else str(year), of] = cents
    return sums


def compared(snapshot: Snapshot, folder: Path) -> Sums:
    """The figures of the lake, after they were found to be those of the recount."""
    by_code = (
        clauses(placed(snapshot, "slice", "placement", "slice_key")),
        clauses(placed(snapshot, "receipt_slice", "receipt_placement", "receipt_key")),
    )
    found = of_lake(snapshot)
    again = recount(folder, *by_code)
    differs = {key: (found.get(key), again.get(key)) for key in found.keys() | again.keys()}
    assert {key: pair for key, pair in differs.items() if pair[0] != pair[1]} == {}
    return found


def test_every_figure_of_a_few_files_is_that_of_a_plain_recount(few_real_snapshot: Snapshot, few_real: Path) -> None:
    """By year, kind and clause; all files in the test below it."""
    found = compared(few_real_snapshot, few_real)
    assert {name for name, *_ in found} >= {"own", "chain_received", "field"}


def test_every_figure_of_all_files_is_that_of_a_plain_recount(real_snapshot: Snapshot, shared: Path) -> None:
    found = compared(real_snapshot, shared / "iati")
    assert len(found) > 400
    assert {name for name, *_ in found} == {"own", "chain_received", "chain_at_most", "chain_whole", "field"}
