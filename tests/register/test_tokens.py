"""The same token means the same words, and nobody keeps a law of a file out by taking its token."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from registerbook import ARTICLE, DAY, YEAR, Book
from registerrefused import refused
from vrede.register.acts.submission import Submission
from vrede.register.budget_file import stand
from vrede.register.chain.act import Act

Give = Callable[..., Act]


@pytest.mark.parametrize(
    "changed",
    [
        {"year": YEAR + 1},
        {"milestones": None},
        {"milestones": {"a": "c"}},
        {"received": "2024-02-01"},
        {"cents": 11, "schedule": {str(YEAR): 11}},
        {"reason": "another"},
    ],
)
def test_other_words_with_the_same_token_are_refused(book: Book, changed: dict[str, Any]) -> None:
    def give(**other: Any) -> Act:
        facts: dict[str, Any] = {
            "article": ARTICLE,
            "line": "4.3",
            "schedule": {str(YEAR): 10},
            "milestones": {"a": "b"},
        }
        given = {"cents": 10, "year": YEAR, "token": "t", **facts, **other}
        return book.act("olga", "policy officer", "proposal", "D1", **given)

    first = give()
    assert give() == first
    refused("token", lambda: give(**changed), book)


def test_a_day_left_out_is_another_act(book: Book) -> None:
    book.commit("D1", book.propose("D1", 100))

    def give(day: date | None) -> Act:
        return book.do("bram", "release", "D1", cents=10, token="t", day=day)

    assert give(DAY) == give(DAY)
    refused("token", lambda: give(None), book)


@pytest.mark.parametrize(
    "changed",
    [
        {"article": "XVII.5"},
        {"authority": "commitment"},
        {"phase": "draft"},
        {"level": 9, "lines": {"4.3": 9}},
        {"lines": {"4.1": 8}},
        {"year": YEAR + 1},
        {"source": "x"},
    ],
)
def test_a_law_of_other_words_is_refused(book: Book, changed: dict[str, Any]) -> None:
    law = {"article": ARTICLE, "authority": "cash", "phase": "adopted", "level": 8, "lines": {"4.3": 8}, "year": YEAR}
    first = book.do("carla", "budget_law", "budget", law, token="t")
    assert book.do("carla", "budget_law", "budget", law, token="t") == first
    refused("token", lambda: book.do("carla", "budget_law", "budget", {**law, **changed}, token="t"), book)


@pytest.mark.parametrize("order", [["4.3", "4.2"], ["4.2", "4.3"], ["4.2", "4.3", "4.2"]])
def test_the_order_of_its_lines_makes_no_other_law(book: Book, order: list[str]) -> None:
    """What counts as ODA is sent in any order; other lines with the same token, or words that are no lines, are refused."""
    lines = {"4.2": 3, "4.3": 5}
    law = {"article": ARTICLE, "authority": "cash", "phase": "adopted", "level": 8, "lines": lines, "year": YEAR}

    def give(**said: Any) -> Act:
        return book.do("carla", "budget_law", "budget", {**law, **said}, token="t")

    first = give(oda=["4.3", "4.2"], non_oda=["4.3"])
    assert give(oda=order, non_oda=["4.3"]) == first
    for oda in (["4.2"], ["4.2", "4.3", "4.4"], [], [1, "4.2"], [["4.2"]], "4.2"):
        refused("token", lambda oda=oda: give(oda=oda, non_oda=["4.3"]), book)  # type: ignore[misc]
    refused("token", lambda: give(oda=order), book)


def test_the_token_of_somebody_else_tells_nothing(book: Book) -> None:
    book.commit("SECRET", book.propose("SECRET", 100), token="t")
    said = refused("token", lambda: book.propose("D1", 10, who="otto", token="t"), book)
    assert "SECRET" not in str(said) and "commitment" not in str(said)


def test_laws_of_a_file_stand_once_whoever_took_their_token(book: Book) -> None:
    facts = {
        "article": ARTICLE,
        "authority": "cash",
        "phase": "draft",
        "level": 7,
        "lines": {"4.3": 7},
    }
    law = Submission(
        "carla", "controller", "budget_law", "budget", "law of next year", "draft", year=YEAR + 1, facts=facts
    )
    book.propose("SQUAT", 10, token="law of next year")
    [act] = stand(book.database, [law])
    assert (act.facts.get("level_before", 0), act.facts["level"]) == (0, 7)
    count = book.count()
    for who in ("carla", "cees"):
        again = Submission(
            who, "controller", "budget_law", "budget", "law of next year", "draft", year=YEAR + 1, facts=facts
        )
        assert stand(book.database, [again]) == [act]
    assert book.count() == count
