"""The search index of a snapshot: a file of SQLite's full text search, written by the build and only read afterwards (docs/decisions/0009)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

from vrede.lake.search_text import search_texts

FILE = "search.sqlite"
OPEN, CLOSE = "\x02", "\x03"
"""What stands around a word that was found, and so in no text."""
BATCH = 20_000
"""Activities of which the texts are in memory at once."""
ORDER = {"own": 0, "chain": 1, "field": 2}
"""Whose activities come first where more are found than can be weighed: the ministry's, then those of its partners."""
TOKENS = "tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'"
Table = Callable[[str], pl.DataFrame]


def write_index(table: Table, links: pl.DataFrame, target: Path) -> None:
    """Write the index of a snapshot's tables: the same tables, the same bytes. links: its table organisation_link. Raises OSError."""
    target.unlink(missing_ok=True)
    try:
        connection = sqlite3.connect(target, isolation_level=None)
        try:
            connection.execute("pragma journal_mode = off")
            connection.execute("pragma synchronous = off")
            connection.execute("begin")
            _fill(connection, table, links)
            connection.execute("commit")
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise OSError(None, f"cannot write the search index: {error}", str(target)) from error


def _fill(connection: sqlite3.Connection, table: Table, links: pl.DataFrame) -> None:
    columns = "title, identifier, organisation, description, key unindexed"
    connection.execute(f"create virtual table activity using fts5({columns}, {TOKENS})")
    connection.execute(f"create virtual table partner using fts5(name, ref, used unindexed, {TOKENS})")
    connection.executemany(
        "insert into activity(rowid, title, identifier, organisation, description, key) values (?, ?, ?, ?, ?, ?)",
        _activities(table("activity"), table("narrative")),
    )
    connection.executemany(
        "insert into partner(rowid, name, ref, used) values (?, ?, ?, ?)", _partners(table("partner"), links)
    )
    for name in ("activity", "partner"):
        connection.execute(f"insert into {name}({name}) values ('optimize')")


def _activities(activity: pl.DataFrame, narrative: pl.DataFrame) -> Iterator[tuple[int, str, str, str, str, int]]:
    """Row by row, those whose money comes first in ORDER first."""
    row = 0
    rank = pl.col("measure").replace_strict(ORDER, default=len(ORDER), return_dtype=pl.Int64)
    ranked = activity.select("activity_key", "iati_identifier", rank=rank).sort("rank", "activity_key")
    for start in range(0, ranked.height, BATCH):
        some = ranked.slice(start, BATCH)
        texts = narrative.filter(pl.col("activity_key").is_in(some["activity_key"].implode()))
        for key, title, ident, organisation, text in search_texts(some, texts).iter_rows():
            row += 1
            yield row, title, ident, organisation, text.replace(OPEN, "").replace(CLOSE, ""), key


def _partners(partner: pl.DataFrame, links: pl.DataFrame) -> Iterator[tuple[int, str, str, int]]:
    """Row by row, those in most activities first, with every spelling that is taken for them."""
    spelt: dict[str, list[str]] = {}
    for ref, as_ref, as_name in links.select("partner_ref", "as_ref", "as_name").iter_rows():
        spelt.setdefault(ref, []).append(as_ref or as_name or "")
    used = partner.filter(~partner["partner_ref"].str.starts_with("NONE-")).sort(
        "published", "takes_part", "partner_ref", descending=[True, True, False]
    )
    rows = used.select("partner_ref", "name", "published", "takes_part").iter_rows()
    for row, (ref, name, published, takes) in enumerate(rows, 1):
        yield row, " / ".join(filter(None, (name, *spelt.get(ref, ())))), ref, published + takes
