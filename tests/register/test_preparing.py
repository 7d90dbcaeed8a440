"""What lacks before an approval: the same answer as the approval itself gives, asked beforehand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import chain, combinations
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from registerbook import ARTICLE, DAY, MOMENT, PARTNER, RULES, YEAR, Book
from registerfunds import FUNDED, request
from registergrant import ACCOUNT, APPRAISAL, SCREEN, VET, commit, facts, proposed
from vrede.register.acts.submission import Submission
from vrede.register.acts.surroundings import Surroundings
from vrede.register.chain.reading import acts_of, every_act
from vrede.register.desk.due import due
from vrede.register.desk.projection import Projection
from vrede.register.desk.readiness import Waiting, waiting
from vrede.register.desk.worklist import WorkList
from vrede.register.recording.recorder import record
from vrede.register.refused import RegisterRefused
from vrede.register.rules.ranking import ranking
from vrede.register.rules.ruleset import Rules

STEPS = ("appraisal", "legal_advice", "financial_advice", "due_diligence", "screening")
CALL = {
    "article": ARTICLE,
    "line": "4.3",
    "title": "Safe streets 2024",
    "sub_ceilings": {},
    "deadline": "2024-03-01",
    "thresholds": {},
    "criteria": {"need": "need"},
    "minimum_score": 60,
    "legal_basis": "a rule of this test",
}


@pytest.fixture
def book(tmp_path: Path) -> Any:
    made = Book(f"sqlite:///{tmp_path / 'r.sqlite3'}")
    made.staff()
    yield made
    made.database.close()


def lacks(book: Book, dossier: str, day: Any = DAY, rules: Rules = RULES) -> tuple[str, ...]:
    """Read from the database, without what a work list keeps."""
    return to_do(waiting(acts_of(book.database, dossier), Surroundings(book.database), rules, day))


def to_do(waits: Waiting) -> tuple[str, ...]:
    return tuple(lack.to_do for every in waits.values() for lack in every)


def listed(kept: WorkList, now: Projection, book: Book, rules: Rules = RULES, day: date = DAY) -> Any:
    """What a work list keeps."""
    return {name: to_do(waits) for name, waits in kept.waiting(now, book.database, rules, day).items()}


def do(book: Book, step: str, proposal: Any, score: int = 0) -> None:
    """One step of others."""
    if step == "appraisal":
        scores = {"need": {"score": score, "reason": "so"}} if score else {}
        book.do("anna", "appraisal", proposal.dossier, {**APPRAISAL, "proposal": proposal.seq, "scores": scores})
    elif step.endswith("advice"):
        book.do("arie", "advice", proposal.dossier, {"discipline": step.removesuffix("_advice"), "advice": "positive"})
    elif step == "due_diligence":
        book.do("anna", "due_diligence", f"partner {PARTNER}", VET)
    else:
        book.do("clara", "screening", f"partner {PARTNER}", SCREEN)


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
    proposed(book, "G1", 900, "loan", kind="amendment")
    assert lacks(book, "G1") == ("appraisal", "legal_advice", "financial_advice")


def test_of_a_call_the_deadline_then_the_ranking_then_what_it_takes(book: Book) -> None:
    """Until the deadline nobody can rank; after it a ranking lacks; what it does not take, waits for a refusal."""
    book.do("betty", "call", "C1", CALL, cents=1_500, year=YEAR)
    given: dict[str, Any] = {"call": "C1", "legal_basis": "statutory"}
    one, other = (proposed(book, name, 1_000, "subsidy", **given) for name in ("G1", "G2"))
    for step in STEPS[:3]:
        do(book, step, one, 90)
        do(book, step, other, 80)
    do(book, "due_diligence", one)
    do(book, "screening", one)
    assert lacks(book, "G1") == ("deadline",)
    after = datetime(2024, 3, 2, tzinfo=UTC)
    assert lacks(book, "G1", after.date()) == ("ranking",)
    book.do("betty", "ranking", "C1", moment=after)
    assert [lacks(book, name, after.date()) for name in ("G1", "G2")] == [(), ("outside",)]
    amended = proposed(book, "G2", 500, "subsidy", kind="amendment", **given)
    for step in STEPS[:3]:
        do(book, step, amended, 80)
    assert lacks(book, "G2", after.date()) == ("ranking",)
    book.do("betty", "refusal", "G2", {"ground": "policy"}, cents=500, approves=amended.seq, day=DAY)
    assert lacks(book, "G2", after.date()) == ()


AFTER = datetime(2024, 3, 2, tzinfo=UTC)
STATUTORY: dict[str, Any] = {"call": "C1", "legal_basis": "statutory"}


@pytest.fixture
def called(book: Book) -> Book:
    """A call of 1,500 cents, and a partner that was looked into."""
    book.do("betty", "call", "C1", CALL, cents=1_500, year=YEAR)
    book.do("anna", "due_diligence", f"partner {PARTNER}", VET)
    book.do("clara", "screening", f"partner {PARTNER}", SCREEN)
    return book


def applied(book: Book, dossier: str, cents: int, score: int, **changed: Any) -> Any:
    """An application with all that is said about it; a score of 0: nobody appraised it."""
    proposal = proposed(book, dossier, cents, "subsidy", **{**STATUTORY, **changed})
    for step in STEPS[:3]:
        if score or step != "appraisal":
            do(book, step, proposal, score)
    return proposal


def of_call(book: Book) -> list[tuple[str, ...]]:
    return [lacks(book, name, AFTER.date()) for name in ("G1", "G2")]


def test_a_ranking_that_is_old_is_made_again_before_anything_is_refused(called: Book) -> None:
    """One was not appraised when it was ranked; then the best is refused, and its room is free."""
    best, other = applied(called, "G1", 1_000, 90), applied(called, "G2", 1_000, 0)
    called.do("betty", "ranking", "C1", moment=AFTER)
    assert of_call(called) == [(), ("appraisal",)]
    do(called, "appraisal", other, 80)
    assert of_call(called) == [(), ("ranking",)]
    called.do("betty", "ranking", "C1", moment=AFTER)
    assert of_call(called) == [(), ("outside",)]
    called.do("betty", "refusal", "G1", {"ground": "policy"}, cents=1_000, approves=best.seq, day=DAY)
    assert of_call(called) == [(), ("ranking",)]
    called.do("betty", "ranking", "C1", moment=AFTER)
    assert of_call(called) == [(), ()]


def test_nobody_scores_what_came_too_late(called: Book) -> None:
    """It is ranked, and then refused."""
    applied(called, "G1", 100, 90)
    late = called.do("olga", "proposal", "G2", facts(100, "subsidy", **STATUTORY), cents=100, year=YEAR, moment=AFTER)
    assert lacks(called, late.dossier, AFTER.date()) == ("ranking",)
    called.do("betty", "ranking", "C1", moment=AFTER)
    assert lacks(called, late.dossier, AFTER.date()) == ("outside",)


def test_a_hit_waits_to_be_cleared_not_to_be_looked_for_again(book: Book) -> None:
    """Else all who could clear it would have looked themselves."""
    proposed(book, "G1", 1_000, "loan")
    book.do("clara", "screening", f"partner {PARTNER}", {**SCREEN, "hits": ["a name like it"]})
    assert lacks(book, "G1")[-1] == "clearance"


def test_a_partner_found_unfit_is_not_looked_into_until_it_fits(book: Book) -> None:
    book.do("anna", "due_diligence", f"partner {PARTNER}", {**VET, "outcome": "unfit"})
    proposed(book, "G1", 1_000, "loan")
    assert lacks(book, "G1") == ("unfit",)


@pytest.mark.parametrize(
    "changed",
    [{"legal_basis": "statutory"}, {"legal_basis": "awaiting", "end_date": "2025-03-02"}],
    ids=["call", "end"],
)
def test_a_proposal_that_cannot_be_committed_as_it_says_is_amended(book: Book, changed: dict[str, Any]) -> None:
    """From no call where its basis asks one; ending later than its basis allows: nobody judges it before."""
    proposal = proposed(book, "G1", 1_000, "subsidy", **changed)
    assert lacks(book, "G1") == ("amendment",)
    for step in STEPS:
        do(book, step, proposal)
    with pytest.raises(RegisterRefused):
        commit(book, "G1", proposal)


def law(book: Book, **said: list[str]) -> None:
    """A first supplementary law that gives the lines what they had and says how they count."""
    given = {"article": ARTICLE, "year": YEAR, "authority": "commitment", "phase": "first_supplementary"}
    lines = {"4.1": 400_000, "4.3": 600_000}
    book.do("carla", "budget_law", "budget", {**given, "level": 1_000_000, "lines": lines, **said})


def test_a_proposal_that_counts_otherwise_than_its_line_is_amended(book: Book) -> None:
    """A law says after the proposal how its line counts; the kept list knows it at once, as the commitment does."""
    projection, kept = Projection(), WorkList()

    def now() -> dict[str, tuple[str, ...]]:
        return listed(kept, projection.advance(book.database), book)

    proposal, other = book.propose("G1", 1_000, oda=True), book.propose("G2", 1_000, oda=False)
    assert now() == {}
    for said, stuck in (({"non_oda": ["4.3"]}, proposal), ({"oda": ["4.3"]}, other)):
        law(book, **said)
        assert now() == {stuck.dossier: ("amendment",)} == {stuck.dossier: lacks(book, stuck.dossier)}
        with pytest.raises(RegisterRefused):
            book.commit(stuck.dossier, stuck)
    book.propose("G2", 1_000, kind="amendment", oda=True)
    assert now() == {}
    book.commit("G1", proposal)
    law(book, non_oda=["4.3"])
    assert now() == {"G2": ("amendment",)}


def test_an_objection_that_was_upheld_asks_the_proposal_anew(called: Book) -> None:
    """Refused, nothing lacks; upheld, an amendment; amended, all that comes before a commitment."""
    first = applied(called, "G1", 1_000, 90)
    refusal = called.do("betty", "refusal", "G1", {"ground": "policy"}, cents=1_000, approves=first.seq, day=DAY)
    assert lacks(called, "G1", AFTER.date()) == ()
    objection, second = (called.do("pia", "objection", "G1", {"decision": refusal.seq}, day=DAY) for _ in range(2))
    called.do("boris", "objection_decision", "G1", {"outcome": "upheld"}, approves=objection.seq, day=DAY)
    assert lacks(called, "G1", AFTER.date()) == ("amendment",)
    proposed(called, "G1", 900, "subsidy", kind="amendment", **STATUTORY)
    assert lacks(called, "G1", AFTER.date()) == ("appraisal", "legal_advice", "financial_advice")
    called.do("bea", "objection_decision", "G1", {"outcome": "rejected"}, approves=second.seq, day=DAY)


def test_what_is_opened_again_stays_of_its_applicant_and_in_time(called: Book) -> None:
    """No other partner, no other call; and the day on which it came in is that of the first proposal."""
    first = applied(called, "G1", 1_000, 90)
    refusal = called.do("betty", "refusal", "G1", {"ground": "policy"}, cents=1_000, approves=first.seq, day=DAY)
    objection = called.do("pia", "objection", "G1", {"decision": refusal.seq}, day=DAY)
    called.do("boris", "objection_decision", "G1", {"outcome": "upheld"}, approves=objection.seq, day=DAY)
    for changed in ({"partner": "XM-OTHER"}, {"call": None}):
        said = facts(1_000, "subsidy", **{**STATUTORY, **changed})
        with pytest.raises(RegisterRefused, match="stays"):
            called.do("olga", "amendment", "G1", said, cents=1_000, year=YEAR)
    said = facts(1_000, "subsidy", **STATUTORY)
    amended = called.do("olga", "amendment", "G1", said, cents=1_000, year=YEAR, moment=AFTER)
    for step in STEPS[:3]:
        do(called, step, amended, 90)
    ranking = called.do("betty", "ranking", "C1", moment=AFTER)
    assert [row["why"] for row in ranking.facts.get("rows", [])] == ["taken"]


def test_an_objection_to_what_was_declined_asks_it_anew(called: Book) -> None:
    """Until it was asked again."""
    first = applied(called, "G1", 1_000, 90)
    called.do("betty", "ranking", "C1", moment=AFTER)
    commit(called, "G1", first)
    request = called.do("pia", "payment_request", "G1", {"account": ACCOUNT}, cents=10)
    no = called.do("carla", "rejection", "G1", cents=10, approves=request.seq)
    objection = called.do("pia", "objection", "G1", {"decision": no.seq}, day=DAY)
    assert lacks(called, "G1") == ()
    called.do("boris", "objection_decision", "G1", {"outcome": "upheld"}, approves=objection.seq, day=DAY)
    assert lacks(called, "G1") == ("payment_request_again",)
    called.do("pia", "payment_request", "G1", {"account": ACCOUNT}, cents=10)
    assert lacks(called, "G1") == ()


@pytest.fixture
def upheld(book: Book) -> Any:
    """In a grant of 1,000 cents something is asked and declined, and the objection to that is upheld."""

    def make(kind: str, cents: int | None, **facts: Any) -> None:
        book.commit("G1", book.propose("G1", 1_000, partner=PARTNER))
        who = "pia" if kind == "payment_request" else "olga"
        asked = book.do(who, kind, "G1", facts, cents=cents)
        no = book.do("carla" if kind == "payment_request" else "bram", "rejection", "G1", approves=asked.seq, day=DAY)
        objection = book.do("pia", "objection", "G1", {"decision": no.seq}, day=DAY)
        book.do("boris", "objection_decision", "G1", {"outcome": "upheld"}, approves=objection.seq, day=DAY)

    return make


def test_a_request_is_asked_anew_as_long_as_something_is_open(book: Book, upheld: Any) -> None:
    """When all is released, no request can be made any more."""
    upheld("payment_request", 400)
    assert lacks(book, "G1") == ("payment_request_again",)
    book.do("bram", "release", "G1", cents=999)
    assert lacks(book, "G1") == ("payment_request_again",)
    book.do("bram", "release", "G1", cents=1)
    assert lacks(book, "G1") == ()
    with pytest.raises(RegisterRefused):
        book.do("pia", "payment_request", "G1", cents=400)


def test_a_change_is_asked_anew_until_the_final_amount(book: Book, upheld: Any) -> None:
    """Afterwards nothing changes."""
    upheld("modification", None, end_date="2025-01-01")
    assert lacks(book, "G1") == ("modification_again",)
    book.do("betty", "final_settlement", "G1", cents=0)
    assert lacks(book, "G1") == ()
    with pytest.raises(RegisterRefused):
        book.do("olga", "modification", "G1", {"end_date": "2025-01-01"})


def test_a_request_to_a_fund_lacks_the_sides_that_have_not_signed(book: Book) -> None:
    """Each side that signs goes off; after the draw nothing lacks."""
    for who, side in {"dina": "diplomatic", "dirk": "defence"}.items():
        book.appoint(who, "fund board", side=side)
    asked = request(book, "R1")
    assert lacks(book, "R1", rules=FUNDED) == ("signature.diplomatic", "signature.defence")
    for who, side, left in (("dirk", "defence", ("signature.diplomatic",)), ("dina", "diplomatic", ())):
        given = Submission(
            who, "fund board", "signature", "R1", uuid4().hex, "r", 40_000, YEAR, asked.seq, DAY, {"side": side}
        )
        record(book.database, given, MOMENT, FUNDED)
        assert lacks(book, "R1", rules=FUNDED) == left


def test_a_ranking_is_calculated_once_a_call_at_each_look(called: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not once an application; after an act in one of them once more, and not for a call in which nothing was done."""
    called.do("betty", "call", "C2", CALL, cents=1_500, year=YEAR)
    proposals = [applied(called, f"G{number}", 100, 0) for number in range(12)]
    for number in range(3):
        applied(called, f"H{number}", 100, 0, call="C2")
    calculated: list[int] = []

    def counted(limits: Any, candidates: Any) -> Any:
        every = list(candidates)
        calculated.append(len(every))
        return ranking(limits, every)

    monkeypatch.setattr("vrede.register.acts.call.ranking", counted)
    projection, kept = Projection().advance(called.database), WorkList()
    listed(kept, projection, called, day=AFTER.date())
    assert sorted(calculated) == [3, 12]
    do(called, "appraisal", proposals[0], 90)
    calculated.clear()
    kept.due(projection.advance(called.database), called.database, RULES, AFTER.date())
    lacking = listed(kept, projection, called, day=AFTER.date())
    assert calculated == [12]
    assert (lacking["G0"], lacking["G1"]) == (("ranking",), ("appraisal",))


