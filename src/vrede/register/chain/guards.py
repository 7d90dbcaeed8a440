"""The guards of a register: the triggers and unique indexes with which its database refuses; those that are there, and those that this
program makes."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

SQL = Path(__file__).with_name("sql")
Ask = Callable[[str], list[tuple[Any, ...]]]
UNIQUE = "CREATE UNIQUE "
IN_SQLITE = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
IN_POSTGRESQL = """SELECT 'trigger', t.tgname::text, c.relname::text, pg_get_triggerdef(t.oid, true), p.prosrc, t.tgenabled IN ('O', 'A')
FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_proc AS p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid)
UNION ALL SELECT 'index', i.relname::text, c.relname::text, pg_get_indexdef(i.oid, 0, true), '', x.indisvalid
FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid JOIN pg_class AS c ON c.oid = x.indrelid
WHERE pg_table_is_visible(c.oid) AND c.relnamespace <> 'pg_catalog'::regnamespace"""
FUNCTION = re.compile(r"CREATE OR REPLACE FUNCTION (\w+)\(\)[^$]*\$\$(.*?)\$\$;", re.DOTALL)
TRIGGER = re.compile(r"CREATE OR REPLACE TRIGGER (\w+) [^;]* ON (\w+) [^;]* FUNCTION (\w+)\(\);")
INDEX = re.compile(r"CREATE UNIQUE INDEX IF NOT EXISTS (\w+) ON (\w+) [^;]*;")


class Guard(NamedTuple):
    """kind: trigger or index. text: all that it says; in PostgreSQL with the words of its function."""

    kind: str
    name: str
    table: str
    text: str


def script(postgres: bool) -> str:
    """What makes the tables and guards that are not there yet, in the words of a database."""
    return (SQL / ("postgresql.sql" if postgres else "sqlite.sql")).read_text(encoding="utf-8")


def statements() -> Iterator[str]:
    """The script of SQLite one by one: its driver ends a transaction before it runs several."""
    words = ""
    for line in script(False).splitlines(keepends=True):
        words += line
        if sqlite3.complete_statement(words):
            yield words
            words = ""


@cache
def wanted(postgres: bool) -> frozenset[Guard]:
    """The guards that this program makes."""
    if not postgres:
        with closing(sqlite3.connect(":memory:")) as empty:
            empty.executescript(script(False))
            made = {Guard(*row) for row in empty.execute(IN_SQLITE)}
        return frozenset(one for one in made if one.kind == "trigger" or one.text.startswith(UNIQUE))
    text = script(True)
    bodies = dict(FUNCTION.findall(text))
    triggers = [
        Guard("trigger", one[1], one[2], _words(one[0]) + bodies[one[3]].strip()) for one in TRIGGER.finditer(text)
    ]
    return frozenset([*triggers, *(Guard("index", one[1], one[2], _words(one[0])) for one in INDEX.finditer(text))])


def lacking(ask: Ask, postgres: bool) -> frozenset[Guard]:
    """The guards that are not there, or are there with other words or switched off. ask: gives the rows of a question."""
    return wanted(postgres) - _there(ask, postgres)


def ends(ask: Ask, postgres: bool) -> list[str]:
    """What takes away the guards that have other words than this program gives them, so that the script makes them anew."""
    mine = {_place(guard, postgres) for guard in lacking(ask, postgres)}
    others = (guard for guard in sorted(_there(ask, postgres)) if _place(guard, postgres) in mine)
    return [f"DROP {_place(guard, postgres)}" for guard in others]


def _place(guard: Guard, postgres: bool) -> str:
    """Two of one place do not stand beside each other: only the triggers of PostgreSQL are of their table."""
    return f"{guard.kind.upper()} {guard.name}" + (f" ON {guard.table}" if postgres and guard.kind == "trigger" else "")


def _there(ask: Ask, postgres: bool) -> set[Guard]:
    if not postgres:
        return {Guard(*map(str, row)) for row in ask(IN_SQLITE)}
    return {
        Guard(kind, name, table, _words(text) + body.strip() if works else "off")
        for kind, name, table, text, body, works in ask(IN_POSTGRESQL)
    }


def _words(text: str) -> str:
    """A definition in PostgreSQL without what its versions write differently: spaces, brackets and types of constants."""
    plain = re.sub(r"OR REPLACE |IF NOT EXISTS |::\w+", "", text)
    return " ".join(re.findall(r"'[^']*'|\w+|[<>=]+", plain)) + "\n"
