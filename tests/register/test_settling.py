"""Reports, the final amount, claims, objections and the end of a dossier: what each moves and refuses."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from registerbook import DAY, YEAR, Book
from registergrant import ACCOUNT, HASH, granted, partner
from registerrefused import refused
from vrede.register.audit.verification import verify
from vrede.register.chain.act import Act
from vrede.register.chain.postings import balance
from vrede.register.chain.reading import acts_of

NAMES = ("open", "paid", "released", "claimed", "repaid", "outstanding", "accounted", "reclaimed")


@pytest.fixture
def grant(book: Book) -> Book:
    """A contribution of 1,000 cents in G1; 600 was paid as an advance."""
    book.staff()
    partner(book)
    granted(book, "G1", 1_000, "contribution")
    pay(book, 600, advance=True)
    return book


def pay(book: Book, cents: int, **facts: Any) -> Act:
    act = book.do("pia", "payment_request", "G1", {"account": ACCOUNT, **facts}, cents=cents)
    return book.do("carla", "payment", "G1", cents=cents, approves=act.seq, year=YEAR, day=DAY)


def receive(book: Book, report: str = "financial", period: str = "2024-02-29", **facts: Any) -> Act:
    return book.do("pia", "report", "G1", {"report": report, "period_end": period, "document": HASH, **facts})


def accept(book: Book, act: Act, opinion: str = "accepted", who: str = "coen", **given: Any) -> Act:
    return book.do(who, "report_assessment", "G1", {"opinion": opinion}, **{"approves": act.seq, **given})


def accounts(book: Book) -> dict[str, int]:
    return {name: cents for name in NAMES if (cents := balance(book.database, f"{name}:G1"))}


@pytest.mark.parametrize(
    ("accounted", "opinion", "outstanding"),
    [
        (250, "accepted", 350),
        (700, "accepted", 0),
        (250, "rejected", 600),
        (0, "accepted", 600),
        (None, "accepted", 600),
    ],
)
def test_a_good_report_accounts_for_advances(
    grant: Book, accounted: int | None, opinion: str, outstanding: int
) -> None:
    """At most what is outstanding: a partner may have spent more than it got."""
    facts = {} if accounted is None else {"accounted": accounted}
    accept(grant, receive(grant, **facts), opinion)
    assert balance(grant.database, "outstanding:G1") == outstanding
    assert balance(grant.database, "accounted:G1") == 600 - outstanding
    assert balance(grant.database, "paid:G1") == 600
    assert verify(grant.database) == []


def test_a_report_is_judged_once_and_by_another(grant: Book) -> None:
    act = receive(grant, accounted=1)
    refused("own", lambda: accept(grant, act, who="carla"), grant)
    refused("role", lambda: accept(grant, act, who="olga"), grant)
    refused("state", lambda: accept(grant, act, approves=act.seq - 1), grant)
    refused("words", lambda: accept(grant, act, "fine"), grant)
    accept(grant, act)
    refused("paid", lambda: accept(grant, act), grant)


@pytest.mark.parametrize(
    ("who", "kind", "facts", "code"),
    [
        ("pia", "report", {"report": "financial", "period_end": "2024-03-02", "document": HASH}, "words"),
        ("pia", "report", {"report": "weekly", "period_end": "2024-02-29", "document": HASH}, "words"),
        ("pia", "report", {"report": "final", "period_end": "2024-02-29"}, "words"),
        ("pia", "report", {"report": "final", "period_end": "2024-02-29", "document": HASH, "accounted": -1}, "words"),
        ("clara", "report", {"report": "final", "period_end": "2024-02-29", "document": HASH}, "role"),
        ("pia", "result", {"value": "1,5"}, "words"),
        ("pia", "result", {"value": "1e9"}, "words"),
        ("pia", "result", {"period_end": "2024-03-02"}, "words"),
        ("pia", "result", {"unit": " "}, "words"),
        ("clara", "audit", {"opinion": "clean", "questioned": -1, "document": HASH}, "words"),
        ("clara", "audit", {"opinion": "clean", "document": HASH}, "words"),
        ("pia", "audit", {"opinion": "clean", "questioned": 0, "document": HASH}, "role"),
        ("olga", "document", {"title": "plan", "document": HASH, "category": "novel", "public": True}, "words"),
        ("olga", "document", {"title": "plan", "document": HASH, "category": "plan"}, "words"),
        ("admin", "document", {"title": "plan", "document": HASH, "category": "plan", "public": True}, "role"),
    ],
)
def test_what_comes_in_must_be_whole(grant: Book, who: str, kind: str, facts: dict[str, Any], code: str) -> None:
    if kind == "result":
        facts = {**RESULT, **facts}
    refused(code, lambda: grant.do(who, kind, "G1", facts), grant)


RESULT = {"indicator": "streets", "period_end": "2024-02-29", "value": "12.5", "unit": "km", "narrative": "as\nplanned"}


def test_results_audits_and_documents_stand_in_the_dossier(grant: Book) -> None:
    """They change no state, and who attached may still approve."""
    grant.do("pia", "result", "G1", RESULT)
    grant.do("clara", "audit", "G1", {"opinion": "qualified", "questioned": 10, "document": HASH})
    for who in ("coen", "betty", "pia", "arie", "ingrid"):
        grant.do(who, "document", "G1", {"title": "plan", "document": HASH, "category": "plan", "public": False})
    accept(grant, receive(grant))
    accept(grant, receive(grant), who="clara")
    grant.do("betty", "final_settlement", "G1", cents=600)
    grant.do("olga", "document", "G1", {"title": "plan", "document": HASH, "category": "plan", "public": True})
    assert verify(grant.database) == []


@pytest.mark.parametrize(
    ("final", "released", "claimable"),
    [(1_000, 0, 0), (999, 1, 0), (600, 400, 0), (599, 400, 1), (0, 400, 600)],
)
def test_the_final_amount_releases_and_lets_claim(grant: Book, final: int, released: int, claimable: int) -> None:
    """What is open up to it may still be paid; what was paid above it is claimed, not a cent more."""
    grant.do("betty", "final_settlement", "G1", cents=final)
    assert balance(grant.database, "released:G1") == released
    assert balance(grant.database, "open:G1") == max(0, final - 600)
    facts = {"ground": "final_amount"}
    refused("claim", lambda: grant.do("carla", "recovery", "G1", facts, cents=claimable + 1), grant)
    if claimable:
        grant.do("carla", "recovery", "G1", facts, cents=claimable)
        assert accounts(grant)["claimed"] == claimable
        assert accounts(grant)["reclaimed"] == claimable
        refused("claim", lambda: grant.do("carla", "repayment", "G1", cents=claimable + 1), grant)
        grant.do("carla", "repayment", "G1", cents=claimable)
    if final > 600:
        pay(grant, final - 600)
    assert balance(grant.database, "paid:G1") == final
    assert verify(grant.database) == []


def test_what_the_final_amount_refuses(grant: Book) -> None:
    refused("open", lambda: grant.do("betty", "final_settlement", "G1", cents=1_001), grant)
    refused("own", lambda: grant.do("bram", "final_settlement", "G1", cents=600), grant)
    refused("words", lambda: grant.do("betty", "final_settlement", "G1"), grant)
    refused("day", lambda: grant.do("betty", "final_settlement", "G1", cents=600, day=date(2024, 3, 2)), grant)
    refused("claim", lambda: grant.do("carla", "recovery", "G1", {"ground": "final_amount"}, cents=1), grant)
    grant.do("betty", "final_settlement", "G1", cents=600)
    for who, kind, given in (
        ("boris", "final_settlement", {"cents": 600}),
        ("boris", "release", {"cents": 1}),
        ("olga", "modification", {"facts": {"end_date": "2026-01-01"}}),
    ):
        refused("state", lambda w=who, k=kind, g=given: grant.do(w, k, "G1", **g), grant)  # type: ignore[misc]


def test_before_the_final_amount_misuse_is_claimed_at_once(grant: Book) -> None:
    """At most what was paid; then less is left that the final amount can be."""
    refused("claim", lambda: grant.do("carla", "recovery", "G1", {"ground": "misuse"}, cents=601), grant)
    refused("words", lambda: grant.do("carla", "recovery", "G1", {"ground": "anger"}, cents=1), grant)
    grant.do("carla", "recovery", "G1", {"ground": "misuse"}, cents=200)
    assert accounts(grant) == {"open": 400, "paid": 400, "claimed": 200, "outstanding": 400, "reclaimed": 200}
    refused("open", lambda: grant.do("betty", "final_settlement", "G1", cents=801), grant)
    refused("claim", lambda: grant.do("carla", "repayment", "G1", cents=201), grant)
    assert verify(grant.database) == []


OBJECT = {"day": DAY}


def test_an_objection_in_time_or_with_an_excuse(grant: Book) -> None:
    """Six weeks from the day after the decision; against a decision of this dossier."""
    commit = next(act for act in acts_of(grant.database, "G1") if act.kind == "commitment")
    paid = next(act for act in acts_of(grant.database, "G1") if act.kind == "payment")

    def object_on(day: date, against: int = commit.seq, **facts: Any) -> Act:
        moment = datetime(2024, 6, 1, 12, tzinfo=UTC)
        return grant.do("pia", "objection", "G1", {"decision": against, **facts}, day=day, moment=moment)

    refused("late", lambda: object_on(date(2024, 4, 13)), grant)
    refused("late", lambda: object_on(date(2024, 4, 13), late_reason=" "), grant)
    refused("day", lambda: object_on(date(2024, 2, 29)), grant)
    refused("day", lambda: object_on(date(2024, 6, 2)), grant)
    refused("state", lambda: object_on(DAY, decision=paid.seq), grant)
    refused("state", lambda: object_on(DAY, decision=1), grant)
    object_on(date(2024, 4, 12))
    object_on(date(2024, 4, 13), late_reason="was in hospital")


def test_an_objection_is_decided_once_by_who_did_nothing_else(grant: Book) -> None:
    commit = next(act for act in acts_of(grant.database, "G1") if act.kind == "commitment")
    act = grant.do("olga", "objection", "G1", {"decision": commit.seq}, day=DAY)

    def decide(who: str, **given: Any) -> Act:
        given = {"facts": {"outcome": "upheld"}, "approves": act.seq, "day": DAY, **given}
        return grant.do(who, "objection_decision", "G1", **given)

    refused("own", lambda: decide("bram"), grant)
    refused("words", lambda: decide("betty", facts={"outcome": "perhaps"}), grant)
    refused("day", lambda: decide("betty", day=date(2024, 3, 2)), grant)
    refused("state", lambda: decide("betty", approves=commit.seq), grant)
    grant.do("boris", "release", "G1", cents=1)
    refused("own", lambda: decide("boris"), grant)
    decide("betty")
    refused("paid", lambda: decide("betty"), grant)


LATER = datetime(2025, 7, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left_out", "code", "said"),
    [
        ("", "", ""),
        ("final_settlement", "open", "something is open"),
        ("final", "reports", "the final report until 2025-06-30 is missing"),
        ("yearly", "reports", "the financial report until 2024-12-31 is missing"),
        ("report_assessment", "reports", "was not accepted"),
        ("reject", "reports", "was not accepted"),
        ("accounted", "step", "600 cents of advances"),
        ("recovery", "claim", "1 cents were paid above"),
        ("repayment", "claim", "1 cents were claimed"),
        ("objection_decision", "step", "undecided"),
    ],
)
def test_a_dossier_is_closed_when_all_is_done(grant: Book, left_out: str, code: str, said: str) -> None:
    """Each thing left out is what it hears."""
    done = {"recovery": {"recovery", "repayment"}}.get(left_out, {left_out})
    final = 599 if left_out in ("recovery", "repayment") else 600
    if left_out == "objection_decision":
        commit = next(act for act in acts_of(grant.database, "G1") if act.kind == "commitment")
        grant.do("pia", "objection", "G1", {"decision": commit.seq}, day=DAY)
    for report, period in (("financial", "2024-12-31"), ("final", "2025-06-30")):
        if {"financial": "yearly", "final": "final"}[report] not in done:
            facts = {"report": report, "period_end": period, "document": HASH}
            if report == "financial" and "accounted" not in done:
                facts["accounted"] = final  # type: ignore[assignment]
            act = grant.do("pia", "report", "G1", facts, moment=LATER)
            if "report_assessment" not in done or report == "final":
                accept(grant, act, "rejected" if left_out == "reject" else "accepted", moment=LATER)
    if left_out == "yearly":
        act = grant.do(
            "pia",
            "report",
            "G1",
            {"report": "audit", "period_end": "2024-12-31", "document": HASH, "accounted": 600},
            moment=LATER,
        )
        accept(grant, act, moment=LATER)
    if "final_settlement" not in done:
        grant.do("betty", "final_settlement", "G1", cents=final, moment=LATER)
    if final == 599 and "recovery" not in done:
        grant.do("carla", "recovery", "G1", {"ground": "final_amount"}, cents=1, moment=LATER)
    if code:
        assert said in refused(code, lambda: grant.do("carla", "closure", "G1", moment=LATER), grant)
        return
    grant.do("carla", "closure", "G1", moment=LATER)
    refused("state", lambda: pay(grant, 1), grant)
    assert verify(grant.database) == []


def test_a_release_of_all_is_no_final_amount(grant: Book) -> None:
    grant.do("boris", "release", "G1", cents=400)
    assert "was not determined" in refused("step", lambda: grant.do("carla", "closure", "G1"), grant)
