"""What may still be committed and paid, by line of a year, as somebody may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from vrede.register.audit.budget_statement import statement
from vrede.register.chain.act import Act
from vrede.register.chain.database import Database
from vrede.register.chain.postings import UNDIVIDED, balance, place
from vrede.register.chain.reading import acts_of
from vrede.register.desk.projection import Projection
from vrede.register.dossier.names import BUDGET, humanitarian
from vrede.register.dossier.oda import counts
from vrede.register.dossier.person import Person
from vrede.register.table.kinds import Kind

HIDDEN = ("_used_cents", "_free_cents", "_due_cents", "_left_cents")
"""What a member of a fund's board does not see of humanitarian aid: all but what the law says."""


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A line of a year with authority, used and free of both authorities in cents; the article itself is line ''. oda: how it counts, ''
    where no law says it. due: what falls due this year and was not paid; left: cash that is free less that. instruments: (instrument,
    cents committed, cents paid). None: there is none, or it is hidden."""

    article: str
    year: int
    line: str
    commitment_authority_cents: int | None
    commitment_used_cents: int | None
    commitment_free_cents: int | None
    cash_authority_cents: int | None
    cash_used_cents: int | None
    cash_free_cents: int | None
    oda: str
    cash_due_cents: int | None
    cash_left_cents: int | None
    instruments: Sequence[tuple[str, int, int]] = ()


def budget_rows(database: Database, now: Projection, person: Person, year: int) -> list[BudgetRow]:
    """By article and line, what is still to be divided last. A member of a fund's board sees of humanitarian aid what the law says and no
    more."""
    due, counted, instruments = now.due(year), counts(laws_of(database, year)), now.by_instrument(year)
    made = []
    for stated in statement(database):
        if stated["year"] != year:
            continue
        article, line, free = stated["article"], stated["line"], stated["cash_free_cents"]
        falls = due.get((article, line), 0)
        how, _law = counted.get((article, year, line), ("", 0))
        left = None if free is None else free - falls
        used = instruments.get((article, line), [])
        row = BudgetRow(**stated, oda=how, cash_due_cents=falls, cash_left_cents=left, instruments=used)
        if person.board and (humanitarian(line) or line == ""):  # the whole less the rest would tell
            hidden: dict[str, Any] = {field.name: None for field in fields(row) if field.name.endswith(HIDDEN)}
            row = replace(row, instruments=(), **hidden)
        made.append(row)
    return sorted(made, key=lambda row: (row.article, row.line == UNDIVIDED, row.line))


def laws_of(database: Database, year: int) -> list[Act]:
    """The laws of a year, in order."""
    return [act for act in acts_of(database, BUDGET) if act.kind == Kind.BUDGET_LAW and act.year == year]


def budget_years(database: Database) -> list[int]:
    """Years of which a law was recorded, the youngest first."""
    laws = (act for act in acts_of(database, BUDGET) if act.kind == Kind.BUDGET_LAW)
    return sorted({act.year for act in laws if act.year is not None}, reverse=True)


def room_of(database: Database, article: str, year: int, authority: str, line: str) -> tuple[int, int]:
    """(what the article still has, what the line still has) in cents."""
    of = (article, year, authority)
    return balance(database, place("room", *of)), balance(database, place("line", *of, line))
