"""Saying no: a proposal is refused, a request, a change or a request to a fund declined; what was said no to is never approved."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from registerbook import DAY, PARTNER, RULES, YEAR, Book
from registergrant import ACCOUNT, HASH, granted, partner
from registerrefused import refused
from vrede.register.audit.verification import verify
from vrede.register.chain.act import Act
from vrede.register.chain.reading import acts_of, every_act
from vrede.register.desk.due import due
from vrede.register.desk.projection import Projection
from vrede.register.desk.visibility import readable
from vrede.register.dossier.person import Person
from vrede.register.dossier.state import state_of
from vrede.register.publish.folder import files
from vrede.withheld.suppression import Suppression

GROUND = {"ground": "policy"}
JUNE = datetime(2024, 6, 1, 12, tzinfo=UTC)


def refuse(book: Book, act: Act, who: str = "bram", **changed: Any) -> Act:
    given: dict[str, Any] = {"facts": GROUND, "cents": act.cents, "approves": act.seq, "day": DAY, **changed}
    return book.do(who, "refusal", act.dossier, **given)


def decline(book: Book, act: Act, who: str, **given: Any) -> Act:
    return book.do(who, "rejection", act.dossier, approves=act.seq, **given)


def objected(book: Book, against: Act, outcome: str, who: str = "betty") -> None:
    """The partner objects, and it is decided."""
    act = book.do("pia", "objection", against.dossier, {"decision": against.seq}, day=DAY)
    book.do(who, "objection_decision", against.dossier, {"outcome": outcome}, approves=act.seq, day=DAY)


def rows(book: Book, day: date = DAY, what: str = "") -> list[str]:
    found = due(every_act(book.database), RULES, day)
    return [f"{row.day} {row.what} {row.dossier}" for row in found if what in row.what]


def amend(book: Book, dossier: str, cents: int = 100) -> Act:
    return book.propose(dossier, cents, kind="amendment", partner=PARTNER)


@pytest.fixture
def asked(book: Book) -> Act:
    """A proposal of 100 cents in G1."""
    book.staff()
    return book.propose("G1", 100, partner=PARTNER)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"who": "olga"}, "role"),
        ({"who": "carla"}, "role"),
        ({"cents": 99}, "stale"),
        ({"cents": None}, "words"),
        ({"facts": {}}, "words"),
        ({"facts": {"ground": "taste"}}, "words"),
        ({"facts": {"ground": "incomplete"}}, "words"),
        ({"day": None}, "year"),
        ({"day": date(2024, 3, 2)}, "day"),
        ({"day": date(2024, 2, 29)}, "words"),
        ({"approves": None}, "state"),
        ({"approves": 1}, "state"),
        ({"year": YEAR}, "words"),
    ],
)
def test_what_a_refusal_says(book: Book, asked: Act, changed: dict[str, Any], code: str) -> None:
    """The amount of the proposal, a ground, and a day from the proposal to today; by a budget holder."""
    refused(code, lambda: refuse(book, asked, **changed), book)
    refuse(book, asked)
    assert state_of(acts_of(book.database, "G1")) == "refused"
    assert verify(book.database) == []


def test_only_the_newest_proposal_is_refused_and_once(book: Book, asked: Act) -> None:
    newer = amend(book, "G1", 200)
    refused("stale", lambda: refuse(book, asked), book)
    before = book.database.all("SELECT * FROM balance ORDER BY account")
    refuse(book, newer)
    assert book.database.all("SELECT * FROM balance ORDER BY account") == before
    refused("state", lambda: refuse(book, newer, "betty"), book)
    refused("state", lambda: book.commit("G1", newer, "betty"), book)
    refused("state", lambda: book.do("anna", "advice", "G1", {"discipline": "legal", "advice": "positive"}), book)
    book.do("pia", "document", "G1", {"title": "plan", "document": HASH, "category": "plan", "public": True})


@pytest.mark.parametrize("did", ["amendment", "appraisal", "advice"])
def test_who_proposed_appraised_or_advised_refuses_nothing(book: Book, asked: Act, did: str) -> None:
    for role in ("policy officer", "appraiser"):
        book.appoint("bram", role)
    if did == "amendment":
        book.propose("G1", 100, who="bram", kind="amendment")
        asked = book.propose("G1", 100, kind="amendment")
    elif did == "advice":
        book.do("bram", "advice", "G1", {"discipline": "legal", "advice": "positive"}, role="appraiser")
    else:
        said = {"proposal": asked.seq, "scores": {}, "thresholds": {}, "risks": ["a: b: c: d"], "markers": {}}
        book.do("bram", "appraisal", "G1", {**said, "verdict": "fund"}, role="appraiser")
    refused("own", lambda: refuse(book, asked), book)
    refuse(book, asked, "betty")


def test_a_refusal_is_objected_to_and_decided_by_another(book: Book, asked: Act) -> None:
    """In time or with an excuse; by a budget holder who did not refuse."""
    no = refuse(book, asked)

    def object_on(day: date, **facts: Any) -> Act:
        return book.do("pia", "objection", "G1", {"decision": no.seq, **facts}, day=day, moment=JUNE)

    refused("late", lambda: object_on(date(2024, 4, 13)), book)
    act = object_on(date(2024, 4, 13), late_reason="the letter came late")
    given: dict[str, Any] = {"approves": act.seq, "day": date(2024, 4, 14), "moment": JUNE}
    refused("own", lambda: book.do("bram", "objection_decision", "G1", {"outcome": "rejected"}, **given), book)
    book.do("betty", "objection_decision", "G1", {"outcome": "rejected"}, **given)


@pytest.mark.parametrize("said", [DAY, date(2024, 5, 31), date(2024, 6, 1)])
def test_the_term_to_object_runs_from_the_day_it_could_be_read(book: Book, asked: Act, said: date) -> None:
    """A refusal recorded on 1 June with a day of before takes nothing from the six weeks, nor from the term to decide."""
    no = refuse(book, asked, day=said, moment=JUNE)
    assert rows(book, date(2024, 6, 1)) == ["2024-07-13 objection G1"]

    def object_on(day: date) -> Act:
        late = datetime(2024, 8, 1, 12, tzinfo=UTC)
        return book.do("pia", "objection", "G1", {"decision": no.seq}, day=day, moment=late)

    refused("late", lambda: object_on(date(2024, 7, 14)), book)
    object_on(date(2024, 7, 13))
    assert rows(book, date(2024, 7, 14)) == ["2024-08-24 objection_decision G1"]


@pytest.mark.parametrize(
    ("outcome", "goes_on"), [(None, False), ("rejected", False), ("inadmissible", False), ("upheld", True)]
)
def test_only_an_objection_that_was_upheld_opens_it_again(
    book: Book, asked: Act, outcome: str | None, goes_on: bool
) -> None:
    no = refuse(book, asked)
    if outcome:
        objected(book, no, outcome)
    if not goes_on:
        assert "objection to the refusal was upheld" in refused("state", lambda: amend(book, "G1"), book)
        return
    newer = amend(book, "G1")
    assert state_of(acts_of(book.database, "G1")) == "proposed"
    assert "refused or rejected already" in refused("no", lambda: book.commit("G1", asked, "boris"), book)
    refused("own", lambda: book.commit("G1", newer), book)
    book.commit("G1", newer, "boris")
    refused("state", lambda: book.do("pia", "objection", "G1", {"decision": no.seq}, day=DAY), book)
    assert verify(book.database) == []


@pytest.mark.parametrize("ground", ["withdrawn", "set_aside"])
def test_no_ground_takes_the_right_to_object_away(book: Book, asked: Act, ground: str) -> None:
    """That the applicant withdrew it is what the ministry says; the applicant may say otherwise. Set aside is Awb 4:5."""
    no = refuse(book, asked, facts={"ground": ground})
    assert rows(book) == ["2024-04-12 objection G1"]
    refused("state", lambda: amend(book, "G1"), book)
    objected(book, no, "upheld")
    amend(book, "G1")


def test_a_second_refusal_needs_an_objection_of_its_own(book: Book, asked: Act) -> None:
    """What was decided on the first does not open the second; the same budget holder may refuse again."""
    objected(book, refuse(book, asked), "upheld")
    no = refuse(book, amend(book, "G1"))
    refused("state", lambda: amend(book, "G1"), book)
    objected(book, no, "upheld")
    amend(book, "G1")


def test_what_is_due_in_a_refused_dossier(book: Book, asked: Act) -> None:
    """The right to object until its last day, then the decision on the objection; nothing once the proposal goes on."""
    assert rows(book) == []
    no = refuse(book, asked)
    assert rows(book) == ["2024-04-12 objection G1"]
    assert rows(book, date(2024, 4, 13)) == []
    act = book.do("pia", "objection", "G1", {"decision": no.seq}, day=DAY)
    assert rows(book) == ["2024-04-12 objection G1", "2024-05-24 objection_decision G1"]
    book.do("betty", "objection_decision", "G1", {"outcome": "upheld"}, approves=act.seq, day=DAY)
    newer = amend(book, "G1")
    assert rows(book) == []
    commit = book.commit("G1", newer, "boris")
    assert rows(book, what="objection") == ["2024-04-12 objection G1"]
    assert commit.approves == newer.seq


def test_a_refused_dossier_is_never_published_and_its_partner_sees_why(book: Book, asked: Act) -> None:
    refuse(book, asked)
    assert files(book.database, Suppression(), date(2026, 12, 8))[1].activities == 0
    standing = Projection().advance(book.database)
    dossier = standing.dossiers["G1"]
    assert (dossier.state, dict(dossier.pending)) == ("refused", {})
    pia = Person("pia").appointed("partner contact", partner=PARTNER)
    assert [act.kind for act in readable(pia, dossier, acts_of(book.database, "G1"))] == ["proposal", "refusal"]


@pytest.fixture
def grant(book: Book) -> Book:
    """A contribution of 1,000 cents in G1, committed by bram."""
    book.staff()
    partner(book)
    granted(book, "G1", 1_000, "contribution")
    return book


def request(book: Book, cents: int = 100, who: str = "pia", **given: Any) -> Act:
    return book.do(who, "payment_request", "G1", {"account": ACCOUNT}, cents=cents, **given)


def vary(book: Book, who: str = "olga", **given: Any) -> Act:
    return book.do(who, "modification", "G1", given.pop("facts", {"end_date": "2025-12-31"}), **given)


def agree(book: Book, act: Act, who: str) -> Act:
    return book.do(who, "modification_approval", "G1", cents=act.cents, approves=act.seq, year=act.year, day=DAY)


@pytest.mark.parametrize(
    ("what", "who", "given", "code"),
    [
        ("payment_request", "carla", {}, ""),
        ("payment_request", "carla", {"cents": 100, "day": DAY}, ""),
        ("payment_request", "carla", {"cents": 99}, "stale"),
        ("payment_request", "carla", {"cents": 0}, "stale"),
        ("payment_request", "carla", {"day": date(2024, 3, 2)}, "day"),
        ("payment_request", "carla", {"day": date(2024, 2, 29)}, "day"),
        ("payment_request", "betty", {}, "role"),
        ("payment_request", "pia", {}, "role"),
        ("payment_request", "olga", {}, "role"),
        ("modification", "betty", {}, ""),
        ("modification", "bram", {}, ""),
        ("modification", "carla", {}, "role"),
        ("modification", "betty", {"cents": 1}, "stale"),
        ("report", "coen", {}, "state"),
    ],
)
def test_who_declines_what(grant: Book, what: str, who: str, given: dict[str, Any], code: str) -> None:
    """A role that could have said yes, the amount of what was asked or none; to have done something else does not matter."""
    if what == "report":
        said = {"report": "final", "period_end": "2024-02-29", "document": HASH}
        target = grant.do("pia", "report", "G1", said)
    else:
        target = request(grant) if what == "payment_request" else vary(grant)
    if code:
        refused(code, lambda: decline(grant, target, who, **given), grant)
        return
    before = grant.database.all("SELECT * FROM balance ORDER BY account")
    decline(grant, target, who, **given)
    assert grant.database.all("SELECT * FROM balance ORDER BY account") == before
    assert state_of(acts_of(grant.database, "G1")) == "committed"
    refused("no", lambda: decline(grant, target, "cees" if what == "payment_request" else "boris"), grant)
    assert verify(grant.database) == []


def test_what_was_declined_is_never_paid_or_agreed_and_waits_no_more(grant: Book) -> None:
    asked, other, change = request(grant), request(grant, 50), vary(grant)
    pending = Projection().advance(grant.database).dossiers["G1"].pending
    assert sorted(pending) == [asked.seq, other.seq, change.seq]
    assert len(rows(grant, what="payment")) == 2
    decline(grant, asked, "carla")
    decline(grant, change, "betty")
    given: dict[str, Any] = {"cents": 100, "approves": asked.seq, "year": YEAR, "day": DAY}
    refused("no", lambda: grant.do("coen", "payment", "G1", **given), grant)
    refused("no", lambda: agree(grant, change, "boris"), grant)
    pending = Projection().advance(grant.database).dossiers["G1"].pending
    assert sorted(pending) == [other.seq]
    assert len(rows(grant, what="payment")) == 1
    grant.do("carla", "payment", "G1", **{**given, "approves": other.seq, "cents": 50})
    agree(grant, vary(grant), "betty")
    refused("paid", lambda: decline(grant, other, "coen"), grant)


def test_what_is_asked_is_the_whole_with_the_changes(grant: Book) -> None:
    """The proposal with every change that was agreed and the newest that waits; a change that was declined or replaced is none."""

    def more(book: Book) -> Act:
        return vary(book, cents=100, year=YEAR, facts={"schedule": {str(YEAR): 1_100}})

    def asked_and_committed() -> tuple[int, int]:
        now = Projection().advance(grant.database).dossiers["G1"]
        return now.asked, now.committed

    whole, _ = first = asked_and_committed()
    assert first == (whole, whole)
    more(grant)
    assert asked_and_committed() == (whole + 100, whole)
    change = more(grant)
    assert asked_and_committed() == (whole + 100, whole)
    decline(grant, change, "betty")
    assert asked_and_committed() == first
    agree(grant, more(grant), "boris")
    assert asked_and_committed() == (whole + 100, whole + 100)


def test_nobody_declines_their_own_act_or_an_older_change(grant: Book) -> None:
    for who in ("carla", "betty"):
        grant.appoint(who, "policy officer")
    mine = request(grant, who="carla", role="policy officer")
    refused("own", lambda: decline(grant, mine, "carla"), grant)
    decline(grant, mine, "coen")
    old, new = vary(grant), vary(grant, "betty", role="policy officer")
    refused("stale", lambda: decline(grant, old, "boris"), grant)
    refused("own", lambda: decline(grant, new, "betty"), grant)
    decline(grant, new, "boris")
    refused("stale", lambda: agree(grant, old, "boris"), grant)
    agreed = vary(grant)
    agree(grant, agreed, "boris")
    refused("paid", lambda: decline(grant, agreed, "bram"), grant)


def test_who_declined_decides_on_no_objection(grant: Book) -> None:
    """The partner may object to a decline too, and somebody else decides."""
    no = decline(grant, vary(grant), "betty")
    assert rows(grant, what="objection") == ["2024-04-12 objection G1"] * 2
    act = grant.do("pia", "objection", "G1", {"decision": no.seq}, day=DAY)
    given: dict[str, Any] = {"approves": act.seq, "day": DAY}
    refused("own", lambda: grant.do("betty", "objection_decision", "G1", {"outcome": "upheld"}, **given), grant)
    grant.do("boris", "objection_decision", "G1", {"outcome": "upheld"}, **given)
    assert verify(grant.database) == []


def test_a_partner_sees_what_was_declined_of_it(grant: Book) -> None:
    decline(grant, request(grant), "carla")
    dossier = Projection().advance(grant.database).dossiers["G1"]
    pia = Person("pia").appointed("partner contact", partner=PARTNER)
    acts = readable(pia, dossier, acts_of(grant.database, "G1"))
    assert [act.kind for act in acts] == ["proposal", "commitment", "payment_request", "rejection"]


def test_a_declined_change_leaves_amount_and_year_as_they_stand(grant: Book) -> None:
    """The amount is the proposal with what was agreed since, the year that of the newest; a change without an amount alters none."""

    def stands() -> tuple[int, int | None]:
        dossier = Projection().advance(grant.database).dossiers["G1"]
        return dossier.asked, dossier.year

    grant.law("commitment", {"4.3": 900_000}, year=2025)
    assert stands() == (1_000, YEAR)
    for extra, left in ((0, (1_000, YEAR)), (50, (1_050, YEAR))):
        if extra:
            more = vary(grant, cents=50, year=YEAR, facts={"schedule": {"2024": 1_050}})
            given: dict[str, Any] = {"cents": 50, "approves": more.seq, "year": YEAR, "day": DAY}
            grant.do("betty", "modification_approval", "G1", **given)
            agree(grant, vary(grant), "betty")
        older = vary(grant, cents=70, year=2025, facts={"schedule": {"2024": 1_000, "2025": 70 + extra}})
        change = vary(grant, cents=80, year=2025, facts={"schedule": {"2024": 1_000, "2025": 80 + extra}})
        assert (older.cents, stands()) == (70, (1_080 + extra, 2025))
        decline(grant, change, "boris")
        assert stands() == left
        decline(grant, request(grant), "carla")
        assert stands() == left
