"""Draws of a forecast that is being made: kept one by one, so that a run that was killed goes on where it was."""

from __future__ import annotations

import hashlib

from vrede.lake.ledger import FOLDER, Draws, packed_draws, unpacked_draws
from vrede.lake.store import Store

MARK = 64
NAME = "unfinished-"


class Unfinished:
    """A folder in the lake for one set of inputs; other inputs or other code have another folder."""

    def __init__(self, store: Store, inputs: str) -> None:
        """inputs: the hash of all that the forecast is made from."""
        self._store, self._folder = store, f"{FOLDER}/{NAME}{inputs[:16]}"

    def get(self, key: str) -> Draws | None:
        """What was kept under a key; nothing where it is not there, or was damaged since."""
        path = f"{self._folder}/{key}"
        if not self._store.exists(path):
            return None
        data = self._store.read_bytes(path)
        if hashlib.sha256(data[MARK:]).hexdigest().encode() != data[:MARK]:
            return None
        return unpacked_draws(data[MARK:])["draws"]

    def put(self, key: str, draws: Draws) -> None:
        """Keep draws with the hash of their bytes before them."""
        data = packed_draws({"draws": draws})
        self._store.write_bytes(f"{self._folder}/{key}", hashlib.sha256(data).hexdigest().encode() + data)


def clear_unfinished(store: Store) -> None:
    """Take all that was kept away: a forecast was issued, and what other inputs left is not needed."""
    for name in store.list(FOLDER):
        if name.startswith(NAME):
            store.remove(f"{FOLDER}/{name}")
