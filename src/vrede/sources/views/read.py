"""Reads the answers of VIEWS: a run's forecast and the count of deaths, each in pages; what is null is not known."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any, NoReturn

import polars as pl

from vrede.fetch import Answer, read_answers
from vrede.sources.views.tables import VIEWS_ANSWER, VIEWS_FORECAST, VIEWS_MONTH

RUN = re.compile(r"fatalities([0-9]{3})_([0-9]{4})_([0-9]{2})_t([0-9]{2})")
LEAST_FAMILY = 2
"""The first family names its columns otherwise."""
PREDICTORS = "predictors"
COUNTS = {f"ged_{kind}": f"ucdp_ged_{kind}_best_sum" for kind in ("sb", "ns", "os")}
JANUARY_1980, MONTHS = 1980 * 12, 12
MILLION, MOST = 1_000_000, Decimal(10) ** 9
PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """A run by its name; the newest is the largest: by month, then family, then turn."""

    origin: str
    family: int
    turn: int
    name: str


def run_of(name: object) -> Run | None:
    """What a name says; None for another.

    >>> run_of("fatalities003_2026_10_t01").origin, run_of("r_2021_01_01"), run_of("fatalities003_2026_13_t01")
    ('2026-10', None, None)
    """
    found = RUN.fullmatch(name) if isinstance(name, str) else None
    if found is None or not 1 <= int(found[3]) <= MONTHS or int(found[1]) < LEAST_FAMILY:
        return None
    return Run(f"{found[2]}-{found[3]}", int(found[1]), int(found[4]), found[0])


def newest_run(path: Path) -> Run | None:
    """The newest run of the list; None where it names none. Raises ValueError, KeyError, TypeError for another shape."""
    runs = records(path)["runs"]
    if not isinstance(runs, list):
        raise TypeError("runs is no list")
    return max((run for name in runs if (run := run_of(name)) is not None), default=None)


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


def records(path: Path) -> dict[str, Any]:
    """An answer with its numbers exact. Raises ValueError, TypeError."""
    found = json.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal, parse_constant=_no_number)
    if not isinstance(found, dict):
        raise TypeError("no object")
    return found


def month_of(number: object) -> str:
    """YYYY-MM of a month number; '' for none.

    >>> month_of(563), month_of("563"), month_of(0), month_of(563.5)
    ('2026-11', '2026-11', '', '')
    """
    if isinstance(number, str) and number.isascii() and number.isdigit() and len(number) < 6:
        number = int(number)
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= 12_000:
        return ""
    return f"{(JANUARY_1980 + number - 1) // MONTHS}-{(number - 1) % MONTHS + 1:02d}"


def _exact(value: object, most: Decimal) -> Decimal | None:
    """A number from nothing to a bound; None for null. Raises ValueError for anything else."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not 0 <= value <= most:
        raise ValueError(str(value)[:20])
    return Decimal(value)


def _whole(value: object) -> int | None:
    found = _exact(value, MOST)
    if found is not None and found != found.to_integral_value():
        raise ValueError(str(value)[:20])
    return None if found is None else int(found)


def _place(row: dict[str, Any]) -> tuple[str, int, str]:
    """(code, number, month) of a row. Raises ValueError."""
    code, month = row["isoab"], month_of(row["month_id"])
    if not isinstance(code, str) or not re.fullmatch("[A-Z]{3}", code) or not month:
        raise ValueError(str(code)[:20])
    return code, int(row["country_id"]), month


def forecast_rows(paths: Sequence[Path], run: Run) -> tuple[int, list[tuple[Any, ...]]]:
    """(rows, those of views_forecast) of a run's pages. Raises ValueError, KeyError, TypeError for another shape."""
    begin = (int(run.origin[:4]) * MONTHS + int(run.origin[5:])) - JANUARY_1980
    lines, made = 0, {}
    for path in paths:
        for row in records(path)["data"]:
            lines += 1
            chance, mean = row["main_dich"], row["main_mean"]
            try:
                code, number, month = _place(row)
                share, deaths = _exact(chance, Decimal(1)), _exact(mean, MOST)
            except ValueError:
                continue
            ahead = int(row["month_id"]) - begin
            if ahead < 1 or (code, month) in made:
                continue
            ppm = None if share is None else int((share * MILLION).to_integral_value(ROUND_HALF_EVEN))
            rounded = None if deaths is None else deaths.quantize(PLACES)
            made[code, month] = (run.name, run.origin, code, number, month, ahead, ppm, rounded)
    return lines, list(made.values())


def month_rows(paths: Sequence[Path]) -> tuple[int, list[tuple[Any, ...]]]:
    """(rows, those of views_month) of the pages of the count. Raises ValueError, KeyError, TypeError for another shape."""
    lines, made = 0, {}
    for path in paths:
        for row in records(path)["data"]:
            lines += 1
            stated = [row[column] for column in COUNTS.values()]
            try:
                code, number, month = _place(row)
                counts = [_whole(value) for value in stated]
            except ValueError:
                continue
            if (code, month) not in made:
                made[code, month] = (code, number, month, *counts)
    return lines, list(made.values())


UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError, ArithmeticError)
"""What a kept answer raises that somebody changed since it was weighed."""


def _told(answer: Answer, lines: int, rows: Sequence[tuple[Any, ...]], at: int) -> tuple[Any, ...]:
    first = answer.files[0]
    last = max((row[at] for row in rows), default="")
    return answer.name, answer.day, first.address, first.sha256, lines, len(rows), lines - len(rows), last


def views_tables(folder: Path) -> dict[str, pl.DataFrame]:
    """Tables views_forecast (every run that was fetched), views_month and views_answer.

    An answer that can no longer be read gives a row of views_answer in which nothing was used. Raises ValueError: the list of answers is broken.
    """
    forecast: list[tuple[Any, ...]] = []
    months: list[tuple[Any, ...]] = []
    told: list[tuple[Any, ...]] = []
    for name, answer in read_answers(folder).items():
        paths = [file.path for file in answer.files]
        run = run_of(name)
        if run is None and name != PREDICTORS:
            continue
        try:
            lines, rows = forecast_rows(paths, run) if run else month_rows(paths)
        except UNREADABLE:
            lines, rows = answer.rows, []
        if run:
            forecast += rows
        else:
            months = rows
        told.append(_told(answer, lines, rows, 4 if run else 2))
    made = {VIEWS_FORECAST: forecast, VIEWS_MONTH: months, VIEWS_ANSWER: told}
    return {
        table.name: pl.DataFrame(rows, schema=table.schema, orient="row").sort(*table.key)
        for table, rows in made.items()
    }
