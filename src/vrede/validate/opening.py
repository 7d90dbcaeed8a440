"""The beginning of a file: is it XML, in which encoding, and what does its root say."""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from lxml import etree

from vrede.sources.iati import HEAD, elements, encoding_of
from vrede.validate.broken import Unreadable, broken

COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
DECLARATION = re.compile(r"<\?xml[^>]*\?>")
ROOTS = {"iati-activities": "activities", "iati-organisations": "organisations"}


@dataclass(frozen=True, slots=True)
class Opening:
    """What the beginning of a file says: kind of file ('' where the root is another), its tag and line, version and encoding."""

    kind: str
    tag: str
    version: str
    encoding: str
    head: bytes
    line: int = 1


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
            raise Unreadable("file.encoding") from error
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
    return Opening(ROOTS.get(tag, ""), tag, version, encoding, head, _line_of(tag, head)), stream


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


def _line_of(tag: str, head: bytes) -> int:
    """The line on which the root begins; the parser names that of its last letter."""
    name = re.escape(tag.rpartition("}")[2].encode())
    plain = COMMENT.sub(lambda found: b" " + b"\n" * found[0].count(b"\n"), head)
    found = re.search(rb"<(?:[^\s<>/:]+:)?" + name + rb"[\s/>]", plain)
    return 1 if found is None else plain[: found.start()].count(b"\n") + 1


def _root_of(head: bytes) -> tuple[str, str]:
    parser = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True, load_dtd=False)
    at_end = False
    try:
        for at in range(0, len(head), 1 << 12):
            parser.feed(head[at : at + (1 << 12)])
            for element in elements(parser):
                return str(element.tag), element.get("version", "")
        at_end = len(head) < HEAD
        parser.close()
    except etree.XMLSyntaxError as error:
        for element in elements(parser):
            if b">" in head[head.find(etree.QName(element).localname.encode()) :]:  # it breaks after its root
                return str(element.tag), element.get("version", "")
        raise broken(parser, error, at_end=at_end) from error
    except LookupError as error:
        raise Unreadable("file.encoding") from error
    return "", ""


def _filled(stream: BinaryIO, size: int) -> bytes:
    """The first `size` bytes, however few a read gives at a time."""
    data = bytearray()
    while len(data) < size and (block := stream.read(size - len(data))):
        data += block
    return bytes(data)
