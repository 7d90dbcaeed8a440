"""How often one address may ask for work, and how much of it goes on at once: in this process, in memory."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

ADDRESSES_KEPT = 10_000


class TooMuch(Exception):
    """The address must wait; seconds: how long."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


class Limit:
    """At most `times` in `seconds` per address, and `at_once` for all together. Only the newest 10,000 addresses are kept."""

    def __init__(self, times: int, seconds: int, at_once: int, clock: Callable[[], float] = monotonic) -> None:
        self.times, self.seconds, self.clock = times, seconds, clock
        self._at_once = threading.BoundedSemaphore(at_once)
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    @contextmanager
    def work(self, address: str) -> Iterator[None]:
        """The right to work once. Raises TooMuch."""
        self._count(address)
        if not self._at_once.acquire(blocking=False):
            raise TooMuch(10)
        try:
            yield
        finally:
            self._at_once.release()

    def _count(self, address: str) -> None:
        now = self.clock()
        with self._lock:
            seen = self._seen.setdefault(address, deque())
            self._seen.move_to_end(address)
            while seen and seen[0] <= now - self.seconds:
                seen.popleft()
            if len(seen) >= self.times:
                raise TooMuch(int(seen[0] + self.seconds - now) + 1)
            seen.append(now)
            while len(self._seen) > ADDRESSES_KEPT:
                self._seen.popitem(last=False)
