"""The cards of the event files: who made them, under which licence, how late they come."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from vrede.sources.conflict.series import SeriesError

FILE = Path(__file__).parent / "events.toml"


@dataclass(frozen=True, slots=True)
class EventCard:
    """One kind of release. lag_days: days from the last event to the release; checked: when somebody last read its terms."""

    producer: str
    licence: str
    citation: str
    address: str
    lag_days: int
    checked: str


@cache
def event_cards() -> dict[str, EventCard]:
    """Release (final, candidate) -> card. Raises SeriesError: a key is missing or unknown."""
    try:
        raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
        return {release: EventCard(**card) for release, card in raw.items()}
    except (TypeError, tomllib.TOMLDecodeError) as error:
        raise SeriesError(f"events.toml: {error}") from error


def is_stale(last_month: str, day: date, release: str = "candidate") -> bool:
    """Whether a newer release should have come by a day: more days since the last month's end than the card of its kind allows.

    >>> is_stale("2026-07", date(2026, 9, 19)), is_stale("2026-07", date(2026, 9, 20))
    (False, True)
    """
    year, month = int(last_month[:4]), int(last_month[5:])
    begins = date(year + month // 12, month % 12 + 1, 1)
    return (day - begins).days + 1 > event_cards()[release].lag_days


def months_old(last_month: str | None, day: date) -> int | None:
    """Whole months from the last month (YYYY-MM) of a file to a day; None where it has no events.

    >>> months_old("2021-12", date(2022, 3, 1))
    3
    """
    if not last_month:
        return None
    return (day.year - int(last_month[:4])) * 12 + day.month - int(last_month[5:])
