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


def zipped(body: bytes, *before: str) -> bytes:
    """One CSV in a zip. before: what stands in it before the table."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in before:
            packed.writestr(name, b"")
        packed.writestr("table.csv", body)
    return stream.getvalue()


# bytes, kind, must hold, fault
CASES = {
    "xml": (XML, "xml", "", ""),
    "xml with a mark and a space before it": (b"\xef\xbb\xbf \n" + XML, "xml", "", ""),
    "xml in UTF-16": (XML.decode().encode("utf-16"), "xml", "", ""),
    "xml that ends in a remark": (XML + b"<!-- done -->\n", "xml", "", ""),
    "xml cut in a tag": (XML[:-3], "xml", "", "truncated"),
    "xml cut behind a tag": (b"<?xml version='1.0'?><!-- a --><a:b x='1'><c/>", "xml", "", "truncated"),
    "xml with a prologue and an empty element": (
        b"<?xml version='1.0'?>\n<!-- <x> --><iati-activities/>",
        "xml",
        "",
        "",
    ),
    "xml with a declared type": (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a></a>", "xml", "", ""),
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
    "csv without a break at its end": (b"a,jaar\n1,2024", "csv", "jaar", ""),
    "csv with a text of two lines at its end": (b'jaar;a\n2024;"x\ny"', "csv", "jaar", ""),
    "csv cut in a line": (b"index,jaar,b\n1,2024,3\n2,20", "csv", "jaar", "truncated"),
    "csv cut in a text": (b'index;jaar;b\n1;2024;"3\n2;20', "csv", "jaar", "truncated"),
    "a page for csv": (b"<html>jaar</html>", "csv", "jaar", "content"),
    "a zip for csv": (zipped(b"jaar"), "csv", "jaar", "content"),
    "zip": (zipped(b"Date,USD\n"), "zip", "Date,USD", ""),
    "zip with a folder and a note before": (zipped(b"Date,USD\n", "a/", "a/readme.txt"), "zip", "Date,USD", ""),
    "zip with folders alone before another table": (zipped(b"id\n", "a/"), "zip", "Date,USD", "content"),
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
