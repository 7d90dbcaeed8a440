"""Writes the planned files into a folder and returns what is true about them."""

from __future__ import annotations

import csv
import io
import struct
import zlib
from pathlib import Path

from vrede.sources.sample.broken import file_bytes
from vrede.sources.sample.budget import budget_csv, budget_rows
from vrede.sources.sample.layout import files
from vrede.sources.sample.plan import SampleFile
from vrede.sources.sample.series import series_files
from vrede.sources.sample.truths import Truths, truths_of

MARKER = "made-up.txt"
"""The file whose presence says that everything in the folder is made up."""
MARKER_TEXT = (
    "Everything in this folder is made up: activities, amounts, organisations, results and budget.\n"
    "Alles in deze map is verzonnen: activiteiten, bedragen, organisaties, resultaten en begroting.\n"
)
SELECTION = "sample"
STORED_BLOCK = 65_535
DATASETS = ("file", "retrieved", "publisher", "licence", "address", "selection")


def write_sample(folder: Path, seed: int = 4) -> Truths:
    """Writes the sample below `folder` and returns its truths.

    Makes iati/<set>/*.xml and *.xml.gz, iati/<set>/datasets.csv, budget/art4_budget.csv, conflict/*.csv and
    made-up.txt; files of
    these names are overwritten, others stay. Raises OSError when the folder cannot be written.
    """
    plan = files(seed)
    rows = budget_rows(seed)
    for file in plan:
        _write(folder / "iati" / file.folder / file.name, _packed(file))
    for name in dict.fromkeys(file.folder for file in plan):
        listed = _datasets([file for file in plan if file.folder == name])
        _write(folder / "iati" / name / "datasets.csv", listed.encode("utf-8"))
    _write(folder / "budget" / "art4_budget.csv", budget_csv(rows).encode("utf-8"))
    for name, content in series_files(seed).items():
        _write(folder / "conflict" / name, content)
    _write(folder / MARKER, MARKER_TEXT.encode("utf-8"))
    return truths_of(seed, plan, rows)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _packed(file: SampleFile) -> bytes:
    content = file_bytes(file)
    return stored_gzip(content) if file.name.endswith(".gz") else content


def stored_gzip(content: bytes) -> bytes:
    """`content` as gzip in stored blocks (RFC 1951, 3.2.4), without name or time.

    Compressed bytes differ between zlib and its successors, and the header between Python 3.11 and 3.13; stored
    blocks are the same everywhere, and the whole sample is small.
    """
    blocks = [content[at : at + STORED_BLOCK] for at in range(0, len(content), STORED_BLOCK)] or [b""]
    out = [b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"]
    for number, block in enumerate(blocks, 1):
        last = number == len(blocks)
        out.append(struct.pack("<BHH", last, len(block), len(block) ^ 0xFFFF) + block)
    out.append(struct.pack("<II", zlib.crc32(content), len(content) & 0xFFFFFFFF))
    return b"".join(out)


def _datasets(listed: list[SampleFile]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(DATASETS)
    for file in listed:
        address = f"https://example.org/made-up/{file.folder}/{file.name}"
        writer.writerow((file.name, file.retrieved, file.publisher, file.licence, address, SELECTION))
    return out.getvalue()
