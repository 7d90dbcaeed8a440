"""The register's database: SQLite in a file, or PostgreSQL; one writer at a time, and plain SQL that both understand."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from vrede.register.refused import RegisterError, RegisterRefused
from vrede.register.transitions import transitions

SQL = Path(__file__).with_name("sql")
LOCK = 4_004
"""Number of the lock that a writer holds in PostgreSQL; any number that nobody else takes."""
WAIT_SECONDS = 30
REFUSALS = {
    "out of order": ("order", "somebody else was first; look again and try once more"),
    "own act": ("own", "nobody approves an act of their own, or in a dossier in which they did something else"),
    "another act": ("state", "such an act approves another kind of act, of its own dossier"),
    "said no": ("no", "this was refused or declined already; ask anew"),
    "another role": ("role", "this role does not approve such an act, so it does not decline it either"),
    "stopped": ("stopped", "payments of this dossier are stopped"),
    "role ended": ("role", "this person does not have that role any more"),
    "two roles": ("person", "these two roles do not go together"),
    "stale approval": ("stale", "what was proposed was changed since; look at the newest and approve that"),
    "outside the year": ("year", "the day lies outside the budget year"),
    "no room": ("room", "there is no room for this amount"),
    "never changed": ("kept", "what stands in the register is never changed or deleted"),
    "never deleted": ("kept", "what stands in the register is never changed or deleted"),
}
Row = tuple[Any, ...]


class Database:
    """A connection for one thread. url: sqlite:///FILE, or postgresql://USER:PASSWORD@HOST:PORT/NAME."""

    def __init__(self, url: str) -> None:
        """Connect. Raises RegisterError."""
        self.url = url
        self.postgres = url.startswith(("postgresql://", "postgres://"))
        self._connection: Any = self._postgres(url) if self.postgres else self._sqlite(url)
        self._file = self._stands()

    @staticmethod
    def _sqlite(url: str) -> sqlite3.Connection:
        if not url.startswith("sqlite:///"):
            raise RegisterError(
                f"VREDE_DATABASE is {_without_password(url)!r}; it must begin with sqlite:/// or postgresql://"
            )
        path = Path(unquote(url.removeprefix("sqlite:///")))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
        except (OSError, sqlite3.Error) as error:
            raise RegisterError(f"cannot open the register in {path}: {error}. Set VREDE_DATABASE.") from error
        return connection

    @staticmethod
    def _postgres(url: str) -> Any:
        try:
            import psycopg
        except ModuleNotFoundError as error:
            raise RegisterError("PostgreSQL needs the extra: pip install 'vrede[postgres]'") from error
        try:
            return psycopg.connect(url, autocommit=True, connect_timeout=10)
        except psycopg.Error as error:
            raise RegisterError(
                f"cannot open the register at {_without_password(url)}: {str(error).splitlines()[0]}"
            ) from error

    def prepare(self) -> None:
        """Make the tables and triggers that are not there yet."""
        script = (SQL / ("postgresql.sql" if self.postgres else "sqlite.sql")).read_text(encoding="utf-8")
        if self.postgres:
            with self.writing():
                self._connection.execute(script)
        else:
            self._connection.executescript(script)
        with self.writing():
            there = set(self.all("SELECT kind, role FROM transition"))
            for row in transitions().values():
                for role in row.roles:
                    if (row.kind, role) not in there:
                        self.run("INSERT INTO transition (kind, role) VALUES (?, ?)", (row.kind, role))
            approvals = set(self.all("SELECT kind, target FROM approval"))
            for row in transitions().values():
                for target in row.approves:
                    if (row.kind, target) not in approvals:
                        self.run("INSERT INTO approval (kind, target) VALUES (?, ?)", (row.kind, target))

    def begun(self) -> bool:
        """Whether a register stands in it."""
        try:
            return self.one("SELECT seq FROM act WHERE seq = 1") is not None
        except Exception:  # no table yet, in the words of either database
            return False

    def _stands(self) -> tuple[int, int] | None:
        """Device and number of the file of a SQLite database; None where there is none."""
        if self.postgres:
            return None
        try:
            found = Path(unquote(self.url.removeprefix("sqlite:///"))).stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def replaced(self) -> bool:
        """Whether another file stands where this one was opened: what is written here would be lost."""
        return self._stands() != self._file

    def alive(self) -> bool:
        """Whether the connection still answers."""
        try:
            return self.one("SELECT 1") is not None
        except Exception:  # whatever a driver says of a connection that is gone
            return False

    def all(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """Rows of a question. `?` stands for a value."""
        return [tuple(row) for row in self._run(sql, values).fetchall()]

    def one(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """The first row, or None."""
        rows = self.all(sql, values)
        return rows[0] if rows else None

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Add a row. Raises RegisterRefused where the database refuses it."""
        self._run(sql, values)

    def _run(self, sql: str, values: Sequence[Any]) -> Any:
        try:
            if self.postgres:
                return self._connection.execute(sql.replace("%", "%%").replace("?", "%s"), values)
            return self._connection.execute(sql, values)
        except Exception as error:
            raise _refusal(error) from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All of it or none of it, and nobody else writes meanwhile."""
        if self.postgres:
            with self._connection.transaction():
                self._connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
                yield
            return
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise RegisterError(f"the register is busy for {WAIT_SECONDS} seconds already; try again") from error
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Let go."""
        self._connection.close()


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return url.replace(f":{parts.password}@", ":***@") if parts.password else url


def _refusal(error: Exception) -> Exception:
    """What a person reads for what the database said; the error itself where it is none of ours."""
    text = str(error)
    said = re.search(r"refused: ([^\n]*)", text)
    if said:
        for words, (code, message) in REFUSALS.items():
            if words in said[1]:
                return RegisterRefused(code, message)
    lower = text.lower()
    if "act_answered_once" in lower or "act.approves" in lower:
        return RegisterRefused("paid", "this was approved already; nothing is committed or paid twice")
    if "token" in lower and "unique" in lower:
        return RegisterRefused("token", "another act has this token")
    if "foreign key" in lower:
        return RegisterRefused("role", "nobody of that name has that role, or the role does not do that")
    return error
