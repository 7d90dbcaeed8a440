"""Reads what OCHA publishes: what plans ask for and what came, and how many people are in need."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vrede.sources.countries import is_country
from vrede.sources.need.rows import NeedRow, count_of, day_of, exact, rows_of

FUNDING_NEEDED = ("countrycode", "id", "name", "year", "requirements", "funding")
PEOPLE_NEEDED = ("countryiso3", "description", "cluster", "category", "inneed", "targeted", "reached")
WITHOUT_PLAN = "not specified"
WHOLE_COUNTRY = "all"
CODE = re.compile(r"[A-Z]{3}")
COUNTS = {
    "inhabitants": "population",
    "in_need": "inneed",
    "targeted": "targeted",
    "affected": "affected",
    "reached": "reached",
}
AMOUNTS = {"requirements_usd": "requirements", "funding_usd": "funding"}


@dataclass(slots=True)
class Read:
    """What a file gives: rows of its table, rows of need_issue, and how many lines it has."""

    lines: int
    rows: list[dict[str, Any]] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)
    refused: int = 0

    def say(self, row: NeedRow, iso3: str, field_name: str, reason: str) -> None:
        """One more issue."""
        named = {"iso3": iso3 or None, "field": field_name or None}
        self.issues.append({"line_no": row.number, **named, "reason": reason})

    def refuse(self, row: NeedRow, iso3: str, field_name: str, reason: str) -> None:
        """One more line that is not used."""
        self.refused += 1
        self.say(row, iso3, field_name, reason)

    def numbers(
        self, row: NeedRow, iso3: str, names: dict[str, str], read: Callable[[str], Any], what: str
    ) -> dict[str, Any]:
        """The numbers of a line by column; one that is none is empty, and an issue."""
        made = {}
        for name, heading in names.items():
            text = row.text(heading)
            made[name] = read(text) if text else None
            if text and made[name] is None:
                self.say(row, iso3, name, f"{text[:40]!r} is not {what}")
        return made


def _year(text: str) -> int | None:
    number = count_of(text)
    return number if number is not None and 1900 <= number <= 2200 else None


def _once(found: Read, key: tuple[str, ...], said: tuple[str, ...]) -> None:
    """The same line twice counts once; two of one name with other figures are both shown, and said."""
    seen: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    kept = []
    for row in found.rows:
        before = seen.setdefault(tuple(row[name] for name in key), [])
        twice = any(all(one[name] == row[name] for name in said) for one in before)
        if before:
            reason = "the line stands twice" if twice else "it stands there with other figures too: both are shown"
            named = {"iso3": row["iso3"], "field": None}
            found.issues.append({"line_no": row["line_no"], **named, "reason": reason})
        if twice:
            found.refused += 1
        else:
            before.append(row)
            kept.append(row)
    found.rows = kept


def _placed(codes: str) -> tuple[str, str | None]:
    """(kind of a plan by its codes, the code of its one country)."""
    several = CODE.findall(codes.upper())
    if len(several) > 1 or not codes:
        return "regional", None
    return "plan", codes.upper()


def read_funding(path: Path) -> Read:
    """Rows of plan_funding. A row named 'Not specified', or without the number of a plan, is money without a plan; one of several
    countries or of none is regional and not split. Raises NeedError, OSError."""
    rows = rows_of(path, FUNDING_NEEDED)
    found = Read(len(rows))
    for row in rows:
        codes, name, number = row.text("countrycode"), row.text("name"), row.text("id")
        year = _year(row.text("year"))
        if row.wrong or year is None:
            found.refuse(row, codes, "" if row.wrong else "year", row.wrong or f"the year is {row.text('year')[:40]!r}")
            continue
        kind, iso3 = _placed(codes)
        if not number or name.casefold() == WITHOUT_PLAN:
            kind = "without_plan"
        amounts = found.numbers(row, codes, AMOUNTS, exact, "an amount in US dollars")
        days = found.numbers(row, codes, {"start_date": "startdate", "end_date": "enddate"}, day_of, "a day")
        found.rows.append(
            {
                "kind": kind,
                "iso3": iso3,
                "codes": codes or None,
                "listed": is_country(iso3) if iso3 else None,
                "plan_id": number or None,
                "plan_name": name or None,
                "plan_code": row.text("code") or None,
                "plan_type": row.text("typename") or None,
                **days,
                "year": year,
                **amounts,
                "line_no": row.number,
            }
        )
    _once(found, ("kind", "codes", "plan_id", "plan_name", "year"), tuple(AMOUNTS))
    return found


def _is_national(row: NeedRow) -> bool:
    """Whether a line is of a whole country and all sectors: parts of a country and sectors overlap, and are never added."""
    inside = any(row.text(heading) for heading in row.values if heading.startswith("admin"))
    return row.text("cluster").casefold() == WHOLE_COUNTRY and not row.text("category") and not inside


def read_people(path: Path, year: int) -> Read:
    """Rows of people_in_need of one year: only lines of a whole country. Raises NeedError, OSError."""
    rows = rows_of(path, PEOPLE_NEEDED)
    found = Read(len(rows))
    for row in rows:
        iso3 = row.text("countryiso3").upper()
        if row.wrong:
            found.refuse(row, iso3, "", row.wrong)
        elif not _is_national(row):
            continue
        elif not CODE.fullmatch(iso3):
            found.refuse(row, iso3, "iso3", f"{iso3[:40]!r} is no code of a country")
        else:
            counts = found.numbers(row, iso3, COUNTS, count_of, "a count of people")
            named = {"iso3": iso3, "listed": is_country(iso3), "year": year}
            described = {"description": row.text("description") or None, "line_no": row.number}
            found.rows.append({**named, **counts, **described})
    _once(found, ("iso3", "description"), tuple(COUNTS))
    return found
