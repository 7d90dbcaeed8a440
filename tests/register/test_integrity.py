"""Reports of abuse and stops; who may act where; roles that do not go together; sides of a fund and humanitarian aid."""

from __future__ import annotations

from typing import Any

import pytest

import registerbook
from registerbook import DAY, PARTNER, YEAR, Book
from registerfunds import FUNDED
from registergrant import ACCOUNT, HASH, granted, partner, proposed
from registerrefused import refused
from vrede.register.audit.verification import verify
from vrede.register.chain.act import Act
from vrede.register.chain.postings import balance

WHAT = {"about": "G1", "category": "fraud", "description": "two invoices\nfor one truck", "suspend": False}


@pytest.fixture
def grant(book: Book) -> Book:
    """A contribution in G1 with a request of 100 cents that waits."""
    book.staff()
    partner(book)
    granted(book, "G1", 1_000, "contribution")
    book.do("pia", "payment_request", "G1", {"account": ACCOUNT}, cents=100)
    return book


def pay(book: Book) -> Act:
    row = book.database.one("SELECT seq FROM act WHERE kind = 'payment_request'")
    assert row is not None
    return book.do("carla", "payment", "G1", cents=100, approves=int(row[0]), year=YEAR, day=DAY)


def report(book: Book, who: str = "anna", name: str = "integrity 1", **changed: Any) -> Act:
    return book.do(who, "concern", name, {**WHAT, **changed})


@pytest.mark.parametrize("about", ["G1", f"partner {PARTNER}"])
def test_a_stop_holds_payments_and_does_not_say_why(grant: Book, about: str) -> None:
    """Of the dossier, or of all dossiers of the partner; another lifts it, then it is paid."""
    report(grant, about=about)
    stop = grant.do("ingrid", "suspension", "integrity 1")
    assert refused("suspended", lambda: pay(grant), grant) == "payments of this dossier are suspended"
    refused("own", lambda: grant.do("ingrid", "resumption", "integrity 1", approves=stop.seq), grant)
    grant.do("imre", "resumption", "integrity 1", approves=stop.seq)
    pay(grant)
    assert verify(grant.database) == []


def test_a_report_may_stop_at_once(grant: Book) -> None:
    """And who reported does not lift it."""
    first = report(grant, who="ingrid", suspend=True)
    refused("suspended", lambda: pay(grant), grant)
    refused("own", lambda: grant.do("ingrid", "resumption", "integrity 1", approves=first.seq), grant)
    again = grant.do("ingrid", "suspension", "integrity 1")
    refused("stale", lambda: grant.do("imre", "resumption", "integrity 1", approves=first.seq), grant)
    refused("suspended", lambda: pay(grant), grant)
    grant.do("imre", "resumption", "integrity 1", approves=again.seq)
    refused("state", lambda: grant.do("ingrid", "suspension", "integrity 1"), grant)
    pay(grant)


def test_a_report_alone_stops_nothing_and_one_stop_of_two_still_stands(grant: Book) -> None:
    only = report(grant)
    refused("state", lambda: grant.do("imre", "resumption", "integrity 1", approves=only.seq), grant)
    pay(grant)
    second = report(grant, who="pia", name="integrity 2", suspend=True)
    third = report(grant, who="olga", name="integrity 3", suspend=True)
    for act in (second, third):
        request = grant.do("pia", "payment_request", "G1", {"account": ACCOUNT}, cents=1)
        given = {"cents": 1, "approves": request.seq, "year": YEAR, "day": DAY}
        refused("suspended", lambda g=given: grant.do("cees", "payment", "G1", **g), grant)  # type: ignore[misc]
        grant.do("imre", "resumption", act.dossier, approves=act.seq)
    grant.do("cees", "payment", "G1", **given)


