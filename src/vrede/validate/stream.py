"""A file in pieces of whole activities, each a small document, so that memory stays flat and every line keeps its number."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from typing import BinaryIO, cast

from lxml import etree

from vrede.sources.iati import (
    ASCII_COMPATIBLE,
    END,
    PARSER_OPTIONS,
    NotCuttable,
    Root,
    read_root,
)
from vrede.validate.broken import Unreadable, broken, undeclared
from vrede.validate.opening import Opening
from vrede.validate.strays import TAGS, Nested, lifted

PIECE = 1 << 18  # some 250 expressions go over its tree: measured, this took the least CPU (decision 0015)
MAX_ACTIVITY = 64 << 20
MAX_ACTIVITIES = 500
BATCH = 100


@dataclass(frozen=True, slots=True)
class Piece:
    """Some activities as a document. ordinal: of the first; lines_before: lines of the file before line 1 of this document.

    first: it carries the file's own root with its attributes; later pieces have a root of ours that fits the schema.
    nested: what stood inside another activity; it stands behind it here.
    """

    root: etree._Element
    ordinal: int
    lines_before: int
    first: bool
    nested: tuple[Nested, ...] = ()


def pieces(opening: Opening, stream: BinaryIO, version: str) -> Iterator[Piece]:
    """The file in pieces of about 256 kB. Raises Unreadable where reading cannot go on; pieces before it count."""
    cuttable = opening.kind == "activities" and opening.encoding in ASCII_COMPATIBLE
    try:
        root = read_root(opening.head) if cuttable and b"<!DOCTYPE" not in opening.head else None
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
        nested = lifted(document)
        if first or len(document):
            yield Piece(document, ordinal, lines, first, nested)
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
    above = "iati-organisations" if opening.kind == "organisations" else "iati-activities"
    parser = etree.XMLPullParser(events=("start", "end"), tag=("*",), **PARSER_OPTIONS)
    open_ones = _Open()
    fed, at_end, declares = 0, False, b"<!DOCTYPE" in opening.head
    try:
        for block in _blocks(begun, stream):
            fed += len(block)
            for event, element in _events(parser, block):
                open_ones.unread = open_ones.unread or (declares and undeclared(parser, lines) is not None)
                if open_ones.met(event, element) and (len(open_ones.batch) >= BATCH or fed > PIECE):
                    yield _moved(open_ones.batch, open_ones.top, above, ordinal, lines, first)
                    ordinal += len(open_ones.batch)
                    open_ones.batch, fed, first = [], 0, False
            if declares and (entity := undeclared(parser, lines)) is not None:
                yield _moved(open_ones.batch, open_ones.top, above, ordinal, lines, first)
                raise entity
            if fed > MAX_ACTIVITY:
                raise Unreadable("file.activity-too-large", str(fed >> 20))
        at_end = True
        parser.close()
    except etree.XMLSyntaxError as error:
        if whole := open_ones.batch + open_ones.inside:
            yield _moved(whole, open_ones.top, above, ordinal, lines, first)
        raise broken(parser, error, lines, at_end) from error
    if open_ones.batch or first:
        yield _moved(open_ones.batch, open_ones.top, above, ordinal, lines, first)


def _events(parser: etree.XMLPullParser, block: bytes) -> Iterator[tuple[str, etree._Element]]:
    """What a block begins and ends; where it breaks, what stands before the break first."""
    try:
        parser.feed(block)
    except etree.XMLSyntaxError:
        with suppress(etree.XMLSyntaxError):
            yield from cast("Iterator[tuple[str, etree._Element]]", parser.read_events())
        raise
    yield from cast("Iterator[tuple[str, etree._Element]]", parser.read_events())


class _Open:
    """What of a file is open while it is pulled. batch: whole activities; inside: those whole within one that is not. unread: an
    entity was met that nothing declares, and no activity is whole that has it."""

    def __init__(self) -> None:
        self.batch: list[etree._Element] = []
        self.inside: list[etree._Element] = []
        self.top: etree._Element | None = None
        self.depth = 0
        self.unread = False

    def met(self, event: str, element: etree._Element) -> bool:
        """True where an event ends an activity that stands in no other."""
        if self.top is None:
            self.top = element
        if element.tag not in TAGS.values():
            return False
        self.depth += 1 if event == "start" else -1
        if event == "start":
            return False
        if self.depth:
            self.inside = [one for one in self.inside if element not in one.iterancestors()] + [element]
            return False
        self.inside = []
        if self.unread and next(element.iter(etree.Entity), None) is not None:
            return False
        self.batch.append(element)
        return True


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
        root.append(_copied(element))
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]
    return Piece(root, ordinal, lines, first, lifted(root))


def _copied(element: etree._Element) -> etree._Element:
    """A copy without the text behind it, which is not the activity's."""
    copy = deepcopy(element)
    copy.tail = None
    return copy
