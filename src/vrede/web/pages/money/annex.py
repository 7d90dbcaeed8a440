"""The rows of a figure for its CSV and its annex: every slice with its transaction, its file and the file's licence."""

from __future__ import annotations

import polars as pl

from vrede.language import Language
from vrede.money import CHAIN, WHOLE, Selection
from vrede.web.site.snapshot import State

COLUMNS = (
    "iati_identifier",
    "reporting_org_ref",
    "title",
    "transaction_no",
    "transaction_type",
    "kind",
    "transaction_date",
    "value_date",
    "amount",
    "price_currency",
    "rate_date",
    "sector_code",
    "place_kind",
    "place_code",
    "share_ppm",
    "channel",
    "partner_ref",
    "partner_name",
    "measure",
    "bound",
    "owner_state",
    "grade",
    "price_state",
    "amount_eur_cents",
    "outlier",
    "dataset",
    "licence",
)


def annex(state: State, selection: Selection, language: Language) -> pl.DataFrame:
    """COLUMNS: every slice of a selection with its transaction, its file and the file's licence."""
    of_chain = pl.when(pl.col("measure") == CHAIN).then(pl.lit(selection.bound or WHOLE))
    return with_transactions(state, state.ledger.select(selection).with_columns(bound=of_chain), language)


def with_transactions(state: State, rows: pl.DataFrame, language: Language) -> pl.DataFrame:
    """COLUMNS of slices with their bound."""
    transaction = state.snapshot.table("transaction").select(
        "transaction_key",
        "transaction_no",
        "transaction_type",
        "transaction_date",
        "value_date",
        "amount",
        "price_currency",
        "rate_date",
        "price_state",
        "dataset",
    )
    licence = state.snapshot.table("dataset").select("dataset", "licence")
    return (
        rows.join(transaction, on="transaction_key", how="left", maintain_order="left")
        .join(
            state.activity.select("activity_key", "iati_identifier", "reporting_org_ref", title=f"title_{language}"),
            on="activity_key",
            how="left",
            maintain_order="left",
        )
        .join(licence, on="dataset", how="left", maintain_order="left")
        .with_columns(partner_name=partner_names(state, rows))
        .select(COLUMNS)
    )


def partner_names(state: State, rows: pl.DataFrame) -> pl.Expr:
    """The name of each row's partner, in the language of the request."""
    names = {ref: state.partner_names.get(ref, ref) for ref in rows["partner_ref"].drop_nulls().unique()}
    return pl.col("partner_ref").replace_strict(names, default=None, return_dtype=pl.String)
