"""What passes the code by: acts written into the tables themselves are refused by triggers and keys, on both databases."""

from __future__ import annotations

from typing import Any

import pytest

from registerbook import DAY, PARTNER, YEAR, Book
from registerforged import CONTROL, HOLDER, LINE, forged, insert, put
from registergrant import ACCOUNT, HASH, SCREEN, granted, partner
from registerrefused import refused
from vrede.register.audit.verification import verify
from vrede.register.chain.act import COLUMNS, Act


@pytest.fixture
def grant(book: Book) -> Book:
    """A contribution of 1,000 cents; 600 was paid as an advance."""
    book.staff()
    partner(book)
    granted(book, "G1", 1_000, "contribution")
    act = book.do("pia", "payment_request", "G1", {"account": ACCOUNT, "advance": True}, cents=600)
    book.do("carla", "payment", "G1", cents=600, approves=act.seq, year=YEAR, day=DAY)
    return book


def test_changes_are_agreed_newest_once_by_another_and_within_the_year(grant: Book) -> None:
    old = grant.do("olga", "modification", "G1", {"schedule": {"2024": 1_001}}, cents=1, year=YEAR)
    new = grant.do("olga", "modification", "G1", {"schedule": {"2024": 1_002}}, cents=2, year=YEAR)
    good: dict[str, Any] = {"facts": LINE, "cents": 2, "approves": new.seq, "year": YEAR}
    for code, who, changed in (
        ("stale", "betty", {"approves": old.seq, "cents": 1}),
        ("stale", "betty", {"cents": 3}),
        ("state", "betty", {"approves": None}),
        ("state", "betty", {"approves": old.seq - 1}),
        ("state", "betty", {"approves": 1}),
        ("own", "bram", {}),
        ("year", "betty", {"year": 2025}),
        ("year", "betty", {"year": None}),
    ):
        given = {**good, **changed}
        refused(code, lambda w=who, g=given: put(grant, "modification_approval", w, HOLDER, **g), grant)  # type: ignore[misc]
    put(grant, "modification_approval", "betty", HOLDER, **good)
    refused("paid", lambda: put(grant, "modification_approval", "boris", HOLDER, **good), grant)


def test_accounts_never_go_below_nothing(grant: Book) -> None:
    """More claimed than paid, more repaid than claimed, more accounted for than stands out, more released than is open."""
    act = grant.do("pia", "report", "G1", {"report": "final", "period_end": "2024-02-29", "document": HASH})
    opinion = {"opinion": "accepted", "cleared": 601}
    for kind, who, role, given in (
        ("recovery", "coen", CONTROL, {"cents": 601, "facts": {"cleared": 0}}),
        ("recovery", "coen", CONTROL, {"cents": 1, "facts": {"cleared": 601}}),
        ("repayment", "coen", CONTROL, {"cents": 1}),
        ("report_assessment", "coen", CONTROL, {"approves": act.seq, "facts": opinion}),
        ("final_settlement", "betty", HOLDER, {"cents": 600, "facts": {"released": 401}}),
        ("release", "betty", HOLDER, {"cents": 401}),
    ):
        refused("room", lambda k=kind, w=who, r=role, g=given: put(grant, k, w, r, **g), grant)  # type: ignore[misc]


def test_own_acts_and_second_approvals(grant: Book) -> None:
    """Who committed determines nothing; a report, an objection and a hit are approved once, by another."""
    refused("own", lambda: put(grant, "final_settlement", "bram", HOLDER, cents=600, facts={"released": 0}), grant)
    report = grant.do("pia", "report", "G1", {"report": "final", "period_end": "2024-02-29", "document": HASH})
    opinion = {"opinion": "accepted", "cleared": 0}
    refused("own", lambda: put(grant, "report_assessment", "carla", CONTROL, approves=report.seq, facts=opinion), grant)
    put(grant, "report_assessment", "coen", CONTROL, approves=report.seq, facts=opinion)
    refused(
        "paid", lambda: put(grant, "report_assessment", "clara", CONTROL, approves=report.seq, facts=opinion), grant
    )
    commit = grant.database.one("SELECT seq FROM act WHERE kind = 'commitment'")
    assert commit is not None
    no = grant.do("pia", "objection", "G1", {"decision": int(commit[0])}, day=DAY)
    refused("own", lambda: put(grant, "objection_decision", "bram", HOLDER, approves=no.seq), grant)
    put(grant, "objection_decision", "betty", HOLDER, approves=no.seq)
    refused("paid", lambda: put(grant, "objection_decision", "boris", HOLDER, approves=no.seq), grant)
    name = f"partner {PARTNER}"
    hit = grant.do("clara", "screening", name, {**SCREEN, "hits": ["X"]})
    refused("own", lambda: put(grant, "screening_clearance", "clara", CONTROL, name, approves=hit.seq), grant)
    refused("state", lambda: put(grant, "screening_clearance", "coen", CONTROL, approves=hit.seq), grant)
    put(grant, "screening_clearance", "coen", CONTROL, name, approves=hit.seq)
    refused("paid", lambda: put(grant, "screening_clearance", "cees", CONTROL, name, approves=hit.seq), grant)


