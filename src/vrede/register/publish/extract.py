"""The register's open data as tables (sources/register declares them): grants as they may be shown, and the budget. Whole cents."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from vrede.register.acts.registry import postings
from vrede.register.audit.budget_statement import stated
from vrede.register.chain.act import Act
from vrede.register.publish.grants import Grant
from vrede.register.publish.withhold import Withholding, identifier
from vrede.sources import Table
from vrede.sources.register import REGISTER_ACTIVITY, REGISTER_BUDGET, REGISTER_TRANSACTION


def _frame(table: Table, rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    return table.conform(pl.DataFrame(rows, schema=table.schema)) if rows else table.empty()


def activity_table(shown: Iterable[Grant], prefix: str) -> pl.DataFrame:
    """register_activity of grants that may be shown."""
    rows = [
        {
            "iati_identifier": identifier(one, prefix),
            "dossier": one.dossier,
            "withheld": one.withheld,
            "title": one.title,
            "description": one.description,
            "state": one.state,
            "instrument": one.instrument,
            "partner_ref": one.partner,
            "countries": " ".join(one.countries),
            "regions": " ".join(sorted(set(one.regions))),
            "clauses": " ".join(one.clauses),
            "article": one.article,
            "line": one.line,
            "oda": one.oda,
            "start_date": one.start,
            "end_date": one.end,
            "closed_date": one.closed,
            "committed_cents": one.committed_cents,
            "paid_cents": one.paid_cents,
        }
        for one in shown
    ]
    return _frame(REGISTER_ACTIVITY, rows)


def transaction_table(shown: Iterable[Grant], prefix: str) -> pl.DataFrame:
    """register_transaction of grants that may be shown, in the order of the acts."""
    rows = [
        {
            "iati_identifier": identifier(one, prefix),
            "act": move.act,
            "kind": move.type,
            "transaction_date": move.day,
            "year": move.year,
            "article": one.article,
            "line": one.line,
            "partner_ref": one.partner,
            "amount_eur_cents": move.cents,
        }
        for one in shown
        for move in one.movements
    ]
    return _frame(REGISTER_TRANSACTION, sorted(rows, key=lambda row: row["act"]))


def budget_table(acts: Iterable[Act], keeping: Withholding) -> pl.DataFrame:
    """register_budget: what the acts give, line by line; the same as the statement of a register that ends with the last of them.

    Lines whose name must not be shown are one line together under the policy's word, so that lines still sum to the article.
    """
    accounts: dict[str, int] = {}
    for act in acts:
        for one in postings(act):
            accounts[one.source] = accounts.get(one.source, 0) - one.cents
            accounts[one.target] = accounts.get(one.target, 0) + one.cents
    by_line: dict[tuple[str, int, str], dict[str, Any]] = {}
    for row in stated(accounts.items()):
        row["line"] = keeping.cleaned(row["line"])
        key = (row["article"], row["year"], row["line"])
        known = by_line.setdefault(key, row)
        if known is not row:
            amounts = [name for name in row if name.endswith("_cents") and row[name] is not None]
            known |= {name: (known[name] or 0) + row[name] for name in amounts}
    return _frame(REGISTER_BUDGET, list(by_line.values()))


def parquet_of(frame: pl.DataFrame) -> bytes:
    """The table as Parquet; the same table gives the same bytes."""
    stream = io.BytesIO()
    frame.write_parquet(stream, compression="zstd", statistics=True)
    return stream.getvalue()