@pytest.mark.parametrize(
    ("who", "kind", "dossier", "facts", "code"),
    [
        ("anna", "concern", "integrity x", WHAT, "words"),
        ("anna", "concern", "integrity 01", WHAT, "words"),
        ("anna", "concern", "G7", WHAT, "words"),
        ("anna", "concern", "integrity 7", {**WHAT, "about": "G9"}, "words"),
        ("anna", "concern", "integrity 7", {**WHAT, "about": "integrity 1"}, "words"),
        ("anna", "concern", "integrity 7", {**WHAT, "suspend": 1}, "words"),
        ("anna", "concern", "integrity 7", {**WHAT, "description": " "}, "words"),
        ("bram", "concern", "integrity 7", WHAT, "role"),
        ("pia", "concern", "integrity 7", {**WHAT, "about": "G2"}, "words"),
        ("anna", "concern", "integrity 1", WHAT, "state"),
        ("olga", "suspension", "integrity 1", {}, "role"),
        ("ingrid", "suspension", "integrity 9", {}, "state"),
        (
            "anna",
            "document",
            "integrity 1",
            {"title": "t", "document": HASH, "category": "other", "public": False},
            "role",
        ),
    ],
)
def test_what_is_refused_about_reports(
    grant: Book, who: str, kind: str, dossier: str, facts: dict[str, Any], code: str
) -> None:
    report(grant)
    proposed(grant, "G2", 1, "contribution", partner="NL-KVK-2")
    refused(code, lambda: grant.do(who, kind, dossier, facts), grant)


@pytest.mark.parametrize(
    ("person", "role", "facts", "code"),
    [
        ("olga", "fund board", {"side": "defence"}, "person"),
        ("olga", "administrator", {}, "person"),
        ("olga", "auditor", {}, "person"),
        ("ada", "policy officer", {}, "person"),
        ("ada", "administrator", {}, "person"),
        ("admin", "controller", {}, "person"),
        ("admin", "auditor", {}, "person"),
        ("dina", "controller", {}, "person"),
        ("pia", "controller", {}, "person"),
        ("pia", "policy officer", {}, "person"),
        ("anna", "partner contact", {"partner": PARTNER}, "person"),
        ("ingrid", "partner contact", {"partner": PARTNER}, "person"),
        ("dina", "auditor", {}, "person"),
        ("dina", "fund board", {"side": "defence"}, "sides"),
        ("new", "fund board", {}, "words"),
        ("new", "fund board", {"side": "navy"}, "words"),
        ("new", "partner contact", {}, "words"),
        ("new", "controller", {"side": "defence"}, "words"),
        ("new", "controller", {"partner": PARTNER}, "words"),
        ("new", "king", {}, "words"),
        (" ", "controller", {}, "words"),
    ],
)
def test_roles_that_do_not_go_together(grant: Book, person: str, role: str, facts: dict[str, Any], code: str) -> None:
    grant.appoint("dina", "fund board", side="diplomatic")
    given = {"person": person, "role": role, **facts}
    refused(code, lambda: grant.do("admin", "appointment", "people", given, role="administrator"), grant)


@pytest.mark.parametrize("role", ["policy officer", "appraiser", "budget holder", "controller", "integrity officer"])
def test_the_database_keeps_contacts_apart_too(book: Book, role: str) -> None:
    def member(who: str, role_of: str) -> None:
        book.database.run("INSERT INTO member (who, role, act) VALUES (?, ?, ?)", (who, role_of, 1))

    refused("person", lambda: member("pia", role), book)
    member("nina", role)
    refused("person", lambda: member("nina", "partner contact"), book)


def test_a_refusal_does_not_tell_what_is_there(grant: Book) -> None:
    """Neither a dossier of integrity nor that of another partner: what is not there is refused in the same words."""
    proposed(grant, "OTHER", 1, "contribution", partner="NL-KVK-2")
    report(grant)
    said = {
        refused("words", lambda name=name: report(grant, "pia", "integrity 9", about=name), grant)
        for name in ("OTHER", "NOPE", "integrity 1", "integrity 77", "partner NL-KVK-2", "partner NL-KVK-3")
    }
    assert said == {"there is no such dossier or partner for you to report about"}
    assert refused("state", lambda: report(grant, "pia"), grant) == "this number cannot be used; take another"
    grant.do("ingrid", "suspension", "integrity 1")
    assert refused("state", lambda: report(grant, "pia"), grant) == "this number cannot be used; take another"
    document = {"title": "t", "document": HASH, "category": "other", "public": False}
    there = {
        refused("role", lambda name=name: grant.do("olga", "document", name, document), grant)
        for name in ("integrity 1", "integrity 77")
    }
    assert len(there) == 1
    theirs = {
        refused("partner", lambda name=name: grant.do("pia", "document", name, document), grant).replace(name, "")
        for name in ("OTHER", "NOPE")
    }
    assert len(theirs) == 1
    for name in ("integrity 1", "integrity 77"):
        for fact, code in (("call", "words"), ("drawdown", "drawdown")):
            trouble = refused(code, lambda f=fact, n=name: proposed(grant, "G9", 1, "contribution", **{f: n}), grant)
            assert trouble == f"there is no such {'draw' if fact == 'drawdown' else fact} for you"


