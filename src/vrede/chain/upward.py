"""How an organisation publishes: how much, how fresh, how well linked, and with how many findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from vrede.chain.links import CERTAIN, UP


@dataclass(frozen=True, slots=True)
class Publishing:
    """activities and transactions published; the newest transaction and update, and when its files were fetched (text,
    as the list of files says); days between the newest transaction and the newest retrieval, the least that its news
    was old; receipts with and without the payer's activity, and how many lead to one here; issues per hundred activities."""

    activities: int
    transactions: int
    newest_transaction: date | None
    newest_update: date | None
    retrieved: str
    days_old: int | None
    receipts: int
    receipts_linked: int
    receipts_certain: int
    issues: int
    issues_per_hundred: int


def publishing(tables: Mapping[str, pl.DataFrame], keys: pl.Series) -> Publishing:
    """Of the activities with these keys. tables: activity, transaction, link, issue.

    A transaction dated after the retrieval is a plan or a slip: it does not make the news fresher.
    """
    inside = keys.implode()

    def of(name: str, *columns: str) -> pl.DataFrame:
        mine = pl.col("activity_key").is_in(inside).fill_null(False)
        return tables[name].select("activity_key", *columns).filter(mine)

    activity = of("activity", "vintage", "vintage_source", "last_updated")
    money = of("transaction", "transaction_type", "transaction_date")
    issues = of("issue", "level").filter(pl.col("level") != "use")
    links = of("link", "direction", "transaction_key", "stated_id", "state").filter(
        (pl.col("direction") == UP) & pl.col("transaction_key").is_not_null()
    )
    receipts = money.filter(pl.col("transaction_type").is_in(["1", "11"])).height
    stated = links.filter(pl.col("stated_id").is_not_null())
    fetched = activity.filter(pl.col("vintage_source") == "retrieved")["vintage"].max()
    retrieved = str(fetched) if fetched else ""
    day = date.fromisoformat(retrieved) if retrieved else None
    known = money.filter(pl.col("transaction_date") <= day) if day else money
    newest, update = known["transaction_date"].max(), activity["last_updated"].max()
    newest_day = newest if isinstance(newest, date) else None
    return Publishing(
        activity.height,
        money.height,
        newest_day,
        update.date() if update is not None else None,  # type: ignore[union-attr]  # a datetime column
        retrieved,
        (day - newest_day).days if day and newest_day else None,
        receipts,
        stated["transaction_key"].n_unique(),
        links.filter(pl.col("state") == CERTAIN)["transaction_key"].n_unique(),
        issues.height,
        issues.height * 100 // max(activity.height, 1),
    )