@pytest.mark.parametrize("about", ["G1", f"partner {PARTNER}"])
@pytest.mark.parametrize("at_once", [True, False])
def test_a_stop_holds_here_too(grant: Book, about: str, at_once: bool) -> None:
    request = grant.do("pia", "payment_request", "G1", {"account": ACCOUNT}, cents=1)
    stop = grant.do(
        "anna", "concern", "integrity 1", {"about": about, "category": "fraud", "description": "w", "suspend": at_once}
    )
    if not at_once:
        stop = grant.do("ingrid", "suspension", "integrity 1")
    given = {"cents": 1, "approves": request.seq, "year": YEAR, "facts": {**LINE, "advance": False}}
    refused("suspended", lambda: put(grant, "payment", "carla", CONTROL, **given), grant)
    grant.do("imre", "resumption", "integrity 1", approves=stop.seq)
    put(grant, "payment", "carla", CONTROL, **given)


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("olga", "auditor"),
        ("olga", "fund board"),
        ("ada", "controller"),
        ("admin", "controller"),
        ("pia", "administrator"),
    ],
)
def test_roles_that_do_not_go_together_are_no_members(grant: Book, who: str, role: str) -> None:
    refused(
        "person",
        lambda: grant.database.run("INSERT INTO member (who, role, act) VALUES (?, ?, ?)", (who, role, 1)),
        grant,
    )


def test_an_act_that_approves_nothing_names_none(grant: Book) -> None:
    refused("state", lambda: put(grant, "release", "betty", HOLDER, cents=1, approves=1), grant)


def replacing(book: Book, table: str, row: dict[str, Any], keys: str) -> None:
    """Write a row, and let it take the place of the one that is in its way."""
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    if book.database.postgres:
        keep = ", ".join(f"{name} = EXCLUDED.{name}" for name in row)
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT ({keys}) DO UPDATE SET {keep}"
    else:
        book.database.run("PRAGMA foreign_keys = OFF")  # as whoever owns the file may do
        sql = f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})"
    book.database.run(sql, list(row.values()))


def row_of(act: Act) -> dict[str, Any]:
    return {name: getattr(act, name) for name in COLUMNS}


@pytest.mark.parametrize(("taken", "code"), [("token", "token"), ("hash", "kept"), ("seq", "order"), ("rowid", "kept")])
def test_no_act_takes_the_place_of_another(grant: Book, taken: str, code: str) -> None:
    """A decline that was replaced would let the request be paid."""
    request = grant.do("pia", "payment_request", "G1", {"account": ACCOUNT}, cents=100)
    no = grant.do("carla", "rejection", "G1", approves=request.seq, cents=100)
    made = row_of(forged(grant, "document", "olga", "policy officer"))
    postgres = grant.database.postgres
    if taken == "rowid" and not postgres:
        made["rowid"] = grant.database.all("SELECT rowid FROM act WHERE seq = ?", (no.seq,))[0][0]
    else:  # PostgreSQL has no rowid: the token once more
        taken = "token" if taken == "rowid" else taken
        made[taken] = getattr(no, taken)
    wanted = "kept" if postgres and taken != "seq" else code
    refused(wanted, lambda: replacing(grant, "act", made, taken), grant)
    paid: dict[str, Any] = {"cents": 100, "year": YEAR, "facts": {**LINE, "advance": False}}
    refused("no", lambda: put(grant, "payment", "coen", CONTROL, approves=request.seq, **paid), grant)
    assert verify(grant.database) == []


def test_no_payment_takes_the_place_of_another(grant: Book) -> None:
    """Nor does a plain one come beside it, or one with a token that was used."""
    first = grant.database.one("SELECT approves, token FROM act WHERE kind = 'payment'")
    assert first is not None
    facts = {**LINE, "advance": True}
    again = forged(grant, "payment", "coen", CONTROL, facts=facts, cents=600, approves=int(first[0]), year=YEAR)
    if not grant.database.postgres:
        refused("paid", lambda: replacing(grant, "act", row_of(again), ""), grant)
    refused("paid", lambda: insert(grant, again), grant)
    same = forged(grant, "document", "olga", "policy officer", token=str(first[1]))
    refused("token", lambda: insert(grant, same), grant)


@pytest.mark.parametrize(
    ("table", "keys", "changed"),
    [
        ("posting", "act, place", {"cents": 1}),
        ("member", "who, role", {"act": 1}),
        ("ended", "who, role", {"act": 1}),
    ],
)
@pytest.mark.parametrize("by", ["key", "rowid"])
def test_no_row_takes_the_place_of_another(
    grant: Book, table: str, keys: str, changed: dict[str, Any], by: str
) -> None:
    """By its key, or by the number that SQLite gives a row; nor is a dismissal changed or deleted."""
    grant.act("admin", "administrator", "dismissal", "people", person="otto", role="policy officer")
    names = {"posting": ("act", "place", "source", "target", "cents")}.get(table, ("who", "role", "act"))
    row = grant.database.all(f"SELECT {', '.join(names)} FROM {table} ORDER BY act DESC")[0]
    made = dict(zip(names, row, strict=True)) | changed
    if by == "rowid" and not grant.database.postgres:
        made["rowid"] = grant.database.all(f"SELECT rowid FROM {table} ORDER BY act DESC")[0][0]
        made |= {"place": 99} if table == "posting" else {"who": "nobody"}
    refused("kept", lambda: replacing(grant, table, made, keys), grant)
    refused("kept", lambda: grant.database.run(f"UPDATE {table} SET act = 1"), grant)
    refused("kept", lambda: grant.database.run(f"DELETE FROM {table}"), grant)
    assert verify(grant.database) == []
