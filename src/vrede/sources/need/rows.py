"""Rows of a table of the Humanitarian Data Exchange, as texts by heading; a line of HXL tags below the headings is no data."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_NUMBER = re.compile(r"([-\u2212]?)([0-9]{1,18})(?:\.([0-9]{1,6}))?")


class NeedError(ValueError):
    """The file is not what was asked for; the message says why."""


@dataclass(frozen=True, slots=True)
class NeedRow:
    """number: line in the file, the header is 1. wrong: why it cannot be used; empty: it can."""

    number: int
    values: dict[str, str]
    wrong: str = ""

    def text(self, heading: str) -> str:
        """A cell, without white space around it; '' where a dash or nothing stands in it."""
        found = self.values.get(heading, "").strip()
        return "" if not found.strip(DASHES) else found


def _heading(text: str) -> str:
    return "".join(text.split()).replace("_", "").casefold()


def rows_of(path: Path, needed: tuple[str, ...]) -> list[NeedRow]:
    """The rows of a CSV file, by heading in lower case without spaces. needed: headings without which it is another file.

    Raises NeedError where it is no such table, OSError.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NeedError(f"not in UTF-8 (byte {error.start})") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        headings = [_heading(name) for name in next(reader, [])]
        if missing := sorted(set(needed) - set(headings)):
            raise NeedError(f"the columns {', '.join(missing)} are missing")
        rows: list[NeedRow] = []
        for values in reader:
            if not any(value.strip() for value in values):
                continue
            if not rows and all(not v.strip() or v.strip().startswith("#") for v in values):
                continue
            fits = len(values) == len(headings)
            wrong = "" if fits else f"it has {len(values)} values for {len(headings)} headings"
            rows.append(NeedRow(reader.line_num, dict(zip(headings, values, strict=False)), wrong))
    except csv.Error as error:
        raise NeedError(f"not a CSV file (line {reader.line_num}: {error})") from error
    return rows


def exact(text: str) -> Decimal | None:
    """A number as it is written, or None where it is none; a comma and a second dot are never read.

    >>> exact("1000000000"), exact("12.50"), exact("\u22125"), exact("1,000"), exact("1.000.000"), exact("1e9")
    (Decimal('1000000000'), Decimal('12.50'), Decimal('-5'), None, None, None)
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    sign = "-" if found[1] else ""
    return Decimal(f"{sign}{found[2]}.{found[3]}" if found[3] else f"{sign}{found[2]}")


def count_of(text: str) -> int | None:
    """A count of people: whole and not below nothing, `12.0` too; None where it is none.

    >>> count_of("0"), count_of("22000000.0"), count_of("22.5"), count_of("-1")
    (0, 22000000, None, None)
    """
    number = exact(text)
    return int(number) if number is not None and number >= 0 and number == number.to_integral_value() else None


def day_of(text: str) -> date | None:
    """The day at the beginning of a text; None where it is none."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
