"""A day of an act lies from the commitment to today; one that stands already breaks no report."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from registerbook import DAY, YEAR, Book
from vrede.register.audit.open_commitments import rollforward
from vrede.register.chain.act import canonical
from vrede.register.chain.reading import every_act
from vrede.register.refused import RegisterRefused


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1990, 1, 1), date(2024, 2, 29), date(2024, 3, 2), date.max])
def test_days_before_the_commitment_and_after_today_are_refused(book: Book, day: date) -> None:
    book.commit("D1", book.propose("D1", 1_000))
    paid = book.pay("D1", book.request("D1", 100))
    asked = book.request("D1", 100)
    waits: list[tuple[str, str, dict[str, Any]]] = [
        ("bram", "release", {"cents": 1}),
        ("betty", "final_settlement", {"cents": 100}),
        ("carla", "recovery", {"cents": 1, "facts": {"ground": "misuse"}}),
        ("carla", "repayment", {"cents": 1}),
        ("pia", "objection", {"facts": {"decision": paid.seq}}),
        ("carla", "payment", {"cents": 100, "approves": asked.seq, "year": YEAR}),
    ]
    for who, kind, given in waits:
        if kind == "payment" and day.year != YEAR:
            continue
        before = book.count()
        with pytest.raises(RegisterRefused) as caught:
            book.do(who, kind, "D1", day=day, **given)
        assert (kind, caught.value.code, book.count()) == (kind, "day", before)
    book.do("bram", "release", "D1", cents=1, day=DAY)


def test_today_is_the_day_in_the_netherlands(book: Book) -> None:
    book.commit("D1", book.propose("D1", 1_000))
    late = datetime(2024, 6, 30, 22, 30, tzinfo=UTC)
    book.do("bram", "release", "D1", cents=1, day=date(2024, 7, 1), moment=late)


def test_old_acts_of_any_day_give_few_rows(book: Book) -> None:
    """As they could be recorded before days were checked."""
    book.commit("D1", book.propose("D1", 1_000))
    book.do("bram", "release", "D1", cents=1_000)
    acts = every_act(book.database)
    for day in ("9999-12-31", "0001-01-01"):
        spoilt = [
            replace(act, body=canonical({**act.facts, "day": day})) if act.kind == "release" else act for act in acts
        ]
        assert [(row.year, row.released_cents, row.closing_cents) for row in rollforward(spoilt)] == [(YEAR, 1_000, 0)]