def test_a_draw_waits_for_money_in_the_fund(book: Book) -> None:
    """Two requests that the fund cannot pay both: when one is drawn the other waits, until more comes."""
    for who, side in {"dina": "diplomatic", "dirk": "defence"}.items():
        book.appoint(who, "fund board", side=side)
    projection, kept = Projection(), WorkList()

    def now() -> dict[str, tuple[str, ...]]:
        found = listed(kept, projection.advance(book.database), book, FUNDED)
        assert found == {name: fresh for name in ("R1", "R2") if (fresh := lacks(book, name, rules=FUNDED))}
        return found

    def act(who: str, role: str, kind: str, dossier: str, approves: int | None, cents: int, **said: Any) -> Any:
        given = Submission(who, role, kind, dossier, uuid4().hex, "r", cents, YEAR, approves, DAY, said)
        return record(book.database, given, MOMENT, FUNDED)

    facts = {"fund": "MF", "uses": ["training"], "criteria": {"integrated": "police and courts together"}}
    requests = [request(book, "R1", 60_000), act("olga", "policy officer", "fund_request", "R2", None, 60_000, **facts)]
    for asked in requests:
        for who, side in (("dina", "diplomatic"), ("dirk", "defence")):
            act(who, "fund board", "signature", asked.dossier, asked.seq, 60_000, side=side)
    assert now() == {}
    act("cees", "controller", "drawdown", "R1", requests[0].seq, 60_000)
    assert now() == {"R2": ("fund",)}
    with pytest.raises(RegisterRefused):
        act("cees", "controller", "drawdown", "R2", requests[1].seq, 60_000)
    act("carla", "controller", "allotment", "funds", None, 20_000, fund="MF", letter="second supplementary law")
    assert now() == {}
    act("cees", "controller", "drawdown", "R2", requests[1].seq, 60_000)
    assert now() == {}


