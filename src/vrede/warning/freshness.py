"""Whether a forecast may still be told as one: how old the deaths are that it knows, and which of its months are past."""

from __future__ import annotations

from datetime import date


def is_past(month: str, day: date) -> bool:
    """Whether a month (YYYY-MM) is over on a day.

    >>> is_past("2026-10", date(2026, 11, 1)), is_past("2026-11", date(2026, 11, 30))
    (True, False)
    """
    return bool(month) and month < f"{day.year:04d}-{day.month:02d}"
