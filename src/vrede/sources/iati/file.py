"""One file before its activities: is it there, is it IATI, which version, in which encoding; else why it is not read."""

from __future__ import annotations

import gzip
import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from lxml import etree

from vrede.sources.iati.chunks import HEAD, NotCuttable, elements, encoding_of, read_root

MAX_UNPACKED = 16 << 30
MAX_RATIO = 200
RATIO_FROM = 100 << 20
ROOT = re.compile(rb"<(?!\?|!)([A-Za-z_][\w.:-]*)")


class FileIssue(Exception):
    """The file is not read: `reason` is a code of FILE_REASONS, `detail` what was met."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail = reason, detail


# Code of a file-level issue -> what it means and what to do; the site shows both.
FILE_REASONS: dict[str, str] = {
    "gone": "the file could not be opened; check that it exists and may be read",
    "empty": "the file is empty; fetch it again",
    "not-xml": "the file is not XML (a web page or another format); fetch it again",
    "ill-formed": "the XML is broken or cut off, so nothing in it is used; the publisher must mend it",
    "entities": "the file declares entities, which may be an attack; the publisher must write it without",
    "not-iati": "XML, but no IATI activities",
    "wrong-root": "what stands in the file does not belong below its root; the publisher must put activities below iati-activities and organisations below iati-organisations",
    "too-large": "the file unpacks to more than is safe",
    "encoding": "the encoding is unknown or the bytes do not fit it",
}


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file before its activities are read."""

    version: str
    generated: str
    encoding: str
    cuttable: bool
    root_size: int
    organisations: bool = False


class CappedFile(io.RawIOBase):
    """A stream that refuses to unpack without end (a packed bomb)."""

    def __init__(self, inner: BinaryIO, packed_size: int) -> None:
        self.inner, self.packed_size = inner, max(packed_size, 1)

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Forward at least."""
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        """As the inner stream does."""
        return self.inner.seek(offset, whence)

    def tell(self) -> int:
        """As the inner stream does."""
        return self.inner.tell()

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; FileIssue('too-large') past the caps, 'ill-formed' where the packing is broken."""
        try:
            data = self.inner.read(size)
        except (gzip.BadGzipFile, EOFError, OSError, ValueError) as error:
            raise FileIssue("ill-formed", f"gzip: {error}") from error
        except Exception as error:  # zlib.error is not an OSError
            raise FileIssue("ill-formed", f"gzip: {error}") from error
        position = self.inner.tell()
        if position > MAX_UNPACKED or (position > RATIO_FROM and position > MAX_RATIO * self.packed_size):
            raise FileIssue("too-large", f"{position} bytes from {self.packed_size}")
        return data

    def close(self) -> None:
        """Close the inner stream too."""
        self.inner.close()
        super().close()


def open_plain(path: Path) -> BinaryIO:
    """The unpacked bytes of a plain or gzipped file. Raises FileIssue('gone')."""
    try:
        with path.open("rb") as probe:
            packed = probe.read(2) == b"\x1f\x8b"
        if not packed:
            return path.open("rb")
        return cast(BinaryIO, CappedFile(cast(BinaryIO, gzip.open(path, "rb")), path.stat().st_size))
    except OSError as error:
        raise FileIssue("gone", error.strerror or str(error)) from error


def sha256_of(path: Path) -> str:
    """Hash of the bytes on disk. Raises FileIssue('gone')."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise FileIssue("gone", error.strerror or str(error)) from error


def xml_sha256_of(path: Path) -> str:
    """Hash of the unpacked bytes. Raises FileIssue."""
    with open_plain(path) as stream:
        digest = hashlib.sha256()
        while piece := stream.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def look(stream: BinaryIO) -> FileFacts:
    """What the first bytes say. Raises FileIssue for everything that is no IATI file."""
    stream.seek(0)
    head = stream.read(HEAD)
    more = head if len(head) < HEAD else head + stream.read((1 << 20) - HEAD)
    if not head.strip(b"\x00 \t\r\n"):
        raise FileIssue("empty")
    encoding = encoding_of(head)
    wide = encoding in ("utf-16", "utf-32")
    text = more.decode(encoding, errors="ignore").encode("utf-8") if wide else more
    plain = text.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not plain.startswith(b"<") or re.match(rb"<!doctype\s+html|<html", plain, re.IGNORECASE):
        raise FileIssue("not-xml", plain[:40].decode("utf-8", errors="replace"))
    if b"<!ENTITY" in text[:HEAD]:
        raise FileIssue("entities")
    root_name = ROOT.search(re.sub(rb"<!--.*?-->", b"", plain, flags=re.DOTALL))
    tag = root_name[1].decode() if root_name else ""
    organisations = tag in ("iati-organisations", "iati-organisation")
    try:
        root = read_root(head)
        cuttable, size, attributes = True, root.size, root.attributes
    except NotCuttable:
        cuttable, size, attributes = False, 0, _root_attributes(text)
    if tag != "iati-activities" and not organisations and b"<iati-activity" not in text:
        raise FileIssue("not-iati", f"root {tag}")
    declared = attributes.get("version", "")
    return FileFacts(declared, attributes.get("generated-datetime", ""), encoding, cuttable, size, organisations)


def _root_attributes(text: bytes) -> dict[str, str]:
    parser = etree.XMLPullParser(
        events=("start",), resolve_entities=False, no_network=True, load_dtd=False, recover=True
    )
    try:
        parser.feed(re.sub(rb"^<\?xml[^>]*\?>", b"", text.removeprefix(b"\xef\xbb\xbf")[:HEAD]))
        for element in elements(parser):
            return {str(name): str(value) for name, value in element.attrib.items()}
    except etree.XMLSyntaxError:
        return {}
    return {}
