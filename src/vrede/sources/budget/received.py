"""Who received what in a year: `{"ontvangers": [{"naam": ..., "realisatie": {"2025": 1250000}}]}`, in euro.

No chapter and no article stand in it: it is of the whole state, and is never added to lines of the budget.
Source of the shape: SOURCES.md of the project, section 5 (public clients' code and tests); nothing was fetched from a live service.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from vrede.sources.budget.figure import whole
from vrede.sources.budget.rows import BudgetRow, BudgetRows
from vrede.sources.budget.tables import BUDGET_ISSUE, BUDGET_RECIPIENT

NAME, PAID = "naam", "realisatie."
UNNAMED = "geanonimiseerd"
"""How the publisher begins the line of all whose names are left out: persons, partnerships and commercial contracts."""
CENTS_PER_EURO = 100


def is_received(headings: tuple[str, ...]) -> bool:
    """Whether these are the fields of such an answer."""
    return NAME in headings and any(heading.startswith(PAID) for heading in headings)


def is_unnamed(recipient: str) -> bool:
    """Whether a line is no organisation but all those whose names are left out.

    >>> is_unnamed("Geanonimiseerde ontvanger(s)"), is_unnamed("Voorbeeldstichting")
    (True, False)
    """
    return recipient.strip().casefold().startswith(UNNAMED)


def _issue(row: BudgetRow, year: int | None, reason: str, rule: str = "readable") -> dict[str, Any]:
    return {"line_no": row.number, "year": year, "rule": rule, "reason": reason}


def _paid(row: BudgetRow, only: int | None) -> list[tuple[int, str]]:
    """(year, amount as text) of a record; the years that were not asked for are another answer's."""
    found = []
    for name, text in row.values.items():
        year = whole(name.removeprefix(PAID)) if name.startswith(PAID) else None
        if year is not None and only in (None, year):
            found.append((year, text.strip()))
    return found


def read_received(found: BudgetRows, only: int | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(budget_recipient, budget_issue). only: the year that was asked for; None: all that stand in it.

    An amount that is no whole number of euro, and a record without a name, are issues; so is a record that stands twice, which counts
    once. Two amounts under one name are kept: they may be two organisations.
    """
    made: list[dict[str, Any]] = []
    issues: list[dict[str, Any]] = []
    seen: set[tuple[str, int, int]] = set()
    for row in found.rows:
        name = " ".join(row.values.get(NAME, "").split())
        if row.wrong or not name:
            issues.append(_issue(row, only, row.wrong or "no recipient is named"))
            continue
        for year, text in _paid(row, only):
            euro = whole(text)
            if euro is None or not 1900 <= year <= 2200:
                issues.append(_issue(row, year, f"the amount {text[:40]!r} is not a whole number of euro of a year"))
            elif (name, year, euro) in seen:
                issues.append(_issue(row, year, "the line stands twice", "once"))
            else:
                seen.add((name, year, euro))
                made.append(
                    {
                        "line_no": row.number,
                        "year": year,
                        "recipient": name,
                        "unnamed": is_unnamed(name),
                        "amount_eur": euro,
                        "amount_eur_cents": euro * CENTS_PER_EURO,
                    }
                )
    return BUDGET_RECIPIENT.conform(_frame(made, BUDGET_RECIPIENT)), BUDGET_ISSUE.conform(_frame(issues, BUDGET_ISSUE))


def _frame(rows: list[dict[str, Any]], table: Any) -> pl.DataFrame:
    known = {name: kind for name, kind in table.schema.items() if rows and name in rows[0]}
    return pl.DataFrame(rows, schema=known) if rows else pl.DataFrame(table.empty())
