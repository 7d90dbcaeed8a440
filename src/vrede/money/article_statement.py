"""The article's statement: every clause and part by year and measure, the whole, and what fits nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from vrede.article import GRADES, ArticleText
from vrede.lake import own_selections
from vrede.language import Nothing
from vrede.money.added import unpriced
from vrede.money.measure import WHOLE
from vrede.money.outlier_sums import beyond
from vrede.money.selection import Selection
from vrede.money.total import Ledger
from vrede.money.yearly import NAME, NAMES, by_year, years_without_outliers

COLUMNS = ("measure", "kind", "year", "grade", "amount_eur_cents", "activity_key", "transaction_key", "outlier")
"""What a statement asks of slices."""


def grade_shares(rows: pl.DataFrame) -> dict[str, dict[str, int | None]]:
    """grade -> activities and what was spent (own, the bounds of the chain, field: never added), of one selection; None: nothing was."""
    priced = rows.filter((pl.col("kind") == "spent") & pl.col("amount_eur_cents").is_not_null())
    sums = priced.group_by("grade", name=NAME).agg(pl.col("amount_eur_cents").sum())
    spent = {(grade, name): int(cents) for grade, name, cents in sums.iter_rows()}
    counted = _once(rows)
    return {
        grade: {
            "activities": counted.filter(pl.col("grade") == grade)["activity_key"].n_unique(),
            **{f"{name}_spent_eur_cents": spent.get((grade, name)) for name in NAMES},
        }
        for grade in GRADES
    }


def _once(rows: pl.DataFrame) -> pl.DataFrame:
    """The slices of a selection, each once: of the chain those of all of its activities."""
    return rows.filter(pl.col("bound").is_in(["", WHOLE]))


def statement_of(ledger: Ledger, selection: Selection) -> dict[str, Any]:
    """One selection: years (and without outliers those that hold one), numbers of outliers, activities and transactions without a
    price, grade shares."""
    rows = ledger.bounded(selection, COLUMNS)
    once = _once(rows)

    def nothing(one: Selection) -> Nothing:
        return ledger.nothing(selection.but(measure=one.measure, year=one.year))

    return {
        "years": by_year(rows, nothing),
        "years_without_outliers": years_without_outliers(rows, nothing),
        "outliers": beyond(once).transactions,
        "activities": once["activity_key"].n_unique(),
        "unpriced_transactions": unpriced(once),
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


def clause_statement(ledger: Ledger, texts: Sequence[ArticleText], clause: str) -> dict[str, Any]:
    """What `statement` says of one clause and of each part that it has or had."""
    parts = dict.fromkeys(part.id for text in texts for one in text.clauses if one.id == clause for part in one.parts)
    return {
        "id": clause,
        **statement_of(ledger, Selection(clause=clause)),
        "parts": [{"id": part, **statement_of(ledger, Selection(part=part))} for part in parts],
    }


def statement(
    ledger: Ledger, texts: Sequence[ArticleText], tables: Mapping[str, pl.DataFrame], snapshot: str
) -> dict[str, Any]:
    """The whole as plain data, the shape of `vrede show article --format json`.

    Clauses overlap and are never summed; `article` counts each slice once; own, chain and field are never added.
    """
    clause_ids = sorted({c.id for text in texts for c in text.clauses}, key=lambda c: ("AFS".index(c[0]), c))
    return {
        "snapshot": snapshot,
        "counts": read_counts(tables),
        "clauses": [clause_statement(ledger, texts, clause) for clause in clause_ids],
        "article": statement_of(ledger, Selection()),
        "unplaced": statement_of(ledger, Selection(scope="unplaced")),
        "apart": statement_of(ledger, Selection(scope="apart")),
        "all": statement_of(ledger, Selection(scope="all")),
        "own_asked": own_selections(tables["activity"], tables["dataset"]),
        "notes": {
            "clauses_overlap": "one euro may serve several clauses: clauses are never summed",
            "measures": "own, chain and field are never added",
            "nothing": "null is no figure: nothing says why (not_published: nobody published it; not_loaded: no file here holds it, or no exchange rate for it; withheld: not shown, it may be withheld); 0 is what was published and adds up to nothing",
            "taken_back": "part of a figure that is below nothing: what was paid is the figure less this",
            "chain": "three bounds, never added: received (from the ministry, as stated), at_most (the ministry's), whole (all of its activities, the money of all funders)",
            "own_asked": "what the files of own money were asked for when they were fetched; empty: nobody noted it",
            "own": "a selection placed by theme: the ministry's files name no budget article",
        },
    }
