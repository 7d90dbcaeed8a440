"""Whole files: encodings, namespaces, versions, and everything that is no sound 2.0x activity file."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from vrede.sources.iati import file as file_module
from vrede.sources.iati.file import FILE_REASONS, FileIssue, look, open_plain
from vrede.sources.iati.folder import find_files
from vrede.sources.iati.read import read_file

Tables = dict[str, pl.DataFrame]
ReadBytes = Callable[..., Tables]
ONE = "<iati-activity><iati-identifier>A-1</iati-identifier><title><narrative>Één</narrative></title></iati-activity>"
FILE = f'<iati-activities version="2.03">\n{ONE}\n</iati-activities>'


def declared(encoding: str) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>\n{FILE}'


SOUND = {
    "utf-8": FILE.encode(),
    "utf-8 with a byte order mark": b"\xef\xbb\xbf" + declared("UTF-8").encode(),
    "iso-8859-1": declared("ISO-8859-1").encode("latin-1"),
    "windows-1252": declared("windows-1252").encode("cp1252"),
    "utf-16 little": b"\xff\xfe" + declared("UTF-16").encode("utf-16-le"),
    "utf-16 big": b"\xfe\xff" + declared("UTF-16").encode("utf-16-be"),
    "utf-32": declared("UTF-32").encode("utf-32"),
    "gzip": gzip.compress(FILE.encode()),
    "comment before the root": b"<!-- <iati-activity> -->" + FILE.encode(),
    "comment before the activity": FILE.replace("\n<iati-activity>", "<!-- <iati-activity> --><iati-activity>", 1).encode(),
    "commented activity": FILE.replace("\n<iati-activity>", f"<!-- {ONE} --><iati-activity>", 1).encode(),
    "blank before the end of a tag": FILE.replace("</iati-activity>", "</iati-activity >").encode(),
    "single activity as root": ONE.encode(),
    "prefixes that only the root declares": FILE.replace("version=", 'xmlns:x="http://x" version=').replace("<title>", "<title x:y='1'>").encode(),
    "a document type without entities": b"<!DOCTYPE iati-activities>" + FILE.encode(),
    "a comment after the root": FILE.encode() + b"<!-- end -->\n",
    "version that lies (1.03)": FILE.replace("2.03", "1.03").encode(),
    "no version": FILE.replace(' version="2.03"', "").encode(),
}  # fmt: skip


@pytest.mark.parametrize("data", SOUND.values(), ids=SOUND)
def test_sound(read_bytes: ReadBytes, data: bytes) -> None:
    tables = read_bytes(data)
    assert tables["activity"]["iati_identifier"].to_list() == ["A-1"]
    assert tables["narrative"]["text"].to_list() == ["Één"]


ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
BROKEN = {
    "empty": (b"", "empty"),
    "blanks": (b" \n\t", "empty"),
    "page": (b"<!DOCTYPE html>\n<html><body>404</body></html>", "not-xml"),
    "page in capitals": (b"<HTML><body>404<br></body></HTML>", "not-xml"),
    "json": (b'{"rows": []}', "not-xml"),
    "text": (b"Not Found", "not-xml"),
    "truncated": (FILE.encode()[:-40], "ill-formed"),
    "cut after an activity": (FILE.encode().replace(b"\n</iati-activities>", b""), "ill-formed"),
    "wrong bytes for its encoding": (FILE.encode("latin-1"), "ill-formed"),
    "undeclared prefix": (FILE.replace("<title>", "<x:title>").replace("</title>", "</x:title>").encode(), "ill-formed"),
    "something after the root": (FILE.encode() + b"<more/>", "ill-formed"),
    "entities": ((ENTITY + FILE.replace("Één", "&b;")).encode(), "entities"),
    "entities in utf-16": (b"\xff\xfe" + (ENTITY + FILE).encode("utf-16-le"), "entities"),
    "entity that nobody declares": (FILE.replace("Één", "&x;").encode(), "ill-formed"),
    "another root": (b"<rss><channel/></rss>", "not-iati"),
    "namespace as default": (FILE.replace("version=", 'xmlns="http://x" version=').encode(), "not-iati"),
    "gzip cut off": (gzip.compress(FILE.encode() * 50)[:-20], "ill-formed"),
    "gzip with a wrong sum": (gzip.compress(FILE.encode())[:-6] + b"\0\0\0\0\0\0", "ill-formed"),
    "half a gzip header": (b"\x1f\x8b\x08", "ill-formed"),
    "utf-16 with half a letter": (b"\xff\xfe" + FILE.encode("utf-16-le") + b"\x00", "encoding"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "reason"), BROKEN.values(), ids=BROKEN)
def test_broken(read_bytes: ReadBytes, data: bytes, reason: str) -> None:
    with pytest.raises(FileIssue) as met:
        read_bytes(data)
    assert met.value.reason == reason
    assert reason in FILE_REASONS


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileIssue, match="gone"):
        list(read_file(tmp_path / "none.xml"))


def test_an_unknown_encoding_is_told(read_bytes: ReadBytes) -> None:
    with pytest.raises(FileIssue):
        read_bytes(declared("x-nobody").encode())


def test_no_activities_is_no_issue(read_bytes: ReadBytes) -> None:
    assert read_bytes(b'<iati-activities version="2.03"/>')["activity"].height == 0
    assert read_bytes(b'<iati-activities version="2.03"></iati-activities>')["activity"].height == 0


def test_a_gzip_bomb_is_refused_by_its_ratio(read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_module, "RATIO_FROM", 1 << 20)
    data = FILE.replace("Één", " " * (8 << 20)).encode()
    with pytest.raises(FileIssue) as met:
        read_bytes(gzip.compress(data))
    assert met.value.reason == "too-large"


def test_a_file_larger_than_is_safe_is_refused(read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_module, "MAX_UNPACKED", 1 << 20)
    noise = "".join(f"<!--{os.urandom(400).hex()}-->" for _ in range(3000))
    with pytest.raises(FileIssue) as met:
        read_bytes(gzip.compress(FILE.replace("<title>", f"{noise}<title>").encode()))
    assert met.value.reason == "too-large"


def test_what_the_root_says_is_kept_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(FILE.replace("version=", 'generated-datetime="2021-01-01T00:00:00Z" version='), encoding="utf-8")
    with open_plain(path) as stream:
        facts = look(stream)
    assert (facts.version, facts.generated, facts.encoding) == ("2.03", "2021-01-01T00:00:00Z", "utf-8")


# ---------------------------------------------------------------------------------------------------------- the folder


def test_every_xml_below_the_folder_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b.xml", "a/c d.xml.gz", "a/.hidden.xml", "a/readme.txt", "z.XML.bak"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    assert [f.name for f in find_files(tmp_path)] == ["a/c d.xml.gz", "b.xml"]


def test_datasets_csv_holds_for_its_own_folder(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    for name in ("top.xml", "s/in.xml"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "s" / "datasets.csv").write_text(
        "\ufefffile,retrieved,publisher,licence,address\nin.xml,2021-06-15, XM-1 ,CC0,\n", encoding="utf-8"
    )
    found = {f.name: (f.retrieved, f.publisher, f.licence, f.address) for f in find_files(tmp_path)}
    assert found == {"s/in.xml": ("2021-06-15", "XM-1", "CC0", ""), "top.xml": ("", "", "", "")}


def test_a_file_that_is_listed_and_absent_is_seen(tmp_path: Path) -> None:
    (tmp_path / "datasets.csv").write_text("file,retrieved\ngone.xml,2021-06-15\n", encoding="utf-8")
    (gone,) = find_files(tmp_path)
    assert (gone.name, gone.path.exists()) == ("gone.xml", False)
