"""A register on each database: SQLite in a file, and a PostgreSQL cluster of the tests' own on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from registerbook import Book
from registercluster import binary, cluster, free_port, new_cluster, new_postgres, postgres, programs
from vrede.register.chain.database import Database

__all__ = ["binary", "cluster", "free_port", "new_cluster", "new_postgres", "programs"]


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'register.sqlite3'}"
    return postgres(request.getfixturevalue("cluster"))


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
