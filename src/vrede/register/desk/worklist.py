"""What is due, for whom, and what approvals are missing, kept up to date: a dossier is looked at again only when something was done in it,
with its partner, in its call, to its line or to the fund that it asks, or another day began."""

from __future__ import annotations

import threading
from bisect import insort
from collections.abc import Iterable
from datetime import date

from vrede.register.chain.act import COLUMNS, Act
from vrede.register.chain.database import Database
from vrede.register.chain.reading import act_of, acts_of, by_dossier, every_act
from vrede.register.desk.due import DueItem, due
from vrede.register.desk.projection import Projection
from vrede.register.desk.readiness import Kept, Waiting, waiting
from vrede.register.dossier.dossier import APPROVABLE, Dossier
from vrede.register.dossier.names import BUDGET, PARTNER
from vrede.register.dossier.oda import BudgetLine, Counts, LineCounts, counts
from vrede.register.rules.ruleset import Rules

MANY = 300
"""Dossiers whose acts are read at once."""
WHOLE = 4
"""Where more than one dossier in so many is read, all are."""


class WorkList:
    """What is due (`due`), and what approvals are missing (`readiness`), by dossier. Safe to ask from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begin(None, date.min)

    def _begin(self, now: Projection | None, day: date) -> None:
        """Nothing is known of this register on this day."""
        self._now, self._day, self._mark = now, day, 0
        self._items: dict[str, list[DueItem]] = {}
        self._sorted: list[DueItem] = []
        self._waiting: dict[str, Waiting] = {}
        self._calls: dict[str, str] = {}
        self._lines: LineCounts = {}
        self._shown: set[str] = set()
        self._for: dict[frozenset[str], list[DueItem]] = {}

    def due(
        self, now: Projection, database: Database, rules: Rules, day: date, roles: frozenset[str] | None = None
    ) -> list[DueItem]:
        """Everything that is due in any dossier, by day, then dossier; each item once. roles: only what one of these does."""
        with self._lock:
            self._look(now, database, rules, day)
            if roles is None:
                return self._sorted
            if roles not in self._for:
                self._for[roles] = [item for item in self._sorted if not roles.isdisjoint(item.roles)]
            return self._for[roles]

    def waiting(self, now: Projection, database: Database, rules: Rules, day: date) -> dict[str, Waiting]:
        """Dossier -> what its approvals are missing; those that miss something."""
        with self._lock:
            self._look(now, database, rules, day)
            return self._waiting

    def _look(self, now: Projection, database: Database, rules: Rules, day: date) -> None:
        if day != self._day or now is not self._now:
            self._begin(now, day)
        touched, mark = now.touched(self._mark)
        if not touched:
            return
        whole = self._mark == 0
        lines = counts(acts_of(database, BUDGET)) if BUDGET in touched else self._lines
        moved = {line for line in {*lines, *self._lines} if _how(lines, line) != _how(self._lines, line)}
        left = {self._calls.get(name, "") for name in touched}
        changed, applications = _changed(now, touched, left, moved, whole)
        beside = {name for one in changed for name in (partner_of(one), one.call)}
        names = {one.name for one in changed} | beside | applications
        acts = _read(database, names - {""}, len(now.dossiers))
        around = Kept(database, now, acts)
        waits, alone, new = dict(self._waiting), not whole, []
        for one in changed:
            own, checks = acts.get(one.name, []), acts.get(partner_of(one), [])
            if whole or not touched.isdisjoint((one.name, partner_of(one))):
                items = due(sorted((*checks, *own), key=lambda act: act.seq), rules, day)
                alone = alone and all(item.dossier == one.name for item in (*self._items.get(one.name, ()), *items))
                self._items[one.name], self._calls[one.name] = items, one.call
                new.append(one.name)
            waits.pop(one.name, None)
            missing = waiting(own, around, rules, day)
            if missing:
                waits[one.name] = missing
        self._mark, self._waiting, self._lines = mark, waits, lines
        self._sorted = self._in_order(new if alone else None)
        self._shown = {name for name, items in self._items.items() if items}
        self._for = {}

    def _in_order(self, changed: Iterable[str] | None) -> list[DueItem]:
        """All items by day. changed: dossiers whose items are of themselves alone, so that all others stay as they were."""
        if changed is None:
            every = {_place(item): item for items in self._items.values() for item in items}
            return sorted(every.values(), key=_place)
        names = {name for name in changed if name in self._shown}
        made = [item for item in self._sorted if item.dossier not in names] if names else list(self._sorted)
        for name in changed:
            for item in {_place(item): item for item in self._items[name]}.values():
                insort(made, item, key=_place)
        return made


def _how(lines: LineCounts, line: BudgetLine) -> Counts:
    return lines[line][0] if line in lines else "partly"


def _place(item: DueItem) -> tuple[date, str, str, int]:
    return item.day, item.dossier, item.what, item.cents or 0


def partner_of(dossier: Dossier) -> str:
    """The dossier of its partner; '' where it has none."""
    return f"{PARTNER}{dossier.partner}" if dossier.partner else ""


def _changed(
    now: Projection, touched: set[str], left: set[str], moved: set[BudgetLine], whole: bool
) -> tuple[list[Dossier], set[str]]:
    """(grants and requests where something was done in them, with their partner, in their call or in another application of it,
    proposals on a line that was moved, and requests that wait for a fund of which something changed; of their calls all applications).

    left: calls of which a touched dossier was an application before. moved: lines that count otherwise as ODA since.
    """
    known = [now.dossiers[name] for name in touched]
    calls = ({one.name if one.sort == "call" else one.call for one in known} | left) - {""}
    partners = {one.name for one in known if one.sort == "partner"}
    funding = any(one.sort in ("request", "funds") for one in known)
    if not (whole or calls or partners or moved or funding):
        return [one for one in known if one.sort in APPROVABLE], set()
    every = now.approvable()
    mine = [
        one
        for one in every
        if whole
        or one.name in touched
        or one.call in calls
        or partner_of(one) in partners
        or (funding and one.sort == "request" and one.state == "requested")
        or (one.state == "proposed" and (one.article, one.year or 0, one.line) in moved)
    ]
    applied = {one.call for one in mine if one.call}
    return mine, {one.name for one in every if one.call in applied}


def _read(database: Database, names: set[str], there_are: int) -> dict[str, list[Act]]:
    """Dossier -> its acts, in order. there_are: how many dossiers there are."""
    if WHOLE * len(names) > there_are > MANY:
        return by_dossier(every_act(database))
    acts: list[Act] = []
    every = sorted(names)
    for some in (every[start : start + MANY] for start in range(0, len(every), MANY)):
        marks = ", ".join("?" * len(some))
        rows = database.all(
            f"SELECT {', '.join(COLUMNS)} FROM act WHERE dossier IN ({marks}) ORDER BY dossier, seq", some
        )
        acts += [act_of(row) for row in rows]
    return by_dossier(acts)
