"""A small register that tests write in: people, a budget of two lines, and short words for acts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from vrede.register.acts.submission import Submission
from vrede.register.chain.act import Act
from vrede.register.chain.database import Database
from vrede.register.chain.postings import balance
from vrede.register.recording.recorder import found, record
from vrede.register.rules.instruments import PLAIN, Instrument, InstrumentRule
from vrede.register.rules.ruleset import shipped
from vrede.register.table.transition import Words

MOMENT = datetime(2024, 3, 1, 12, tzinfo=UTC)
DAY = date(2024, 3, 1)
ARTICLE, YEAR = "XVII.4", 2024
PEOPLE = {
    "olga": "policy officer",
    "otto": "policy officer",
    "bram": "budget holder",
    "betty": "budget holder",
    "carla": "controller",
    "cees": "controller",
    "pia": "partner contact",
}
PARTNER = "XM-DAC-41121"
"""The partner of every partner contact here."""
FREE = Instrument(
    id=PLAIN,
    title=Words(nl="gewoon", en="plain"),
    source="made up for tests",
    rule=(InstrumentRule(since=date(2000, 1, 1), source="made up: asks nothing"),),
)
RULES = replace(shipped(), instruments={**shipped().instruments, PLAIN: FREE})
"""The rules that ship, and an instrument that asks nothing: what a proposal has that names none."""
STAFF = {
    "anna": "appraiser",
    "arie": "appraiser",
    "boris": "budget holder",
    "bea": "budget holder",
    "clara": "controller",
    "coen": "controller",
    "ingrid": "integrity officer",
    "imre": "integrity officer",
    "ada": "auditor",
}
"""More people, for registers that need them."""
COMMITMENT, CASH = 1_000_000, 600_000


class Book:
    """A register that was begun, or is begun now; every act takes a token of its own unless one is given."""

    def __init__(self, address: str, budget: bool = True, phase: str = "adopted") -> None:
        self.database = Database(address)
        if self.database.begun():  # a copy of one; recording has looked at its guards, as it does on every connection
            assert not self.database.is_older()
            return
        found(self.database, "admin", MOMENT)
        for who, role in PEOPLE.items():
            self.appoint(who, role)
        if budget:
            self.law("commitment", {"4.1": 400_000, "4.3": 600_000}, phase)
            self.law("cash", {"4.1": 200_000, "4.3": 400_000}, phase)

    def act(
        self,
        who: str,
        role_of: str,
        kind: str,
        dossier: str,
        cents: int | None = None,
        approves: int | None = None,
        token: str = "",
        year: int | None = None,
        day: date | None = None,
        reason: str = "a reason",
        **facts: Any,
    ) -> Act:
        """One act."""
        asked = Submission(who, role_of, kind, dossier, token or uuid4().hex, reason, cents, year, approves, day, facts)
        return record(self.database, asked, MOMENT, RULES)

    def appoint(self, who: str, role: str, **facts: Any) -> Act:
        """A role for somebody; a partner contact is that of the one partner."""
        given = {"partner": PARTNER} if role == "partner contact" else {}
        return self.act("admin", "administrator", "appointment", "people", person=who, role=role, **{**given, **facts})

    def staff(self) -> None:
        """Appoint more people."""
        for who, role in STAFF.items():
            self.appoint(who, role)

    def do(self, who: str, kind: str, dossier: str, facts: dict[str, Any] | None = None, **given: Any) -> Act:
        """One act of somebody in the first role that they have for it."""
        known = {**PEOPLE, **STAFF}
        given = {"token": uuid4().hex, "reason": "a reason", "role": known.get(who, ""), **given}
        moment, said = given.pop("moment", MOMENT), dict(facts or {})
        if "year" in said:
            given["year"] = said.pop("year")
        return record(self.database, Submission(who, kind=kind, dossier=dossier, facts=said, **given), moment, RULES)

    def law(self, kind: str, lines: dict[str, int], phase: str = "adopted", year: int = YEAR) -> Act:
        """A law of a year that gives these lines, and the article their sum."""
        facts = {"article": ARTICLE, "authority": kind, "level": sum(lines.values()), "lines": lines, "phase": phase}
        asked = Submission("carla", "controller", "budget_law", "budget", uuid4().hex, "a law", year=year, facts=facts)
        return record(self.database, asked, MOMENT, RULES)

    def propose(
        self, dossier: str, cents: int, line: str = "4.3", who: str = "olga", kind: str = "proposal", **facts: Any
    ) -> Act:
        """A proposal, paid in its own year."""
        given = {"article": ARTICLE, "line": line, "schedule": {str(YEAR): cents}, **facts}
        return self.act(who, "policy officer", kind, dossier, cents, year=YEAR, **given)

    def commit(self, dossier: str, act: Act, who: str = "bram", **changed: Any) -> Act:
        """The commitment of a proposal."""
        given: dict[str, Any] = {"cents": act.cents, "approves": act.seq, "year": YEAR, "day": DAY, **changed}
        return self.act(who, "budget holder", "commitment", dossier, **given)

    def request(self, dossier: str, cents: int, who: str = "pia") -> Act:
        """A payment request."""
        return self.act(who, PEOPLE[who], "payment_request", dossier, cents)

    def pay(self, dossier: str, act: Act, who: str = "carla", **changed: Any) -> Act:
        """The payment of a request."""
        given: dict[str, Any] = {"cents": act.cents, "approves": act.seq, "year": YEAR, "day": DAY, **changed}
        return self.act(who, "controller", "payment", dossier, **given)

    def move(self, kind: str, cents: int, source: str = "4.1", target: str = "4.3") -> Act:
        """Money of one line of the budget goes to another."""
        facts = {"article": ARTICLE, "authority": kind, "from_line": source, "to_line": target}
        return self.act("bram", "budget holder", "reallocation", "budget", cents, year=YEAR, **facts)

    def room(self, kind: str) -> int:
        """What the article still has."""
        return balance(self.database, f"room:{ARTICLE}:{YEAR}:{kind}")

    def count(self) -> int:
        """How many acts there are."""
        row = self.database.one("SELECT COUNT(*) FROM act")
        assert row is not None
        return int(row[0])
