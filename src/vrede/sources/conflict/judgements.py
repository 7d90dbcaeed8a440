"""Analysts' judgements beside the forecast: a small file that people keep, read with every slip counted."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import polars as pl

from vrede.sources.conflict.series import SeriesError

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


def read_judgements(folder: Path | None, is_country: Callable[[str], bool]) -> pl.DataFrame:
    """judgement_no (line in the file), signed, day, iso3, month, p25_ppm, note; empty without a folder or the file.

    is_country: whether a code of three letters is one. Raises SeriesError: a line that is no judgement (a chance outside 0 to 100, no day, no signature), naming the line.
    """
    if folder is None or not (folder / FILE).is_file():
        return pl.DataFrame(schema=SCHEMA)
    path = folder / FILE
    rows = []
    try:
        for line, said in _lines(path.read_bytes()):
            try:
                rows.append(_judgement(line, said, is_country))
            except ValueError as error:
                raise SeriesError(f"{path}, line {line}: {error}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise SeriesError(f"{path}: not a CSV file that can be read ({error})") from error
    except KeyError as error:
        raise SeriesError(f"{path}: the columns {error.args[0]} are missing") from error
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _lines(data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """(line in the file where it begins, its cells by column) of each row that holds anything.

    Not read by Polars: a reason may go on over a line, and an empty line stands in a file too; the numbers must be those
    that an editor shows. Raises UnicodeDecodeError, csv.Error; KeyError with the columns that are missing.
    """
    reader = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    head = [name.strip() for name in next(reader, [])]
    if not head:
        raise csv.Error("it begins with no names of columns")
    if missing := sorted(set(COLUMNS) - set(head)):
        raise KeyError(", ".join(missing))
    before = reader.line_num
    for cells in reader:
        line, before = before + 1, reader.line_num
        if len(cells) > len(head):
            raise csv.Error(
                f"line {line} has {len(cells)} cells for {len(head)} columns; put a reason with commas in quotes"
            )
        if any(cell.strip() for cell in cells):
            found = dict(zip(head, cells, strict=False))
            yield line, {name: found.get(name, "").strip() for name in COLUMNS}


def _judgement(line: int, said: dict[str, str], is_country: Callable[[str], bool]) -> tuple[object, ...]:
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
