"""The search index of a snapshot: SQLite's full text search, made when first asked for, gone with the process.

It is built from what may be shown now, so nothing withheld is in it (docs/decisions/0009).
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

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from vrede.lake import search_texts
from vrede.web.site.snapshot import State

KEPT = 2
CONNECTIONS = 8
OPEN, CLOSE = "\x02", "\x03"
WORDS = re.compile(r"[^\W_]+")
_indexes: OrderedDict[str, Index] = OrderedDict()
_lock = threading.Lock()


class Index:
    """Two tables: activities (by activity_key) and partners. Its file has no name once its connections are open, so
    that nothing is left of it however the process ends."""

    def __init__(self, state: State) -> None:
        with tempfile.TemporaryDirectory(prefix="vrede-search-") as folder:
            path = Path(folder) / "index.sqlite"
            self._write(path, state)
            self.connections: queue.SimpleQueue[sqlite3.Connection] = queue.SimpleQueue()
            for _ in range(CONNECTIONS):
                opened = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
                opened.execute("select count(*) from sqlite_master").fetchone()
                self.connections.put(opened)

    @staticmethod
    def _write(path: Path, state: State) -> None:
        connection = sqlite3.connect(path)
        try:
            connection.execute("pragma journal_mode = off")
            connection.execute("pragma synchronous = off")
            tokens = "tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'"
            connection.execute(
                f"create virtual table activity using fts5(title, identifier, organisation, description, {tokens})"
            )
            connection.execute(f"create virtual table partner using fts5(name, ref, used unindexed, {tokens})")
            connection.executemany(
                "insert into activity(rowid, title, identifier, organisation, description) values (?, ?, ?, ?, ?)",
                _activities(state),
            )
            used = state.partner.filter(~state.partner["partner_ref"].str.starts_with("NONE-")).sort(
                "published", "takes_part", "partner_ref", descending=[True, True, False]
            )
            spelt = _spelt(state)
            connection.executemany(
                "insert into partner(rowid, name, ref, used) values (?, ?, ?, ?)",
                (
                    (n, " / ".join(filter(None, (name, *spelt.get(ref, ())))), ref, published + takes)
                    for n, (ref, name, published, takes) in enumerate(
                        used.select("partner_ref", "name", "published", "takes_part").iter_rows(), 1
                    )
                ),
            )
            for table in ("activity", "partner"):
                connection.execute(f"insert into {table}({table}) values ('optimize')")
            connection.commit()
        finally:
            connection.close()

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
        rows = self._rows(
            "select rowid, snippet(activity, -1, ?, ?, '…', 16) from activity where activity match ? and rank match 'bm25(10.0, 8.0, 4.0, 1.0)' order by rank, rowid limit ?",
            OPEN,
            CLOSE,
            query,
            limit,
        )
        return [(int(key) - 1, _marked(text)) for key, text in rows]

    def partners(self, words: str, limit: int) -> list[str]:
        """Identifiers of the best `limit` organisations, those in most activities first."""
        query = self._query(words)
        if not query:
            return []
        rows = self._rows(
            "select ref from partner where partner match ? order by used desc, rowid limit ?", query, limit
        )
        return [str(ref) for (ref,) in rows]


def _spelt(state: State) -> dict[str, list[str]]:
    """Reference -> all that is taken for it."""
    found: dict[str, list[str]] = {}
    for ref, as_ref, as_name in state.organisation_links.select("partner_ref", "as_ref", "as_name").iter_rows():
        found.setdefault(ref, []).append(as_ref or as_name or "")
    return found


def _marked(text: str) -> SafeString:
    return mark_safe(str(escape(text)).replace(OPEN, "<mark>").replace(CLOSE, "</mark>"))


def _activities(state: State) -> list[tuple[int, str, str, str, str]]:
    rows = search_texts(state.activity, state.snapshot.table("narrative")).iter_rows()
    return [
        (key + 1, title, ident, organisation, text.replace(OPEN, "").replace(CLOSE, ""))
        for key, title, ident, organisation, text in rows
    ]


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
