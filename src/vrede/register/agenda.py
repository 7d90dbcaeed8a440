"""What is due, for whom, kept up to date: a dossier is looked at again only when something was done in it, or another day began."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from datetime import date

from vrede.register.act import COLUMNS, Act
from vrede.register.book import Book
from vrede.register.database import Database
from vrede.register.dossiers import PARTNER, act_of, acts_of, by_dossier
from vrede.register.rules import Rules
from vrede.register.terms import Row, due

MANY = 300
"""From so many changed dossiers on, all acts are read at once instead of dossier by dossier."""


class Agenda:
    """Rows of `terms.due` by dossier. Safe to ask from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._day = date.min
        self._known: dict[str, tuple[int, int]] = {}
        self._rows: dict[str, list[Row]] = {}
        self._sorted: list[Row] = []

    def rows(self, book: Book, database: Database, rules: Rules, day: date) -> list[Row]:
        """Everything that is due in any dossier, by day, then dossier; each row once."""
        with self._lock:
            if day != self._day:
                self._day, self._known, self._rows = day, {}, {}
            changed = self._changed(book)
            if changed:
                acts = _read(database, {name: partner for name, (partner, _stands) in changed.items()})
                for name, (partner, stands) in changed.items():
                    mine = [*acts.get(partner, []), *acts.get(name, [])]
                    self._rows[name] = due(sorted(mine, key=lambda act: act.seq), rules, day)
                    self._known[name] = stands
                every = {(r.day, r.dossier, r.what, r.cents): r for rows in self._rows.values() for r in rows}
                self._sorted = sorted(every.values(), key=lambda r: (r.day, r.dossier, r.what))
            return self._sorted

    def _changed(self, book: Book) -> dict[str, tuple[str, tuple[int, int]]]:
        """Dossier of a grant -> (that of its partner, where both stand), where either is other than when it was looked at last."""
        found = {}
        for dossier in book.grants():
            partner = f"{PARTNER}{dossier.partner}"
            other = book.dossiers.get(partner)
            stands = (dossier.last, other.last if other else 0)
            if self._known.get(dossier.name) != stands:
                found[dossier.name] = (partner, stands)
        return found


def _read(database: Database, changed: dict[str, str]) -> dict[str, list[Act]]:
    names: Iterable[str] = {*changed, *changed.values()}
    if len(changed) < MANY:
        return {name: acts_of(database, name) for name in names}
    return by_dossier([act_of(row) for row in database.all(f"SELECT {', '.join(COLUMNS)} FROM act ORDER BY seq")])
