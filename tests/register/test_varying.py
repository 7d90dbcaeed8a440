"""Changes of a commitment, milestones, requests and payments: what each refuses."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from registerbook import COMMITMENT, DAY, PARTNER, YEAR, Book
from registergrant import ACCOUNT, SCREEN, VET, granted, partner
from registerrefused import refused
from vrede.register.audit.verification import verify
from vrede.register.chain.act import Act
from vrede.register.chain.postings import balance
from vrede.register.chain.reading import acts_of
from vrede.register.dossier.award import award_of
from vrede.register.rules.iban import is_iban, masked


@pytest.fixture
def grant(book: Book) -> Book:
    """A subsidy of 1,000 cents in G1, every step done."""
    book.staff()
    partner(book)
    granted(book, "G1", 1_000)
    return book


def vary(book: Book, cents: int | None = None, dossier: str = "G1", **facts: Any) -> Act:
    year = YEAR if cents else None
    return book.do("olga", "modification", dossier, facts, cents=cents, year=year)


def agree(book: Book, act: Act, who: str = "betty", **given: Any) -> Act:
    given = {"cents": act.cents, "approves": act.seq, "year": act.year, "day": DAY, **given}
    return book.do(who, "modification_approval", act.dossier, **given)


def test_more_money_is_a_commitment_like_the_first(grant: Book) -> None:
    """The room falls, the line too; schedule, end and milestones are the new ones."""
    room = grant.room("commitment")
    act = vary(
        grant, 500, schedule={"2024": 500, "2025": 1_000}, end_date="2025-12-31", milestones={"m2": "the second"}
    )
    agree(grant, act)
    assert grant.room("commitment") == room - 500
    assert balance(grant.database, "open:G1") == 1_500
    now = award_of(acts_of(grant.database, "G1"))
    assert now is not None
    assert (now.end_date, now.schedule, now.milestones) == (
        date(2025, 12, 31),
        {"2024": 500, "2025": 1_000},
        {"m2": "the second"},
    )
    assert verify(grant.database) == []


@pytest.mark.parametrize("cents", [None, 0])
def test_a_change_without_money_moves_none(grant: Book, cents: int | None) -> None:
    act = vary(grant, cents, end_date="2025-12-31")
    agree(grant, act)
    assert balance(grant.database, "open:G1") == 1_000
    assert verify(grant.database) == []


@pytest.mark.parametrize(
    ("cents", "facts", "code", "said"),
    [
        (None, {}, "words", "say what changes"),
        (500, {}, "words", "the payments by year of the whole"),
        (500, {"schedule": {"2024": 500}}, "words", "must sum to the amount, 1500 cents"),
        (None, {"schedule": {"2024": 999}}, "words", "must sum"),
        (None, {"end_date": "2024-02-29"}, "words", "which has passed"),
        (None, {"milestones": {"m1": ""}}, "words", "milestone m1"),
        (-1, {"end_date": "2025-12-31"}, "words", "the amount"),
    ],
)
def test_what_a_change_must_say(grant: Book, cents: int | None, facts: dict[str, Any], code: str, said: str) -> None:
    assert said in refused(code, lambda: vary(grant, cents, **facts), grant)


def test_the_newest_change_is_agreed_once_and_by_another(grant: Book) -> None:
    """An older one is stale; who committed has acted in the dossier; amount and year are those of the change."""
    old = vary(grant, end_date="2025-12-31")
    new = vary(grant, 500, schedule={"2024": 1_500})
    refused("stale", lambda: agree(grant, old), grant)
    refused("own", lambda: agree(grant, new, who="bram"), grant)
    refused("stale", lambda: agree(grant, new, cents=499), grant)
    refused("year", lambda: agree(grant, new, year=2025), grant)
    refused("day", lambda: agree(grant, new, day=date(2025, 1, 1)), grant)
    refused("year", lambda: agree(grant, new, day=None), grant)
    refused("state", lambda: agree(grant, new, approves=None), grant)
    agree(grant, new)
    refused("paid", lambda: agree(grant, new, who="boris"), grant)
    grant.appoint("olga", "budget holder")
    mine = vary(grant, end_date="2025-11-30")
    refused("own", lambda: agree(grant, mine, who="olga", role="budget holder"), grant)


def test_what_is_added_stays_within_the_room_the_call_and_the_basis(grant: Book) -> None:
    """The article's room; the years of a legal basis count from the commitment."""
    much = vary(grant, COMMITMENT, schedule={"2024": COMMITMENT + 1_000})
    refused("room", lambda: agree(grant, much), grant)
    granted(grant, "G2", 10, legal_basis="incidental", end_date="2028-03-01")
    longer = vary(grant, dossier="G2", end_date="2028-03-02")
    refused("instrument", lambda: agree(grant, longer), grant)


def test_a_release_since_makes_the_schedule_stale(grant: Book) -> None:
    act = vary(grant, 500, schedule={"2024": 1_500})
    grant.do("boris", "release", "G1", cents=1)
    assert "released or claimed since" in refused("stale", lambda: agree(grant, act), grant)


def test_more_money_asks_due_diligence_again(grant: Book) -> None:
    act, longer = vary(grant, 500, schedule={"2024": 1_500}), vary(grant, end_date="2025-12-31")
    grant.do("anna", "due_diligence", f"partner {PARTNER}", {**VET, "outcome": "unfit"})
    agree(grant, longer)
    del act
    more = vary(grant, 500, schedule={"2024": 1_500})
    refused("due_diligence", lambda: agree(grant, more), grant)


def request(book: Book, cents: int = 100, who: str = "pia", **facts: Any) -> Act:
    given = {"account": ACCOUNT, **facts}
    return book.do(who, "payment_request", "G1", {k: v for k, v in given.items() if v is not None}, cents=cents)


