"""Saying no where the code is passed by, and to requests to a fund: the same rules in both databases, also in a register of before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

import registerfunds
from registerbook import DAY, MOMENT, YEAR, Book
from registerforged import CONTROL, HOLDER, LINE, forged, insert, put
from registergrant import ACCOUNT, granted, partner
from registerrefused import everything, refused
from vrede.register.acts.separation import forbids
from vrede.register.acts.submission import Submission
from vrede.register.chain.act import Act
from vrede.register.chain.database import Database
from vrede.register.chain.reading import every_act
from vrede.register.desk.offer import may_approve
from vrede.register.recording.recorder import record
from vrede.register.refused import RegisterError, RegisterRefused

NO = {**LINE, "ground": "policy"}


def test_a_refusal_is_of_the_newest_whole_and_once_and_nothing_follows_it(book: Book) -> None:
    book.staff()
    old = book.propose("G1", 100)
    new = book.propose("G1", 200, kind="amendment")
    good: dict[str, Any] = {"facts": NO, "cents": 200, "approves": new.seq}
    for code, who, role, changed in (
        ("stale", "bram", HOLDER, {"approves": old.seq, "cents": 100}),
        ("stale", "bram", HOLDER, {"cents": 199}),
        ("state", "bram", HOLDER, {"approves": None}),
        ("state", "bram", HOLDER, {"approves": 1}),
        ("role", "carla", CONTROL, {}),
    ):
        refused(code, lambda w=who, r=role, c=changed: put(book, "refusal", w, r, **{**good, **c}), book)  # type: ignore[misc]
    put(book, "refusal", "bram", HOLDER, **good)
    refused("no", lambda: put(book, "refusal", "betty", HOLDER, **good), book)
    refused("no", lambda: put(book, "commitment", "betty", HOLDER, **good, year=YEAR), book)


def test_what_was_committed_is_not_refused(book: Book) -> None:
    act = book.propose("G1", 100)
    book.commit("G1", act)
    refused("paid", lambda: put(book, "refusal", "betty", HOLDER, facts=NO, cents=100, approves=act.seq), book)


def test_what_was_declined_is_never_paid_or_agreed(book: Book) -> None:
    book.staff()
    partner(book)
    granted(book, "G1", 1_000, "contribution")
    asked = book.do("pia", "payment_request", "G1", {"account": ACCOUNT}, cents=100)
    other = book.do("pia", "payment_request", "G1", {"account": ACCOUNT}, cents=100)
    change = book.do("olga", "modification", "G1", {"end_date": "2025-12-31"})
    refused("role", lambda: put(book, "rejection", "betty", HOLDER, approves=asked.seq), book)
    refused("role", lambda: put(book, "rejection", "carla", CONTROL, approves=change.seq), book)
    refused("stale", lambda: put(book, "rejection", "carla", CONTROL, approves=asked.seq, cents=99), book)
    put(book, "rejection", "carla", CONTROL, approves=asked.seq)
    put(book, "rejection", "bram", HOLDER, approves=change.seq, cents=None)
    paid: dict[str, Any] = {"cents": 100, "year": YEAR, "facts": {**LINE, "advance": False}}
    refused("no", lambda: put(book, "payment", "coen", CONTROL, approves=asked.seq, **paid), book)
    refused("no", lambda: put(book, "rejection", "coen", CONTROL, approves=asked.seq), book)
    refused("no", lambda: put(book, "modification_approval", "betty", HOLDER, approves=change.seq, facts=LINE), book)
    put(book, "payment", "carla", CONTROL, approves=other.seq, **paid)
    refused("paid", lambda: put(book, "rejection", "coen", CONTROL, approves=other.seq, cents=100), book)


BOARD = {"dina": "diplomatic", "dirk": "defence", "joop": "justice"}


@pytest.fixture
def fund(book: Book) -> Act:
    """A request of 40,000 cents to the made-up fund, whose sides are diplomatic and defence; dina signed it."""
    for who, side in BOARD.items():
        book.appoint(who, "fund board", side=side)
    asked = registerfunds.request(book, "D1")
    funded(book, asked, "dina", "signature", side="diplomatic")
    return asked


def funded(book: Book, asked: Act, who: str, kind: str, **facts: Any) -> Act:
    role = "fund board" if who in BOARD else HOLDER if who == "bram" else CONTROL
    cents, year, day = (None, None, None) if kind == "rejection" else (asked.cents, YEAR, DAY)
    given = Submission(who, role, kind, asked.dossier, uuid4().hex, "r", cents, year, asked.seq, day, facts)
    return record(book.database, given, MOMENT, registerfunds.FUNDED)


@pytest.mark.parametrize(
    ("who", "code"), [("dina", ""), ("dirk", ""), ("cees", ""), ("joop", "sides"), ("bram", "role")]
)
def test_a_request_to_a_fund_is_declined_by_who_signs_or_draws(book: Book, fund: Act, who: str, code: str) -> None:
    """Also by who signed before; afterwards nobody signs or draws, in code or past it."""
    if code:
        refused(code, lambda: funded(book, fund, who, "rejection"), book)
        return
    funded(book, fund, who, "rejection")
    refused("no", lambda: funded(book, fund, "dirk", "signature", side="defence"), book)
    refused("no", lambda: funded(book, fund, "cees", "drawdown"), book)
    refused("no", lambda: funded(book, fund, "dirk", "rejection"), book)
    given: dict[str, Any] = {"cents": 40_000, "approves": fund.seq, "year": YEAR, "facts": {**LINE, "fund": "MF"}}
    for kind, one, role in (
        ("signature", "dirk", "fund board"),
        ("drawdown", "cees", CONTROL),
        ("rejection", "cees", CONTROL),
    ):
        refused("no", lambda k=kind, w=one, r=role: put(book, k, w, r, "D1", **given), book)  # type: ignore[misc]


# By somebody with four roles: the role in which each kind is done, and what it answers.
DONE = {
    **dict.fromkeys(
        ("proposal", "modification", "payment_request", "fund_request", "report", "document"), ("policy officer", "")
    ),
    **dict.fromkeys(("advice", "appraisal"), ("appraiser", "")),
    **dict.fromkeys(("audit", "repayment", "recovery", "closure"), (CONTROL, "")),
    **dict.fromkeys(("release", "final_settlement"), (HOLDER, "")),
    **dict.fromkeys(("commitment", "refusal"), (HOLDER, "proposal")),
    **dict.fromkeys(("payment", "rejection"), (CONTROL, "payment_request")),
    "modification_approval": (HOLDER, "modification"),
    "objection_decision": (HOLDER, "objection"),
    "report_assessment": (CONTROL, "report"),
    "drawdown": (CONTROL, "fund_request"),
}
APPROVES = (
    "commitment",
    "refusal",
    "modification_approval",
    "objection_decision",
    "payment",
    "report_assessment",
    "rejection",
    "drawdown",
    "final_settlement",
)


class _Undone(Exception):
    """The end of a try that stays nowhere."""


def test_the_own_rule_is_one_in_code_on_the_site_and_in_the_database(book: Book) -> None:
    """Every kind done before, against every kind that approves: two acts written past the code and undone again."""
    for role in ("policy officer", "appraiser", HOLDER, CONTROL):
        book.appoint("zoe", role)
    targets = {
        (kind, n): put(book, kind, "olga", "policy officer", "X").seq
        for n in (1, 2)
        for kind in ("proposal", "modification", "payment_request", "fund_request", "report", "objection")
    }

    def code_of(done: str, kind: str) -> str:
        try:
            with book.database.writing():
                for n, one in ((1, done), (2, kind)):
                    role, answers = DONE[one]
                    newest = 2 if answers in ("proposal", "modification") else n
                    approves = targets[answers, newest] if answers else None
                    insert(book, forged(book, one, "zoe", role, "X", LINE, approves=approves, year=YEAR))
                raise _Undone
        except RegisterRefused as trouble:
            return trouble.code
        except _Undone:
            return ""

    wrong = []
    for done in DONE:
        for kind in APPROVES:
            own = (code_of(done, kind) == "own", forbids(done, kind), not may_approve(kind, {done}))
            never = (done, kind) == ("refusal", "commitment")  # nobody commits it, whoever asks: that is said first
            if len(set(own)) != 1 and not never:
                wrong.append((done, kind, own))
    assert wrong == []


def _named(book: Book) -> set[str]:
    """Names of the indexes of acts and of SQLite's triggers on them."""
    sql = (
        "SELECT indexname FROM pg_indexes WHERE tablename = 'act'"
        if book.database.postgres
        else "SELECT name FROM sqlite_master WHERE tbl_name = 'act' AND type IN ('index', 'trigger')"
    )
    return {str(name) for (name,) in book.database.all(sql)}


