"""What the acts add up to, kept in memory and brought up to date with the acts that came since: dossiers, people, accounts.

Acts are only ever added, so nothing that was read needs to be read again. Where the database is another one than before (put
back from a copy, moved), the act at which we stood is not there as we knew it (`fits`), and whoever holds the book begins another.
"""

from __future__ import annotations

import threading
from collections import Counter
from functools import cache

from vrede.register.chain.act import COLUMNS, Act
from vrede.register.chain.database import Database
from vrede.register.chain.postings import postings
from vrede.register.chain.reading import FACT
from vrede.register.dossier.dossier import APPROVABLE, SORTS, Dossier, Pending
from vrede.register.dossier.person import Person
from vrede.register.table.transitions import transitions

NAMING = ("announce", "ask", "vet", "screen")
"""Acts whose facts are those of their dossier, beside a proposal; others name lines, funds and titles that are not."""
AWARDS = ("propose", "amend", "vary")
NEWEST = (AWARDS, ("screen",), ("report", "stop"))
"""Of each of these only the newest can be approved."""


def waits(act: Act) -> bool:
    """Whether an act asks for an approval: a screening only with a hit, a report of a concern only where it stops payments."""
    if act.kind == "screen":
        return bool(act.said["hits"])
    return act.kind in approvable() and (act.kind != "report" or bool(act.said["stop"]))


@cache
def approvable() -> frozenset[str]:
    """Kinds of acts that wait for an approval."""
    return frozenset(kind for row in transitions().values() for kind in row.approves)


