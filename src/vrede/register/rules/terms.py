"""Terms in days by date (terms.toml): how long somebody may object, how soon something must be paid or judged."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from pydantic import Field

from vrede.register.table.transition import Closed, Words

FILE = Path(__file__).with_name("terms.toml")
NAMES = ("objection", "objection_decision", "payment", "final_settlement", "report_assessment", "repayment")


class Term(Closed):
    """So many days from a day on. checked: whether the text of the source was read."""

    id: str
    title: Words
    since: date
    days: int = Field(ge=0)
    source: str
    checked: bool


class File(Closed):
    """The whole file."""

    term: tuple[Term, ...]


@cache
def load_terms(path: Path = FILE) -> dict[str, tuple[Term, ...]]:
    """Terms by id, the oldest first. Raises ValueError for a file that is not of this shape, or has no such term."""
    by_id: dict[str, list[Term]] = defaultdict(list)
    for term in File.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).term:
        by_id[term.id].append(term)
    if set(by_id) != set(NAMES):
        raise ValueError(f"the terms are {', '.join(NAMES)}")
    return {name: tuple(sorted(terms, key=lambda term: term.since)) for name, terms in by_id.items()}


def last_day(terms: Mapping[str, tuple[Term, ...]], name: str, start: date) -> date:
    """The last day of a term that starts the day after `start`; before the first rule that rule counts."""
    begun = [term for term in terms[name] if term.since <= start] or terms[name][:1]
    return after(start, begun[-1].days)


def after(day: date, days: int) -> date:
    """So many days after a day, or the last day that there is.

    >>> after(date(9999, 12, 1), 42)
    datetime.date(9999, 12, 31)
    """
    return day + timedelta(days=min(days, (date.max - day).days))
