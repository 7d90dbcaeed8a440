"""What the acts add up to, kept in memory and brought up to date with the acts that came since: dossiers, people, accounts.

Acts are only ever added, so nothing that was read needs to be read again. Where the database is another one than before (put
back from a copy, moved), the act at which this projection is, is not there as it was read (`fits`), and its holder begins another.
"""

from __future__ import annotations

import threading
from collections import Counter
from functools import cache

from vrede.register.acts.integrity import suspends
from vrede.register.acts.registry import fold, postings
from vrede.register.chain.act import COLUMNS, Act
from vrede.register.chain.database import Database
from vrede.register.dossier.award import PROMISES
from vrede.register.dossier.dossier import APPROVABLE, SORTS, Dossier, Pending
from vrede.register.dossier.person import Person
from vrede.register.table.bodies import (
    Appointment,
    Commitment,
    Dismissal,
    Founding,
    ModificationApproval,
    Payment,
    Screening,
)
from vrede.register.table.kinds import Kind
from vrede.register.table.transition import SAME, transitions

NEWEST = (
    (Kind.PROPOSAL, Kind.AMENDMENT, Kind.MODIFICATION),
    (Kind.SCREENING,),
    (Kind.CONCERN, Kind.SUSPENSION),
)
"""Of each of these only the newest can be approved."""


def waits(act: Act) -> bool:
    """Whether an act asks for an approval: a screening only with a hit, a report of a concern only where it suspends payments."""
    if act.kind == Kind.SCREENING:
        return bool(act.read(Screening).hits)
    return act.kind in approvable() and (act.kind != Kind.CONCERN or suspends(act))


@cache
def approvable() -> frozenset[str]:
    """Kinds of acts that wait for an approval."""
    return frozenset(kind for row in transitions().values() for kind in row.approves)