def test_a_work_list_begins_anew_on_another_day(book: Book) -> None:
    """Of the day before nothing is left: not the row of a due diligence that was done again, not days that are late by then."""
    projection, kept = Projection(), WorkList()
    book.do("anna", "due_diligence", f"partner {PARTNER}", {**VET, "valid_until": "2024-04-01"})
    proposal = proposed(book, "G1", 1_000, "contribution")
    for step in ("appraisal", "financial_advice"):
        do(book, step, proposal)
    commit(book, "G1", proposal)
    projection.advance(book.database)
    assert "due_diligence" in {row.what for row in kept.due(projection, book.database, RULES, DAY)}
    book.do("anna", "due_diligence", f"partner {PARTNER}", VET)
    projection.advance(book.database)
    for day in (AFTER.date(), date(2024, 6, 2), DAY):
        rows = kept.due(projection, book.database, RULES, day)
        assert rows == due(every_act(book.database), RULES, day)
        assert "due_diligence" not in {row.what for row in rows}


def test_a_work_list_knows_of_every_act_what_a_fresh_look_knows(book: Book) -> None:
    """After each act of a dossier, its partner or its call; the fold goes on with the acts that came since."""
    projection, kept = Projection(), WorkList()

    def same() -> None:
        projection.advance(book.database)
        fresh = {name: found for name in ("G1", "G2") if (found := lacks(book, name))}
        assert listed(kept, projection, book) == fresh
        rows = kept.due(projection, book.database, RULES, DAY)
        assert sorted(rows, key=str) == sorted(due(every_act(book.database), RULES, DAY), key=str)
        assert rows == sorted(rows, key=lambda row: (row.day, row.dossier, row.what))
        for roles in (frozenset({"controller"}), frozenset({"partner contact", "appraiser"}), frozenset[str]()):
            mine = kept.due(projection, book.database, RULES, DAY, roles)
            assert mine == [row for row in rows if not roles.isdisjoint(row.roles)]

    same()
    book.do("betty", "call", "C1", CALL, cents=1_500, year=YEAR)
    loan = proposed(book, "G1", 1_000, "loan")
    subsidy = proposed(book, "G2", 1_000, "subsidy", call="C1", legal_basis="statutory")
    same()
    for step in STEPS:
        do(book, step, loan)
        same()
        if step not in ("due_diligence", "screening"):
            do(book, step, subsidy, 90)
        same()
    book.do("betty", "ranking", "C1", moment=datetime(2024, 3, 2, tzinfo=UTC))
    same()
    commit(book, "G1", loan)
    same()
    proposed(book, "G2", 900, "subsidy", kind="amendment", call="C1", legal_basis="statutory")
    same()
    proposed(book, "G2", 900, "subsidy", kind="amendment", legal_basis="named_in_budget")
    same()
    request = book.do("pia", "payment_request", "G1", {"account": ACCOUNT}, cents=10)
    same()
    book.do("carla", "payment", "G1", cents=10, approves=request.seq, year=YEAR, day=DAY)
    same()
    book.do("anna", "due_diligence", f"partner {PARTNER}", {**VET, "valid_until": "2024-04-01"})
    same()
