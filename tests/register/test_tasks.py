"""The work list offers nothing that would be refused: what an approval is missing is what recording says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from registerbook import DAY, PARTNER, RULES, YEAR, Book
from registergrant import ACCOUNT, SCREEN, VET, granted, partner
from vrede.register.desk import Desk, OfTheMoment, Projection, WorkList
from vrede.register.refused import RegisterRefused

LATER = date(2025, 8, 1)
"""After the reports of 2024 were due."""


@pytest.fixture
def book(tmp_path: Path) -> Any:
    made = Book(f"sqlite:///{tmp_path / 'r.sqlite3'}")
    made.staff()
    yield made
    made.database.close()


def desk(book: Book, who: str, day: date) -> tuple[Desk, WorkList]:
    now, kept = Projection().advance(book.database), WorkList()
    waits = kept.waiting(now, book.database, RULES, day)
    return Desk(now.people[who], now, waits, OfTheMoment(book.database, now), day), kept


def payment(book: Book) -> Any:
    """A contribution of 1,000 cents of which 400 is asked."""
    partner(book)
    granted(book, "G1", 1_000, "contribution")
    book.law("cash", {"4.3": 400_000}, year=2025)
    return book.do("pia", "payment_request", "G1", {"account": ACCOUNT}, cents=400)


def no_cash(book: Book) -> None:
    """A supplementary law leaves 300 cents."""
    book.law("cash", {"4.3": 300}, "first_supplementary")


def expired(book: Book) -> None:
    book.do("anna", "due_diligence", f"partner {PARTNER}", {**VET, "valid_until": DAY.isoformat()})


def suspended(book: Book) -> None:
    concern = {"about": "G1", "category": "fraud", "description": "w", "suspend": True}
    book.do("ingrid", "concern", "integrity 1", concern)


PAYMENTS: list[tuple[Callable[[Book], None], date, str, str]] = [
    (lambda _book: None, date(2024, 3, 2), "", ""),
    (no_cash, date(2024, 3, 2), "room", "room.article"),
    (expired, date(2024, 3, 2), "due_diligence", "due_diligence.expired"),
    (lambda _book: None, LATER, "reports", "reports.late"),
    (suspended, date(2024, 3, 2), "suspended", "suspended.payments"),
]


@pytest.mark.parametrize(("make", "day", "to_do", "refusal"), PAYMENTS)
def test_a_payment_is_offered_when_it_can_be_recorded(
    book: Book, make: Callable[[Book], None], day: date, to_do: str, refusal: str
) -> None:
    """Else it waits for others first, with what is missing; and recording says the same."""
    act = payment(book)
    make(book)
    mine, kept = desk(book, "carla", day)
    items = kept.due(mine.now, book.database, RULES, day, mine.person.roles)
    due, halted = mine.due(items)
    assert [item.act for item in due if item.what == "payment"] == ([] if to_do else [act.seq])
    assert [(one.act, mine.before_payment(one)[0].to_do, mine.before_payment(one)[0].what) for one in halted] == (
        [(act.seq, to_do, refusal)] if to_do else []
    )
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    given = {"cents": 400, "approves": act.seq, "year": day.year, "day": day, "moment": moment}
    if not to_do:
        book.do("carla", "payment", "G1", **given)
        return
    with pytest.raises(RegisterRefused) as error:
        book.do("carla", "payment", "G1", **given)
    assert error.value.id == refusal


def test_a_commitment_waits_for_the_budget_to_be_adopted(tmp_path: Path) -> None:
    """But for ongoing policy; nobody is asked to do anything about it."""
    book = Book(f"sqlite:///{tmp_path / 'd.sqlite3'}", phase="draft")
    new, ongoing = book.propose("G1", 100), book.propose("G2", 100, ongoing_policy=True)
    mine, _kept = desk(book, "bram", DAY)
    now, later = mine.approvals()
    assert [one.pending.seq for one in now] == [ongoing.seq]
    assert [(one.pending.seq, [lack.what for lack in one.lacks]) for one in later] == [(new.seq, ["phase.not_adopted"])]
    assert desk(book, "olga", DAY)[0].preparations() == []
    with pytest.raises(RegisterRefused) as error:
        book.commit("G1", new)
    assert error.value.id == "phase.not_adopted"
    book.database.close()


def test_a_modification_waits_for_what_its_approval_needs(book: Book) -> None:
    """With money the partner must be screened and the line must have room; without money it waits for nothing."""
    partner(book)
    granted(book, "G1", 1_000, "subsidy")
    book.do("clara", "screening", f"partner {PARTNER}", {**SCREEN, "hits": ["a name like it"]})
    more = book.do("olga", "modification", "G1", {"schedule": {str(YEAR): 1_100}}, cents=100, year=YEAR)
    mine, _kept = desk(book, "betty", DAY)
    now, later = mine.approvals()
    assert now == []
    assert [(one.pending.seq, one.lacks[0].what) for one in later] == [(more.seq, "screening.hit")]
    with pytest.raises(RegisterRefused) as error:
        book.do("betty", "modification_approval", "G1", cents=100, approves=more.seq, year=YEAR, day=DAY)
    assert error.value.id == "screening.hit"
    longer = book.do("olga", "modification", "G1", {"end_date": "2025-12-31"})
    now, later = desk(book, "betty", DAY)[0].approvals()
    assert ([one.pending.seq for one in now], later) == ([longer.seq], [])
