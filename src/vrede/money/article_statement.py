"""The article's statement: every clause and part by year and measure, the whole, and what fits nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from vrede.article import GRADES, ArticleText
from vrede.money.measure import MEASURES
from vrede.money.outlier_sums import beyond
from vrede.money.total import Ledger, Selection, by_year, unpriced, years_without_outliers


def grade_shares(rows: pl.DataFrame) -> dict[str, dict[str, int]]:
    """grade -> activities and what was spent per measure (own, chain, field: never added), of one selection."""
    sums = rows.filter(pl.col("kind") == "spent").group_by("grade", "measure").agg(pl.col("amount_eur_cents").sum())
    spent = {(grade, measure): int(cents) for grade, measure, cents in sums.iter_rows()}
    return {
        grade: {
            "activities": rows.filter(pl.col("grade") == grade)["activity_key"].n_unique(),
            **{f"{measure}_spent_eur_cents": spent.get((grade, measure), 0) for measure in MEASURES},
        }
        for grade in GRADES
    }


def statement_of(rows: pl.DataFrame) -> dict[str, Any]:
    """One selection: years (and without outliers those that hold one), numbers of outliers, activities and transactions without a
    price, grade shares."""
    return {
        "years": by_year(rows),
        "years_without_outliers": years_without_outliers(rows),
        "outliers": beyond(rows).transactions,
        "activities": rows["activity_key"].n_unique(),
        "unpriced_transactions": unpriced(rows),
        "grades": grade_shares(rows),
    }


def read_counts(tables: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    """What was read: activities, copies by state, transactions by type, files, issues by level."""
    transaction, dataset, issue = tables["transaction"], tables["dataset"], tables["issue"]
    types = transaction.group_by(pl.col("transaction_type").fill_null("none")).len().sort("transaction_type")
    return {
        "activities": tables["activity"].height,
        "copies": dict(tables["copy"].group_by("state").len().sort("state").iter_rows()),
        "transactions": transaction.height,
        "transactions_by_type": dict(types.iter_rows()),
        "transactions_unpriced": transaction.filter(~pl.col("price_state").is_in(["euro", "rate"])).height,
        "slices": tables["slice"].height,
        "files": dataset.height,
        "files_not_used": dataset.filter(pl.col("reason") != "").height,
        "issues": issue.height,
        "issues_by_level": dict(issue.group_by("level").len().sort("level").iter_rows()),
    }


def statement(
    ledger: Ledger, texts: Sequence[ArticleText], tables: Mapping[str, pl.DataFrame], snapshot: str
) -> dict[str, Any]:
    """The whole as plain data, the shape of `vrede show article --format json`.

    Clauses overlap and are never summed; `article` counts each slice once; own, chain and field are never added.
    """
    clause_ids = sorted({c.id for text in texts for c in text.clauses}, key=lambda c: ("AFS".index(c[0]), c))
    part_ids: dict[str, list[str]] = {c: [] for c in clause_ids}
    for text in texts:
        for clause in text.clauses:
            part_ids[clause.id] += [p.id for p in clause.parts if p.id not in part_ids[clause.id]]
    return {
        "snapshot": snapshot,
        "counts": read_counts(tables),
        "clauses": [
            {
                "id": clause,
                **statement_of(ledger.select(Selection(clause=clause))),
                "parts": [
                    {"id": part, **statement_of(ledger.select(Selection(part=part)))} for part in part_ids[clause]
                ],
            }
            for clause in clause_ids
        ],
        "article": statement_of(ledger.select(Selection())),
        "unplaced": statement_of(ledger.select(Selection(scope="unplaced"))),
        "apart": statement_of(ledger.select(Selection(scope="apart"))),
        "all": statement_of(ledger.select(Selection(scope="all"))),
        "notes": {
            "clauses_overlap": "one euro may serve several clauses: clauses are never summed",
            "measures": "own, chain and field are never added",
            "own": "a selection placed by theme: the ministry's files name no budget article",
        },
    }
