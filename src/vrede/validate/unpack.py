"""What a path or an upload holds: plain files, gzip and zip, unpacked as they are read, with caps against bombs."""

from __future__ import annotations

import gzip
import io
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from vrede.validate.broken import Unreadable

MAX_RATIO = 100  # IATI packs to a tenth or a twentieth; a bomb to a thousandth
RATIO_FROM = 4 << 20  # less cannot hurt
MAX_UNPACKED = 8 << 30
MAX_MEMBERS = 500
MAX_SECONDS = 3600
SIP = 8 << 10
GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
SUFFIXES = (".xml", ".xml.gz", ".zip")
# What by its name explains the files beside it in a zip, or is left there by a program.
ASIDE = re.compile(
    r"(?:.*\.(?:txt|md|rst|html?|pdf|docx?|xlsx?|odt|ods|csv|json|png|jpe?g|gif|ini|log|css|xsd|xslt?)"
    r"|(?:readme|licen[cs]e|notice|changelog|changes|copying|authors|contents)(?:[-_. ][^/]*)?(?<!\.xml)(?<!\.gz)"
    r"|\..*|thumbs\.db)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may come out of how much, and for how many seconds one file may be at work. harmless: bytes that may come out of any."""

    ratio: int = MAX_RATIO
    unpacked: int = MAX_UNPACKED
    seconds: int = MAX_SECONDS
    harmless: int = RATIO_FROM


class Capped(io.RawIOBase):
    """A stream that stops where more comes out than is safe. Raises Unreadable: file.bomb, file.packing.

    used: how many packed bytes were read until now. So a bomb stops after its first 4 MB, however long it is.
    """

    def __init__(self, inner: BinaryIO, used: Callable[[], int], limits: Limits) -> None:
        self.inner, self.used, self.limits, self.seen = inner, used, limits, 0

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes."""
        try:
            data = self.inner.read(min(size, 1 << 20) if size > 0 else 1 << 20)
        except (
            OSError,
            EOFError,
            ValueError,
            zlib.error,
            zipfile.BadZipFile,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise Unreadable("file.packing") from error
        self.seen += len(data)
        packed = max(self.used(), 1)
        if (
            self.seen > self.limits.harmless and self.seen > self.limits.ratio * packed
        ) or self.seen > self.limits.unpacked:
            raise Unreadable("file.bomb", f"{self.seen >> 20} MB / {packed >> 10} kB")
        return data

    def close(self) -> None:
        """Close the inner stream too."""
        self.inner.close()
        super().close()


@dataclass(frozen=True, slots=True)
class UnpackedFile:
    """One IATI file to be: its name, and where its bytes come from (member: of a zip; '' for the file itself).

    aside: a member that is no data by its name, such as a readme: it is named and not judged.
    """

    name: str
    origin: Path | bytes
    member: str = ""
    problem: Unreadable | None = None
    aside: bool = False


def unpacked(path: Path) -> list[UnpackedFile]:
    """Every file below a path in the order of names; a zip gives its members. Raises OSError where the path is not there."""
    if not path.is_dir():
        path.stat()
        return _of(path.name, path)
    found: list[UnpackedFile] = []
    for folder, folders, files in os.walk(path):
        folders.sort()
        for name in sorted(files):
            file = Path(folder) / name
            if name.lower().endswith(SUFFIXES) and not name.startswith("."):
                found += _of(file.relative_to(path).as_posix(), file)
    return sorted(found, key=lambda source: source.name)


def uploaded(name: str, data: bytes) -> list[UnpackedFile]:
    """What an upload holds, from memory."""
    return _of(name, data)


def _of(name: str, origin: Path | bytes) -> list[UnpackedFile]:
    try:
        with _raw(origin) as stream:
            start = stream.read(4)
    except OSError:
        return [UnpackedFile(name, origin, problem=Unreadable("file.gone"))]
    if start != ZIP:
        return [UnpackedFile(name, origin)]
    try:
        with _raw(origin) as stream, zipfile.ZipFile(stream) as archive:
            members = [info.filename for info in archive.infolist() if not info.is_dir()]
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return [UnpackedFile(name, origin, problem=Unreadable("file.packing"))]
    wanted = [m for m in members if not m.startswith("__MACOSX/")]
    found = [
        UnpackedFile(f"{name}/{member}", origin, member, aside=ASIDE.fullmatch(member.rpartition("/")[2]) is not None)
        for member in wanted[:MAX_MEMBERS]
    ]
    if len(wanted) > MAX_MEMBERS:
        found.append(UnpackedFile(name, origin, problem=Unreadable("file.members", str(len(wanted)))))
    if all(source.aside for source in found):
        found.append(UnpackedFile(name, origin, problem=Unreadable("file.nothing-packed")))
    return found


def _raw(origin: Path | bytes) -> BinaryIO:
    return io.BytesIO(origin) if isinstance(origin, bytes) else origin.open("rb")


@contextmanager
def reading(source: UnpackedFile, limits: Limits) -> Iterator[BinaryIO]:
    """The unpacked bytes of a source. Raises Unreadable, also while it is read."""
    if source.problem is not None:
        raise source.problem
    try:
        with _raw(source.origin) as raw:
            if source.member:
                with zipfile.ZipFile(raw) as archive, _member(raw, archive, source.member, limits) as stream:
                    yield stream
            else:
                size = len(source.origin) if isinstance(source.origin, bytes) else source.origin.stat().st_size
                with _unpacked(raw, size, limits) as stream:
                    yield stream
    except OSError as error:
        raise Unreadable("file.gone") from error
    except zipfile.BadZipFile as error:
        raise Unreadable("file.packing") from error


@contextmanager
def _member(raw: BinaryIO, archive: zipfile.ZipFile, name: str, limits: Limits) -> Iterator[BinaryIO]:
    info = archive.getinfo(name)
    packed = max(info.compress_size, 1)
    if (
        info.file_size > limits.harmless and info.file_size > limits.ratio * packed
    ) or info.file_size > limits.unpacked:
        raise Unreadable("file.bomb", f"{info.file_size >> 20} MB / {packed >> 10} kB")
    if info.flag_bits & 1:
        raise Unreadable("file.locked")
    with archive.open(info) as inner:

        def used() -> int:
            return raw.tell() - info.header_offset

        ahead = cast(BinaryIO, io.BufferedReader(_Ahead(Capped(cast(BinaryIO, inner), used, limits))))
        with _unpacked(ahead, packed, limits, used) as stream:
            yield stream


class _Ahead(io.RawIOBase):
    """`readinto` for what has only `read`, so that its first bytes can be looked at."""

    def __init__(self, inner: Capped) -> None:
        self.inner, self.left = inner, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the stubs name a wider type
        data = self.left or self.inner.read(len(buffer))
        buffer[: len(data[: len(buffer)])] = data[: len(buffer)]
        self.left = data[len(buffer) :]
        return min(len(data), len(buffer))


@contextmanager
def _unpacked(raw: BinaryIO, size: int, limits: Limits, used: Callable[[], int] | None = None) -> Iterator[BinaryIO]:
    """used: how much of a zip was read, for a stream that is its member."""
    nested = used is not None
    start = cast(io.BufferedReader, raw).peek(4)[:4] if nested else raw.read(4)
    if not nested:
        raw.seek(0)
    if start == ZIP:
        raise Unreadable("file.zip-in-zip")
    if not start.startswith(GZIP):
        yield raw
        return
    if not nested and size > 8:
        _not_a_bomb(raw, size, limits)
    with gzip.open(cast(BinaryIO, _Sips(raw))) as inner:
        capped = Capped(cast(BinaryIO, inner), used or raw.tell, limits)
        first = capped.read(4)
        if first == ZIP or first.startswith(GZIP):
            raise Unreadable("file.zip-in-zip")
        yield cast(BinaryIO, _Begun(first, capped))


class _Sips(io.RawIOBase):
    """At most 8 KiB of the packed bytes at a time, however much the unpacker asks for (128 KiB from Python 3.12 on): what was read
    then tells what was used, which is what Capped goes by."""

    def __init__(self, packed: BinaryIO) -> None:
        self.packed = packed

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self.packed.read(SIP if size < 0 else min(size, SIP))


def _not_a_bomb(raw: BinaryIO, size: int, limits: Limits) -> None:
    """What the end of a gzip file says of its size is enough to refuse it unread; what it hides the cap finds."""
    raw.seek(-4, os.SEEK_END)
    told = int.from_bytes(raw.read(4), "little")
    raw.seek(0)
    if told > limits.harmless and told > limits.ratio * size:
        raise Unreadable("file.bomb", f"{told >> 20} MB / {size >> 10} kB")


class _Begun(io.RawIOBase):
    """A stream of which some bytes were read already."""

    def __init__(self, first: bytes, rest: Capped) -> None:
        self.first, self.rest = first, rest

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if self.first:
            data, self.first = self.first, b""
            return data + self.rest.read(max(size - len(data), 1))
        return self.rest.read(size)
