"""Small packages out of which very much comes, made without packing that much: one block, packed once, many times over."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

ROOT = b'<iati-activities version="2.03">'
BLOCK = 4 << 20
TEN_GB = 10 << 30


@dataclass(frozen=True, slots=True)
class Deflated:
    """A deflate stream, and how many bytes come out of it."""

    data: bytes
    size: int


def deflated(unit: bytes, head: bytes = ROOT, size: int = TEN_GB) -> Deflated:
    """The head and then a unit over and over, some `size` bytes in all."""
    block = unit * (BLOCK // len(unit))
    times = size // len(block)
    data = _flushed(head) + _flushed(block) * times + zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    return Deflated(data, len(head) + times * len(block))


def _flushed(data: bytes) -> bytes:
    """Packed up to a border of bytes, without looking back beyond it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)


def gzipped(packed: Deflated, told: int | None = None) -> bytes:
    """As gzip. told: what it says of its size at its end, where that is a lie. Its checksum is wrong: nobody comes that far."""
    size = packed.size if told is None else told
    return b"\x1f\x8b\x08" + bytes(6) + b"\xff" + packed.data + struct.pack("<II", 0, size & 0xFFFFFFFF)


def zipped(packed: Deflated, told: int | None = None, name: bytes = b"a.xml") -> bytes:
    """As a zip of one member, in the form for sizes beyond 4 GB. told: as for gzip."""
    size = packed.size if told is None else told
    large = struct.pack("<HHQQ", 1, 16, size, len(packed.data))
    common = struct.pack("<5H3L2H", 45, 0, 8, 0, 33, 0, 0xFFFFFFFF, 0xFFFFFFFF, len(name), len(large))
    local = b"PK\x03\x04" + common + name + large + packed.data
    central = b"PK\x01\x02" + struct.pack("<H", 45) + common + struct.pack("<3H2L", 0, 0, 0, 0, 0) + name + large
    return local + central + b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 1, 1, len(central), len(local), 0)
