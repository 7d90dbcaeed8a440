"""A register on each database: SQLite in a file, and a PostgreSQL cluster of the tests' own on loopback."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from registerbook import Book
from vrede.register.database import Database


def binary(name: str) -> str | None:
    """A program of PostgreSQL: on the path, or where Debian puts it."""
    places = [shutil.which(name), *sorted(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{name}")), reverse=True)]
    return next((place for place in places if place and Path(place).exists()), None)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster, without the name of a database."""
    initdb, server = binary("initdb"), binary("postgres")
    if initdb is None or server is None:
        pytest.skip("register: no PostgreSQL on this machine")
    folder = Path(tmp_path_factory.mktemp("cluster"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    root = os.geteuid() == 0
    user = {"user": "postgres", "group": "postgres"} if root else {}
    if root:  # PostgreSQL refuses to run as root
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        for parent in folder.parents:
            if parent.stat().st_uid == 0 and not parent.stat().st_mode & 0o001:
                parent.chmod(parent.stat().st_mode | 0o011)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
    data = str(folder / "data")
    subprocess.run(
        [initdb, "-D", data, "-U", "vrede", "--auth=trust", "-E", "UTF8", "--locale=C"], check=True, **user, **quiet
    )  # type: ignore[call-overload]
    options = ["-p", str(port), "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}"]
    process = subprocess.Popen([server, "-D", data, *options], **user, **quiet)  # type: ignore[call-overload]
    address = f"postgresql://vrede@127.0.0.1:{port}"
    import psycopg

    try:
        for _ in range(600):
            try:
                psycopg.connect(f"{address}/postgres", connect_timeout=1).close()
                break
            except psycopg.OperationalError:
                assert process.poll() is None, "the cluster did not start"
        yield address
    finally:
        process.send_signal(signal.SIGINT)  # at once: a terminate waits for whoever is still connected
        process.wait()


def _postgres(cluster: str) -> str:
    import psycopg

    name = f"register_{uuid4().hex}"
    with psycopg.connect(f"{cluster}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{cluster}/{name}"


@pytest.fixture
def new_postgres(cluster: str) -> Callable[[], str]:
    """Makes an empty database in PostgreSQL and gives its address."""
    return lambda: _postgres(cluster)


@pytest.fixture(scope="session")
def programs() -> Callable[[str], str]:
    """Gives the path of a program of PostgreSQL; where it is not there the test is skipped."""

    def give(name: str) -> str:
        found = binary(name)
        return found or pytest.skip(f"register: no {name} on this machine")

    return give


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'register.sqlite3'}"
    return _postgres(request.getfixturevalue("cluster"))


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
