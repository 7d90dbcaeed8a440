"""What lacks before an approval: the same answer as the approval itself gives, asked beforehand."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import chain, combinations
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from registerbook import ARTICLE, DAY, MOMENT, PARTNER, RULES, YEAR, Book
from registerfunds import FUNDED, request
from registergrant import APPRAISAL, SCREEN, VET, commit, proposed
from vrede.register.agenda import Agenda
from vrede.register.asked import Asked
from vrede.register.book import Book as Fold
from vrede.register.dossiers import acts_of
from vrede.register.preparing import lacking
from vrede.register.record import record
from vrede.register.refused import RegisterRefused
from vrede.register.rules import Rules

STEPS = ("appraise", "advise_legal", "advise_financial", "vet", "screen")
CALL = {
    "article": ARTICLE,
    "line": "4.3",
    "title": "Safe streets 2024",
    "sub_ceilings": {},
    "deadline": "2024-03-01",
    "thresholds": {},
    "criteria": {"need": "need"},
    "least": 60,
    "legal_basis": "a rule of this test",
}


@pytest.fixture
def book(tmp_path: Path) -> Any:
    made = Book(f"sqlite:///{tmp_path / 'r.sqlite3'}")
    made.staff()
    yield made
    made.database.close()


def lacks(book: Book, dossier: str, day: Any = DAY, call: str = "", rules: Rules = RULES) -> tuple[str, ...]:
    """Read from the database, without what a work list keeps."""
    acts = [acts_of(book.database, name) for name in (dossier, f"partner {PARTNER}", call or "nothing")]
    return lacking(*acts, rules, day)


def do(book: Book, step: str, proposal: Any, score: int = 0) -> None:
    """One step of others."""
    if step == "appraise":
        scores = {"need": {"score": score, "reason": "so"}} if score else {}
        book.do("anna", "appraise", proposal.dossier, {**APPRAISAL, "of": proposal.seq, "scores": scores})
    elif step.startswith("advise"):
        book.do("arie", "advise", proposal.dossier, {"kind": step.removeprefix("advise_"), "advice": "positive"})
    elif step == "vet":
        book.do("anna", "vet", f"partner {PARTNER}", VET)
    else:
        book.do("clara", "screen", f"partner {PARTNER}", SCREEN)


@pytest.mark.parametrize("done", list(chain.from_iterable(combinations(STEPS, n) for n in range(len(STEPS) + 1))))
def test_a_loan_lacks_exactly_what_was_not_done(book: Book, done: tuple[str, ...]) -> None:
    """Of five steps, any; the commitment is refused as long as one lacks, and done when none does."""
    proposal = proposed(book, "G1", 1_000, "loan")
    for step in done:
        do(book, step, proposal)
    left = tuple(step for step in STEPS if step not in done)
    assert lacks(book, "G1") == left
    if left:
        with pytest.raises(RegisterRefused):
            commit(book, "G1", proposal)
    for step in left:
        do(book, step, proposal)
    assert lacks(book, "G1") == ()
    commit(book, "G1", proposal)
    assert lacks(book, "G1") == ()


def test_an_amendment_asks_all_judgements_again(book: Book) -> None:
    """What was said about the old proposal does not count; the checks of the partner do."""
    proposal = proposed(book, "G1", 1_000, "loan")
    for step in STEPS:
        do(book, step, proposal)
    proposed(book, "G1", 900, "loan", kind="amend")
    assert lacks(book, "G1") == ("appraise", "advise_legal", "advise_financial")


def test_of_a_call_the_deadline_then_the_ranking_then_what_it_takes(book: Book) -> None:
    """Until the deadline nobody can rank; after it a ranking lacks; what it does not take, waits for a refusal."""
    book.do("betty", "announce", "C1", CALL, cents=1_500, year=YEAR)
    given: dict[str, Any] = {"call": "C1", "legal_basis": "statutory"}
    one, other = (proposed(book, name, 1_000, "subsidy", **given) for name in ("G1", "G2"))
    for step in STEPS[:3]:
        do(book, step, one, 90)
        do(book, step, other, 80)
    do(book, "vet", one)
    do(book, "screen", one)
    assert lacks(book, "G1", call="C1") == ("deadline",)
    after = datetime(2024, 3, 2, tzinfo=UTC)
    assert lacks(book, "G1", after.date(), "C1") == ("rank",)
    book.do("betty", "rank", "C1", moment=after)
    assert [lacks(book, name, after.date(), "C1") for name in ("G1", "G2")] == [(), ("outside",)]
    amended = proposed(book, "G2", 500, "subsidy", kind="amend", **given)
    for step in STEPS[:3]:
        do(book, step, amended, 80)
    assert lacks(book, "G2", after.date(), "C1") == ("rank",)
    book.do("betty", "refuse", "G2", {"ground": "ranking"}, cents=500, approves=amended.seq, day=DAY)
    assert lacks(book, "G2", after.date(), "C1") == ()


def test_a_request_to_a_fund_lacks_the_sides_that_have_not_signed(book: Book) -> None:
    """Each side that signs goes off; after the draw nothing lacks."""
    for who, side in {"dina": "diplomatic", "dirk": "defence"}.items():
        book.appoint(who, "fund board", side=side)
    asked = request(book, "R1")
    assert lacks(book, "R1", rules=FUNDED) == ("sign diplomatic", "sign defence")
    for who, side, left in (("dirk", "defence", ("sign diplomatic",)), ("dina", "diplomatic", ())):
        given = Asked(who, "fund board", "sign", "R1", uuid4().hex, "r", 40_000, YEAR, asked.seq, DAY, {"side": side})
        record(book.database, given, MOMENT, FUNDED)
        assert lacks(book, "R1", rules=FUNDED) == left


def test_an_agenda_knows_of_every_act_what_a_fresh_look_knows(book: Book) -> None:
    """After each act of a dossier, its partner or its call; the fold goes on with the acts that came since."""
    fold, kept = Fold(), Agenda()

    def same() -> None:
        fold.advance(book.database)
        fresh = {
            name: found for name in ("G1", "G2") if (found := lacks(book, name, DAY, "C1" if name == "G2" else ""))
        }
        assert kept.lacking(fold, book.database, RULES, DAY) == fresh

    same()
    book.do("betty", "announce", "C1", CALL, cents=1_500, year=YEAR)
    loan = proposed(book, "G1", 1_000, "loan")
    subsidy = proposed(book, "G2", 1_000, "subsidy", call="C1", legal_basis="statutory")
    same()
    for step in STEPS:
        do(book, step, loan)
        same()
        if step not in ("vet", "screen"):
            do(book, step, subsidy, 90)
        same()
    book.do("betty", "rank", "C1", moment=datetime(2024, 3, 2, tzinfo=UTC))
    same()
    commit(book, "G1", loan)
    same()
    proposed(book, "G2", 900, "subsidy", kind="amend", call="C1", legal_basis="statutory")
    same()
