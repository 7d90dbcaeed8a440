"""What the register refuses, in code with words for a person, and by the database where code is passed by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from registerbook import ARTICLE, CASH, COMMITMENT, DAY, YEAR, Book
from vrede.register.audit.verification import head, verify
from vrede.register.chain.act import COLUMNS, Act, canonical
from vrede.register.chain.postings import balance
from vrede.register.refused import RegisterRefused
from vrede.register.table.limits import LARGEST


def refused(code: str, act: Callable[[], object], book: Book) -> str:
    """The act is refused for this reason, and nothing was written."""
    before, room = book.count(), book.room("commitment")
    with pytest.raises(RegisterRefused) as trouble:
        act()
    assert trouble.value.code == code, trouble.value
    assert (book.count(), book.room("commitment")) == (before, room)
    return str(trouble.value)


def test_the_life_of_a_grant(book: Book) -> None:
    """Proposed, amended, committed, two payments, a release, closed: every cent is somewhere."""
    book.propose("G1", 300_000)
    act = book.propose("G1", 250_000, kind="amendment", who="otto")
    book.commit("G1", act)
    assert book.room("commitment") == COMMITMENT - 250_000
    book.pay("G1", book.request("G1", 100_000))
    book.pay("G1", book.request("G1", 50_000), who="cees")
    assert book.room("cash") == CASH - 150_000
    assert balance(book.database, "open:G1") == 100_000
    book.act("betty", "budget holder", "release", "G1", 100_000)
    book.act("carla", "controller", "closure", "G1")
    accounts = {name: balance(book.database, f"{name}:G1") for name in ("open", "paid", "released")}
    assert accounts == {"open": 0, "paid": 150_000, "released": 100_000}
    assert verify(book.database) == []


def test_nothing_is_committed_beyond_the_article_or_the_line(book: Book) -> None:
    """The article is the law; a line is management: there the way out is to move some first."""
    small = book.propose("G1", 500_000, line="4.1")
    said = refused("line", lambda: book.commit("G1", small), book)
    assert "100000 cents too few" in said
    assert "move some first" in said
    book.move("commitment", 100_000, "4.3", "4.1")
    book.commit("G1", small)
    large = book.propose("G2", 500_001)
    assert "supplementary law" in refused("room", lambda: book.commit("G2", large), book)
    book.law("commitment", {"4.1": 500_000, "4.3": 500_001}, "first_supplementary")
    book.commit("G2", large)
    assert book.room("commitment") == 0


def test_what_is_still_to_be_divided_lowers_the_room_at_once(book: Book) -> None:
    """A negative line takes room from the article though no other line changes; nothing is committed on it."""
    book.law("commitment", {"4.1": 400_000, "4.3": 600_000, "undivided": -300_000}, "first_supplementary")
    assert book.room("commitment") == 700_000
    act = book.propose("G1", 600_000)
    book.commit("G1", act)
    other = book.propose("G2", 100_001, line="4.1")
    refused("room", lambda: book.commit("G2", other), book)
    refused("line", lambda: book.propose("G3", 1, line="undivided"), book)


def test_a_law_may_take_what_was_promised_already_and_then_nothing_more_is_promised(book: Book) -> None:
    """The room is below nothing until a law or a release; it is said, not hidden."""
    book.commit("G1", book.propose("G1", 600_000))
    book.law("commitment", {"4.1": 100_000, "4.3": 400_000}, "second_supplementary")
    assert book.room("commitment") == -100_000
    act = book.propose("G2", 1)
    refused("room", lambda: book.commit("G2", act), book)
    assert verify(book.database) == []


def test_before_the_law_is_adopted_only_ongoing_policy(address: str) -> None:
    book = Book(address, phase="draft")
    new, ongoing = book.propose("G1", 100), book.propose("G2", 100, ongoing_policy=True)
    assert "not adopted" in refused("phase", lambda: book.commit("G1", new), book)
    book.commit("G2", ongoing)
    book.law("commitment", {"4.1": 400_000, "4.3": 600_000})
    book.commit("G1", new)
    book.database.close()


def test_nothing_is_paid_beyond_what_was_promised_or_what_the_law_gives_in_cash(book: Book) -> None:
    """A request above what is open; cash that is used up by another dossier."""
    book.commit("G1", book.propose("G1", 450_000))
    refused("open", lambda: book.request("G1", 450_001), book)
    request = book.request("G1", 450_000)
    assert "line 4.3" in refused("line", lambda: book.pay("G1", request), book)
    book.move("cash", 50_000)
    book.pay("G1", request)
    book.commit("G2", book.propose("G2", 150_001, line="4.1"))
    other = book.request("G2", 150_001)
    refused("room", lambda: book.pay("G2", other), book)


def test_nothing_is_paid_twice(book: Book) -> None:
    """Neither by another payment of the request, nor by the same one sent again: that gives the act of before."""
    book.commit("G1", book.propose("G1", 200_000))
    request = book.request("G1", 100_000)
    first = book.pay("G1", request, token="t-1")
    assert book.pay("G1", request, token="t-1") == first
    refused("paid", lambda: book.pay("G1", request, who="cees"), book)
    with pytest.raises(RegisterRefused, match="this token was used"):
        book.act("pia", "partner contact", "payment_request", "G1", 2, token="t-1")
    assert balance(book.database, "paid:G1") == 100_000


def test_a_token_sent_again_with_other_words_is_refused(book: Book) -> None:
    """Another reason, another fact or another day: it was not recorded, and nobody should think so."""
    first = book.propose("G1", 100, token="t-1", ongoing_policy=False)
    assert book.propose("G1", 100, token="t-1", ongoing_policy=False) == first
    refused("token", lambda: book.propose("G1", 100, token="t-1", ongoing_policy=True), book)
    refused("token", lambda: book.propose("G1", 100, token="t-1", reason="another", ongoing_policy=False), book)
    refused("token", lambda: book.propose("G1", 100, line="4.1", token="t-1"), book)
    book.commit("G1", first, token="t-2")
    refused("token", lambda: book.commit("G1", first, token="t-2", day=date(2024, 3, 2)), book)


def test_an_overrun_has_a_ground_and_a_letter(book: Book) -> None:
    """It raises the room and one line, by hand of a controller; a later law sets the level anew, with it in."""
    act = book.propose("G1", 700_000)
    refused("line", lambda: book.commit("G1", act), book)
    facts = {
        "article": ARTICLE,
        "authority": "commitment",
        "line": "4.3",
        "legal_ground": "art. 2.27",
        "letter": "36 000 nr. 1",
    }
    for changed, code in (
        ({"legal_ground": ""}, "words"),
        ({"letter": None}, "words"),
        ({"line": "4.9"}, "line"),
        ({"line": "undivided"}, "line"),
        ({"authority": "hope"}, "words"),
    ):
        given = {**facts, **changed}
        refused(code, lambda g=given: book.do("carla", "overrun", "budget", g, cents=1, year=YEAR), book)  # type: ignore[misc]
    refused("role", lambda: book.do("bram", "overrun", "budget", facts, cents=1, year=YEAR), book)
    refused("words", lambda: book.do("carla", "overrun", "G1", facts, cents=1, year=YEAR), book)
    book.do("carla", "overrun", "budget", facts, cents=100_000, year=YEAR)
    assert book.room("commitment") == COMMITMENT + 100_000
    book.commit("G1", act)
    book.law("commitment", {"4.1": 400_000, "4.3": 700_000}, "second_supplementary")
    assert book.room("commitment") == 400_000
    assert verify(book.database) == []


@pytest.mark.parametrize(("officer", "holder"), [("bram", "bram")])
def test_nobody_approves_an_act_of_their_own(book: Book, officer: str, holder: str) -> None:
    """Also with two roles; and who asked or promised does not pay."""
    book.appoint(officer, "policy officer")
    book.appoint(officer, "controller")
    act = book.propose("G1", 100_000, who=officer)
    refused("own", lambda: book.commit("G1", act, who=holder), book)
    amended = book.propose("G1", 100_000, kind="amendment", who="olga")
    refused("own", lambda: book.commit("G1", amended, who=holder), book)
    book.commit("G1", amended, who="betty")
    request = book.request("G1", 50_000)
    refused("own", lambda: book.pay("G1", request, who=officer), book)


def test_a_controller_pays_twice_in_one_dossier_and_does_nothing_else_in_it(book: Book) -> None:
    """The same kind of act again is no act of her own; another kind is."""
    book.commit("G1", book.propose("G1", 100_000))
    first, second = book.request("G1", 40_000), book.request("G1", 50_000)
    book.pay("G1", first)
    book.pay("G1", second)
    assert balance(book.database, "paid:G1") == 90_000
    book.appoint("carla", "policy officer")
    own = book.act("carla", "policy officer", "payment_request", "G1", 1)
    refused("own", lambda: book.pay("G1", own), book)
    other = book.request("G1", 2)
    refused("own", lambda: book.pay("G1", other), book)
    book.pay("G1", other, who="cees")


def test_an_approval_of_what_was_changed_since_is_stale(book: Book) -> None:
    """The number of the newest proposal and its amount are what is approved."""
    first = book.propose("G1", 100_000)
    second = book.propose("G1", 90_000, kind="amendment")
    refused("stale", lambda: book.commit("G1", first), book)
    refused("stale", lambda: book.commit("G1", second, cents=100_000), book)
    book.commit("G1", second)


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2025, 1, 1), None])
def test_a_day_outside_the_budget_year_is_refused(book: Book, day: date | None) -> None:
    act = book.propose("G1", 100)
    refused("year", lambda: book.commit("G1", act, day=day), book)


@pytest.mark.parametrize(
    ("who", "role", "kind", "code"),
    [
        ("olga", "policy officer", "commitment", "role"),
        ("olga", "budget holder", "commitment", "role"),
        ("nobody", "budget holder", "commitment", "role"),
        ("bram", "budget holder", "budget_law", "role"),
        ("carla", "controller", "founding", "words"),
        ("bram", "budget holder", "steal", "words"),
        ("bram", "budget holder", "release", "state"),
    ],
)
def test_everybody_stays_within_their_role(book: Book, who: str, role: str, kind: str, code: str) -> None:
    act = book.propose("G1", 100)
    cents = None if kind in ("budget_law", "founding") else 100
    refused(code, lambda: book.act(who, role, kind, "G1", cents, act.seq, year=YEAR, day=DAY), book)


@pytest.mark.parametrize("cents", [0, -1, LARGEST + 1, None])
def test_an_amount_is_a_whole_number_of_cents_above_nothing(book: Book, cents: int | None) -> None:
    refused("words", lambda: book.act("olga", "policy officer", "proposal", "G1", cents, year=YEAR), book)


@pytest.mark.parametrize(
    ("name", "text"), [("reason", " "), ("reason", "a\x00b"), ("dossier", ""), ("token", "\t"), ("reason", "x" * 2001)]
)
def test_words_must_be_words(book: Book, name: str, text: str) -> None:
    given = {"dossier": "G1", "token": "t", "reason": "r", name: text}
    refused("words", lambda: book.act("olga", "policy officer", "proposal", cents=1, year=YEAR, **given), book)


def forged(book: Book, **changed: object) -> Act:
    """An act that somebody writes past the code: numbered, hashed and joined as it should be."""
    last = head(book.database)
    assert last is not None
    plain = {
        "seq": last.seq + 1,
        "moment": "2024-03-01T12:00:00.000+00:00",
        "who": "bram",
        "role": "budget holder",
        "kind": "commitment",
        "dossier": "G1",
        "approves": None,
        "cents": 100,
        "year": YEAR,
        "token": "forged",
        "reason": "forged",
        "body": canonical({"article": ARTICLE, "line": "4.3", "ongoing_policy": False, "day": DAY.isoformat()}),
        "previous": last.hash,
    }
    return Act(**{**plain, **changed}).sealed()  # type: ignore[arg-type]


def put(book: Book, act: Act) -> None:
    """Write it into the table, as an administrator of the database would."""
    with book.database.writing():
        marks = ", ".join("?" * len(COLUMNS))
        book.database.run(
            f"INSERT INTO act ({', '.join(COLUMNS)}) VALUES ({marks})", [getattr(act, name) for name in COLUMNS]
        )


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"seq": 99}, "order"),
        ({"previous": "0" * 64}, "order"),
        ({"who": "pia"}, "role"),
        ({"role": "king"}, "role"),
        ({"who": "pia", "role": "partner contact"}, "role"),
        ({"approves": "first"}, "stale"),
        ({"approves": "newest", "who": "otto", "role": "policy officer"}, "own"),
        ({"approves": "newest", "year": 2023}, "year"),
        ({"approves": "newest", "token": "taken"}, "token"),
    ],
)
def test_the_database_refuses_what_passes_the_code_by(book: Book, changed: dict[str, object], code: str) -> None:
    """Numbers, roles, own acts, stale approvals, other years and tokens: by constraints and triggers."""
    first = book.propose("G1", 100)
    newest = book.act(
        "otto",
        "policy officer",
        "amendment",
        "G1",
        100,
        token="taken",
        year=YEAR,
        article=ARTICLE,
        line="4.3",
        schedule={"2024": 100},
    )
    numbers = {"first": first.seq, "newest": newest.seq}
    act = forged(
        book, **{name: numbers.get(str(value), value) for name, value in {"approves": "newest", **changed}.items()}
    )
    refused(code, lambda: put(book, act), book)
    put(book, forged(book, approves=newest.seq))


def test_the_database_refuses_a_second_commitment_and_room_that_is_not_there(book: Book) -> None:
    """A second approval of the same proposal; postings beyond the room."""
    act = book.propose("G1", 100)
    book.commit("G1", act)
    refused("paid", lambda: put(book, forged(book, approves=act.seq, who="betty")), book)
    other = book.propose("G2", COMMITMENT)

    def beyond() -> None:
        with book.database.writing():
            last = head(book.database)
            assert last is not None
            made = forged(book, dossier="G2", approves=other.seq, cents=COMMITMENT)
            marks = ", ".join("?" * len(COLUMNS))
            book.database.run(
                f"INSERT INTO act ({', '.join(COLUMNS)}) VALUES ({marks})", [getattr(made, name) for name in COLUMNS]
            )
            book.database.run(
                "INSERT INTO posting (act, place, source, target, cents) VALUES (?, ?, ?, ?, ?)",
                (made.seq, 0, f"room:{ARTICLE}:{YEAR}:commitment", "open:G2", COMMITMENT),
            )

    refused("room", beyond, book)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE act SET cents = 1 WHERE seq = 3",
        "DELETE FROM act WHERE seq = 3",
        "UPDATE posting SET cents = 1",
        "DELETE FROM posting",
        "UPDATE member SET act = 1",
        "DELETE FROM member WHERE who = 'pia'",
    ],
)
def test_the_database_refuses_to_change_or_delete(book: Book, sql: str) -> None:
    refused("kept", lambda: book.database.run(sql), book)
    assert verify(book.database) == []


def test_a_dismissed_person_acts_no_more_and_what_they_did_stands(book: Book) -> None:
    """By the code and by the database; the role does not come back under the name; the last administrator stays."""
    act = book.propose("G1", 100)

    def dismiss(person: str, role: str) -> Act:
        return book.act("admin", "administrator", "dismissal", "people", person=person, role=role)

    refused("person", lambda: dismiss("admin", "administrator"), book)
    refused("person", lambda: dismiss("olga", "controller"), book)
    dismiss("bram", "budget holder")
    refused("role", lambda: book.commit("G1", act), book)
    refused("role", lambda: put(book, forged(book, approves=act.seq)), book)
    refused("person", lambda: book.appoint("bram", "budget holder"), book)
    refused("person", lambda: dismiss("bram", "budget holder"), book)
    book.commit("G1", act, "betty")
    assert verify(book.database) == []
