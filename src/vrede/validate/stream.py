"""A file in pieces of whole activities, each a small document, so that memory stays flat and every line keeps its number."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from lxml import etree

from vrede.sources.iati import (
    ASCII_COMPATIBLE,
    END,
    HEAD,
    PARSER_OPTIONS,
    NotCuttable,
    Root,
    elements,
    encoding_of,
    read_root,
)

PIECE = 1 << 18  # some 250 expressions go over its tree: measured, this took the least CPU (decision 0015)
MAX_ACTIVITY = 64 << 20
MAX_ACTIVITIES = 500
BATCH = 100
DECLARATION = re.compile(r"<\?xml[^>]*\?>")
ROOTS = {"iati-activities": "activities", "iati-organisations": "organisations"}


class Unreadable(Exception):
    """The rest of a file cannot be read. reason: key of a message; line: where, as far as known."""

    def __init__(self, reason: str, detail: str = "", line: int | None = None) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail, self.line = reason, detail, line


@dataclass(frozen=True, slots=True)
class Piece:
    """Some activities as a document. ordinal: of the first; lines_before: lines of the file before line 1 of this document.

    first: it carries the file's own root with its attributes; later pieces have a root of ours that fits the schema.
    """

    root: etree._Element
    ordinal: int
    lines_before: int
    first: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """What the beginning of a file says: kind of file ('' where the root is another), its tag, version and encoding."""

    kind: str
    tag: str
    version: str
    encoding: str
    head: bytes


class Transcoded(io.RawIOBase):
    """UTF-16 or UTF-32 as UTF-8, its XML declaration blanked; lines keep their numbers. Raises Unreadable('encoding')."""

    def __init__(self, inner: BinaryIO, encoding: str) -> None:
        self.inner, self.decoder, self.begun = inner, codecs.getincrementaldecoder(encoding)(), False

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At least one byte until the end, whatever `size` asks."""
        while block := self.inner.read(max(size, 1 << 16) if size > 0 else 1 << 20):
            if data := self._utf8(block, False):
                return data
        return self._utf8(b"", True)

    def _utf8(self, block: bytes, last: bool) -> bytes:
        try:
            text = self.decoder.decode(block, last)
        except UnicodeError as error:
            raise Unreadable("file.encoding", str(error)) from error
        if not self.begun and text:
            self.begun = True
            text = DECLARATION.sub("", text.removeprefix("\ufeff"), count=1)
        return text.encode("utf-8", "replace")


def opened(stream: BinaryIO) -> tuple[Opening, BinaryIO]:
    """The beginning of a file, and the stream to read on from there. Raises Unreadable: empty, no XML, no IATI, entities."""
    head = _filled(stream, HEAD)
    if not head.strip(b"\x00 \t\r\n"):
        raise Unreadable("file.empty")
    encoding = encoding_of(head)
    if encoding in ("utf-16", "utf-32"):
        whole = cast(BinaryIO, io.BufferedReader(_Joined(head, stream)))
        stream = cast(BinaryIO, Transcoded(whole, _with_order(encoding, head)))
        head, encoding = _filled(stream, HEAD), "utf-8"
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not plain.startswith(b"<") or re.match(rb"<!doctype\s+html|<html", plain, re.IGNORECASE):
        raise Unreadable("file.not-xml", plain[:40].decode("utf-8", errors="replace"), 1)
    if b"<!ENTITY" in head:
        raise Unreadable("file.entities", "<!ENTITY", head[: head.index(b"<!ENTITY")].count(b"\n") + 1)
    tag, version = _root_of(head)
    return Opening(ROOTS.get(tag, ""), tag, version, encoding, head), stream


