"""`show`, `head` and `verify` of a register write nothing, on either database, and say so where it should be prepared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from registerbook import Book
from registercluster import cluster, new_postgres
from vrede.cli.app import app
from vrede.register.chain.database import Database
from vrede.register.refused import RegisterError, RegisterRefused

__all__ = ["cluster", "new_postgres"]
READING = [("show",), ("show", "--format", "json"), ("head",), ("verify",)]


def run(*words: str) -> Result:
    """A command of the register."""
    return CliRunner().invoke(app, ["register", *words])


@pytest.fixture(params=["sqlite", "postgresql"])
def book(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Book]:
    """A register of this environment on each database."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path / 'register.sqlite3'}"
    else:
        address = request.getfixturevalue("new_postgres")()
    monkeypatch.setenv("VREDE_DATABASE", address)
    made = Book(address)
    made.commit("G1", made.propose("G1", 500))
    yield made
    made.database.close()


def written(book: Book) -> object:
    """Another where anything was written: the bytes of the file; in a server every row of the register's tables and every definition,
    with the transaction that wrote it."""
    if not book.database.postgres:
        book.database.run("PRAGMA wal_checkpoint(TRUNCATE)")
        return sha256(Path(book.database.url.removeprefix("sqlite:///")).read_bytes()).hexdigest()
    tables = [str(name) for (name,) in book.database.all("SELECT relname FROM pg_stat_user_tables ORDER BY relname")]
    assert "act" in tables
    return {
        name: book.database.all(f"SELECT xmin::text, xmax::text, t::text FROM {name} AS t ORDER BY 1, 3")
        for name in (*tables, "pg_class", "pg_trigger", "pg_proc", "pg_index")
    }


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_nothing_is_written(book: Book, words: tuple[str, ...]) -> None:
    """Not a byte of the file, not one transaction of the server."""
    before = written(book)
    assert run(*words).exit_code == 0
    assert written(book) == before


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_not_even_where_guards_are_gone(book: Book, words: tuple[str, ...]) -> None:
    """It is said what to do, and the figures are shown."""
    table = " ON act" if book.database.postgres else ""
    book.database.run(f"DROP TRIGGER act_kept{table}")
    before = written(book)
    done = run(*words)
    assert (done.exit_code, written(book)) == (0, before)
    assert "run `vrede register prepare` once" in done.stderr
    assert book.database.url not in done.stderr


def test_a_connection_that_only_reads_refuses_to_write(book: Book) -> None:
    """The database itself refuses a row and a guard, inside and outside of a transaction."""
    book.database.run(f"DROP TRIGGER act_kept{' ON act' if book.database.postgres else ''}")
    database = Database(book.database.url, readonly=True)
    for tries in (
        lambda: database.run("INSERT INTO ended (who, role) VALUES ('a', 'b')"),
        database.prepare,
        lambda: _inside(database),
    ):
        with pytest.raises(Exception, match=r"(?i)read.?only"):
            tries()
    database.close()


def _inside(database: Database) -> None:
    with database.reading():
        database.run("INSERT INTO ended (who, role) VALUES ('a', 'b')")


def test_all_questions_of_a_reading_are_of_one_moment(book: Book) -> None:
    """What another records meanwhile is seen afterwards."""
    database = Database(book.database.url, readonly=True)
    with database.reading():
        before = database.one("SELECT COUNT(*) FROM act")
        book.propose("G2", 100)
        assert database.one("SELECT COUNT(*) FROM act") == before
    assert database.one("SELECT COUNT(*) FROM act") != before
    database.close()


@pytest.mark.parametrize("words", [*READING, ("prepare",)], ids=" ".join)
def test_where_no_register_was_begun_none_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """It is said where and what to do, and no file or folder is left."""
    path = tmp_path / "nothing" / "register.sqlite3"
    monkeypatch.setenv("VREDE_DATABASE", f"sqlite:///{path}")
    done = run(*words)
    assert isinstance(done.exception, RegisterError)
    assert not isinstance(done.exception, RegisterRefused)
    assert "no register was begun in" in str(done.exception)
    assert not path.parent.exists()


def test_a_database_without_a_register_is_none(
    new_postgres: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty database of a server."""
    monkeypatch.setenv("VREDE_DATABASE", new_postgres())
    assert "no register was begun in" in str(run("verify").exception)
