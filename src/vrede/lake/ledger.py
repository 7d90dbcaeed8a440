"""The ledger of issued forecasts: each stands in its own folder of the lake, and a line with its hash joins it to the one before.

Nothing is taken out and nothing written over: a forecast that turns out badly stays, and is scored like the others.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from vrede.lake.store import LakeError, Store

FOLDER = "forecasts"
LEDGER = f"{FOLDER}/ledger.json"
Draws = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One issue. vintage: the releases whose deaths it was made from, '' in lines from before it was noted. targets: target -> model; stale: inputs older than they should be; files: name -> hash of its bytes."""

    issue: int
    origin: str
    first_month: str
    last_month: str
    issued: str
    targets: dict[str, str]
    iso3: list[str]
    stale: str
    panel_sha256: str
    inputs: str
    files: dict[str, str]
    previous: str
    hash: str = ""
    vintage: str = ""

    @property
    def in_time(self) -> bool:
        """Issued before its first month began."""
        return self.issued < f"{self.first_month}-01"

    @property
    def folder(self) -> str:
        """Where its files stand."""
        return f"{FOLDER}/{self.issue:04d}"


def written(line: LedgerLine) -> dict[str, Any]:
    """A line as the file has it: without a vintage that was not noted, so that a line of before keeps its bytes."""
    return {name: value for name, value in asdict(line).items() if name != "vintage" or value}


def digest(line: LedgerLine) -> str:
    """The hash of a line with the one before: over all of it but the hash itself."""
    said = {name: value for name, value in written(line).items() if name != "hash"}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def read_ledger(store: Store) -> list[LedgerLine]:
    """All lines, the oldest first; none where nothing was issued. Raises LakeError where a line was changed or left out."""
    if not store.exists(LEDGER):
        return []
    rows = store.read_json(LEDGER)
    if not isinstance(rows, list):
        raise LakeError(
            f"{store.path(LEDGER)} cannot be read; put back the copy of before, nothing is issued until then"
        )
    lines: list[LedgerLine] = []
    for number, row in enumerate(rows, 1):
        try:
            line = LedgerLine(**row)
        except TypeError as error:
            raise LakeError(f"{store.path(LEDGER)}: line {number} has another shape ({error})") from error
        previous = lines[-1].hash if lines else ""
        if line.issue != number or line.previous != previous or digest(line) != line.hash:
            raise LakeError(
                f"{store.path(LEDGER)}: line {number} does not fit the one before; it was changed, or one was left out"
            )
        lines.append(line)
    return lines


def packed_draws(arrays: Mapping[str, Draws]) -> bytes:
    """Arrays by name as one .npz file; the same arrays give the same bytes, however they lie in memory."""
    out = io.BytesIO()
    rows_first = {name: np.asarray(array, order="C") for name, array in sorted(arrays.items())}
    np.savez_compressed(out, allow_pickle=False, **rows_first)
    return out.getvalue()


def unpacked_draws(data: bytes) -> dict[str, Draws]:
    """What `packed` made. Raises ValueError for a file with anything but numbers."""
    with np.load(io.BytesIO(data), allow_pickle=False) as found:
        return {name: found[name].astype(np.float32) for name in found.files}


def _parquet(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_parquet(out, compression="zstd", compression_level=3)
    return out.getvalue()


def append_issue(
    store: Store,
    facts: Mapping[str, Any],
    tables: Mapping[str, pl.DataFrame],
    arrays: Mapping[str, Mapping[str, Draws]],
) -> LedgerLine:
    """Write an issue's files, then its line. A folder that a killed run left without a line is written over. Where another run
    issued the same inputs in the meantime, its line is given back and nothing is written.

    facts: the fields of Line but issue, files, previous and hash. tables: name -> frame. arrays: name -> arrays by
    target. Raises LakeError: the ledger was tampered with, cannot be written, or is held by another.
    """
    with store.lock():
        lines = read_ledger(store)
        if already := next((line for line in lines if line.inputs == facts["inputs"]), None):
            return already
        files = {f"{name}.parquet": _parquet(frame) for name, frame in tables.items()}
        files |= {f"{name}.npz": packed_draws(found) for name, found in arrays.items()}
        hashes = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
        line = LedgerLine(issue=len(lines) + 1, files=hashes, previous=lines[-1].hash if lines else "", **facts)
        line = LedgerLine(**{**asdict(line), "hash": digest(line)})
        for name, data in files.items():
            store.write_bytes(f"{line.folder}/{name}", data)
        store.write_json(LEDGER, [written(one) for one in [*lines, line]])
    return line


def issued_file(store: Store, line: LedgerLine, name: str) -> bytes:
    """A file of an issue, as it was issued. Raises LakeError where it is missing or was changed since."""
    try:
        data = store.read_bytes(f"{line.folder}/{name}")
    except FileNotFoundError as error:
        raise LakeError(f"{store.path(line.folder)}/{name} is missing; issue {line.issue} cannot be shown") from error
    if hashlib.sha256(data).hexdigest() != line.files.get(name):
        raise LakeError(
            f"{store.path(line.folder)}/{name} was changed after it was issued; put back the copy of before"
        )
    return data


def issued_table(store: Store, line: LedgerLine, name: str) -> pl.DataFrame:
    """A table of an issue. Raises LakeError."""
    return pl.read_parquet(io.BytesIO(issued_file(store, line, f"{name}.parquet")))


def issued_draws(store: Store, line: LedgerLine, name: str) -> dict[str, Draws]:
    """Arrays of an issue by target. Raises LakeError."""
    return unpacked_draws(issued_file(store, line, f"{name}.npz"))
