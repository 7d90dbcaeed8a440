"""Which lines count as ODA: what the laws say, the newest that says anything, and grants that must agree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from registerbook import ARTICLE, YEAR, Book
from registerrefused import refused
from vrede.register.chain.reading import acts_of
from vrede.register.dossier.names import BUDGET
from vrede.register.dossier.oda import counts


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = Book(f"sqlite:///{tmp_path / 'r.sqlite3'}", budget=False)
    yield made
    made.database.close()


def law(book: Book, kind: str = "commitment", **says: Any) -> int:
    """A law with the lines 4.1 and 4.3; its number."""
    facts = {"article": ARTICLE, "authority": kind, "phase": "adopted", "level": 90, "lines": {"4.1": 40, "4.3": 50}}
    return book.do("carla", "budget_law", BUDGET, facts | says, year=YEAR).seq


def known(book: Book) -> dict[str, tuple[str, int]]:
    return {line: how for (_article, _year, line), how in counts(acts_of(book.database, BUDGET)).items()}


def test_no_law_says_it_and_nothing_is_guessed(book: Book) -> None:
    law(book)
    assert known(book) == {}


def test_the_newest_law_that_says_anything_of_a_line_holds(book: Book) -> None:
    """A line in both lists is partly; a later law that is silent changes nothing; the cash law counts as much."""
    first = law(book, oda=["4.1", "4.3"], non_oda=["4.3"])
    assert known(book) == {"4.1": ("oda", first), "4.3": ("partly", first)}
    law(book)
    assert known(book)["4.3"] == ("partly", first)
    third = law(book, "cash", non_oda=["4.3"])
    assert known(book) == {"4.1": ("oda", first), "4.3": ("non_oda", third)}


@pytest.mark.parametrize(("name", "line"), [("oda", "4.9"), ("non_oda", "undivided"), ("oda", "")])
def test_a_law_speaks_of_its_own_lines(book: Book, name: str, line: str) -> None:
    refused("words", lambda: law(book, **{name: [line]}), book)


@pytest.mark.parametrize(
    ("says", "oda", "taken"),
    [
        ({}, True, True),
        ({}, False, True),
        ({}, None, True),
        ({"oda": ["4.3"]}, True, True),
        ({"oda": ["4.3"]}, False, False),
        ({"oda": ["4.3"]}, None, True),
        ({"non_oda": ["4.3"]}, True, False),
        ({"non_oda": ["4.3"]}, False, True),
        ({"oda": ["4.3"], "non_oda": ["4.3"]}, True, True),
        ({"oda": ["4.3"], "non_oda": ["4.3"]}, False, True),
    ],
)
def test_a_grant_counts_as_its_line_does(book: Book, says: dict[str, Any], oda: bool | None, taken: bool) -> None:
    number = law(book, **says)
    facts = {} if oda is None else {"oda": oda}
    if taken:
        book.propose("G1", 10, **facts)
    else:
        assert f"(act {number})" in refused("line", lambda: book.propose("G1", 10, **facts), book)


def test_a_law_after_the_proposal_counts_at_the_commitment(book: Book) -> None:
    """What was proposed as ODA is not committed on a line that a later law takes out of it."""
    law(book)
    proposal = book.propose("G1", 10, oda=True)
    number = law(book, non_oda=["4.3"])
    assert f"(act {number})" in refused("line", lambda: book.commit("G1", proposal), book)
