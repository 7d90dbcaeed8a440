"""Rows of an open-data file of the state budget, CSV or JSON, as texts by heading; nothing in it is taken for a number here."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vrede.sources.budget.read import BudgetError

MOST_BYTES = 300_000_000
_TWICE = "\0twice"


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """number: line of a CSV file (the header is 1), place of a JSON record (from 1). wrong: why it cannot be used; empty: it can."""

    number: int
    values: dict[str, str]
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class BudgetRows:
    """The headings, in lower case, and the rows."""

    headings: tuple[str, ...]
    rows: list[BudgetRow] = field(default_factory=list)


def _heading(text: str) -> str:
    return "_".join(text.strip().casefold().split())


def _text(value: Any) -> str:
    """A JSON value as text; a list or an object is no value."""
    if value is None:
        return ""
    return (
        value if isinstance(value, str) else f"({type(value).__name__})" if not isinstance(value, bool) else str(value)
    )


def _record(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in pairs:
        if _heading(name) in made:
            made[_TWICE] = name
        made[_heading(name)] = value
    return made


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    """A record in which an object below a name stands as `name.key`; what is deeper is no value."""
    made: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, dict):
            made |= {key if key == _TWICE else f"{name}.{key}": below for key, below in value.items()}
        else:
            made[name] = value
    return made


def _of_json(text: str, where: str) -> BudgetRows:
    try:
        # Numbers stay texts: 394.570 as a number would have lost its last figure, and a huge one would be worked on for minutes.
        found = json.loads(
            text, parse_int=str, parse_float=lambda t: f"{t} (a decimal)", parse_constant=str, object_pairs_hook=_record
        )
    except (ValueError, RecursionError) as error:
        raise BudgetError(f"{where}: not a JSON file ({str(error)[:200]})") from error
    around: dict[str, str] = {}
    if isinstance(found, dict):
        lists = [value for value in found.values() if isinstance(value, list)]
        if len(lists) != 1:
            raise BudgetError(f"{where}: no list of records in it")
        around = {name: value for name, value in found.items() if isinstance(value, str) and name != _TWICE}
        found = lists[0]
    if not isinstance(found, list):
        raise BudgetError(f"{where}: no list of records in it")
    rows, headings = [], dict.fromkeys(around)
    for number, record in enumerate(found, 1):
        if not isinstance(record, dict):
            rows.append(BudgetRow(number, {}, "it is no record"))
            continue
        flat = _flat(record)
        wrong = f"{flat[_TWICE][:40]!r} stands in it twice" if _TWICE in flat else ""
        values = around | {name: _text(value) for name, value in flat.items() if name != _TWICE}
        headings |= dict.fromkeys(values)
        rows.append(BudgetRow(number, values, wrong))
    return BudgetRows(tuple(headings), rows)


def _of_csv(text: str, where: str) -> BudgetRows:
    first = text.partition("\n")[0]
    comma = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=True)
    try:
        headings = tuple(_heading(name) for name in next(reader, []))
        twice = {name for name in headings if name and headings.count(name) > 1}
        if twice:
            raise BudgetError(f"{where}: the heading {sorted(twice)[0][:40]!r} stands in it twice")
        rows = []
        for values in reader:
            if not any(values):
                continue
            wrong = "" if len(values) == len(headings) else f"it has {len(values)} values for {len(headings)} headings"
            rows.append(BudgetRow(reader.line_num, dict(zip(headings, values, strict=False)), wrong))
    except csv.Error as error:
        raise BudgetError(f"{where}: not a CSV file (line {reader.line_num}: {error})") from error
    return BudgetRows(headings, rows)


def rows_of(path: Path) -> BudgetRows:
    """The rows of a file; whether it is CSV or JSON is seen by how it begins. Raises BudgetError, OSError."""
    if path.stat().st_size > MOST_BYTES:
        raise BudgetError(
            f"{path}: larger than {MOST_BYTES // 1_000_000} MB; the state's budget of a year is less than a tenth of that"
        )
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BudgetError(f"{path}: not in UTF-8 (byte {error.start})") from error
    if "\0" in text:
        raise BudgetError(f"{path}: there are zero bytes in it")
    return (_of_json if text.lstrip()[:1] in ("[", "{") else _of_csv)(text, str(path))