def pay(book: Book, act: Act, **given: Any) -> Act:
    given = {"cents": act.cents, "approves": act.seq, "year": YEAR, "day": DAY, **given}
    return book.do("carla", "payment", "G1", **given)


@pytest.mark.parametrize(
    ("facts", "code", "said"),
    [
        ({"account": None}, "words", "(account)"),
        ({"account": "NL92ABNA0417164300"}, "words", "no IBAN"),
        ({"account": "12345"}, "words", "no IBAN"),
        ({"milestone": "m1"}, "milestone", "was not reached"),
        ({"milestone": "m9"}, "milestone", "was not reached"),
        ({"advance": "yes"}, "words", "yes or no"),
    ],
)
def test_what_a_request_must_say(grant: Book, facts: dict[str, Any], code: str, said: str) -> None:
    assert said in refused(code, lambda: request(grant, **facts), grant)


def test_a_milestone_is_reached_once_and_then_paid(grant: Book) -> None:
    refused("milestone", lambda: grant.do("pia", "milestone", "G1", {"milestone": "m9"}), grant)
    grant.do("pia", "milestone", "G1", {"milestone": "m1"})
    refused("milestone", lambda: grant.do("olga", "milestone", "G1", {"milestone": "m1"}), grant)
    pay(grant, request(grant, milestone="m1"))
    refused("milestone", lambda: vary(grant, milestones={"m2": "another"}), grant)


def test_an_advance_stands_out_until_it_is_accounted_for(grant: Book) -> None:
    """Beside the money itself: paid is paid, and outstanding tells what of it was an advance."""
    pay(grant, request(grant, 400, advance=True))
    pay(grant, request(grant, 100))
    found = {name: balance(grant.database, f"{name}:G1") for name in ("paid", "outstanding", "advanced")}
    assert found == {"paid": 500, "outstanding": 400, "advanced": -400}
    assert verify(grant.database) == []


@pytest.mark.parametrize(
    ("moment", "code", "said"),
    [
        (datetime(2024, 5, 30, 12, tzinfo=UTC), "", ""),
        (datetime(2024, 5, 31, 12, tzinfo=UTC), "screening", "it counts 90 days"),
        (datetime(2027, 1, 1, 12, tzinfo=UTC), "due_diligence", "expired on 2026-12-31"),
    ],
)
def test_nothing_is_paid_when_a_check_of_the_partner_has_lapsed(
    grant: Book, moment: datetime, code: str, said: str
) -> None:
    """A day in the past does not bring it back; unfit or on a list stops it at once."""
    act = request(grant)
    if code:
        assert said in refused(code, lambda: pay(grant, act, moment=moment), grant)
    else:
        pay(grant, act, moment=moment)


@pytest.mark.parametrize(
    ("kind", "facts", "code"),
    [
        ("due_diligence", {**VET, "outcome": "unfit"}, "due_diligence"),
        ("screening", {**SCREEN, "hits": ["X"]}, "screening"),
    ],
)
def test_nothing_is_paid_to_who_is_unfit_or_on_a_list(grant: Book, kind: str, facts: dict[str, Any], code: str) -> None:
    act = request(grant)
    grant.do({"due_diligence": "anna", "screening": "clara"}[kind], kind, f"partner {PARTNER}", facts)
    refused(code, lambda: pay(grant, act), grant)


def test_nothing_is_paid_while_a_report_is_overdue(grant: Book) -> None:
    """The yearly reports of 2024 are due on 1 July 2025; a report that was rejected is owed again."""
    act = request(grant)
    grant.do("anna", "due_diligence", f"partner {PARTNER}", {**VET, "valid_until": "2026-12-31"})
    grant.do("clara", "screening", f"partner {PARTNER}", {**SCREEN, "list_day": "2025-07-01"}, moment=_at(2025, 7, 1))
    year = {"year": 2024, "day": date(2024, 12, 31)}
    pay(grant, request(grant, 1), moment=_at(2025, 7, 1), **year)
    late = _at(2025, 7, 2)
    message = refused("reports", lambda: pay(grant, act, moment=late, **year), grant)
    assert message == "the financial report until 2024-12-31 was due on 2025-07-01 and is missing"
    for report in ("financial", "narrative"):
        grant.do("pia", "report", "G1", _report(report), moment=late)
    pay(grant, act, moment=late, **year)
    first = next(one for one in acts_of(grant.database, "G1") if one.kind == "report")
    grant.do("coen", "report_assessment", "G1", {"opinion": "rejected"}, approves=first.seq, moment=late)
    other = request(grant, 2)
    assert "is rejected" in refused("reports", lambda: pay(grant, other, moment=late, **year), grant)
    grant.do("pia", "report", "G1", _report("financial"), moment=late)
    pay(grant, other, moment=late, **year)


def _report(report: str) -> dict[str, Any]:
    return {"report": report, "period_end": "2024-12-31", "document": "0a" * 32}


def _at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        (ACCOUNT, True),
        ("NL91 ABNA 0417 1643 00", True),
        ("CH93 0076 2011 6238 5295 7", True),
        ("NL91ABNA0417164301", False),
        ("nl91abna0417164300", True),
        ("NL91ABNA041716430Ö", False),
        ("", False),
    ],
)
def test_an_iban_fits_by_its_check_digits(text: str, right: bool) -> None:
    assert is_iban(text) is right
    assert masked(text) in ("••••", f"{text[:2]}••••{text.replace(' ', '')[-4:]}")
    assert text.replace(" ", "")[4:-4] not in masked(text) or len(text) < 9
