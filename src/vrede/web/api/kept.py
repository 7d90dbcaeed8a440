"""Answers that are kept so that a second asking costs nothing, within a number and a size."""

from __future__ import annotations

import threading
from collections import OrderedDict


class Kept:
    """Bodies by key; the oldest go first. number: how many at most. size: bytes of all together."""

    def __init__(self, number: int, size: int) -> None:
        self.number, self.size = number, size
        self._bodies: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: str) -> bytes | None:
        """The body, or None."""
        with self._lock:
            return self._bodies.get(key)

    def keep(self, key: str, body: bytes) -> None:
        """Keep a body; one that alone is larger than all may be is not kept."""
        if len(body) > self.size:
            return
        with self._lock:
            self._bytes += len(body) - len(self._bodies.pop(key, b""))
            self._bodies[key] = body
            while len(self._bodies) > self.number or self._bytes > self.size:
                self._bytes -= len(self._bodies.popitem(last=False)[1])

    def clear(self) -> None:
        """Keep nothing any more."""
        with self._lock:
            self._bodies.clear()
            self._bytes = 0