def test_roles_that_do_go_together(grant: Book) -> None:
    """Several acting roles; the same role again; a contact of two partners."""
    grant.appoint("olga", "controller")
    grant.appoint("olga", "controller")
    grant.appoint("pia", "partner contact", partner="NL-KVK-2")
    proposed(grant, "G2", 1, "contribution", partner="NL-KVK-2")
    document = {"title": "t", "document": HASH, "category": "other", "public": False}
    for dossier in ("G1", "G2", f"partner {PARTNER}"):
        grant.do("pia", "document", dossier, document)
    refused("partner", lambda: grant.do("pia", "document", "budget", document), grant)
    assert verify(grant.database) == []


def test_a_contact_acts_for_their_own_partner(grant: Book) -> None:
    grant.appoint("petra", "partner contact", partner="NL-KVK-2")
    refused(
        "partner",
        lambda: grant.do("petra", "payment_request", "G1", {"account": ACCOUNT}, cents=1, role="partner contact"),
        grant,
    )


@pytest.fixture
def drawn(grant: Book, monkeypatch: pytest.MonkeyPatch) -> Book:
    """A draw of 500 cents in D1, signed by dina for the diplomatic side and by dirk for that of defence."""
    monkeypatch.setattr(registerbook, "RULES", FUNDED)
    grant.appoint("dina", "fund board", side="diplomatic")
    grant.appoint("dirk", "fund board", side="defence")
    given = {"year": YEAR, "day": DAY}
    grant.do("carla", "allotment", "funds", {"fund": "MF", "letter": "budget_law"}, cents=900, **given)
    facts = {"fund": "MF", "uses": ["training"], "criteria": {"integrated": "yes"}}
    ask = grant.do("olga", "fund_request", "D1", facts, cents=500, **given)
    given |= {"cents": 500, "approves": ask.seq, "role": "fund board"}
    message = refused("sides", lambda: grant.do("dirk", "signature", "D1", {"side": "diplomatic"}, **given), grant)
    assert "was not appointed for the diplomatic side" in message
    grant.do("dina", "signature", "D1", {"side": "diplomatic"}, **given)
    grant.do("dirk", "signature", "D1", {"side": "defence"}, **given)
    grant.do("carla", "drawdown", "D1", **{**given, "role": "controller"})
    return grant


def test_a_draw_pays_for_what_it_has(drawn: Book) -> None:
    """Less is left after every commitment on it; the fund stands with the commitment."""
    act = granted(drawn, "G2", 400, "contribution", drawdown="D1")
    assert act.facts["fund"] == "MF"
    assert balance(drawn.database, "drawn:D1") == 100
    refused("drawdown", lambda: proposed(drawn, "G3", 1, "contribution", drawdown="G1"), drawn)
    before = drawn.count()
    with pytest.raises(Exception, match="1 cents too few"):
        granted(drawn, "G3", 101, "contribution", drawdown="D1")
    assert drawn.count() == before + 4
    assert verify(drawn.database) == []


def test_no_fund_and_no_board_for_humanitarian_aid(drawn: Book) -> None:
    """Neither a draw on a proposal of 4.1, nor an act of a board in such a dossier."""
    refused("humanitarian", lambda: proposed(drawn, "G2", 1, "contribution", line="4.1", drawdown="D1"), drawn)
    proposed(drawn, "G2", 1, "contribution", line="4.1")
    document = {"title": "t", "document": HASH, "category": "other", "public": False}
    refused("humanitarian", lambda: drawn.do("dina", "document", "G2", document, role="fund board"), drawn)
    drawn.do("dina", "document", "G1", document, role="fund board")


@pytest.mark.parametrize(("line", "other"), [("4.1", "4.3"), ("4.3", "4.1")])
def test_no_dossier_moves_into_or_out_of_humanitarian_aid(book: Book, line: str, other: str) -> None:
    """Else the board of a fund would come to read what was written when it was of 4.1, or would know of what became it."""
    proposed(book, "G1", 1, "contribution", line=line)
    said = refused("humanitarian", lambda: proposed(book, "G1", 1, "contribution", "amendment", line=other), book)
    assert f"on line {line}" in said
    proposed(book, "G1", 2, "contribution", "amendment", line=line)
