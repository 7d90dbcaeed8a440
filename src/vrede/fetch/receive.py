"""The bytes of one answer into a part: counted, timed, unpacked within bounds."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import httpx

from vrede.fetch.kept import Note, drop_part, part_of, write_note
from vrede.fetch.limits import MIB, FetchLimits, Meter
from vrede.fetch.route import Refusal

# After these the part may be gone on with; after any other it is not worth keeping.
RESUMABLE = ("slow", "deadline", "truncated")


class _Unpacker:
    """gzip as it comes, never more than a MiB at once."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(31)

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """What the data unpack to. Raises Refusal where they are no gzip."""
        try:
            while data:
                if self._inner.eof:
                    self._inner = zlib.decompressobj(31)
                yield self._inner.decompress(data, MIB)
                data = self._inner.unconsumed_tail or self._inner.unused_data
        except zlib.error as error:
            raise Refusal("content", "gzip") from error

    @property
    def is_whole(self) -> bool:
        """Whether the last member came to its end."""
        return self._inner.eof


def receive(
    response: httpx.Response,
    target: Path,
    note: Note,
    mode: str,
    offset: int,
    limits: FetchLimits,
    meter: Meter,
    deadline: float,
) -> None:
    """Writes the body of an answer to the part of `target`.

    mode 'ab' goes on at `offset`, 'wb' begins anew. meter: counts the bytes of the run. deadline: on the monotonic clock.
    Raises Refusal; the part stays only where the server named a version of it that a later request can rest on.
    """
    encoding = response.headers.get("content-encoding", "").strip().lower() or "identity"
    if encoding not in ("identity", "gzip", "x-gzip") or (encoding != "identity" and mode == "ab"):
        drop_part(target)
        raise Refusal("content", encoding[:40])
    ranged = response.headers.get("accept-ranges", "").strip().lower() != "none"
    may_resume = encoding == "identity" and ranged and bool(note.validator)
    unpacker = None if encoding == "identity" else _Unpacker()
    try:
        declared = response.headers.get("content-length", "")
        if declared.isdigit() and len(declared) < 19 and offset + int(declared) > limits.file_bytes:
            raise Refusal("too large", f"{offset + int(declared)} bytes")
        with part_of(target).open(mode) as stream:
            if mode == "wb" and may_resume:
                write_note(part_of(target), note)
            _copied(response, stream, unpacker, offset, limits, meter, deadline)
    except (Refusal, httpx.HTTPError, OSError) as error:
        reason = error.reason if isinstance(error, Refusal) else "truncated"
        if not may_resume or reason not in RESUMABLE or isinstance(error, OSError):
            drop_part(target)
        raise


def _copied(
    response: httpx.Response,
    stream: IO[bytes],
    unpacker: _Unpacker | None,
    offset: int,
    limits: FetchLimits,
    meter: Meter,
    deadline: float,
) -> None:
    begun, came, size = time.monotonic(), 0, offset
    for data in response.iter_raw():
        came += len(data)
        meter.count(bytes=len(data))
        now = time.monotonic()
        if now > deadline:
            raise Refusal("deadline", f"{limits.deadline_seconds:g} s")
        took = now - begun
        if took > limits.slow_after_seconds and came < took * limits.slow_bytes_per_second:
            raise Refusal("slow", f"< {limits.slow_bytes_per_second} bytes/s", again=True)
        if meter.bytes > limits.run_bytes:
            raise Refusal("run too large", f"> {limits.run_bytes} bytes")
        for piece in unpacker.pieces(data) if unpacker else (data,):
            size += len(piece)
            if size > limits.file_bytes:
                raise Refusal("too large", f"> {limits.file_bytes} bytes")
            if unpacker and size > MIB and size > came * limits.unpacked_ratio:
                raise Refusal("bomb", f"> {limits.unpacked_ratio} x")
            stream.write(piece)
    if unpacker and not unpacker.is_whole:
        raise Refusal("truncated", "gzip", again=True)
