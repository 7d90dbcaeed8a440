"""Reads a folder of the register's open data; another shape, another version or another byte is refused in words."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import polars as pl

from vrede.sources.register.tables import FORMAT, MANIFEST, REGISTER_TABLES
from vrede.sources.table import Table

MOST_BYTES = 1_000_000_000


class ExtractError(Exception):
    """The folder does not hold the register's open data; the message says what is wrong and what to do."""


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
    except FileNotFoundError as error:
        raise ExtractError(f"{folder}: there is no {MANIFEST} in it; `vrede register publish` writes one") from error
    except (OSError, ValueError, RecursionError) as error:
        raise ExtractError(f"{folder / MANIFEST}: cannot be read ({str(error)[:100]})") from error
    if not isinstance(found, dict) or not isinstance(found.get("files"), dict):
        raise ExtractError(f"{folder / MANIFEST}: it does not say which files belong to it")
    if found.get("format") != FORMAT:
        version = str(found.get("format"))[:20]
        raise ExtractError(f"{folder}: open data of a register in format {version}; this program reads format {FORMAT}")
    return found


def _table(folder: Path, table: Table, files: dict[str, Any]) -> pl.DataFrame:
    path = folder / f"{table.name}.parquet"
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ExtractError(f"{path}: larger than {MOST_BYTES // 1_000_000} MB")
        data = path.read_bytes()
    except OSError as error:
        raise ExtractError(f"{path}: cannot be read ({error.strerror})") from error
    if hashlib.sha256(data).hexdigest() != files.get(path.name):
        raise ExtractError(f"{path}: it is not the file that {MANIFEST} names; publish or fetch the folder again")
    try:
        schema = pl.read_parquet_schema(io.BytesIO(data))
        if dict(schema) != table.schema:
            differing = sorted({*schema.items()} ^ {*table.schema.items()}, key=str)
            raise ExtractError(f"{path}: other columns than {table.name} has: {differing[0][0]}")
        return pl.read_parquet(io.BytesIO(data))
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        raise ExtractError(f"{path}: not a Parquet file ({str(error)[:100]})") from error


def read_register(folder: Path) -> dict[str, pl.DataFrame]:
    """register_activity, register_transaction and register_budget by name; amounts are Int64 cents. Raises ExtractError.

    Every file must have the hash that register.json gives and exactly the declared columns; the keys must be whole and once.
    """
    files = _manifest(folder)["files"]
    found = {table.name: _table(folder, table, files) for table in REGISTER_TABLES}
    for table in REGISTER_TABLES:
        frame = found[table.name]
        if frame.select(table.key).n_unique() != frame.height or any(frame[name].null_count() for name in table.key):
            raise ExtractError(
                f"{folder / table.name}.parquet: a row stands twice, or has no {' and '.join(table.key)}"
            )
    return found
