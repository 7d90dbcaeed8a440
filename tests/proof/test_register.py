"""`make proof`: the register under 20,000 steps, 1,000 edits and 200 kills, on each database."""

from __future__ import annotations

import contextlib
import importlib.util
import random
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from registerbook import Book
from registercluster import cluster, new_cluster, new_postgres
from registermachine import machine_of
from vrede.register.audit.verification import head, verify
from vrede.register.chain.database import Database

HERE = Path(__file__).resolve().parents[1] / "register"


def chapter(name: str) -> ModuleType:
    """A module of tests/register."""
    spec = importlib.util.spec_from_file_location(f"register_{name}", HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


__all__ = ["cluster", "new_cluster", "new_postgres"]
RUNS, STEPS, EDITS, KILLS = 100, 200, 1000, 200


@pytest.fixture
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Gives the address of an empty database of a kind."""
    number = iter(range(10**6))

    def give(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / f'{next(number)}.sqlite3'}"
        made: str = request.getfixturevalue("new_postgres")()
        return made

    return give


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_twenty_thousand_steps(kind: str, fresh: Callable[[str], str]) -> None:
    """A hundred registers of two hundred steps each."""
    run_state_machine_as_test(
        machine_of(lambda: fresh(kind)),
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_thousand_edits(kind: str, fresh: Callable[[str], str]) -> None:
    """Twenty registers, fifty edits each; after each the register is put back as it was by undoing the transaction."""
    hostile: Any = chapter("test_verify")
    for first in range(0, EDITS, 50):
        book = hostile.filled(Book(fresh(kind)))
        published = head(book.database)
        write = hostile.unguarded(book.database)
        for seed in range(first, first + 50):
            with contextlib.suppress(Undone), book.database.writing():
                what = hostile.edited(random.Random(seed), book.database, write)
                assert verify(book.database, published), (seed, what)
                raise Undone
            assert verify(book.database, published) == []
        book.database.close()


class Undone(Exception):
    """Takes an edit back."""


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_two_hundred_kills(kind: str, fresh: Callable[[str], str]) -> None:
    """One register that lives through all of them; a hundred on each database."""
    together: Any = chapter("test_together")
    address = fresh(kind)
    book = Book(address)
    for number in range(KILLS // 2):
        together.killed_after(book, address, 1 + number % 23)
    database = Database(address)
    assert verify(database) == []
    database.close()
    book.database.close()
