"""Money from one activity to another, as payer and receiver say it: the links about transactions, summed by pair."""

from __future__ import annotations

import polars as pl

from vrede.chain.links import CERTAIN, DOWN, POSSIBLE, UP

# What each type of transaction says of the same money: the payer's word and the receiver's.
PAYER_KINDS = {"2": "commitment", "3": "spent", "4": "spent"}
RECEIVER_KINDS = {"11": "commitment", "1": "spent"}


PAIR = ["payer_key", "receiver_key", "kind"]


def words(link: pl.DataFrame, transaction: pl.DataFrame) -> pl.DataFrame:
    """What each side says of each pair, a row a statement: PAIR, transaction_key, state, rule, word (payer or receiver),
    cents, day. A pair is certain where any of its links is; then its proposals are left out."""
    usable = link.filter(pl.col("state").is_in([CERTAIN, POSSIBLE]) & pl.col("transaction_key").is_not_null())
    money = transaction.select("transaction_key", "transaction_type", "transaction_date", "amount_eur_cents")
    rows = usable.join(money, on="transaction_key", how="inner")
    parts = []
    for direction, kinds, word in ((DOWN, PAYER_KINDS, "payer"), (UP, RECEIVER_KINDS, "receiver")):
        of = rows.filter((pl.col("direction") == direction) & pl.col("transaction_type").is_in(list(kinds)))
        payer, receiver = ("activity_key", "target_key") if direction == DOWN else ("target_key", "activity_key")
        parts.append(
            of.select(
                "transaction_key",
                payer_key=payer,
                receiver_key=receiver,
                kind=pl.col("transaction_type").replace_strict(kinds, return_dtype=pl.String),
                state="state",
                rule="rule",
                word=pl.lit(word),
                cents="amount_eur_cents",
                day="transaction_date",
            )
        )
    said = pl.concat(parts)
    certain = said.filter(pl.col("state") == CERTAIN).select(PAIR).unique()
    proposed = said.filter(pl.col("state") == POSSIBLE).join(certain, on=PAIR, how="anti")
    return pl.concat([said.filter(pl.col("state") == CERTAIN), proposed])


def edges(link: pl.DataFrame, transaction: pl.DataFrame) -> pl.DataFrame:
    """payer_key, receiver_key, kind, state, payer_eur_cents, receiver_eur_cents, passed_eur_cents, the first and last
    day of each word, and `rule`: the table `chain_edge`.

    payer_eur_cents: what the payer says it paid on to the receiver; receiver_eur_cents: what the receiver says it got from
    the payer; null where that side says nothing. passed_eur_cents is the receiver's word, else the payer's: the two are
    never added. A pair is certain where any of its links is; then its proposals are left out.
    """
    kept = words(link, transaction)

    def of_word(word: str) -> list[pl.Expr]:
        mine = pl.col("word") == word
        cents = pl.col("cents").filter(mine)
        return [
            pl.when(cents.count() > 0).then(cents.sum()).alias(f"{word}_eur_cents"),
            pl.col("day").filter(mine).min().alias(f"{word}_first"),
            pl.col("day").filter(mine).max().alias(f"{word}_last"),
        ]

    return (
        kept.group_by(*PAIR, "state")
        .agg(*of_word("payer"), *of_word("receiver"), rule=pl.col("rule").unique().sort().str.join("; "))
        .with_columns(passed_eur_cents=pl.coalesce("receiver_eur_cents", "payer_eur_cents"))
        .sort(PAIR)
        .select(
            *PAIR,
            "state",
            "rule",
            "payer_eur_cents",
            "receiver_eur_cents",
            "passed_eur_cents",
            "payer_first",
            "payer_last",
            "receiver_first",
            "receiver_last",
        )
    )
