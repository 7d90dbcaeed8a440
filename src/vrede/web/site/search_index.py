"""Questions to the search index of a snapshot: that of its build, or one of what may be shown now where the list has changed since.

Nothing withheld is in it (docs/decisions/0009).
"""

from __future__ import annotations

import queue
import re
import sqlite3
import tempfile
import threading
from collections import OrderedDict
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from vrede.lake import CLOSE, OPEN, SEARCH_FILE, write_index
from vrede.web.site.snapshot import State

KEPT = 2
CONNECTIONS = 8
WEIGHED = 1_000
"""How many of the activities that were found are weighed against each other: the first in the order of the index."""
WORDS = re.compile(r"[^\W_]+")
_indexes: OrderedDict[str, Index] = OrderedDict()
_lock = threading.Lock()


class Index:
    """Two tables: activities and partners. That of a build is read where it is; one that was made here, because something is withheld
    since, has no name once its connections are open, so that nothing is left of it however the process ends."""

    def __init__(self, state: State) -> None:
        self.connections: queue.SimpleQueue[sqlite3.Connection] = queue.SimpleQueue()
        made = state.snapshot.ready_file(SEARCH_FILE)
        if made is not None:
            self._open(made)
            return
        with tempfile.TemporaryDirectory(prefix="vrede-search-") as folder:
            write_index(state.snapshot.table, state.organisation_links, Path(folder) / SEARCH_FILE)
            self._open(Path(folder) / SEARCH_FILE)

    def _open(self, path: Path) -> None:
        for _ in range(CONNECTIONS):
            opened = sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            opened.execute("select count(*) from sqlite_master").fetchone()
            self.connections.put(opened)

    def close(self) -> None:
        """Close its connections; those in use close when they come back unwanted, with the process."""
        while not self.connections.empty():
            self.connections.get().close()

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        connection = self.connections.get()
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            self.connections.put(connection)

    @staticmethod
    def _query(words: str) -> str:
        """All words must stand there, the last may be unfinished. Only letters and digits get through."""
        parts = WORDS.findall(words.lower())[:12]
        return " ".join([*(f'"{p}"' for p in parts[:-1]), f'"{parts[-1]}"*']) if parts else ""

    def activities(self, words: str, limit: int) -> list[tuple[int, SafeString]]:
        """(activity_key, where it was found) of the best `limit`, titles and identifiers before descriptions."""
        query = self._query(words)
        if not query:
            return []
        last = self._rows(
            "select max(rowid) from (select rowid from activity where activity match ? limit ?)", query, WEIGHED
        )[0][0]
        rows = self._rows(
            "select key, snippet(activity, -1, ?, ?, '…', 16) from activity where activity match ? and rowid <= ? and rank match 'bm25(10.0, 8.0, 4.0, 1.0)' order by rank, key limit ?",
            OPEN,
            CLOSE,
            query,
            last or 0,
            limit,
        )
        return [(int(key), _marked(text)) for key, text in rows]

    def partners(self, words: str, limit: int) -> list[str]:
        """Identifiers of the best `limit` organisations, those in most activities first."""
        query = self._query(words)
        if not query:
            return []
        rows = self._rows(
            "select ref from partner where partner match ? order by used desc, rowid limit ?", query, limit
        )
        return [str(ref) for (ref,) in rows]


def _marked(text: str) -> SafeString:
    return mark_safe(str(escape(text)).replace(OPEN, "<mark>").replace(CLOSE, "</mark>"))


def index_of(state: State) -> Index:
    """The index of a state, made once; at most two are kept."""
    key = state.snapshot.key
    with _lock:
        found = _indexes.get(key)
        if found is None:
            found = _indexes[key] = Index(state)
            while len(_indexes) > KEPT:
                _indexes.popitem(last=False)[1].close()
        _indexes.move_to_end(key)
    return found


def forget() -> None:
    """Close all indexes, as after a test."""
    with _lock:
        while _indexes:
            _indexes.popitem()[1].close()
