"""What is due, for whom, and what lacks before an approval, kept up to date: a dossier is looked at again only when something was done in
it, with its partner, in its call, to its line or to the fund that it asks, or another day began."""

from __future__ import annotations

import threading
from bisect import insort
from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial

from vrede.register.acts.call import call_now
from vrede.register.chain.act import COLUMNS, Act
from vrede.register.chain.database import Database
from vrede.register.chain.reading import act_of, acts_of, by_dossier, every_act
from vrede.register.desk.due import Row, due
from vrede.register.desk.lacks import Around, fund_short, lacking
from vrede.register.desk.projection import Book
from vrede.register.dossier.dossier import APPROVABLE, Dossier
from vrede.register.dossier.names import BUDGET, PARTNER
from vrede.register.dossier.oda import Counts, Line, counts
from vrede.register.rules.ruleset import Rules

MANY = 300
"""Dossiers whose acts are read at once."""
WHOLE = 4
"""Where more than one dossier in so many is read, all are."""


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
        self._lines: dict[Line, tuple[Counts, int]] = {}
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
        whole = self._mark == 0
        lines = counts(acts_of(database, BUDGET)) if BUDGET in touched else self._lines
        moved = {line for line in {*lines, *self._lines} if _how(lines, line) != _how(self._lines, line)}
        left = {self._calls.get(name, "") for name in touched}
        changed, applied = _changed(book, touched, left, moved, whole)
        beside = {name for one in changed for name in (partner_of(one), one.call)}
        names = {one.name for one in changed} | beside | {name for every in applied.values() for name in every}
        acts = _read(database, names - {""}, len(book.dossiers))
        calls = {
            call: call_now(acts.get(call, []), (act for name in every for act in acts.get(name, [])))
            for call, every in applied.items()
        }
        short = partial(fund_short, database, rules, day)
        lacks, alone, new = dict(self._lacking), not whole, []
        for one in changed:
            own, checks = acts.get(one.name, []), acts.get(partner_of(one), [])
            if whole or not touched.isdisjoint((one.name, partner_of(one))):
                rows = due(sorted((*checks, *own), key=lambda act: act.seq), rules, day)
                alone = alone and all(row.dossier == one.name for row in (*self._rows.get(one.name, ()), *rows))
                self._rows[one.name], self._calls[one.name] = rows, one.call
                new.append(one.name)
            lacks.pop(one.name, None)
            found = lacking(own, Around(checks, calls.get(one.call), lines, short), rules, day)
            if found:
                lacks[one.name] = found
        self._mark, self._lacking, self._lines = mark, lacks, lines
        self._sorted = self._in_order(new if alone else None)
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


def _how(lines: Mapping[Line, tuple[Counts, int]], line: Line) -> Counts:
    return lines[line][0] if line in lines else "partly"


def _place(row: Row) -> tuple[date, str, str, int]:
    return row.day, row.dossier, row.what, row.cents or 0


def partner_of(dossier: Dossier) -> str:
    """The dossier of its partner; '' where it has none."""
    return f"{PARTNER}{dossier.partner}" if dossier.partner else ""


def _changed(
    book: Book, touched: set[str], left: set[str], moved: set[Line], whole: bool
) -> tuple[list[Dossier], dict[str, tuple[str, ...]]]:
    """(grants and requests where something was done in them, with their partner, in their call or in another application of it,
    proposals on a line that was moved, and requests that wait for a fund of which something changed; of their calls all applications).

    left: calls of which a touched dossier was an application before. moved: lines that count otherwise as ODA since.
    """
    known = [book.dossiers[name] for name in touched]
    calls = ({one.name if one.sort == "call" else one.call for one in known} | left) - {""}
    partners = {one.name for one in known if one.sort == "partner"}
    funding = any(one.sort in ("request", "funds") for one in known)
    if not (whole or calls or partners or moved or funding):
        return [one for one in known if one.sort in APPROVABLE], {}
    every = book.approvable()
    mine = [
        one
        for one in every
        if whole
        or one.name in touched
        or one.call in calls
        or partner_of(one) in partners
        or (funding and one.sort == "request" and one.state == "asked")
        or (one.state == "proposed" and (one.article, one.year or 0, one.line) in moved)
    ]
    applied: dict[str, list[str]] = {one.call: [] for one in mine if one.call}
    for one in every:
        if one.call in applied:
            applied[one.call].append(one.name)
    return mine, {call: tuple(names) for call, names in applied.items()}


def _read(database: Database, names: set[str], there_are: int) -> dict[str, list[Act]]:
    """Dossier -> its acts, in order. there_are: how many dossiers there are."""
    if WHOLE * len(names) > there_are > MANY:
        return by_dossier(every_act(database))
    found: list[Act] = []
    every = sorted(names)
    for some in (every[start : start + MANY] for start in range(0, len(every), MANY)):
        marks = ", ".join("?" * len(some))
        rows = database.all(
            f"SELECT {', '.join(COLUMNS)} FROM act WHERE dossier IN ({marks}) ORDER BY dossier, seq", some
        )
        found += [act_of(row) for row in rows]
    return by_dossier(found)
