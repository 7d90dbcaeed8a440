"""Whether a fetched file is of the kind that was asked for, and whole. Its meaning is for the readers to judge."""

from __future__ import annotations

import csv
import json
import re
import zipfile
import zlib
from collections import deque
from pathlib import Path

HEAD = TAIL = 4096
STEP = 1 << 20
SEEN = 10
PAGES = (b"<!doctype html", b"<html")
FIRST = re.compile(rb"(?:\s|<\?.*?\?>|<!--.*?-->|<![A-Z][^>\[]*>)*<([A-Za-z_][\w.:-]*)[^>]*?(/?)>", re.DOTALL)
"""The first element of a document, behind its prologue; '/' where it is empty."""


def fault(path: Path, kind: str, most: int, holds: str = "") -> str:
    """'' where the file is of its kind; else 'content', 'truncated', or 'bomb' where it unpacks to more than `most` bytes.

    holds: what must stand at the beginning of a table (in a zip: of one of its first files), or be a key of a JSON object (in a list: of one of
    its first objects).
    """
    if kind in ("zip", "archive"):
        return _zip_fault(path, most, holds, whole=kind == "zip")
    if kind == "xml.gz":
        return _gzip_fault(path, most)
    with path.open("rb") as stream:
        head = stream.read(HEAD)
        stream.seek(max(0, path.stat().st_size - TAIL))
        tail = stream.read()
    if kind == "xml":
        return _xml_fault(head, tail)
    if kind == "html":
        return "" if _plain(head).startswith(b"<") and b"\0" not in head else "content"
    if kind == "json":
        return _json_fault(path, holds)
    if not _is_table(head, holds):
        return "content"
    return "" if tail.endswith((b"\n", b"\r")) or _ends_whole(path) else "truncated"


def _ends_whole(path: Path) -> bool:
    """Whether the last line of a table that ends without a line break has a value for each heading: a table says nowhere how long it is,
    and a server that breaks off may end its answer all the same."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        comma = max(",;\t", key=stream.readline().count)
        stream.seek(0)
        try:
            rows = csv.reader(stream, delimiter=comma, strict=True)
            headings = next(rows, [])
            last = deque(rows, maxlen=1)
        except csv.Error as error:
            # Other faults of a line are for the readers to judge.
            return "unexpected end" not in str(error)
    return not last or len(last[0]) >= len(headings)


def _is_table(head: bytes, holds: str) -> bool:
    return bool(head.strip()) and not _plain(head).startswith(b"<") and b"\0" not in head and holds.encode() in head


def _json_fault(path: Path, holds: str) -> str:
    try:
        found = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return "content"
    records = found[:SEEN] if isinstance(found, list) else [found]
    return "" if not holds or any(isinstance(one, dict) and holds in one for one in records) else "content"


def _plain(piece: bytes) -> bytes:
    """The piece without byte order mark, the zeros of UTF-16 and 32, and leading white space."""
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        piece = piece.removeprefix(mark)
    return piece.lstrip(b" \t\r\n\0")


def _xml_fault(head: bytes, tail: bytes) -> str:
    start = _plain(head).replace(b"\0", b"")
    if not start.startswith(b"<") or start.lower().startswith(PAGES):
        return "content"
    # Every well-formed document ends in a tag, a comment or an instruction, after the end of its first element.
    end = tail.replace(b"\0", b"").rstrip()
    first = FIRST.match(start)
    ended = first is None or bool(first[2]) or b"</" + first[1] in end
    return "" if end.endswith(b">") and ended else "truncated"


def _zip_fault(path: Path, most: int, holds: str, whole: bool) -> str:
    """whole: every member is unpacked once to see that it is; of an archive of thousands whoever reads a member finds out."""
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(item.file_size for item in packed.infolist()) > most:
                return "bomb"
            if whole and packed.testzip():
                return "truncated"
            if not holds:
                return ""
            # A folder or a word of explanation may stand before the table.
            for item in [item for item in packed.infolist() if not item.is_dir()][:SEEN]:
                with packed.open(item) as stream:
                    if _is_table(stream.read(HEAD), holds):
                        return ""
            return "content"
    except (zipfile.BadZipFile, zlib.error, EOFError, IndexError, NotImplementedError, RuntimeError):
        return "content"


def _gzip_fault(path: Path, most: int) -> str:
    """Unpacks piece by piece and keeps only the ends."""
    unpacker = zlib.decompressobj(31)
    total, head, tail = 0, b"", b""
    try:
        with path.open("rb") as stream:
            while piece := stream.read(STEP):
                while piece:
                    if unpacker.eof:
                        unpacker = zlib.decompressobj(31)
                    out = unpacker.decompress(piece, STEP)
                    total += len(out)
                    if total > most:
                        return "bomb"
                    head, tail = head or out[:HEAD], (tail + out)[-TAIL:]
                    piece = unpacker.unconsumed_tail or unpacker.unused_data
    except zlib.error:
        return "content"
    return _xml_fault(head, tail) if unpacker.eof else "truncated"
