"""A register whose database is down: the pages say so, and the site itself goes on."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest


@pytest.mark.parametrize("kind", ["no database", "a folder", "locked"])
def test_a_register_that_cannot_be_read_is_not_called_none(
    desk: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    """The page says what is wrong and where; it does not tell anybody to begin a register."""
    from vrede.register.chain import database as opening
    from vrede.web.register import connection

    browser, path = desk.at("olga"), tmp_path / "other.sqlite3"
    monkeypatch.setattr(opening, "WAIT_SECONDS", 0.1)
    monkeypatch.setenv("VREDE_DATABASE", f"sqlite:///{path}")
    connection.forget()
    holder = sqlite3.connect(path if kind == "locked" else ":memory:", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    if kind == "no database":
        path.write_bytes(b"no database at all\n" * 100)
    elif kind == "a folder":
        path.mkdir()
    answer = browser.get("/en/register/work/")
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "The register cannot be read now" in page
    assert str(path) in page
    assert "register found" not in page
    assert "no register" not in page.lower()
    holder.close()
