"""The register's database: SQLite in a file, or PostgreSQL; one writer at a time, and plain SQL that both understand."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from vrede.register.chain.drivers import driver_said, errors, gone, meant, no_table, unusable, without_password
from vrede.register.chain.guards import ends, lacking, script, statements
from vrede.register.refused import RegisterError
from vrede.register.table.transition import transitions

LOCK = 4_004
"""Number of the lock that a writer holds in PostgreSQL; any number that nobody else takes."""
WAIT_SECONDS = 30
OLDER = "the register in the database is older than this program; run `vrede register prepare` once"
Columns = tuple[Any, ...]


def file_of(url: str) -> Path | None:
    """The file of a SQLite database; None for any other address.

    >>> file_of("sqlite:////a%20b/c.sqlite3"), file_of("postgresql://host/name")
    (PosixPath('/a b/c.sqlite3'), None)
    """
    return Path(unquote(url.removeprefix("sqlite:///"))) if url.startswith("sqlite:///") else None


class Database:
    """A connection for one thread. url: sqlite:///FILE, or postgresql://USER:PASSWORD@HOST:PORT/NAME."""

    def __init__(self, url: str, readonly: bool = False) -> None:
        """Connect; readonly: nothing can be written through it, and no file is made. Raises RegisterError."""
        self.url = url
        self.postgres = url.startswith(("postgresql://", "postgres://"))
        self._connection: Any = self._postgres(url, readonly) if self.postgres else self._sqlite(url, readonly)
        self._file = self._stands()
        self._current = False

    @staticmethod
    def _sqlite(url: str, readonly: bool) -> sqlite3.Connection:
        path = file_of(url)
        if path is None:
            raise RegisterError(
                f"VREDE_DATABASE is {without_password(url)!r}; it must begin with sqlite:/// or postgresql://"
            )
        if readonly and not path.exists():
            raise RegisterError(f"no register was begun in {path}: `vrede register found` begins one")
        try:
            if readonly:
                address = f"{path.absolute().as_uri()}?mode=ro"
                return sqlite3.connect(address, timeout=WAIT_SECONDS, isolation_level=None, uri=True)
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA foreign_keys = ON")
            except sqlite3.Error:
                connection.close()
                raise
        except (OSError, sqlite3.Error) as error:
            raise RegisterError(f"cannot open the register in {path}: {error}. Set VREDE_DATABASE.") from error
        return connection

    @staticmethod
    def _postgres(url: str, readonly: bool) -> Any:
        try:
            import psycopg
        except ModuleNotFoundError as error:
            raise RegisterError("PostgreSQL needs the extra: pip install 'vrede[postgres]'") from error
        try:
            connection = psycopg.connect(url, autocommit=True, connect_timeout=10)
            if readonly:
                connection.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
            return connection
        except psycopg.Error as error:
            raise RegisterError(
                f"cannot open the register at {without_password(url)}: {driver_said(error, url)}. "
                "See whether the server runs and VREDE_DATABASE is postgresql://USER:PASSWORD@HOST:PORT/NAME"
            ) from error

    def prepare(self) -> None:
        """Make the tables and guards that are not there yet, and guards of another program anew: all of it or nothing. No act is changed."""
        with self.writing():
            for sql in ends(self.all, self.postgres):
                self.run(sql)
            for sql in [script(True)] if self.postgres else statements():
                self._connection.execute(sql)
            there = set(self.all("SELECT kind, role FROM transition"))
            for row in transitions().values():
                for role in row.roles:
                    if (row.kind, role) not in there:
                        self.run("INSERT INTO transition (kind, role) VALUES (?, ?)", (row.kind.value, role))
            approvals = set(self.all("SELECT kind, target FROM approval"))
            for row in transitions().values():
                for target in row.approves:
                    if (row.kind, target) not in approvals:
                        self.run("INSERT INTO approval (kind, target) VALUES (?, ?)", (row.kind.value, target.value))

    def is_older(self) -> bool:
        """Whether it was prepared by an older program: a guard is missing or is another, or its tables of who may do what miss rows of the
        table of acts. Looked at until nothing is missing, then never again on this connection."""
        if not self._current:
            self._current = not lacking(self.all, self.postgres) and self._knows_every_act()
        return not self._current

    def _knows_every_act(self) -> bool:
        try:
            kinds = set(self.all("SELECT kind, role FROM transition"))
            approvals = set(self.all("SELECT kind, target FROM approval"))
        except errors() as error:
            if no_table(error):
                return False
            raise
        return all(
            kinds.issuperset((row.kind, role) for role in row.roles)
            and approvals.issuperset((row.kind, target) for target in row.approves)
            for row in transitions().values()
        )

    def begun(self) -> bool:
        """Whether a register was begun in it. Raises RegisterError where the database does not say."""
        try:
            return self.one("SELECT seq FROM act WHERE seq = 1") is not None
        except errors() as error:
            if no_table(error):
                return False
            raise unusable(error, self.url) from error

    def _stands(self) -> tuple[int, int] | None:
        """Device and number of the file of a SQLite database; None where there is none."""
        path = file_of(self.url)
        if path is None:
            return None
        try:
            status = path.stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino

    def replaced(self) -> bool:
        """Whether there is another file where this one was opened: what is written here would be lost."""
        return self._stands() != self._file

    def alive(self) -> bool:
        """Whether the connection still answers."""
        try:
            return self._connection.execute("SELECT 1").fetchone() is not None
        except gone():
            return False

    def all(self, sql: str, values: Sequence[Any] = ()) -> list[Columns]:
        """Rows of a question. `?` is the place of a value."""
        with self._meaning():
            return [tuple(row) for row in self._execute(sql, values).fetchall()]

    def one(self, sql: str, values: Sequence[Any] = ()) -> Columns | None:
        """The first row, or None."""
        rows = self.all(sql, values)
        return rows[0] if rows else None

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Add a row. Raises RegisterRefused where the database refuses it, RegisterError where it cannot be used."""
        with self._meaning():
            self._execute(sql, values)

    def _execute(self, sql: str, values: Sequence[Any]) -> Any:
        if self.postgres:
            return self._connection.execute(sql.replace("%", "%%").replace("?", "%s"), values)
        return self._connection.execute(sql, values)

    @contextmanager
    def _meaning(self) -> Iterator[None]:
        try:
            yield
        except errors() as error:
            said = meant(error, self.url)
            if said is error:
                raise
            raise said from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All of it or none of it, and nobody else writes meanwhile. Raises RegisterError where the database cannot be used."""
        with self._meaning():
            if self.postgres:
                with self._connection.transaction():
                    self._connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
                    yield
                return
            try:
                self._connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise
                raise RegisterError(f"the register is busy for {WAIT_SECONDS} seconds already; try again") from error
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # SQLite itself went back where the disk is full or fails
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """All questions are of one moment, whatever others write meanwhile; nothing can be written. Raises RegisterError."""
        with self._meaning():
            if self.postgres:
                with self._connection.transaction():
                    self._connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                    yield
                return
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.execute("ROLLBACK")

    def close(self) -> None:
        """Let go."""
        self._connection.close()
