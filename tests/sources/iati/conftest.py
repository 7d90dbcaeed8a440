"""Reads XML written in a test as a file would be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from vrede.sources.iati.read import read_file
from vrede.sources.iati.tables import BY_NAME

Tables = dict[str, pl.DataFrame]
Reader = Callable[..., Tables]


def tables_of(path: Path) -> Tables:
    """All tables of a file, whole; `issue` holds what could not be read."""
    batches = list(read_file(path))
    found: dict[str, list[pl.DataFrame]] = {}
    for batch in batches:
        for name, frame in batch.tables.items():
            found.setdefault(name, []).append(frame)
    tables = {name: table.empty() for name, table in BY_NAME.items()}
    tables |= {name: pl.concat(frames) for name, frames in found.items()}
    return {**tables, "issue": pl.concat([b.issues for b in batches])}


@pytest.fixture
def read_bytes(tmp_path: Path) -> Callable[[bytes], Tables]:
    """bytes of a file -> its tables."""

    def read(data: bytes, name: str = "file.xml") -> Tables:
        path = tmp_path / name
        path.write_bytes(data)
        return tables_of(path)

    return read


@pytest.fixture
def read(read_bytes: Callable[[bytes], Tables]) -> Reader:
    """The inside of one activity -> its tables. `attributes` stand on the activity."""

    def one(inside: str, attributes: str = "", root: str = 'version="2.03"') -> Tables:
        return read_bytes(
            f"<iati-activities {root}>\n<iati-activity {attributes}>{inside}</iati-activity>\n</iati-activities>".encode()
        )

    return one


@pytest.fixture
def rows(read: Reader) -> Callable[..., list[tuple[object, ...]]]:
    """Rows of one table of one activity, the chosen columns only."""

    def chosen(table: str, columns: str, inside: str, attributes: str = "") -> list[tuple[object, ...]]:
        return read(inside, attributes)[table].select(columns.split()).rows()

    return chosen
