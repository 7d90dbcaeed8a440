"""The whole life of a grant of each instrument, from the call to the end, by the rules that ship."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import registerbook
from registerbook import ARTICLE, PARTNER, YEAR, Book
from registergrant import ACCOUNT, APPRAISAL, HASH, SCREEN, VET, facts
from registerrefused import TABLES
from vrede.register.audit.verification import verify
from vrede.register.chain.act import Act
from vrede.register.chain.database import Database
from vrede.register.chain.postings import balance
from vrede.register.chain.reading import acts_of
from vrede.register.dossier.state import state_of
from vrede.register.recording.replay import copy
from vrede.register.rules.ruleset import shipped

CALL = {
    "article": ARTICLE,
    "line": "4.3",
    "title": "Safe streets",
    "sub_ceilings": {"streets": 300_000},
    "deadline": "2024-02-15",
    "thresholds": {"registered": "registered"},
    "criteria": {"need": "need", "plan": "plan"},
    "minimum_score": 60,
    "legal_basis": "a rule",
}


class Life:
    """Acts on days: each has its moment at noon of its day."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.day = date(2024, 1, 10)

    def do(self, who: str, kind: str, dossier: str = "G1", said: dict[str, Any] | None = None, **given: Any) -> Act:
        moment = datetime(self.day.year, self.day.month, self.day.day, 12, tzinfo=UTC)
        return self.book.do(who, kind, dossier, said, moment=moment, **given)

    def screen(self) -> None:
        self.do("clara", "screening", f"partner {PARTNER}", {**SCREEN, "list_day": self.day.isoformat()})

    def pay(self, cents: int, **said: Any) -> None:
        act = self.do("pia", "payment_request", said={"account": ACCOUNT, **said}, cents=cents)
        year = self.day.year
        self.do("carla", "payment", cents=cents, approves=act.seq, year=year, day=self.day)

    def report(self, report: str, period: str, accounted: int = 0) -> None:
        said = {"report": report, "period_end": period, "document": HASH, "accounted": accounted}
        act = self.do("pia", "report", said=said)
        self.do("coen", "report_assessment", said={"opinion": "accepted"}, approves=act.seq)


def granted(life: Life, instrument: str) -> None:
    """Everything until the commitment of 200,000 cents, and 50,000 more."""
    life.do("anna", "due_diligence", f"partner {PARTNER}", VET)
    life.screen()
    changed: dict[str, Any] = {"schedule": {"2024": 150_000, "2025": 50_000}, "received": "2024-02-10"}
    if instrument == "subsidy":
        life.do("betty", "call", "C1", CALL, cents=400_000, year=YEAR)
        changed |= {"call": "C1", "theme": "streets", "legal_basis": "statutory", "legal_text": "a rule"}
    life.day = date(2024, 2, 10)
    proposal = life.do("olga", "proposal", said=facts(200_000, instrument, **changed), cents=200_000, year=YEAR)
    scores = {name: {"score": 80, "reason": "so"} for name in ("need", "plan")}
    met = {"registered": "since 2001"}
    judged = {**APPRAISAL, "scores": scores, "thresholds": met} if instrument == "subsidy" else APPRAISAL
    life.do("anna", "appraisal", said={"proposal": proposal.seq, **judged})
    for kind in ("legal", "financial"):
        life.do("arie", "advice", said={"discipline": kind, "advice": "positive"})
    life.day = date(2024, 3, 1)
    if instrument == "subsidy":
        life.do("betty", "ranking", "C1")
    given = {"cents": 200_000, "approves": proposal.seq, "year": YEAR, "day": life.day}
    life.do("bram", "commitment", **given)
    life.do("olga", "document", said={"title": "contract", "document": HASH, "category": "contract", "public": True})
    schedule = {"schedule": {"2024": 150_000, "2025": 100_000}, "end_date": "2025-09-30"}
    change = life.do("olga", "modification", said=schedule, cents=50_000, year=YEAR)
    life.do("bea", "modification_approval", cents=50_000, approves=change.seq, year=YEAR, day=life.day)


@pytest.mark.parametrize("instrument", ["subsidy", "contribution", "assignment", "loan"])
def test_from_the_call_to_the_end(book: Book, instrument: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proposed, judged, ranked, committed, changed, paid, reported, accounted for, audited, settled, claimed, repaid and closed."""
    monkeypatch.setattr(registerbook, "RULES", shipped())
    book.staff()
    book.law("commitment", {"4.3": 1_000_000}, year=2025)
    book.law("cash", {"4.3": 1_000_000}, year=2025)
    life = Life(book)
    granted(life, instrument)
    assignment = instrument == "assignment"
    if assignment:
        life.do("olga", "milestone", said={"milestone": "m1", "evidence": HASH})
    milestone = {"milestone": "m1"} if assignment else {}
    life.pay(100_000, advance=not assignment, **milestone)
    life.day = date(2025, 3, 1)
    life.screen()
    for report in ("narrative", "financial"):
        life.report(report, "2024-12-31", 80_000 if report == "financial" and not assignment else 0)
    life.do("pia", "result", said=RESULT)
    life.pay(100_000, **milestone)
    life.day = date(2025, 10, 1)
    life.report("final", "2025-09-30", 0 if assignment else 15_000)
    life.do("clara", "audit", said={"opinion": "qualified", "questioned": 5_000, "document": HASH})
    if assignment:
        life.do("boris", "release", cents=50_000)
    else:
        final = {"loan": 0}.get(instrument, 195_000)
        life.do("boris", "final_settlement", cents=final)
        objection = life.do("pia", "objection", said={"decision": _last(book, "final_settlement").seq}, day=life.day)
        life.do(
            "betty",
            "objection_decision",
            said={"outcome": "rejected"},
            approves=objection.seq,
            day=life.day,
        )
        back = 200_000 - final
        life.do("carla", "recovery", said={"ground": "final_amount"}, cents=back)
        life.do("carla", "repayment", cents=1)
        life.do("carla", "repayment", cents=back - 1)
    life.do("carla", "closure")
    stands = {name: balance(book.database, f"{name}:G1") for name in ("open", "outstanding", "claimed")}
    assert stands == {"open": 0, "outstanding": 0, "claimed": 0}
    parts = [balance(book.database, f"{name}:G1") for name in ("paid", "released", "repaid")]
    assert sum(parts) == 250_000
    assert state_of(acts_of(book.database, "G1")) == "closed"
    assert verify(book.database) == []


RESULT = {"indicator": "streets", "period_end": "2024-12-31", "value": "12", "unit": "km", "narrative": "as planned"}


def _last(book: Book, kind: str) -> Act:
    return next(act for act in reversed(acts_of(book.database, "G1")) if act.kind == kind)


def test_a_whole_life_moves_to_another_database(book: Book, tmp_path: Path) -> None:
    """Every act as it stands, past all triggers of the other database; and what is made from them is the same."""
    book.staff()
    life = Life(book)
    granted(life, "subsidy")
    life.pay(100_000, advance=True)
    life.report("financial", "2024-02-29", 40_000)
    report = {"about": "G1", "category": "fraud", "description": "w", "suspend": True}
    stop = life.do("anna", "concern", "integrity 1", report)
    life.do("imre", "resumption", "integrity 1", approves=stop.seq)
    life.pay(1)
    other = Database(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    assert copy(book.database, other) == book.count()
    for name, order in TABLES.items():
        rows = [database.all(f"SELECT * FROM {name} ORDER BY {order}") for database in (book.database, other)]
        assert sorted(rows[0]) == sorted(rows[1])
    assert verify(other) == []
    other.close()
