"""What is due, for whom, and what lacks before an approval, kept up to date: a dossier is looked at again only when something was done in
it, with its partner or in its call, or another day began."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from vrede.register.act import COLUMNS, Act
from vrede.register.book import Book, Dossier
from vrede.register.database import Database
from vrede.register.dossiers import PARTNER, act_of, acts_of, by_dossier
from vrede.register.preparing import Around, lacking
from vrede.register.rules import Rules
from vrede.register.terms import Row, due

Stands = tuple[int, int, int, int]
"""Number of the last act of a dossier, of its partner's, of its call's, and of any application of that call; 0 where there is none."""
MANY = 300
"""From so many changed dossiers on, all acts are read at once instead of dossier by dossier."""


class Agenda:
    """Rows of `terms.due`, and what is `lacking`, by dossier. Safe to ask from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._day = date.min
        self._known: dict[str, Stands] = {}
        self._rows: dict[str, list[Row]] = {}
        self._sorted: list[Row] = []
        self._lacking: dict[str, tuple[str, ...]] = {}

    def rows(self, book: Book, database: Database, rules: Rules, day: date) -> list[Row]:
        """Everything that is due in any dossier, by day, then dossier; each row once."""
        with self._lock:
            self._look(book, database, rules, day)
            return self._sorted

    def lacking(self, book: Book, database: Database, rules: Rules, day: date) -> dict[str, tuple[str, ...]]:
        """Dossier -> what must still be done before its proposal is committed or its request drawn; those that lack something."""
        with self._lock:
            self._look(book, database, rules, day)
            return self._lacking

    def _look(self, book: Book, database: Database, rules: Rules, day: date) -> None:
        if day != self._day:
            self._day, self._known, self._rows, self._lacking = day, {}, {}, {}
        applications: dict[str, list[Dossier]] = defaultdict(list)
        for one in book.approvable():
            applications[one.call].append(one)
        changed = self._changed(book, applications)
        if not changed:
            return
        acts = _read(database, {name for names in changed.values() for name in names[0]} | set(changed))
        lacks = dict(self._lacking)
        for name, ((partner, call, *others), stands) in changed.items():
            own, checks = acts.get(name, []), acts.get(partner, [])
            self._rows[name] = due(sorted((*checks, *own), key=lambda act: act.seq), rules, day)
            self._known[name] = stands
            lacks.pop(name, None)
            beside = sorted((act for one in others for act in acts.get(one, [])), key=lambda act: act.seq)
            found = lacking(own, Around(checks, acts.get(call, []), beside), rules, day)
            if found:
                lacks[name] = found
        self._lacking = lacks
        every = {(r.day, r.dossier, r.what, r.cents): r for rows in self._rows.values() for r in rows}
        self._sorted = sorted(every.values(), key=lambda r: (r.day, r.dossier, r.what))

    def _changed(
        self, book: Book, applications: Mapping[str, list[Dossier]]
    ) -> dict[str, tuple[tuple[str, ...], Stands]]:
        """Dossier -> (those of its partner, its call and all its applications; where they stand), where one is other than when it was
        looked at last."""
        found = {}
        for call, dossiers in applications.items():
            names = tuple(one.name for one in dossiers) if call else ()
            last = max(one.last for one in dossiers) if call else 0
            for dossier in dossiers:
                others = (f"{PARTNER}{dossier.partner}" if dossier.partner else "", call)
                one, other = (book.dossiers.get(name) for name in others)
                stands = (dossier.last, one.last if one else 0, other.last if other else 0, last)
                if self._known.get(dossier.name) != stands:
                    found[dossier.name] = ((*others, *names), stands)
        return found


def _read(database: Database, names: set[str]) -> dict[str, list[Act]]:
    if len(names) < MANY:
        return {name: acts_of(database, name) for name in sorted(names) if name}
    return by_dossier([act_of(row) for row in database.all(f"SELECT {', '.join(COLUMNS)} FROM act ORDER BY seq")])
