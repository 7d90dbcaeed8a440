"""What a build takes of this machine, told before it starts: XML, minutes, memory and disk, by what builds were measured to cost."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vrede.lake import Store
from vrede.pipeline.capacity import memory_here
from vrede.sources.iati import DatasetFile

MEGA = 1_000_000
COSTS = "costs.json"
MS_A_MB = 75
"""Milliseconds of wall time of a first build on two cores, where none was measured in this lake yet (docs/performance.md)."""
PARENT, A_WORKER = 250 * MEGA, 300 * MEGA
NARROW, ON_DISK = 0.36, 1.8
"""Bytes for a byte of XML: of memory for what crosses, of disk for raw tables, stages and a snapshot."""


@dataclass(frozen=True, slots=True)
class BuildRoom:
    """files and bytes of XML; seconds, bytes of memory with `workers` processes, and bytes of disk; memory that may be used."""

    files: int
    xml: int
    seconds: int
    memory: int
    disk: int
    workers: int
    may_use: int

    @property
    def fits(self) -> bool:
        """Whether the memory that it is thought to take may be used."""
        return self.memory <= self.may_use


def unpacked_size(path: Path) -> int:
    """Bytes of the XML in a file: its size, or what the end of a gzip file says (modulo 4 GB: it is an estimate). 0 where it is gone."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            if stream.read(2) != b"\x1f\x8b" or size < 18:
                return size
            stream.seek(-4, 2)
            return int(struct.unpack("<I", stream.read(4))[0])
    except OSError:
        return 0


def build_room(files: Sequence[DatasetFile], store: Store, workers: int, memory: int | None) -> BuildRoom:
    """What a build of these files will take. memory: bytes that may be used; half of this machine's where none is named.

    As many processes as are asked for, and fit; one in any case.
    """
    xml = sum(unpacked_size(file.path) for file in files)
    may_use = memory if memory is not None else memory_here() // 2
    alone = PARENT + int(xml * NARROW)
    fit = max(1, min(workers, (may_use - PARENT) // A_WORKER))
    costs = store.read_json(COSTS) or {}
    a_mb = int(costs.get("ms_a_mb", MS_A_MB))
    return BuildRoom(
        len(files),
        xml,
        xml * a_mb // (1000 * MEGA),
        max(alone, PARENT + fit * A_WORKER),
        int(xml * ON_DISK),
        fit,
        may_use,
    )


def note_cost(store: Store, room: BuildRoom, milliseconds: int) -> None:
    """Keep what a build from nothing cost, for the next that asks. Small ones tell nothing."""
    if room.xml >= 50 * MEGA:
        store.write_json(COSTS, {"ms_a_mb": milliseconds * MEGA // room.xml})
