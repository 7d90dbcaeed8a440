"""`vrede register demo` and `code` as a newcomer types them: in processes of their own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from registerbook import Book
from vrede.register.demo.story import people


def vrede(database: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "VREDE_DATABASE": f"sqlite:///{database}"}
    command = [sys.executable, "-m", "vrede", "register", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_newcomer(tmp_path: Path) -> None:
    """Accounts are printed once, with what to do now; a second time is refused, and so is what the register does not know."""
    path = tmp_path / "demo.sqlite3"
    done = vrede(path, "demo", "--day", "2026-12-01")
    assert done.returncode == 0, done.stderr
    for one in people():
        assert re.search(rf"^{one.who} .*-.*otpauth://totp/{one.who}\?secret=[A-Z2-7]+", done.stdout, re.MULTILINE)
    assert "vrede register code NAME" in done.stdout
    again = vrede(path, "demo")
    assert (again.returncode, again.stdout) == (11, "")
    assert "begun here already" in again.stderr
    code = vrede(path, "code", "officer")
    assert (code.returncode, bool(re.fullmatch(r"\d{6}\n", code.stdout))) == (0, True)
    assert "valid for" in code.stderr
    assert "made up" in vrede(path, "publish", str(tmp_path / "out")).stderr


def test_a_real_register_is_left_alone(tmp_path: Path) -> None:
    """No act, no table of accounts, no code."""
    path = tmp_path / "real.sqlite3"
    book = Book(f"sqlite:///{path}")
    before = book.count(), book.database.all("SELECT name FROM sqlite_master ORDER BY name")
    for words in (("demo",), ("code", "olga"), ("code", "--help-me")):
        done = vrede(path, *words)
        assert done.returncode in (2, 11), done.stderr
    assert (book.count(), book.database.all("SELECT name FROM sqlite_master ORDER BY name")) == before
    book.database.close()
