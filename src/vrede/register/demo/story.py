"""The story of a made-up year as data, and what its days and numbers are on the day of the telling.

A day in the story: `last-04-30` or `next-04-30` is in the year before or after; `40%` lies so far between 1 January and the day before the
day of telling; `-20` or `+20` is so many days before or after it. In a text {year}, {last} and {next} are years. A fact that begins with @
is a day, with # the number of the newest such act in its dossier, with sha256: the hash of the text that follows.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field

from vrede.register.table.transition import Closed

HERE = Path(__file__).parent
DAY = re.compile(
    r"(?P<year>last|next)-(?P<month>[0-9]{2})-(?P<of>[0-9]{2})|(?P<part>[0-9]{1,2})%|(?P<days>[-+][0-9]{1,3})"
)


class Member(Closed):
    """Somebody of the demo with their one role. side: of a fund board. partner: of a partner contact."""

    who: str
    role: str
    side: str = ""
    partner: str = ""


class Told(Closed):
    """One act of the story. year: 0 is the year of telling, -1 the one before; where an act approves another it is that of the other."""

    on: str
    who: str
    kind: str
    dossier: str
    reason: str
    cents: int | None = None
    year: int | None = None
    facts: dict[str, Any] = Field(default_factory=dict)


@cache
def people() -> tuple[Member, ...]:
    """Everybody; the administrator first."""
    return tuple(Member(**row) for row in tomllib.loads((HERE / "people.toml").read_text(encoding="utf-8"))["person"])


@cache
def story() -> tuple[Told, ...]:
    """Every act in its order, which is the same whatever the day: fixed days, then parts of this year, then days before the telling."""
    files = sorted((HERE / "story").glob("*.toml"))
    told = [Told(**row) for path in files for row in tomllib.loads(path.read_text(encoding="utf-8"))["act"]]
    return tuple(sorted(told, key=_order))


def _order(told: Told) -> tuple[int, str, int]:
    parts = _parts(told.on)
    if parts["year"]:
        return (0, told.on, 0)
    return (1, "", int(parts["part"])) if parts["part"] else (2, "", int(parts["days"]))


def _parts(text: str) -> dict[str, str]:
    match = DAY.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no day of the story")
    return match.groupdict()


def day_in(text: str, today: date) -> date:
    """A day of the story.

    >>> day_in("last-12-31", date(2024, 3, 1)), day_in("50%", date(2024, 3, 1)), day_in("-7", date(2024, 3, 1))
    (datetime.date(2023, 12, 31), datetime.date(2024, 1, 30), datetime.date(2024, 2, 23))
    """
    parts = _parts(text)
    if parts["year"]:
        year = today.year + (1 if parts["year"] == "next" else -1)
        return date(year, int(parts["month"]), int(parts["of"]))
    if parts["part"]:
        first = date(today.year, 1, 1)
        return first + timedelta(days=max(0, (today - first).days - 1) * int(parts["part"]) // 100)
    return today + timedelta(days=int(parts["days"]))


def filled(text: str, today: date) -> str:
    """A text with its years."""
    for name, year in (("{last}", today.year - 1), ("{year}", today.year), ("{next}", today.year + 1)):
        text = text.replace(name, str(year))
    return text


def value(given: Any, today: date, newest: Callable[[str], int]) -> Any:
    """A fact as an act says it. newest: number of the newest act of a kind in the dossier."""
    if isinstance(given, Mapping):
        return {filled(name, today): value(one, today, newest) for name, one in given.items()}
    if isinstance(given, list):
        return [value(one, today, newest) for one in given]
    if not isinstance(given, str):
        return given
    if given.startswith("@"):
        return day_in(given[1:], today).isoformat()
    if given.startswith("#"):
        return newest(given[1:])
    if given.startswith("sha256:"):
        return hashlib.sha256(given.removeprefix("sha256:").encode()).hexdigest()
    return filled(given, today)
