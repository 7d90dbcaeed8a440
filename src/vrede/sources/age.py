"""How old a fact is: days from the end of its period, which is a year, a month or a day."""

from __future__ import annotations

import re
from datetime import date, timedelta

PERIOD = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2}))?)?")


def last_day(period: str) -> date | None:
    """The last day of a period, YYYY, YYYY-MM or YYYY-MM-DD; None for any other text.

    >>> last_day("2025"), last_day("2026-02"), last_day("2026-11-27"), last_day("soon")
    (datetime.date(2025, 12, 31), datetime.date(2026, 2, 28), datetime.date(2026, 11, 27), None)
    """
    found = PERIOD.fullmatch(period)
    if found is None:
        return None
    year, month, day = (int(piece) if piece else 0 for piece in found.groups())
    try:
        if day:
            return date(year, month, day)
        first_after = date(year + (month == 12 or not month), month % 12 + 1 if month else 1, 1)
        return first_after - timedelta(days=1)
    except ValueError:
        return None


def age_days(period: str, today: date) -> int | None:
    """Whole days from the end of a period to a day, 0 where it is not over; None where there is no period.

    >>> age_days("2026-10", date(2026, 11, 30)), age_days("2026", date(2026, 11, 30)), age_days("", date(2026, 11, 30))
    (30, 0, None)
    """
    end = last_day(period)
    return None if end is None else max(0, (today - end).days)
