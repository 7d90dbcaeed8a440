"""A register on each database: SQLite in a file, and a PostgreSQL cluster of the tests' own on loopback."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from once import once
from registerbook import Book
from registercluster import binary, cluster, free_port, new_cluster, new_postgres, postgres, programs
from vrede.register.chain.database import Database

__all__ = ["binary", "cluster", "free_port", "new_cluster", "new_postgres", "programs"]


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database of each kind: empty, or a copy of a register that was begun where the test asks for `book`."""
    begun = "book" in request.fixturenames
    if request.param == "sqlite":
        path = tmp_path / "register.sqlite3"
        if begun:
            shutil.copyfile(once(tmp_path_factory, "begun-sqlite", _begun_sqlite) / "begun.sqlite3", path)
        return f"sqlite:///{path}"
    cluster = request.getfixturevalue("cluster")
    if not begun:
        return postgres(cluster)
    place = once(tmp_path_factory, "begun-postgresql", partial(_begun_postgres, cluster))
    return postgres(cluster, (place / "name").read_text(encoding="utf-8"))


def _begun_sqlite(place: Path) -> None:
    Book(f"sqlite:///{place / 'begun.sqlite3'}").database.close()


def _begun_postgres(cluster: str, place: Path) -> None:
    address = postgres(cluster)
    Book(address).database.close()
    (place / "name").write_text(address.rpartition("/")[2], encoding="utf-8")


@pytest.fixture
def book(address: str) -> Iterator[Book]:
    """A register with people and a budget of 1,000,000 cents of commitments and 600,000 of cash in 2024."""
    made = Book(address)
    yield made
    made.database.close()


@pytest.fixture
def another(address: str) -> Iterator[Callable[[], Database]]:
    """More connections to the same database."""
    opened: list[Database] = []

    def connect() -> Database:
        opened.append(Database(address))
        return opened[-1]

    yield connect
    for database in opened:
        database.close()
