"""Names that look like others are refused; digits and accounts are those of ASCII; laws are found by their exact article."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from registerbook import PARTNER, YEAR, Book
from registerrefused import refused
from vrede.register.chain.postings import balance
from vrede.register.rules.iban import is_iban
from vrede.register.table.limits import Partner


@pytest.mark.parametrize(
    "name",
    ["A0\u200b", "a\nb", "\uff21", " A", "A\u202eB", "A\u2028B"]
    + ["Budget", "PEOPLE", "Register", "Partner NL-KVK-1", "partner\u00a0X", "Integrity 1", "\u0456ntegrity 1"],
)
def test_dossiers_that_look_like_others_are_refused(book: Book, name: str) -> None:
    refused("words", lambda: book.propose(name, 10), book)


@pytest.mark.parametrize("name", ["Partnership 1", "Café 3", "Мир 1", "integrityless", "budget 2024"])
def test_other_names_are_not(book: Book, name: str) -> None:
    assert book.propose(name, 10).dossier == name


HIDDEN = ["\u200b", "\u200f", "\u202e", "\u2060", "\ufeff", "\u00ad", "\n", "\uff21", "\u00e9"]
"""Zero-width signs, marks of direction, a soft hyphen, a line end, a wide A, and an accent."""
LOOKS = ["\u0410", "\u0412", "\u0395", "\u0406", "\u041a", "\u041c", "\u0421", "\u0425", "\u0455", "\u03bf"]
"""Letters of Cyrillic and Greek that look like A, B, E, I, K, M, C, X, s and o."""


@pytest.mark.parametrize("kind", ["proposal", "amendment", "appointment"])
def test_a_partner_that_looks_like_another_is_refused(book: Book, kind: str) -> None:
    """Else a grant could seem to be of a partner that was vetted, and be of another."""
    book.propose("D1", 10, partner=PARTNER)
    for sign in HIDDEN + LOOKS:
        for name in (f"{PARTNER}{sign}", f"{PARTNER[:4]}{sign}{PARTNER[5:]}", f"{sign}{PARTNER[1:]}"):
            if kind == "appointment":
                refused("words", lambda n=name: book.appoint("zoe", "partner contact", partner=n), book)  # type: ignore[misc]
            else:
                new = "D2" if kind == "proposal" else "D1"
                refused("words", lambda n=name, d=new: book.propose(d, 10, kind=kind, partner=n), book)  # type: ignore[misc]


@given(
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcxyz0123456789-_./", min_size=2, max_size=60),
    st.integers(0, 60),
    st.one_of(st.sampled_from(HIDDEN + LOOKS), st.characters(categories=["Cc", "Cf", "Cs", "Co", "Zl", "Zp"])),
)
def test_an_identifier_of_plain_signs_is_taken_and_nothing_else_fits_in_it(name: str, place: int, sign: str) -> None:
    partner = TypeAdapter(Partner)
    assert partner.validate_python(name) == name
    with pytest.raises(ValidationError):
        partner.validate_python(f"{name[:place]}{sign}{name[place:]}")


def test_a_call_and_a_draw_are_looked_up_by_every_sign(book: Book) -> None:
    """A name that only looks like theirs is no call and no draw."""
    for sign in [sign for sign in HIDDEN if sign != "\n"] + LOOKS:
        for name, code in (("call", "words"), ("drawdown", "drawdown")):
            given = {name: f"D1{sign}"}
            refused(code, lambda g=given: book.propose("D2", 10, **g), book)  # type: ignore[misc]


def test_digits_are_those_of_ascii(book: Book) -> None:
    year = "20\u0662\u0664"
    refused("words", lambda: book.propose("D1", 30, schedule={str(YEAR): 10, year: 20}), book)
    contract = {"currency": "USD", "contract_amount": 30, "rate": "\u0661"}
    refused("words", lambda: book.propose("D1", 30, **contract), book)
    about: dict[str, Any] = {"about": "D1", "category": "fraud", "description": "x", "suspend": False}
    book.propose("D1", 10)
    refused("words", lambda: book.do("olga", "concern", "integrity 1\u0662", about), book)
    book.commit("D2", book.propose("D2", 10))
    result = {"indicator": "i", "period_end": "2024-02-29", "value": "1\u0662", "unit": "u", "narrative": "n"}
    refused("words", lambda: book.do("pia", "result", "D2", result), book)


def test_an_iban_is_of_ascii() -> None:
    assert is_iban("nl91 ABNA 0417 1643 00")
    assert not is_iban("NL\u0669\u0661ABNA0417164300")
    assert not is_iban("NL91ABNA041716430\u0660")


@pytest.mark.parametrize("article", ["xvii.4", "XVII", "XVII.4\u200b", "XVII.\u0664", "XVII.4:2024", "4"])
def test_an_article_is_named_by_chapter_and_number(book: Book, article: str) -> None:
    facts = {"article": article, "authority": "cash", "level": 5, "lines": {"4.1": 5}, "phase": "draft", "year": YEAR}
    refused("words", lambda: book.do("carla", "budget_law", "budget", facts), book)


def test_a_law_of_another_article_moves_nothing_here(book: Book) -> None:
    for article in ("VII.4", "XVII.40"):
        facts = {"article": article, "authority": "cash", "level": 5, "lines": {"4.9": 5}, "phase": "draft"}
        book.do("carla", "budget_law", "budget", {**facts, "year": YEAR})
        assert balance(book.database, f"line:{article}:{YEAR}:cash:4.9") == 5
    assert balance(book.database, f"line:XVII.4:{YEAR}:cash:4.1") == 200_000


def test_a_line_is_written_in_one_way(book: Book) -> None:
    facts = {"article": "XVII.4", "authority": "cash", "level": 5, "phase": "draft", "year": YEAR}
    for line in ("4.1\u200b", "\uff14.1", "4.1 "):
        refused(
            "words", lambda name=line: book.do("carla", "budget_law", "budget", {**facts, "lines": {name: 5}}), book
        )