def test_a_register_of_before_knows_it_once_it_is_prepared(book: Book, another: Callable[[], Database]) -> None:
    """Until then it is read and nothing is written. Its index of approvals and its trigger are replaced, and its tables of who may do
    what are filled up."""
    database = book.database
    for sql in (
        "DROP INDEX act_answered_once",
        "CREATE UNIQUE INDEX act_approved_once ON act (approves) WHERE kind IN ('commitment', 'payment')",
        "DELETE FROM transition WHERE kind IN ('refusal', 'rejection')",
        "DELETE FROM approval WHERE kind IN ('refusal', 'rejection')",
    ):
        database.run(sql)
    if not database.postgres:
        database.run("DROP TRIGGER act_fits")
        database.run("CREATE TRIGGER act_checked BEFORE INSERT ON act BEGIN SELECT 1; END")
    assert not database.is_older(), "this connection looked before, when nothing lacked"
    for older in (another(), another()):
        before = everything(book)
        with pytest.raises(RegisterError, match=r"is older than this program; run `vrede register prepare` once"):
            record(older, Submission("olga", "policy officer", "proposal", "G1", uuid4().hex, "r", 100, YEAR), MOMENT)
        assert everything(book) == before
        assert len(every_act(older)) == book.count()
    for _twice in range(2):
        database.prepare()
    assert not older.is_older()
    act = book.propose("G1", 100)
    given: dict[str, Any] = {"facts": {"ground": "policy"}, "cents": 100, "approves": act.seq, "day": DAY}
    names = _named(book)
    assert "act_answered_once" in names
    assert not names & {"act_approved_once", "act_paid_once", "act_checked"}
    book.commit("G1", act)
    refused("paid", lambda: put(book, "refusal", "betty", HOLDER, facts=NO, cents=100, approves=act.seq), book)
    other = book.propose("G2", 100)
    book.do("bram", "refusal", "G2", **{**given, "approves": other.seq})
