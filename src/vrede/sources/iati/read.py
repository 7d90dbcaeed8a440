"""A file, or a piece of one, to typed tables: the batches come one by one, so that memory does not grow with the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl
from lxml import etree

from vrede.sources.iati.cast import cast, issue_frame
from vrede.sources.iati.chunks import (
    ASCII_COMPATIBLE,
    END,
    FIRST_ACTIVITY,
    Chunk,
    NotCuttable,
    Root,
    cut,
    elements,
    read_root,
)
from vrede.sources.iati.entities import entity_in
from vrede.sources.iati.file import FileFacts, FileIssue, look, open_plain
from vrede.sources.iati.organisation import ORGANISATION_TABLES
from vrede.sources.iati.tables import TABLES
from vrede.sources.iati.walk import RawIssue, Walker

BATCH = 8 << 20
ROOTS = ("iati-activities", "iati-activity", "iati-organisations", "iati-organisation")
PARSER_OPTIONS: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "collect_ids": False,
    "remove_comments": True,
    "remove_pis": True,
    "remove_blank_text": True,
}


@dataclass(frozen=True, slots=True)
class Batch:
    """Typed tables by name (those with rows), the value issues, and how many activities it holds."""

    tables: dict[str, pl.DataFrame]
    issues: pl.DataFrame
    activities: int


def _flush(walker: Walker) -> Batch:
    rows, raw_issues = walker.take()
    tables: dict[str, pl.DataFrame] = {}
    issues = [issue_frame(raw_issues)]
    for table, table_rows in zip(walker.tables, rows, strict=True):
        if table_rows:
            tables[table.name], found = cast(table, table_rows)
            issues.append(found)
    return Batch(tables, pl.concat(issues), len(rows[walker.activity]))


def read_chunk(walker: Walker, root: Root, chunk: Chunk) -> None:
    """Walk a chunk's activities. Raises NotCuttable where the chunk is not whole activities in sound XML."""
    parser = etree.XMLParser(**PARSER_OPTIONS)
    try:
        parser.feed(root.opening)
        parser.feed(chunk.data)
        parser.feed(b"</iati-activities>")
        document = parser.close()
    except etree.XMLSyntaxError as error:
        raise NotCuttable(str(error)) from error
    activities = document.findall("iati-activity")
    if document.find(ORGANISATION_TAG) is not None:
        raise NotCuttable("an organisation among activities")
    if len(activities) != chunk.data.count(END) or len(activities) != len(FIRST_ACTIVITY.findall(chunk.data)):
        raise NotCuttable("end tags and activities differ")
    at = 0
    for number, element in enumerate(activities):
        opened = FIRST_ACTIVITY.search(chunk.data, at)
        begin = opened.start() if opened else at
        at = chunk.data.index(END, begin) + len(END)
        walker.read(element, chunk.first_ordinal + number, chunk.start + begin, chunk.start + at)


def read_cut(path: Path, start: int, stop: int | None, first_ordinal: int, batch: int = BATCH) -> Iterator[Batch]:
    """Batches of a piece of a file that can be cut. Raises NotCuttable, FileIssue."""
    with open_plain(path) as stream:
        root = read_root(stream.read(1 << 16))
        walker, size = Walker(root.attributes.get("version", "")), 0
        for chunk in cut(stream, start, stop, first_ordinal):
            read_chunk(walker, root, chunk)
            size += len(chunk.data)
            if size >= batch:
                yield _flush(walker)
                size = 0
        yield _flush(walker)


def _transcoded(stream: BinaryIO, encoding: str) -> Iterator[bytes]:
    stream.seek(0)
    if encoding in ("utf-16", "utf-32"):
        try:
            text = stream.read().decode(encoding)
        except UnicodeDecodeError as error:
            raise FileIssue("encoding", str(error)) from error
        yield re.sub(r"^\ufeff?\s*<\?xml[^>]*\?>", "", text).encode("utf-8")
        return
    while block := stream.read(1 << 16):
        yield block


ACTIVITY_TAG, ORGANISATION_TAG = "iati-activity", "iati-organisation"
INSIDE = "an activity stands inside another: it is read as one of its own"
OTHER_KIND = "{} below a root for the other kind: not read"


class _Other:
    """Elements of the other kind than the root is for: how many, and the line of the first."""

    def __init__(self) -> None:
        self.number, self.line = 0, 0

    def add(self, element: etree._Element) -> None:
        """One more."""
        self.number += 1
        line = element.sourceline
        self.line = self.line or (line if isinstance(line, int) else 0)

    def words(self, tag: str) -> str:
        """For the detail of a file."""
        return f"{self.number} {tag}, the first on line {self.line}"


def read_whole(path: Path, facts: FileFacts, batch: int = 2000) -> Iterator[Batch]:
    """Batches of any well-formed file, element by element; no byte ranges. Raises FileIssue: 'ill-formed', or 'wrong-root' where only
    elements of the other kind stand below the root.

    An activity inside another is read as one of its own, and neither takes anything from the other.
    """
    tag, other_tag = (ORGANISATION_TAG, ACTIVITY_TAG) if facts.organisations else (ACTIVITY_TAG, ORGANISATION_TAG)
    tables = ORGANISATION_TABLES if facts.organisations else TABLES
    walker, ordinal, other = Walker(facts.version, tables), 0, _Other()
    with open_plain(path) as stream:
        parser = etree.XMLPullParser(events=("end",), tag=(tag, other_tag), **PARSER_OPTIONS)
        try:
            for block in _transcoded(stream, facts.encoding):
                parser.feed(block)
                for element in elements(parser):
                    if element.tag == other_tag:
                        other.add(element)
                        continue
                    _read_one(walker, element, ordinal)
                    ordinal += 1
                    if ordinal % batch == 0:
                        yield _flush(walker)
            root = parser.close()
            for element in elements(parser):
                if element.tag == tag:
                    walker.read(element, ordinal, None, None)
                    ordinal += 1
        except etree.XMLSyntaxError as error:
            raise FileIssue("ill-formed", entity_in(path) or str(error)) from error
    if not ordinal and other.number:
        raise FileIssue("wrong-root", other.words(other_tag))
    if not ordinal and root.tag not in ROOTS:
        raise FileIssue("not-iati", f"root {root.tag}")
    if other.number:
        walker.issues.append(RawIssue(0, other_tag, other.words(other_tag), OTHER_KIND.format(other_tag)))
    yield _flush(walker)


def _read_one(walker: Walker, element: etree._Element, ordinal: int) -> None:
    """Reads an element and lets go of it; one inside another is taken out of it, and leaves what stands before it."""
    outer = next(element.iterancestors(str(element.tag)), None)
    walker.read(element, ordinal, None, None)
    if outer is not None:
        within = outer.findtext("iati-identifier") or ""
        walker.issues.append(RawIssue(ordinal, str(element.tag), within.strip()[:200], INSIDE))
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
        return
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]  # type: ignore[union-attr]  # it has a sibling, so a parent


def read_file(path: Path) -> Iterator[Batch]:
    """All batches of a file, by whichever way fits it. Raises FileIssue, possibly after some batches: then none count."""
    with open_plain(path) as stream:
        facts: FileFacts = look(stream)
    if facts.cuttable and not facts.organisations and facts.encoding in ASCII_COMPATIBLE:
        try:
            yield from list(read_cut(path, facts.root_size, None, 0))
            return
        except NotCuttable:
            pass
    yield from read_whole(path, facts)
