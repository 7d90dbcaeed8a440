"""Sixteen people at once at the pages of a real server: never over the ceiling, and nobody's act is lost."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from django.utils import timezone

from registerbook import ARTICLE, RULES, Book
from vrede.register.accounts import balance
from vrede.register.asked import Asked
from vrede.register.dossiers import acts_of
from vrede.register.record import record
from vrede.register.verify import verify

CLIENTS, EACH, CENTS, ROOM = 16, 3, 25_000, 600_000
PASSWORD = "een lange zin van mij 7"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, empty_accounts: Path, tmp_path: Path) -> str:
    """A database of each kind with the tables of accounts."""
    if request.param == "sqlite":
        shutil.copy(empty_accounts, tmp_path / "register.sqlite3")
        return f"sqlite:///{tmp_path / 'register.sqlite3'}"
    return str(request.getfixturevalue("new_postgres")())


@pytest.fixture
def served(address: str, sample_lake: Path) -> Iterator[tuple[str, Book, int]]:
    """The site on this register, which has sixteen budget holders with accounts, and this year's budget."""
    from conftest_register import use  # noqa: PLC0415
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    from vrede.web.accounts.database import django_database

    assert django_database(address)
    use(address)
    call_command("migrate", verbosity=0)
    year = timezone.localdate().year
    book = Book(address, budget=False)
    book.law("commitment", {"4.3": ROOM}, year=year)
    for number in range(CLIENTS):
        book.appoint(f"holder{number}", "budget holder")
        user = get_user_model().objects.create(username=f"holder{number}")
        user.set_password(PASSWORD)
        user.save()
    port = _free_port()
    environment = {**os.environ, "VREDE_LAKE": str(sample_lake), "VREDE_PORT": str(port), "VREDE_DATABASE": address}
    server = subprocess.Popen(
        [sys.executable, "-m", "vrede", "serve"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=5).close()
                break
            except OSError:
                assert server.poll() is None
        yield f"http://127.0.0.1:{port}", book, year
    finally:
        server.terminate()
        server.wait()
        book.database.close()
