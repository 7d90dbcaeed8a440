"""Reads a printed figure of the budget: always a whole number, however its thousands are kept apart."""

from __future__ import annotations

import re

MINUS = "-\u2010\u2011\u2012\u2013\u2212"
"""Signs that stand for a minus; the ministry's tables print U+2012."""
SPACES = " \u00a0\u2009\u202f"
DASHES = MINUS + "\u2014"
"""Signs that stand alone in a cell without a figure."""
MOST_DIGITS = 12
"""A longer figure is more than the state has ever spent, in euro as in thousands: it is not read."""
_PLAIN = re.compile(rf"[{MINUS}]?[{SPACES}]?([0-9]+)")
_GROUPED = re.compile(rf"[{MINUS}]?[{SPACES}]?([0-9]{{1,3}}(?:(\.|[{SPACES}])[0-9]{{3}}(?:\2[0-9]{{3}})*))")


def whole(text: str) -> int | None:
    """A figure as printed, or None where it is none. The unit is the reader's: thousands of euro or euro.

    Three ways are read: 1073712, 1 073 712 and 1.073.712. A dot is never a decimal sign, and a comma is never read at all.
    Source: the ministry's own files, which print 394.571 in one row and 685469 in the row above.

    >>> whole("394.571"), whole("1 073 712"), whole("\u2012140.706"), whole("394.57"), whole("1,5")
    (394571, 1073712, -140706, None, None)
    """
    text = text.strip(SPACES + "\t\r\n")
    found = _PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)
    if found is None:
        return None
    digits = re.sub("[^0-9]", "", found[1])
    if len(digits) > MOST_DIGITS:
        return None
    return -int(digits) if text[0] in MINUS else int(digits)
