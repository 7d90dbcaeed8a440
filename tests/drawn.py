"""Tables drawn with words, for rules of results: a row is a line of text, columns are split by bars."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl

from vrede.lake.tables.results import RESULT_TABLES
from vrede.results.values import VALUES

TABLES = {table.name: table for table in RESULT_TABLES}


def drawn(text: str) -> list[dict[str, str]]:
    """The rows of a table whose first line names its columns."""
    lines = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.strip().splitlines()]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def value(
    activity: int,
    number: str,
    *,
    kind: str = "actual",
    value_no: int = 0,
    indicator: int = 0,
    period: int | None = 0,
    reference: str | None = "A1",
    vocabulary: str | None = "1",
    measure: str = "unit",
    direction: str = "up",
    aggregation: str = "allowed",
    year: int | None = 2020,
    result_type: str = "1",
    start: tuple[int, int] | None = (1, 1),
    end: tuple[int, int] | None = (12, 31),
    dimension: str = "",
) -> dict[str, object]:
    """One row of result_value; a text that is no number has none. start, end: month and day in the year."""
    plain = number.strip().lstrip("+-").replace(".", "", 1).isdigit()
    return {
        "activity_key": activity,
        "result_no": 0,
        "indicator_no": indicator,
        "period_no": period,
        "kind": kind,
        "value_no": value_no,
        "result_type": result_type,
        "measure": measure,
        "direction": direction,
        "aggregation": aggregation,
        "vocabulary": vocabulary,
        "reference": reference,
        "period_start": date(year, *start) if year and start else None,
        "period_end": date(year, *end) if year and end else None,
        "year": year,
        "dimension": dimension,
        "value": number,
        "number": Decimal(number) if plain else None,
        "adding": None,
    }


def frame(rows: list[dict[str, object]]) -> pl.DataFrame:
    """Rows as table result_value."""
    return VALUES.conform(pl.DataFrame(rows, schema=VALUES.schema, orient="row"))


def titles(names: dict[tuple[int, int], str]) -> pl.DataFrame:
    """activity_key, indicator_no, title."""
    return pl.DataFrame(
        [(*key, title) for key, title in names.items()],
        schema={"activity_key": pl.Int64, "indicator_no": pl.Int32, "title": pl.String},
        orient="row",
    )


def publishers(names: dict[int, str]) -> pl.DataFrame:
    """activity_key, reporting_org_ref."""
    return pl.DataFrame(
        {"activity_key": list(names), "reporting_org_ref": list(names.values())},
        schema={"activity_key": pl.Int64, "reporting_org_ref": pl.String},
    )
