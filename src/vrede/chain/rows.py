"""The lines behind the chain's figures: payments of a step or pair, sums per activity, and what they are made of."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vrede.chain.edges import words
from vrede.chain.links import CERTAIN
from vrede.money import OWN, bounded_lines, figure_lines, lines_together, transaction_lines

Tables = Mapping[str, pl.DataFrame]
STEP_AMOUNTS = ("certain", "at_most")
EDGE_AMOUNTS = ("certain", "at_most", "payer", "receiver")
BALANCE_AMOUNTS = {
    "entering": "entering_eur_cents",
    "inside": "passed_on_eur_cents",
    "net": "net_eur_cents",
    "net_at_least": "net_at_least_eur_cents",
    "new_money": "new_money_eur_cents",
}
SHEET_AMOUNTS = ("received", "spent", "entering", "passed_on", "passed_on_at_most", "net", "new_money")
SPENT, RECEIVED = ("3", "4"), ("1",)


def step_lines(step: pl.DataFrame, activity: pl.DataFrame, amount: str, sign: int = 1) -> pl.DataFrame:
    """Payments further down, a line for each own activity whose money they carry (what: its identifier)."""
    named = step.join(
        activity.select(root_key="activity_key", root="iati_identifier"),
        on="root_key",
        how="left",
        maintain_order="left",
    )
    return figure_lines(
        named,
        "chain_step",
        activity_key="payer_key",
        other_key="receiver_key",
        what="root",
        amount_eur_cents=pl.col(f"{amount}_eur_cents") * sign,
    )


def edge_lines(edge: pl.DataFrame, tables: Tables, amount: str) -> pl.DataFrame:
    """The transactions by which these pairs are known: of the payer's word, the receiver's, or of what counts as passed
    (the receiver's word, else the payer's), over certain links or all. tables: link, transaction."""
    wanted = edge.filter(pl.col("state") == CERTAIN) if amount == "certain" else edge
    said = words(tables["link"], tables["transaction"]).join(
        wanted.select("payer_key", "receiver_key", "kind", heard="receiver_eur_cents"),
        on=["payer_key", "receiver_key", "kind"],
        how="inner",
    )
    counts = pl.when(pl.col("heard").is_not_null()).then(pl.lit("receiver")).otherwise(pl.lit("payer"))
    chosen = said.filter(pl.col("word") == (counts if amount in STEP_AMOUNTS else pl.lit(amount)))
    known = chosen.join(
        tables["transaction"].select("transaction_key", "transaction_no", "transaction_type", of="activity_key"),
        on="transaction_key",
        how="left",
    )
    return figure_lines(
        known,
        "transaction",
        activity_key="of",
        other_key=pl.when(pl.col("of") == pl.col("payer_key")).then("receiver_key").otherwise("payer_key"),
        row_no="transaction_no",
        day="day",
        what="transaction_type",
        amount_eur_cents="cents",
    )


def level_lines(tables: Tables, level: int, amount: str) -> pl.DataFrame:
    """What is seen at a level, or (unseen) what of the level above is not. Level 0 is what own activities spent."""

    def at(number: int, column: str, sign: int = 1) -> pl.DataFrame:
        if number:
            return step_lines(tables["chain_step"].filter(pl.col("level") == number), tables["activity"], column, sign)
        own = tables["chain_balance"].filter((pl.col("measure") == OWN) & (pl.col("spent_eur_cents") > 0))
        return figure_lines(own, "chain_balance", activity_key="activity_key", amount_eur_cents="spent_eur_cents")

    if amount != "unseen":
        return at(level, amount)
    found = lines_together(at(level - 1, "at_most"), at(level, "at_most", -1))
    return bounded_lines(found, max(int(found["amount_eur_cents"].sum() or 0), 0))


def balance_lines(tables: Tables, measure: str, amount: str) -> pl.DataFrame:
    """One of the figures of `chain_balance`, activity by activity."""
    sheet = tables["chain_balance"].filter(pl.col("measure") == measure)
    return figure_lines(sheet, "chain_balance", activity_key="activity_key", amount_eur_cents=BALANCE_AMOUNTS[amount])


def gap_lines(tables: Tables, reason: str) -> pl.DataFrame:
    """What own activities spent and cannot be followed for one reason."""
    gap = tables["chain_gap"].filter(pl.col("reason") == reason)
    return figure_lines(gap, "chain_gap", activity_key="root_key", amount_eur_cents="eur_cents")


def sheet_lines(tables: Tables, key: int, amount: str) -> pl.DataFrame:
    """One figure of one activity, down to transactions; a bound that holds is a line of its own."""
    edge = tables["chain_edge"].filter((pl.col("kind") == "spent") & (pl.col("passed_eur_cents") > 0))
    spends = tables["chain_balance"].filter(pl.col("spent_eur_cents") > 0)["activity_key"]
    sheet = tables["chain_balance"].row(by_predicate=pl.col("activity_key") == key, named=True)
    figure = int(sheet[f"{amount}_eur_cents"])
    if amount in ("received", "spent"):
        return transaction_lines(tables, [key], RECEIVED if amount == "received" else SPENT)
    if amount == "entering":
        seen = edge.filter((pl.col("receiver_key") == key) & (pl.col("state") == CERTAIN))
        return bounded_lines(
            lines_together(transaction_lines(tables, [key], RECEIVED), _edges(seen, "receiver_key", -1)), figure
        )
    if amount == "new_money":
        return bounded_lines(
            lines_together(transaction_lines(tables, [key], SPENT), transaction_lines(tables, [key], RECEIVED, -1)),
            figure,
        )
    paid = edge.filter((pl.col("payer_key") == key) & pl.col("receiver_key").is_in(spends.implode()))
    if amount != "passed_on_at_most":
        paid = paid.filter(pl.col("state") == CERTAIN)
    if amount == "net":
        return bounded_lines(
            lines_together(transaction_lines(tables, [key], SPENT), _edges(paid, "payer_key", -1)), figure
        )
    return bounded_lines(_edges(paid, "payer_key"), figure)


def _edges(edge: pl.DataFrame, side: str, sign: int = 1) -> pl.DataFrame:
    other = {"payer_key": "receiver_key", "receiver_key": "payer_key"}[side]
    return figure_lines(
        edge, "chain_edge", activity_key=side, other_key=other, amount_eur_cents=pl.col("passed_eur_cents") * sign
    )


def claim_lines(tables: Tables, number: int) -> pl.DataFrame:
    """A double claim (row of `double_claim`): of one receipt the first counts and the others are listed at nothing; of
    more than was paid, the receipts less all that the payer spent."""
    claim = tables["double_claim"].row(number, named=True)
    if claim["reason"] == "same receipt":
        rows = (
            tables["link"]
            .filter((pl.col("source") == "provider-activity-id") & (pl.col("stated_id") == claim["stated_id"]))
            .select("transaction_key")
            .join(tables["transaction"], on="transaction_key", how="inner")
            .filter(pl.col("transaction_type") == "1")
            # One that was taken back is no claim (chain.claims).
            .filter(pl.col("amount").sum().over("activity_key", pl.col("amount").abs(), "price_currency") > 0)
            .filter(
                (pl.col("amount_eur_cents") == claim["amount_eur_cents"])
                & pl.col("transaction_date").eq_missing(claim["day"])
            )
            .sort("activity_key", "transaction_no")
            .with_row_index("_n")
        )
        first = pl.col("_n") == 0
        return figure_lines(
            rows,
            "transaction",
            activity_key="activity_key",
            row_no="transaction_no",
            day="transaction_date",
            what=pl.when(first).then("transaction_type").otherwise(pl.lit("again")),
            amount_eur_cents=pl.when(first).then("amount_eur_cents").otherwise(0),
        )
    edge = tables["chain_edge"].filter(
        (pl.col("kind") == "spent")
        & (pl.col("state") == CERTAIN)
        & (pl.col("payer_key") == claim["payer_key"])
        & pl.col("receiver_eur_cents").is_not_null()
    )
    return lines_together(
        edge_lines(edge, tables, "receiver"), transaction_lines(tables, [claim["payer_key"]], SPENT, -1)
    )
