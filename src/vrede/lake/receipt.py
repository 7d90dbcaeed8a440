"""Receipts: the XML of an activity as it stands in its source file, by byte range, without contact persons."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import polars as pl
from lxml import etree

from vrede.lake.snapshot import Snapshot
from vrede.sources.iati import FileIssue, NotCuttable, encoding_of, open_plain, read_root, sha256_of

LARGEST = 8 << 20
LEFT_OUT = ("contact-info",)


class ReceiptError(Exception):
    """The source cannot be shown; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The XML of one activity: its text, where it stands, and how many contact blocks were left out of what is shown."""

    text: str
    dataset: str
    sha256: str
    ordinal: int
    byte_start: int | None
    byte_end: int | None
    left_out: int


def source_path(snapshot: Snapshot, dataset: str) -> Path:
    """Where the file of a dataset stands, by the folder that the snapshot was built from."""
    root = Path(snapshot.manifest["root"])
    iati = root / "iati"
    return (iati if iati.is_dir() else root) / dataset


def _element(path: Path, ordinal: int, start: int | None, end: int | None) -> etree._Element:
    if start is None or end is None:
        return nth_activity(path, ordinal)
    with open_plain(path) as stream:
        opening = read_root(stream.read(1 << 16)).opening
        stream.seek(start)
        data = stream.read(end - start)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(opening + data + b"</iati-activities>", parser)
    return root[0]


def read_receipt(snapshot: Snapshot, activity_key: int) -> Receipt:
    """The receipt of an activity. Raises ReceiptError: withheld, the file is gone or changed, too large to show."""
    rows = snapshot.table("activity").filter(pl.col("activity_key") == activity_key)
    if rows.is_empty():
        raise ReceiptError("no such activity in this snapshot")
    row = rows.row(0, named=True)
    if snapshot.clear is not None:
        raise ReceiptError("source XML is not shown while a list of what must not be shown is in force")
    path = source_path(snapshot, row["dataset"])
    start, end = row["byte_start"], row["byte_end"]
    if start is not None and end - start > LARGEST:
        raise ReceiptError(
            f"the activity is {end - start:,} bytes long, too large to show; it stands in {row['dataset']}"
        )
    try:
        if sha256_of(path) != row["sha256"]:
            raise ReceiptError(f"{row['dataset']} has changed since this snapshot was built; build again to see it")
        element = _element(path, row["activity_ordinal"], start, end)
    except FileIssue as error:
        raise ReceiptError(
            f"{row['dataset']} is no longer where it was when this snapshot was built ({error.detail})"
        ) from error
    except (NotCuttable, etree.XMLSyntaxError, IndexError) as error:
        raise ReceiptError(f"{row['dataset']} cannot be read as it was: {error}") from error
    left_out = 0
    for name in LEFT_OUT:
        for found in element.findall(f".//{name}"):
            found.getparent().remove(found)  # type: ignore[union-attr]  # found below the root, so it has a parent
            left_out += 1
    etree.cleanup_namespaces(element)
    etree.indent(element)
    text = etree.tostring(element, encoding="unicode").strip()
    return Receipt(text, row["dataset"], row["sha256"], row["activity_ordinal"], start, end, left_out)


def nth_activity(path: Path, ordinal: int) -> etree._Element:
    """The activity at `ordinal` (from 0), apart from its file. Raises IndexError, FileIssue, etree.XMLSyntaxError."""
    with open_plain(path) as stream:
        data = stream.read()
    encoding = encoding_of(data[:4096])
    if encoding in ("utf-16", "utf-32"):
        data = re.sub(r"^\ufeff?\s*<\?xml[^>]*\?>", "", data.decode(encoding)).encode("utf-8")
    events = etree.iterparse(
        io.BytesIO(data), tag="iati-activity", resolve_entities=False, no_network=True, load_dtd=False
    )
    for number, (_, element) in enumerate(events):
        if number == ordinal:
            return cast(etree._Element, element)
    raise IndexError(f"no activity {ordinal} in {path.name}")
