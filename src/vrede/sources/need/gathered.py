"""Everything of people in need and of plans that was fetched, as tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from vrede.fetch import Answer, read_answers
from vrede.sources.need.packages import Resource, changed_on, resources_of
from vrede.sources.need.read import Read, read_funding, read_people
from vrede.sources.need.rows import NeedError
from vrede.sources.need.tables import NEED_FILE, NEED_ISSUE, PEOPLE_IN_NEED, PLAN_FUNDING
from vrede.sources.table import Table

FUNDING, PACKAGE = "funding", "package-"
PEOPLE = re.compile(r"people-([0-9]{4})")


def _listed(answers: Iterable[Answer]) -> list[Resource]:
    """What the datasets' own descriptions say; nothing where one cannot be read: then the day on which a file came is its day."""
    found: list[Resource] = []
    for answer in answers:
        try:
            found += resources_of(answer.files[0].path)
        except (NeedError, OSError):
            continue
    return found


def _table(table: Table, rows: list[dict[str, Any]]) -> pl.DataFrame:
    known = {name: kind for name, kind in table.schema.items() if rows and name in rows[0]}
    return table.conform(pl.DataFrame(rows, schema=known)) if rows else table.empty()


def need_tables(folder: Path) -> dict[str, pl.DataFrame]:
    """Tables plan_funding, people_in_need, need_file and need_issue, of the last good answers.

    A file that is none is a row of need_file with the reason, and the others stand. Raises ValueError where the list of answers is broken.
    """
    answers = read_answers(folder)
    resources = _listed(one for name, one in answers.items() if name.startswith(PACKAGE))
    rows: dict[str, list[dict[str, Any]]] = {table.name: [] for table in (PLAN_FUNDING, PEOPLE_IN_NEED)}
    files: list[dict[str, Any]] = []
    issues: list[dict[str, Any]] = []

    def take(answer: Answer, table: Table, year: int | None, read: Callable[[Path], Read]) -> None:
        (file,) = answer.files
        facts: dict[str, Any] = {"lines": 0, "used": 0, "refused": 0, "reason": None}
        try:
            found = read(file.path)
        except (NeedError, OSError) as error:
            facts["reason"] = str(error)
            issues.append(
                {"need_file": answer.name, "line_no": None, "iso3": None, "field": None, "reason": str(error)}
            )
        else:
            facts |= {"lines": found.lines, "used": len(found.rows), "refused": found.refused}
            rows[table.name] += [{**row, "need_file": answer.name} for row in found.rows]
            issues.extend({**issue, "need_file": answer.name} for issue in found.issues)
        dated = changed_on(resources, file.address) or answer.day
        named = {"need_file": answer.name, "address": file.address, "sha256": file.sha256}
        files.append({**named, "holds": table.name, "dated": dated, "year": year, **facts})

    for name, answer in answers.items():
        if name == FUNDING:
            take(answer, PLAN_FUNDING, None, read_funding)
        elif of := PEOPLE.fullmatch(name):
            year = int(of[1])
            take(answer, PEOPLE_IN_NEED, year, partial(read_people, year=year))
    return {
        "plan_funding": _table(PLAN_FUNDING, rows["plan_funding"]),
        "people_in_need": _table(PEOPLE_IN_NEED, rows["people_in_need"]),
        "need_file": _table(NEED_FILE, files),
        "need_issue": _table(NEED_ISSUE, issues),
    }
