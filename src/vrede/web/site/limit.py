"""How often one address may ask for work, and how much of it goes on at once: over all processes that answer for one site."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from time import monotonic

from vrede.settings import read_settings
from vrede.web.site.counted import Counts, InMemory, OnDisk

FOLDER = "VREDE_COUNTS"
"""Names a folder that the processes of one site share; `vrede serve` sets it where it starts more than one."""


class TooMuch(Exception):
    """The address must wait; seconds: how long."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


class Limit:
    """At most `times` in `seconds` per address, and `at_once` for all together. name: of what, among all limits of the site.

    clock: seconds that rise alike in all processes of this machine.
    """

    def __init__(
        self, name: str, times: int, seconds: int, at_once: int, clock: Callable[[], float] = monotonic
    ) -> None:
        self.name, self.times, self.seconds, self.at_once, self.clock = name, times, seconds, at_once, clock

    @cached_property
    def _counts(self) -> Counts:
        folder = os.environ.get(FOLDER, "")
        return (
            OnDisk(Path(folder) / self.name, self.at_once, read_settings().secret_key)
            if folder
            else InMemory(self.at_once)
        )

    @contextmanager
    def work(self, address: str) -> Iterator[None]:
        """The right to work once. Raises TooMuch."""
        wait = self._counts.wait(address, self.clock(), self.times, self.seconds)
        if wait:
            raise TooMuch(wait)
        with self._counts.one() as free:
            if not free:
                raise TooMuch(10)
            yield