def _with_order(encoding: str, head: bytes) -> str:
    """The encoding with its order of bytes, where no mark says it: the first letter of a file is `<`."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return encoding
    return f"{encoding}-{'be' if head[:1] == bytes(1) else 'le'}"


class _Joined(io.RawIOBase):
    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self.head, self.rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.head[: len(buffer)] if self.head else self.rest.read(len(buffer))
        self.head = self.head[len(data) :] if self.head else b""
        buffer[: len(data)] = data
        return len(data)


def _root_of(head: bytes) -> tuple[str, str]:
    parser = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True, load_dtd=False)
    try:
        for at in range(0, len(head), 1 << 12):
            parser.feed(head[at : at + (1 << 12)])
            for element in elements(parser):
                return str(element.tag), element.get("version", "")
        parser.close()
    except etree.XMLSyntaxError as error:
        raise _broken(error, error.lineno or 1) from error
    except LookupError as error:
        raise Unreadable("file.encoding", str(error)) from error
    return "", ""


def _broken(error: etree.XMLSyntaxError, line: int) -> Unreadable:
    reason = "file.encoding" if "encoding" in (error.msg or "") else "file.ill-formed"
    return Unreadable(reason, _said(error), line)


def _said(error: etree.XMLSyntaxError) -> str:
    return re.sub(r"(, line \d+, column \d+)? \(.*?\)$", "", error.msg or "")[:300]


def pieces(opening: Opening, stream: BinaryIO, version: str) -> Iterator[Piece]:
    """The file in pieces of about 256 kB. Raises Unreadable where reading cannot go on; pieces before it count."""
    try:
        root = (
            read_root(opening.head) if opening.kind == "activities" and opening.encoding in ASCII_COMPATIBLE else None
        )
    except NotCuttable:
        root = None
    if root is None:
        yield from _pulled(iter((opening.head,)), stream, opening, 0, 0, True)
        return
    namespaces = root.opening.removesuffix(b">")
    yield from _cut(opening, root, stream, namespaces + f' version="{version}">'.encode())


def _cut(opening: Opening, root: Root, stream: BinaryIO, ours: bytes) -> Iterator[Piece]:
    buffer = bytearray(opening.head)
    ordinal = lines = 0
    first = more = True
    searched = root.size
    while more:
        end, whole = _end_of_piece(buffer, searched)
        if not whole:
            block = stream.read(PIECE)
            if block:
                searched = max(searched, len(buffer) - len(END)) if not end else searched
                buffer += block
                if not end and len(buffer) > MAX_ACTIVITY:
                    raise Unreadable("file.activity-too-large", str(len(buffer) >> 20), lines + 1)
                continue
            end, more = len(buffer), False
        data = bytes(buffer[:end])
        del buffer[:end]
        document = _parsed(b"" if first else ours, data, more)
        if document is None:
            begun = (b"" if first else ours, data, bytes(buffer))
            yield from _pulled(iter(begun), stream, opening, ordinal, lines, first)
            return
        if first or len(document):
            yield Piece(document, ordinal, lines, first)
        ordinal += sum(1 for child in document if child.tag == "iati-activity")
        lines += data.count(b"\n")
        first, searched = False, 0


def _end_of_piece(buffer: bytearray, searched: int) -> tuple[int, bool]:
    """(where the last whole activity ends, 0 where none does; whether that is enough for a piece).

    Enough is 256 kB, or 500 activities: a schema's errors in thousands of brothers take the square of their number.
    """
    last = buffer.rfind(END, searched)
    if last < 0:
        return 0, False
    if buffer.count(END) > MAX_ACTIVITIES:
        at = 0
        for _ in range(MAX_ACTIVITIES):
            at = buffer.index(END, at) + len(END)
        return at, True
    return last + len(END), len(buffer) >= PIECE


def _parsed(before: bytes, data: bytes, closed: bool) -> etree._Element | None:
    """A piece as a document; None where it is not whole activities in sound XML."""
    parser = etree.XMLParser(**PARSER_OPTIONS)
    try:
        if before:
            parser.feed(before)
        parser.feed(data)
        if closed:
            parser.feed(b"</iati-activities>")
        document = parser.close()
    except etree.XMLSyntaxError:
        return None
    return document if document.tag == "iati-activities" else None


def _pulled(
    begun: Iterator[bytes], stream: BinaryIO, opening: Opening, ordinal: int, lines: int, first: bool
) -> Iterator[Piece]:
    """The rest of a file element by element: for files that cannot be cut, and to find where a broken one breaks."""
    tag = "iati-organisation" if opening.kind == "organisations" else "iati-activity"
    above = f"{'iati-organisations' if opening.kind == 'organisations' else 'iati-activities'}"
    parser = etree.XMLPullParser(events=("start", "end"), tag=("*",), **PARSER_OPTIONS)
    batch: list[etree._Element] = []
    top: etree._Element | None = None
    fed = depth = 0
    try:
        for block in _blocks(begun, stream):
            fed += len(block)
            parser.feed(block)
            for event, element in cast("Iterator[tuple[str, etree._Element]]", parser.read_events()):
                if event == "start":
                    depth += 1
                    top = element if top is None else top
                    continue
                depth -= 1
                if element.tag != tag:
                    continue
                batch.append(element)
                if len(batch) >= BATCH or fed > PIECE:
                    yield _moved(batch, top, above, ordinal, lines, first)
                    ordinal += len(batch)
                    batch, fed, first = [], 0, False
            if fed > MAX_ACTIVITY:
                raise Unreadable("file.activity-too-large", str(fed >> 20))
        parser.close()
    except etree.XMLSyntaxError as error:
        if batch:
            yield _moved(batch, top, above, ordinal, lines, first)
        raise _broken(error, (error.lineno or 1) + lines) from error
    if batch or first:
        yield _moved(batch, top, above, ordinal, lines, first)


def _blocks(begun: Iterator[bytes], stream: BinaryIO) -> Iterator[bytes]:
    yield from (block for block in begun if block)
    while block := stream.read(1 << 16):
        yield block


def _moved(
    batch: list[etree._Element], top: etree._Element | None, above: str, ordinal: int, lines: int, first: bool
) -> Piece:
    """Copies of the batch below a root of its own, with the attributes of the file's where that is of this kind.

    The parser is at work further on in the same tree, so what it has finished is copied and emptied, not moved.
    """
    root = etree.Element(above, nsmap=cast("dict[str, str] | None", top.nsmap if top is not None else None))
    if top is not None and top.tag == above:
        for name, value in cast("dict[str, str]", top.attrib).items():
            if name.startswith("{") or ":" not in name:  # a prefix that nothing declares is no name
                root.set(name, value)
    for element in batch:
        root.append(deepcopy(element))
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]
    return Piece(root, ordinal, lines, first)


def _filled(stream: BinaryIO, size: int) -> bytes:
    """The first `size` bytes, however few a read gives at a time."""
    data = bytearray()
    while len(data) < size and (block := stream.read(size - len(data))):
        data += block
    return bytes(data)
