"""An act that is refused for a reason, and wrote nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from registerbook import Book
from vrede.register.refused import RegisterRefused

TABLES = {"act": "seq", "posting": "act, place", "balance": "account", "member": "who, role", "ended": "who, role"}


def everything(book: Book) -> dict[str, list[tuple[object, ...]]]:
    """All that stands in the register."""
    return {name: book.database.all(f"SELECT * FROM {name} ORDER BY {order}") for name, order in TABLES.items()}


def refused(code: str, act: Callable[[], object], book: Book) -> str:
    """The message; all that stands in the register is as it was."""
    before = everything(book)
    with pytest.raises(RegisterRefused) as trouble:
        act()
    assert trouble.value.code == code, trouble.value
    assert everything(book) == before
    return str(trouble.value)
