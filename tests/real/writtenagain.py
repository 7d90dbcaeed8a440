"""Real files written as 2.03 and read again: what must be the same."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path

import polars as pl
import pytest
from lxml import etree
from polars.testing import assert_frame_equal

from roundtrip import plain
from vrede.sources.iati.file import FileIssue
from vrede.sources.iati.read import read_file
from vrede.sources.iati.tables import BY_NAME
from vrede.sources.iati.writer import write

# Days that the standard's schema takes and we do not (0001-01-01 and a period of the year 2998).
UNREAD = {"GB-CHC-291333-SEM_SSD_20/01", "NL-KVK-41198890-ZMB100138", "NL-KVK-40409352-PRJ13-207-0003"}


def tables_of(path: Path) -> dict[str, pl.DataFrame]:
    found: dict[str, list[pl.DataFrame]] = {}
    for batch in read_file(path):
        for name, frame in batch.tables.items():
            found.setdefault(name, []).append(frame)
    tables = {name: table.empty() for name, table in BY_NAME.items()}
    return {**tables, **{name: pl.concat(frames) for name, frames in found.items() if name in BY_NAME}}


def schema_of(shared: Path) -> etree.XMLSchema:
    """The standard's schema of 2.03; where it is not there the test is skipped."""
    path = shared / "iati-standard" / "schemas" / "2.03" / "iati-activities-schema.xsd"
    if not path.exists():
        pytest.skip("the standard's schemas: no shared/data/iati-standard")
    return etree.XMLSchema(etree.parse(path))


def valid(schema: etree.XMLSchema, root: etree._Element) -> dict[int, bool]:
    """Place of each activity -> whether it is valid 2.03 on its own."""
    found = {}
    for number, activity in enumerate(root.findall("iati-activity")):
        alone = etree.Element("iati-activities", version="2.03", nsmap=root.nsmap)
        alone.append(activity)
        found[number] = schema.validate(alone)
    return found


def round_trip(files: Iterable[Path], schema: etree.XMLSchema, written: Path) -> tuple[int, int]:
    """Files that were read, and activities that were valid 2.03 before and are so after. Asserts that all tables come back as they were."""
    read = activities = 0
    for path in files:
        try:
            first = tables_of(path)
        except FileIssue:
            continue
        if first["activity"].is_empty():
            continue
        data = b"".join(write(first))
        written.write_bytes(data)
        again = plain(tables_of(written))
        for name, frame in plain(first).items():
            assert_frame_equal(frame, again[name], check_exact=True)
        read += 1
        before = etree.fromstring(gzip.decompress(path.read_bytes()), etree.XMLParser(huge_tree=True))
        if before.tag == "iati-activities":
            identifiers = dict(enumerate(first["activity"]["iati_identifier"]))
            after = valid(schema, etree.fromstring(data, etree.XMLParser(huge_tree=True)))
            for number, sound in valid(schema, before).items():
                activities += sound
                assert not sound or after[number] or identifiers[number] in UNREAD, (path.name, identifiers[number])
    return read, activities