class Projection:
    """The register after act `seq`. Safe to ask from several threads.

    made_up: whether everything in it is invented. instruments: (article, year, line) -> instrument -> cents committed and paid.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.seq, self.hash = 0, ""
        self._log: list[str] = []
        self.dossiers: dict[str, Dossier] = {}
        self.people: dict[str, Person] = {}
        self.accounts: Counter[str] = Counter()
        self.instruments: dict[tuple[str, int, str], dict[str, Counter[str]]] = {}
        self.made_up = False
        self.waiting: dict[str, Dossier] = {}
        self._due: dict[int, tuple[int, dict[tuple[str, str], int]]] = {}

    def due(self, year: int) -> dict[tuple[str, str], int]:
        """(article, line) -> cents that fall due by the end of a year; the line '' is the article itself."""
        with self._lock:
            if self._due.get(year, (0, {}))[0] != self.seq:
                due: Counter[tuple[str, str]] = Counter()
                for dossier in self.dossiers.values():
                    cents = dossier.due(year) if dossier.open else 0
                    if cents:
                        due[dossier.article, dossier.line] += cents
                        due[dossier.article, ""] += cents
                self._due[year] = (self.seq, dict(due))
            return self._due[year][1]

    def approvable(self) -> list[Dossier]:
        """Every grant and every request to a fund, in the order in which they began."""
        with self._lock:
            return [one for one in self.dossiers.values() if one.sort in APPROVABLE]

    def touched(self, mark: int) -> tuple[set[str], int]:
        """(dossiers in which something was done since a mark, the mark of now). The first mark is 0."""
        with self._lock:
            return set(self._log[mark:]), len(self._log)

    def by_instrument(self, year: int) -> dict[tuple[str, str], list[tuple[str, int, int]]]:
        """(article, line) -> (instrument, cents committed, cents paid) of a year, the most committed first."""
        with self._lock:
            return {
                (article, line): sorted(
                    ((name, used["committed"], used["paid"]) for name, used in of_line.items()),
                    key=lambda one: (-one[1], -one[2], one[0]),
                )
                for (article, of, line), of_line in self.instruments.items()
                if of == year
            }

    def balances(self, prefix: str) -> dict[str, int]:
        """Account -> cents of those whose name begins so."""
        with self._lock:
            return {name: cents for name, cents in self.accounts.items() if name.startswith(prefix)}

    def fits(self, database: Database) -> bool:
        """Whether the act at which this projection is, is still there as it was read; else the database is another one."""
        if not self.seq:
            return True
        known = database.one("SELECT hash FROM act WHERE seq = ?", (self.seq,))
        return known is not None and str(known[0]) == self.hash

    def advance(self, database: Database) -> Projection:
        """This projection with every act that came into the database since."""
        with self._lock:
            rows = database.all(f"SELECT {', '.join(COLUMNS)} FROM act WHERE seq > ? ORDER BY seq", (self.seq,))
            for row in rows:
                self.apply(Act(*row))
        return self

    def apply(self, act: Act) -> None:
        """One act more."""
        dossier = self.dossiers.get(act.dossier)
        if dossier is None:
            dossier = Dossier(act.dossier, SORTS.get(act.kind, "other"), act.moment, act.seq, officer=act.who)
            self.dossiers[act.dossier] = dossier
        leads = transitions()[act.kind].leads
        dossier.state = dossier.state if leads == SAME else leads
        dossier.last = act.seq
        dossier.acts.append(act.seq)
        dossier.did.setdefault(act.who, set()).add(act.kind)
        self._waits(dossier, act)
        self._person(act)
        fold(dossier, act)
        self._used(dossier, act)
        for posting in postings(act):
            self.accounts[posting.source] -= posting.cents
            self.accounts[posting.target] += posting.cents
        of = {
            name: self.accounts[f"{name}:{dossier.name}"] for name in ("open", "paid", "claimed", "repaid", "released")
        }
        dossier.open, dossier.released = of["open"], of["released"]
        dossier.paid = of["paid"] + of["claimed"] + of["repaid"]
        self._log.append(act.dossier)
        self.seq, self.hash = act.seq, act.hash

    def _person(self, act: Act) -> None:
        if act.kind == Kind.FOUNDING:
            self.people[act.who] = Person(act.who).appointed(act.role)
            self.made_up = act.read(Founding).made_up
        elif act.kind == Kind.APPOINTMENT:
            body = act.read(Appointment)
            before = self.people.get(body.person, Person(body.person))
            self.people[body.person] = before.appointed(body.role, body.side or "", body.partner or "")
        elif act.kind == Kind.DISMISSAL:
            gone = act.read(Dismissal)
            self.people[gone.person] = self.people[gone.person].dismissed(gone.role)

    def _used(self, dossier: Dossier, act: Act) -> None:
        """What the instrument of a grant used of its line."""
        if not act.cents or act.kind not in (*PROMISES, Kind.PAYMENT):
            return
        body: Commitment | ModificationApproval | Payment
        if act.kind == Kind.PAYMENT:
            body = act.read(Payment)
        else:
            body = act.read(Commitment) if act.kind == Kind.COMMITMENT else act.read(ModificationApproval)
        of_line = self.instruments.setdefault((body.article, act.year or 0, body.line), {})
        used = "paid" if act.kind == Kind.PAYMENT else "committed"
        of_line.setdefault(dossier.instrument, Counter())[used] += act.cents

    def _waits(self, dossier: Dossier, act: Act) -> None:
        if act.approves is not None and act.kind != Kind.SIGNATURE:
            dossier.pending.pop(act.approves, None)
        for kinds in NEWEST:
            if act.kind in kinds:
                for old in [p.seq for p in dossier.pending.values() if p.kind in kinds]:
                    del dossier.pending[old]
        if waits(act):
            dossier.pending[act.seq] = Pending(act.seq, act.kind, act.who, act.cents, act.moment)
        if not any(dossier.state in row.needs for row in transitions().values() if row.approves):
            dossier.pending.clear()
        if dossier.pending:
            self.waiting[dossier.name] = dossier
        else:
            self.waiting.pop(dossier.name, None)
