"""Cuts a file into chunks of whole activities, so that memory stays flat and every activity knows its bytes.

Only files whose root is a plain `iati-activities` in an encoding that keeps ASCII are cut; the others are read whole
(`whole.py`). A chunk that does not parse (an end tag inside a comment, say) sends the file there too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from lxml import etree

END = b"</iati-activity>"
BLOCK = 1 << 20
CHUNK = 2 << 20
HEAD = 1 << 16
ASCII_COMPATIBLE = frozenset({"utf-8", "us-ascii", "ascii", "iso-8859-1", "latin-1", "iso-8859-15", "windows-1252"})
FIRST_ACTIVITY = re.compile(rb"<iati-activity[\s>/]")
DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


class NotCuttable(Exception):
    """The file must be read whole; the message says why."""


@dataclass(frozen=True, slots=True)
class Root:
    """The root as found: its attributes, and the opening tag that every chunk gets so that prefixes resolve."""

    tag: str
    attributes: dict[str, str]
    opening: bytes
    encoding: str
    size: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole activities: their bytes, where they begin in the unpacked file, and the ordinal of the first."""

    data: bytes
    start: int
    first_ordinal: int


def encoding_of(head: bytes) -> str:
    """The file's encoding in lower case, from its byte order mark or its XML declaration; `utf-8` where it says nothing."""
    if head.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return "utf-32"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\x00" in head[:64]:
        return "utf-32" if head[:64].count(b"\x00") > 40 else "utf-16"
    declared = DECLARED.match(head.removeprefix(b"\xef\xbb\xbf"))
    return declared[1].decode("ascii").lower() if declared else "utf-8"


def elements(parser: etree.XMLPullParser) -> Iterator[etree._Element]:
    """What a pull parser of start or end events has read so far."""
    for _, element in parser.read_events():
        yield cast(etree._Element, element)  # the stubs know of events that have none


def read_root(head: bytes) -> Root:
    """What the first bytes say of the root. Raises NotCuttable where they do not end in a first activity."""
    encoding = encoding_of(head)
    if encoding not in ASCII_COMPATIBLE:
        raise NotCuttable(f"encoding {encoding}")
    first = FIRST_ACTIVITY.search(head)
    if first is None:
        raise NotCuttable("no activity near the beginning")
    before = head[: first.start()]
    if before.rfind(b"<!--") > before.rfind(b"-->") or before.rfind(b"<![CDATA[") > before.rfind(b"]]>"):
        raise NotCuttable("what looks like the first activity stands in a comment")
    parser = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True, load_dtd=False)
    try:
        parser.feed(before)
        root = next(elements(parser))
    except (etree.XMLSyntaxError, StopIteration) as error:
        raise NotCuttable("the root cannot be read") from error
    if root.tag != "iati-activities":
        raise NotCuttable(f"the root is {root.tag}")
    names = "".join(
        f' xmlns{":" + prefix if prefix else ""}="{uri.replace("&", "&amp;").replace(chr(34), "&quot;")}"'
        for prefix, uri in sorted(root.nsmap.items(), key=str)
    )
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>'
    opening = f"{declaration}<iati-activities{names}>".encode()
    attributes = {str(name): str(value) for name, value in root.attrib.items()}
    return Root(str(root.tag), attributes, opening, encoding, first.start())


def cut(stream: BinaryIO, start: int, stop: int | None, first_ordinal: int, size: int = CHUNK) -> Iterator[Chunk]:
    """Chunks of about `size` bytes from `start` to `stop` (None: to the end), each ending in an activity's end tag.

    Raises NotCuttable when, at the end of the file, more than the root's end tag is left.
    """
    buffer = bytearray()
    position, ordinal = start, first_ordinal
    stream.seek(start)
    while True:
        want = size if stop is None else min(size, stop - position - len(buffer))
        block = stream.read(want) if want > 0 else b""
        buffer += block
        last = buffer.rfind(END)
        if last >= 0 and (len(buffer) >= size or not block):
            end = last + len(END)
            data = bytes(buffer[:end])
            yield Chunk(data, position, ordinal)
            ordinal += data.count(END)
            position += end
            del buffer[:end]
        if not block:
            break
    if stop is None and not re.fullmatch(rb"\s*</iati-activities\s*>\s*(<!--.*?-->\s*)*", bytes(buffer), re.DOTALL):
        raise NotCuttable("the file does not end in the root's end tag")


def spans(stream: BinaryIO, root: Root, size: int) -> list[tuple[int, int | None, int]]:
    """(start, stop, first ordinal) of pieces of about `size` bytes, for tasks that read one file side by side."""
    found: list[tuple[int, int | None, int]] = []
    start, ordinal, seen = root.size, 0, 0
    stream.seek(start)
    position, tail = start, b""
    while block := stream.read(BLOCK):
        window = tail + block
        position += len(block)
        seen += window.count(END)
        last = window.rfind(END)
        tail = window[last + len(END) :] if last >= 0 else window[1 - len(END) :]
        cut_at = position - len(tail)
        if last >= 0 and cut_at - start >= size:
            found.append((start, cut_at, ordinal))
            start, ordinal = cut_at, seen
    found.append((start, None, ordinal))
    return found
