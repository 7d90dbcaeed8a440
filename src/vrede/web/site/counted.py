"""Where it is counted who asked when: in this process, or in a folder that several processes share."""

from __future__ import annotations

import fcntl
import hashlib
import sqlite3
import threading
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

ADDRESSES_KEPT = 10_000
BUSY = 2
"""Seconds to wait for another process that counts; who cannot be counted by then must come back."""


class Counts(Protocol):
    """What a limit counts by."""

    def wait(self, address: str, now: float, times: int, seconds: int) -> int:
        """0 where an address may ask now, which is then counted; else the seconds until it may."""
        ...

    def one(self) -> AbstractContextManager[bool]:
        """A context: whether there is room for one more at once; the room is given back at its end."""
        ...


class InMemory:
    """In this process. Only the newest 10,000 addresses are kept."""

    def __init__(self, at_once: int) -> None:
        self._at_once = threading.BoundedSemaphore(at_once)
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, address: str, now: float, times: int, seconds: int) -> int:
        """As `Counts.wait`."""
        with self._lock:
            seen = self._seen.setdefault(address, deque())
            self._seen.move_to_end(address)
            while seen and seen[0] <= now - seconds:
                seen.popleft()
            if len(seen) >= times:
                return int(seen[0] + seconds - now) + 1
            seen.append(now)
            while len(self._seen) > ADDRESSES_KEPT:
                self._seen.popitem(last=False)
        return 0

    @contextmanager
    def one(self) -> Iterator[bool]:
        """As `Counts.one`."""
        free = self._at_once.acquire(blocking=False)
        try:
            yield free
        finally:
            if free:
                self._at_once.release()


class OnDisk:
    """In a folder: who asked when in a small database, and a lock a piece of work, which the kernel gives back where a process dies."""

    def __init__(self, folder: Path, at_once: int, key: str = "") -> None:
        """key: of the digest under which an address is kept, so that what is left in the folder names nobody."""
        self._key = key.encode()[:64]
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.at_once = folder, at_once
        with self._open() as asked:
            asked.execute("pragma journal_mode = wal")
            asked.execute("create table if not exists asked(address text, at real)")
            asked.execute("create index if not exists by_address on asked(address, at)")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.folder / "asked.sqlite", timeout=BUSY, isolation_level=None)
        try:
            connection.execute("pragma synchronous = off")
            yield connection
        finally:
            connection.close()

    def wait(self, address: str, now: float, times: int, seconds: int) -> int:
        """As `Counts.wait`."""
        address = hashlib.blake2b(address.encode(), key=self._key, digest_size=16).hexdigest()
        try:
            with self._open() as asked:
                asked.execute("begin immediate")
                asked.execute("delete from asked where address = ? and at <= ?", (address, now - seconds))
                many, first = asked.execute(
                    "select count(*), min(at) from asked where address = ?", (address,)
                ).fetchone()
                if many < times:
                    asked.execute("insert into asked values (?, ?)", (address, now))
                    asked.execute(
                        "delete from asked where rowid <= (select max(rowid) from asked) - ?", (self._most(times),)
                    )
                asked.execute("commit")
        except sqlite3.OperationalError:
            return 1
        return 0 if many < times else int(first + seconds - now) + 1

    @staticmethod
    def _most(times: int) -> int:
        return max(ADDRESSES_KEPT, 100 * times)

    @contextmanager
    def one(self) -> Iterator[bool]:
        """As `Counts.one`."""
        for number in range(self.at_once):
            with (self.folder / f"work-{number}").open("w") as place:
                try:
                    fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    continue
                yield True
                return
        yield False
