"""A table as it was fetched: plain, gzip, or the one CSV of a zip. Nothing is unpacked to the disk, and nothing without end."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from vrede.sources.conflict.series import SeriesError

ENDINGS = (".csv", ".csv.gz", ".zip")
MOST_MEMBERS = 1000
BESIDE = "__macosx/"
"""Folder that one system's packer adds to a zip: no table of the supplier."""


def is_table(path: Path) -> bool:
    """Whether a name is one of a table that can be read."""
    return path.name.lower().endswith(ENDINGS)


def _the_table(path: Path, packed: zipfile.ZipFile) -> zipfile.ZipInfo:
    """The one CSV in a zip, whatever its name: only its headings tell what it is. Raises SeriesError."""
    members = packed.infolist()
    if len(members) > MOST_MEMBERS:
        raise SeriesError(f"{path}: {len(members)} files in the zip; one table is expected")
    tables = [
        one
        for one in members
        if not one.is_dir() and one.filename.lower().endswith(".csv") and not one.filename.lower().startswith(BESIDE)
    ]
    if len(tables) != 1:
        raise SeriesError(f"{path}: {len(tables) or 'no'} CSV files in the zip, where one is expected; fetch it again")
    if tables[0].flag_bits & 1:
        raise SeriesError(f"{path}: the table in the zip is locked with a password; fetch it again")
    return tables[0]


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of the table. Raises SeriesError where they cannot be unpacked, at the beginning or on the way."""
    try:
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as packed, packed.open(_the_table(path, packed)) as stream:
                yield stream
        elif path.suffix.lower() == ".gz":
            with gzip.open(path) as unpacked:
                yield io.BufferedReader(unpacked)  # type: ignore[type-var,arg-type,unused-ignore]  # gzip's stream is one
        else:
            with path.open("rb") as plain:
                yield plain
    except (gzip.BadGzipFile, zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError) as error:
        kind = "zip" if path.suffix.lower() == ".zip" else "gzip"
        raise SeriesError(
            f"{path}: not a {kind} file that can be unpacked to its end ({error}); fetch it again"
        ) from error


def unpacked(path: Path, most: int) -> bytes:
    """The whole table, of at most so many bytes. Raises SeriesError."""
    with opened(path) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise SeriesError(f"{path}: larger than {most >> 20} MB unpacked; fetch it again")
    return data
