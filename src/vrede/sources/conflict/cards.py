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


def months_old(last_month: str | None, day: date) -> int | None:
    """Whole months from the last month (YYYY-MM) of a file to a day; None where it has no events.

    >>> months_old("2021-12", date(2022, 3, 1))
    3
    """
    if not last_month:
        return None
    return (day.year - int(last_month[:4])) * 12 + day.month - int(last_month[5:])
