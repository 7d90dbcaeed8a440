"""How much, how long and how often: the bounds of a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

MIB = 1 << 20
GIB = 1 << 30


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Bounds; sizes in bytes, times in seconds. A file that breaks one fails, and its last good copy stays."""

    file_bytes: int = 2 * GIB
    run_bytes: int = 40 * GIB
    unpacked_bytes: int = 40 * GIB  # all of IATI in one zip unpacks to some 13
    unpacked_ratio: int = 200
    connect_seconds: float = 15
    read_seconds: float = 30
    deadline_seconds: float = 3600
    slow_bytes_per_second: int = 2_000
    slow_after_seconds: float = 30
    attempts: int = 3
    wait_seconds: float = 1
    wait_most_seconds: float = 60
    redirects: int = 5


@dataclass(slots=True)
class Meter:
    """What came in this run, of all files and of all tries: bytes over the line, files that are asked for and those that are done."""

    bytes: int = 0
    wanted: int = 0
    done: int = 0
    _guard: Lock = field(default_factory=Lock, repr=False)

    def count(self, bytes: int = 0, wanted: int = 0, done: int = 0) -> None:
        """Adds to each; safe from several threads."""
        with self._guard:
            self.bytes += bytes
            self.wanted += wanted
            self.done += done
