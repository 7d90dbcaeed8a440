"""Analysts' judgements beside the forecast: a small file that people keep, read with every slip counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from vrede.sources.conflict.declared import SeriesError
from vrede.sources.countries import is_country

FILE = "judgements.csv"
COLUMNS = ("signed", "day", "iso3", "month", "chance_percent", "reason")
LONGEST = 500
SCHEMA = {
    "judgement_no": pl.Int64(),
    "signed": pl.String(),
    "day": pl.Date(),
    "iso3": pl.String(),
    "month": pl.String(),
    "p25_ppm": pl.Int64(),
    "note": pl.String(),
}


def read_judgements(folder: Path | None) -> pl.DataFrame:
    """judgement_no (line in the file), signed, day, iso3, month, p25_ppm, note; empty without a folder or the file.

    Raises SeriesError: a line that is no judgement (a chance outside 0 to 100, no day, no signature), naming the line.
    """
    if folder is None or not (folder / FILE).is_file():
        return pl.DataFrame(schema=SCHEMA)
    path = folder / FILE
    try:
        raw = pl.read_csv(path.read_bytes(), infer_schema=False, encoding="utf8")
    except pl.exceptions.PolarsError as error:
        raise SeriesError(f"{path}: not a CSV file that can be read ({error})") from error
    if missing := sorted(set(COLUMNS) - set(raw.columns)):
        raise SeriesError(f"{path}: the columns {', '.join(missing)} are missing")
    rows = []
    for line, row in enumerate(raw.iter_rows(named=True), 2):
        said = {name: (row[name] or "").strip() for name in COLUMNS}
        try:
            rows.append(_judgement(line, said))
        except ValueError as error:
            raise SeriesError(f"{path}, line {line}: {error}") from error
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _judgement(line: int, said: dict[str, str]) -> tuple[object, ...]:
    day = date.fromisoformat(said["day"])
    date.fromisoformat(f"{said['month']}-01")
    percent = said["chance_percent"]
    if not percent.isascii() or not percent.isdigit() or len(percent) > 3 or int(percent) > 100:
        raise ValueError(f"chance_percent is {percent[:20]!r}; give a whole number from 0 to 100")
    if not is_country(said["iso3"]):
        raise ValueError(f"iso3 is {said['iso3'][:20]!r}, of no country; give a code such as MLI")
    if not said["signed"] or not said["reason"]:
        raise ValueError("a judgement is signed and gives its reason")
    return (
        line,
        said["signed"][:60],
        day,
        said["iso3"],
        said["month"],
        int(percent) * 10_000,
        said["reason"][:LONGEST],
    )