class Book:
    """The register as it stands after act `seq`. Safe to ask from several threads.

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
        self._proposed: dict[str, dict[int, Act]] = {}
        self._agreed: dict[str, set[int]] = {}

    def due(self, year: int) -> dict[tuple[str, str], int]:
        """(article, line) -> cents that fall due by the end of a year; the line '' is the article itself."""
        with self._lock:
            if self._due.get(year, (0, {}))[0] != self.seq:
                found: Counter[tuple[str, str]] = Counter()
                for dossier in self.dossiers.values():
                    cents = dossier.due(year) if dossier.open else 0
                    if cents:
                        found[dossier.article, dossier.line] += cents
                        found[dossier.article, ""] += cents
                self._due[year] = (self.seq, dict(found))
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
                    ((name, used["committed"], used["paid"]) for name, used in found.items()),
                    key=lambda one: (-one[1], -one[2], one[0]),
                )
                for (article, of, line), found in self.instruments.items()
                if of == year
            }

    def standing(self, prefix: str) -> dict[str, int]:
        """Account -> cents of those whose name begins so."""
        with self._lock:
            return {name: cents for name, cents in self.accounts.items() if name.startswith(prefix)}

    def fits(self, database: Database) -> bool:
        """Whether the act at which this book stands is still there as it was read; else the database is another one."""
        if not self.seq:
            return True
        known = database.one("SELECT hash FROM act WHERE seq = ?", (self.seq,))
        return known is not None and str(known[0]) == self.hash

    def advance(self, database: Database) -> Book:
        """This book with every act that stands in the database since."""
        with self._lock:
            rows = database.all(f"SELECT {', '.join(COLUMNS)} FROM act WHERE seq > ? ORDER BY seq", (self.seq,))
            for row in rows:
                self.apply(Act(*row))
        return self

    def apply(self, act: Act) -> None:
        """One act more."""
        said = act.said
        found = self.dossiers.get(act.dossier)
        if found is None:
            found = self.dossiers[act.dossier] = Dossier(act.dossier, SORTS.get(act.kind, "other"), act.moment, act.seq)
            found.officer = act.who
        leads = transitions()[act.kind].leads
        found.state = found.state if leads == "=" else leads
        found.last = act.seq
        found.acts.append(act.seq)
        found.did.setdefault(act.who, set()).add(act.kind)
        self._waits(found, act)
        if act.kind == "appoint":
            before = self.people.get(str(said["person"]), Person(str(said["person"])))
            self.people[before.who] = before.appointed(
                str(said["role"]), str(said.get("side", "")), str(said.get("partner", ""))
            )
        elif act.kind == "dismiss":
            self.people[str(said["person"])] = self.people[str(said["person"])].dismissed(str(said["role"]))
        elif act.kind == "found":
            self.people[act.who] = Person(act.who).appointed(act.role)
            self.made_up = said.get(FACT) is True
        self._facts(found, act)
        for posting in postings(act):
            self.accounts[posting.source] -= posting.cents
            self.accounts[posting.target] += posting.cents
        found.open = self.accounts[f"open:{found.name}"]
        found.paid = (
            self.accounts[f"paid:{found.name}"]
            + self.accounts[f"claimed:{found.name}"]
            + self.accounts[f"repaid:{found.name}"]
        )
        found.released = self.accounts[f"released:{found.name}"]
        self._log.append(act.dossier)
        self.seq, self.hash = act.seq, act.hash

    def _facts(self, found: Dossier, act: Act) -> None:
        said = act.said
        for name in ("title", "article", "line", "partner", "instrument", "call", "theme", "draw", "fund"):
            whole = act.kind in ("propose", "amend")  # says all there is: what it leaves out is no more
            if whole or (act.kind in NAMING and str(said.get(name, ""))):
                setattr(found, name, str(said.get(name, "")))
        if act.kind in (*AWARDS, "announce", "ask"):
            found.year = act.year if act.year is not None else found.year
            if act.kind == "vary":
                found.asked = self._settled(found) + (act.cents or 0)
            else:
                found.asked = act.cents or found.asked
            found.iso3 = (
                tuple(str(code) for code in said.get("iso3") or found.iso3)
                if isinstance(said.get("iso3", []), list)
                else found.iso3
            )
            self._proposed.setdefault(found.name, {})[act.seq] = act
        elif act.kind == "decline":
            self._stays(found, act)
        if act.kind in ("commit", "agree", "pay") and act.cents:
            line = self.instruments.setdefault((str(said["article"]), act.year or 0, str(said["line"])), {})
            used = "paid" if act.kind == "pay" else "committed"
            line.setdefault(found.instrument, Counter())[used] += act.cents
        if act.kind in ("commit", "agree") and act.approves is not None:
            found.committed += act.cents or 0
            self._agreed.setdefault(found.name, set()).add(act.approves)
            agreed = self._proposed.get(found.name, {}).get(act.approves)
            if agreed is not None and isinstance(agreed.said.get("schedule"), dict):
                found.schedule = {int(year): int(cents) for year, cents in agreed.said["schedule"].items()}
        elif act.kind == "pay":
            found.paid_by_year[act.year or 0] += act.cents or 0

    def _settled(self, found: Dossier) -> int:
        """Cents of the newest proposal and of the changes to it that were agreed."""
        cents, agreed = 0, self._agreed.get(found.name, set())
        for act in self._proposed.get(found.name, {}).values():
            if act.kind != "vary":
                cents = act.cents or cents
            elif act.seq in agreed:
                cents += act.cents or 0
        return cents

    def _stays(self, found: Dossier, no: Act) -> None:
        """After a change was declined: amount and year of the proposal with the changes that were agreed, as if it was never asked."""
        proposed, agreed = self._proposed.get(found.name, {}), self._agreed.get(found.name, set())
        if no.approves not in proposed or proposed[no.approves].kind != "vary":
            return
        found.asked = self._settled(found)
        for act in proposed.values():
            if act.kind != "vary" or act.seq in agreed:
                found.year = act.year if act.year is not None else found.year

    def _waits(self, found: Dossier, act: Act) -> None:
        if act.approves is not None and act.kind != "sign":
            found.pending.pop(act.approves, None)
        for kinds in NEWEST:
            if act.kind in kinds:
                for old in [p.seq for p in found.pending.values() if p.kind in kinds]:
                    del found.pending[old]
        if waits(act):
            found.pending[act.seq] = Pending(act.seq, act.kind, act.who, act.cents, act.moment)
        if not any(found.state in row.needs for row in transitions().values() if row.approves):
            found.pending.clear()
        if found.pending:
            self.waiting[found.name] = found
        else:
            self.waiting.pop(found.name, None)
