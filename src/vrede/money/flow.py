"""The whole way of the money in one call: by itself, with others, settled. Tables in, tables out."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vrede.money.across import across
from vrede.money.alone import alone
from vrede.money.partner import partner_table
from vrede.money.rules import MoneyRules
from vrede.money.settled import settled


def follow(tables: Mapping[str, pl.DataFrame], rules: MoneyRules) -> dict[str, pl.DataFrame]:
    """All tables of a snapshot from the assembled ones: activity, transaction and issue are extended; slice, placement,
    partner and outlier are made. Every amount is split to the cent; what cannot be priced stays, without a price.

    A build does the same in pieces (pipeline/buckets): this is what all pieces together must come to.
    """
    mine = alone(tables, rules)
    others = across(mine, rules)
    made = mine | others | settled(mine, others, rules)
    made["issue"] = pl.concat([made["issue"], made["_use"]])
    made["partner"] = partner_table(made["_met"], made["_country"], rules.texts[-1].channels)
    return {name: frame for name, frame in made.items() if not name.startswith("_")}
