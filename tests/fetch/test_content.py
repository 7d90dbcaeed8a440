"""A file of another kind than asked for is refused before it takes the place of a good one."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from vrede.fetch.content import fault

MOST = 100_000
XML = b"<iati-activities></iati-activities>"


def zipped(body: bytes) -> bytes:
    """One CSV in a zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("table.csv", body)
    return stream.getvalue()


# bytes, kind, must hold, fault
CASES = {
    "xml": (XML, "xml", "", ""),
    "xml with a mark and a space before it": (b"\xef\xbb\xbf \n" + XML, "xml", "", ""),
    "xml in UTF-16": (XML.decode().encode("utf-16"), "xml", "", ""),
    "xml that ends in a remark": (XML + b"<!-- done -->\n", "xml", "", ""),
    "xml cut in a tag": (XML[:-3], "xml", "", "truncated"),
    "a page": (b"<html></html>", "xml", "", "content"),
    "a page that says so": (b"\n<!DOCTYPE HTML PUBLIC>", "xml", "", "content"),
    "words": (b"Not found", "xml", "", "content"),
    "nothing": (b"", "xml", "", "content"),
    "json": (b'{"datasets": []}', "json", "datasets", ""),
    "json without its key": (b'{"error": 1}', "json", "datasets", "content"),
    "json of another sort": (b"[]", "json", "datasets", "content"),
    "json cut": (b'{"datasets": [', "json", "datasets", "content"),
    "csv": (b"index,jaar\n1,2024\n", "csv", "jaar", ""),
    "csv of something else": (b"a,b\n", "csv", "jaar", "content"),
    "a page for csv": (b"<html>jaar</html>", "csv", "jaar", "content"),
    "a zip for csv": (zipped(b"jaar"), "csv", "jaar", "content"),
    "zip": (zipped(b"Date,USD\n"), "zip", "Date,USD", ""),
    "zip of something else": (zipped(b"id\n"), "zip", "Date,USD", "content"),
    "zip cut": (zipped(b"Date,USD\n" * 100)[:-30], "zip", "", "content"),
    "zip that unpacks to much": (zipped(b"0" * (MOST + 1)), "zip", "", "bomb"),
    "gzip": (gzip.compress(XML), "xml.gz", "", ""),
    "gzip in two members": (gzip.compress(XML[:9]) + gzip.compress(XML[9:]), "xml.gz", "", ""),
    "gzip of a page": (gzip.compress(b"<html></html>"), "xml.gz", "", "content"),
    "gzip cut": (gzip.compress(XML * 50)[:-6], "xml.gz", "", "truncated"),
    "gzip that unpacks to much": (gzip.compress(b"<" * (MOST + 1)), "xml.gz", "", "bomb"),
    "xml that says gzip": (XML, "xml.gz", "", "content"),
}


@pytest.mark.parametrize("case", CASES)
def test_content_is_of_its_kind_or_the_fault_is_named(case: str, tmp_path: Path) -> None:
    """Bytes in, one word out."""
    body, kind, holds, expected = CASES[case]
    path = tmp_path / "file"
    path.write_bytes(body)
    assert fault(path, kind, MOST, holds) == expected
