"""Texts, numbers and dates as the rule language reads them (IATI rulesets, JavaScript edition)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from lxml import etree

# What JavaScript's trim() takes off: its white space and line ends, the no-break space and the byte order mark among them.
JS_SPACE = "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?", re.ASCII)
DATE = re.compile(
    r"\s*(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?\s*(Z|[+-]\d\d:?\d\d)?\s*", re.ASCII
)
MAX_DIGITS = 60


def text_of(node: Any) -> str:
    """The string value of what an XPath found: attribute, text, element, or a value."""
    if isinstance(node, str):
        return str(node)
    if isinstance(node, etree._Element):
        return "".join(str(piece) for piece in node.itertext()) if len(node) else node.text or ""
    return str(node)


def number_of(text: str) -> Decimal | None:
    """The number that JavaScript's Number() reads: white space around it goes, '' is 0; None for anything else.

    Exponents beyond two digits and numbers of more than 60 digits are not taken for numbers: no amount needs them.
    """
    stripped = text.strip(JS_SPACE)
    if not stripped:
        return Decimal(0)
    if len(stripped) > MAX_DIGITS or not NUMBER.fullmatch(stripped):
        return None
    return Decimal(stripped)


def moment_of(text: str) -> datetime | None:
    """The moment of an xsd:date or xsd:dateTime in UTC (a date is its first moment); None where it cannot be read."""
    found = DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second, _, zone = found.groups()
    try:
        moment = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=UTC
        )
        if zone and zone != "Z" and hour is not None:
            sign = -1 if zone[0] == "-" else 1
            digits = zone[1:].replace(":", "")
            moment -= sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    except (ValueError, OverflowError):
        return None
    return moment


def day_number(day: date) -> int:
    """A day as the number YYYYMMDD, as the quick look in XPath compares days."""
    return day.year * 10000 + day.month * 100 + day.day


def trimmed(text: str) -> str:
    """The text without the white space that JavaScript's trim() takes off."""
    return text.strip(JS_SPACE)
