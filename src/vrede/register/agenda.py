"""What is due, for whom, and what lacks before an approval, kept up to date: a dossier is looked at again only when something was done in
it, with its partner or in its call, or another day began."""

from __future__ import annotations

import threading
from bisect import insort
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from vrede.register.act import COLUMNS, Act
from vrede.register.book import Book
from vrede.register.database import Database
from vrede.register.dossiers import PARTNER, act_of, acts_of, by_dossier
from vrede.register.preparing import Around, lacking
from vrede.register.rules import Rules
from vrede.register.terms import Row, due

MANY = 300
"""From so many changed dossiers on, all acts are read at once instead of dossier by dossier."""


class Agenda:
    """Rows of `terms.due`, and what is `lacking`, by dossier. Safe to ask from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begin(None, date.min)

    def _begin(self, book: Book | None, day: date) -> None:
        """Nothing is known of this book on this day."""
        self._book, self._day, self._mark = book, day, 0
        self._rows: dict[str, list[Row]] = {}
        self._sorted: list[Row] = []
        self._lacking: dict[str, tuple[str, ...]] = {}
        self._calls: dict[str, str] = {}
        self._shown: set[str] = set()
        self._for: dict[frozenset[str], list[Row]] = {}

    def rows(
        self, book: Book, database: Database, rules: Rules, day: date, roles: frozenset[str] | None = None
    ) -> list[Row]:
        """Everything that is due in any dossier, by day, then dossier; each row once. roles: only what one of these does."""
        with self._lock:
            self._look(book, database, rules, day)
            if roles is None:
                return self._sorted
            if roles not in self._for:
                self._for[roles] = [row for row in self._sorted if not roles.isdisjoint(row.roles)]
            return self._for[roles]

    def lacking(self, book: Book, database: Database, rules: Rules, day: date) -> dict[str, tuple[str, ...]]:
        """Dossier -> what must still be done before its proposal is committed or its request drawn; those that lack something."""
        with self._lock:
            self._look(book, database, rules, day)
            return self._lacking

    def _look(self, book: Book, database: Database, rules: Rules, day: date) -> None:
        if day != self._day or book is not self._book:
            self._begin(book, day)
        touched, mark = book.touched(self._mark)
        if not touched:
            return
        left = {self._calls.get(name, "") for name in touched}
        changed = _changed(book, touched, left, whole=self._mark == 0)
        acts = _read(database, {name for names in changed.values() for name in names} | set(changed))
        lacks, alone = dict(self._lacking), True
        for name, (partner, call, *others) in changed.items():
            own, checks = acts.get(name, []), acts.get(partner, [])
            rows = due(sorted((*checks, *own), key=lambda act: act.seq), rules, day)
            alone = alone and all(row.dossier == name for row in (*self._rows.get(name, ()), *rows))
            self._rows[name], self._calls[name] = rows, call
            lacks.pop(name, None)
            beside = sorted((act for one in others for act in acts.get(one, [])), key=lambda act: act.seq)
            found = lacking(own, Around(checks, acts.get(call, []), beside), rules, day)
            if found:
                lacks[name] = found
        self._mark, self._lacking = mark, lacks
        self._sorted = self._in_order(changed if alone else None)
        self._shown = {name for name, rows in self._rows.items() if rows}
        self._for = {}

    def _in_order(self, changed: Iterable[str] | None) -> list[Row]:
        """All rows by day. changed: dossiers whose rows are of themselves alone, so that all others stand as they stood."""
        if changed is None:
            every = {(r.day, r.dossier, r.what, r.cents): r for rows in self._rows.values() for r in rows}
            made = list(every.values())
        else:
            names = {name for name in changed if name in self._shown}
            made = [row for row in self._sorted if row.dossier not in names] if names else list(self._sorted)
            for name in changed:
                for row in {_place(row): row for row in self._rows[name]}.values():
                    insort(made, row, key=_place)
            return made
        return sorted(made, key=_place)


def _place(row: Row) -> tuple[date, str, str, int]:
    return row.day, row.dossier, row.what, row.cents or 0


def _changed(book: Book, touched: set[str], left: set[str], whole: bool) -> dict[str, tuple[str, ...]]:
    """Dossier of a grant or a request -> those of its partner, its call and all applications of it, where something was done in any.

    left: calls of which a touched dossier was an application before.
    """
    known = [book.dossiers[name] for name in touched]
    calls = ({one.name if one.sort == "call" else one.call for one in known} | left) - {""}
    partners = {one.name for one in known if one.sort == "partner"}
    mine = known
    applications: dict[str, list[str]] = defaultdict(list)
    if whole or calls or partners:
        mine = [
            one
            for one in book.approvable()
            if whole or one.name in touched or one.call in calls or f"{PARTNER}{one.partner}" in partners
        ]
        for one in book.approvable():
            if one.call:
                applications[one.call].append(one.name)
    return {
        one.name: (f"{PARTNER}{one.partner}" if one.partner else "", one.call, *applications[one.call])
        for one in mine
        if one.sort in ("grant", "request")
    }


def _read(database: Database, names: set[str]) -> dict[str, list[Act]]:
    if len(names) < MANY:
        return {name: acts_of(database, name) for name in sorted(names) if name}
    return by_dossier([act_of(row) for row in database.all(f"SELECT {', '.join(COLUMNS)} FROM act ORDER BY seq")])
