"""A database that cannot be read is never taken for an empty one: locked, no database at all, damaged, or with its server gone."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from registerbook import Book
from registercluster import postgres
from vrede.register.audit.budget_statement import statement
from vrede.register.chain import database as opening
from vrede.register.chain.database import Database
from vrede.register.chain.reading import made_up
from vrede.register.refused import RegisterError, RegisterRefused

LOOKS: dict[str, Callable[[Database], object]] = {
    "begun": Database.begun,
    "made up": made_up,
    "read": statement,
    "prepare": Database.prepare,
    "write": lambda database: written(database),
}


def written(database: Database) -> None:
    with database.writing():
        database.run("INSERT INTO member (who, role, act) VALUES ('x', 'auditor', 1)")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of a register that was begun and closed."""
    Book(f"sqlite:///{tmp_path / 'register.sqlite3'}").database.close()
    return tmp_path / "register.sqlite3"


@pytest.fixture
def opened(path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{path}")
    assert database.begun()
    yield database
    database.close()


def test_an_empty_database_of_each_kind_holds_no_register(address: str) -> None:
    """Without tables, and with tables but without an act."""
    database = Database(address)
    assert not database.begun()
    assert not made_up(database)
    database.prepare()
    assert not database.begun()
    assert database.alive()
    database.close()
    assert not database.alive()


@pytest.mark.parametrize("kind", ["no database", "a folder", "half a database"])
def test_what_is_no_database_is_not_opened(path: Path, kind: str) -> None:
    """The message names the file and the setting."""
    whole = path.read_bytes()
    path.unlink()
    if kind == "a folder":
        path.mkdir()
    else:
        path.write_bytes(b"no database at all\n" * 100 if kind == "no database" else whole[:5000])
    with pytest.raises(RegisterError) as trouble:
        statement(Database(f"sqlite:///{path}"))
    assert str(path) in str(trouble.value)


@pytest.mark.parametrize("look", LOOKS)
def test_a_file_that_was_damaged_while_it_was_open(path: Path, opened: Database, look: str) -> None:
    """Nobody begins a second register in it."""
    size = path.stat().st_size
    with path.open("r+b") as stream:
        stream.write(os.urandom(size))
    opened.run("PRAGMA shrink_memory")  # so that nothing is answered from what was read before
    with pytest.raises(RegisterError, match="cannot be used") as trouble:
        LOOKS[look](opened)
    assert str(path) in str(trouble.value)
    assert not isinstance(trouble.value, RegisterRefused)


@pytest.mark.parametrize("look", LOOKS)
def test_a_database_that_somebody_holds(path: Path, monkeypatch: pytest.MonkeyPatch, look: str) -> None:
    """After a short wait it is said, and when they let go the register is there again."""
    monkeypatch.setattr(opening, "WAIT_SECONDS", 0.1)
    mine = Database(f"sqlite:///{path}")
    mine.run("PRAGMA journal_mode = DELETE")
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(RegisterError, match=r"locked|busy") as trouble:
        LOOKS[look](mine)
    assert "try again" in str(trouble.value)
    with pytest.raises(RegisterError, match="locked"):
        Database(f"sqlite:///{path}")
    holder.close()
    assert mine.begun()
    assert mine.alive()
    mine.close()


def test_a_question_that_is_wrong_is_a_fault_of_ours(book: Book) -> None:
    """It is not told to a person as a database that is down."""
    for words in ("SELECT nothing FROM act", "SELECT * FROM nowhere", "no words"):
        with pytest.raises(Exception, match=r".") as trouble:
            book.database.all(words)
        assert not isinstance(trouble.value, RegisterError | RegisterRefused)


@pytest.mark.parametrize("look", LOOKS)
def test_a_connection_that_the_server_ended(new_postgres: Callable[[], str], look: str) -> None:
    """As an administrator of PostgreSQL ends it: the first question tells it, and after that it is not alive."""
    address = new_postgres()
    book, other = Book(address), Database(address)
    row = book.database.one("SELECT pg_backend_pid()")
    assert row is not None
    other.all("SELECT pg_terminate_backend(?)", (row[0],))
    with pytest.raises(RegisterError, match="cannot be used") as trouble:
        LOOKS[look](book.database)
    assert "127.0.0.1" in str(trouble.value)
    assert not book.database.alive()
    assert other.begun()
    for one in (book.database, other):
        one.close()


def stop(database: Database) -> None:
    """End the server of a database at once, as a power cut does."""
    row = database.one("SHOW data_directory")
    assert row is not None
    pid = int((Path(str(row[0])) / "postmaster.pid").read_text(encoding="utf-8").split()[0])
    os.kill(pid, signal.SIGQUIT)
    until = time.monotonic() + 30
    while database.alive():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_server_that_was_stopped(new_cluster: Callable[[], str]) -> None:
    """What was open says so, and nothing new is opened; no password is shown."""
    address = postgres(new_cluster())
    book, other = Book(address), Database(address)
    stop(other)
    with pytest.raises(RegisterError, match="cannot be used"):
        book.database.begun()
    assert not book.database.alive()
    with pytest.raises(RegisterError, match="cannot open") as trouble:
        Database(address.replace("vrede@", "vrede:secret@"))
    assert "secret" not in str(trouble.value)
    for one in (book.database, other):
        one.close()
