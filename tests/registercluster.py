"""PostgreSQL clusters of the tests' own on loopback, and empty databases in them."""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from once import once


def binary(name: str) -> str | None:
    """A program of PostgreSQL: on the path, or where Debian puts it."""
    places = [shutil.which(name), *sorted(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{name}")), reverse=True)]
    return next((place for place in places if place and Path(place).exists()), None)


SETTINGS = ("fsync=off", "autovacuum=off", "dynamic_shared_memory_type=mmap")
"""Nothing of a cluster outlives its tests; its shared memory is in its own folder, whoever may write elsewhere."""


class Cluster:
    """A PostgreSQL server of this test session alone: its own folder, port, socket and log."""

    def __init__(self, initdb: str, server: str, folder: Path) -> None:
        self.initdb, self.server, self.folder = initdb, server, folder
        self.log = folder / "log"
        self.data = str(folder / "data")
        self.user: dict[str, Any] = {}
        self.process: subprocess.Popen[bytes] | None = None
        self.port = 0
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            owner = pwd.getpwnam("postgres")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
            self.user = {"user": "postgres", "group": "postgres"}

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-2000:] if self.log.exists() else ""

    def start(self) -> str:
        """Its address, once it answers. A port that somebody else took meanwhile is tried again with another."""
        with self.log.open("ab") as log:
            told: dict[str, Any] = {"stdout": log, "stderr": log, "cwd": "/", **self.user}
            words = ["-D", self.data, "-U", "vrede", "--auth=trust", "-E", "UTF8", "--locale=C"]
            done = subprocess.run([self.initdb, *words], check=False, **told)
            assert done.returncode == 0, f"initdb: {self.said()}"
            for _try in range(5):
                self.port = free_port()
                said = ("listen_addresses=127.0.0.1", f"unix_socket_directories={self.folder}", *SETTINGS)
                options = ["-p", str(self.port), *(word for one in said for word in ("-c", one))]
                self.process = subprocess.Popen([self.server, "-D", self.data, *options], **told)
                if self.answers():
                    return f"postgresql://vrede@127.0.0.1:{self.port}"
        raise AssertionError(f"the cluster did not start: {self.said()}")

    def answers(self) -> bool:
        """Waits up to a minute; False where the server ended. That it is this server and no other is asked of it."""
        import psycopg

        assert self.process is not None
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process.poll() is None:
            try:
                with psycopg.connect(f"postgresql://vrede@127.0.0.1:{self.port}/postgres", connect_timeout=5) as here:
                    row = here.execute("SHOW data_directory").fetchone()
                    if row is not None and row[0] == self.data:
                        return True
            except psycopg.OperationalError:
                pass
            time.sleep(0.05)
        self.stop()
        return False

    def stop(self) -> None:
        """At once: its data are thrown away."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def free_port() -> int:
    """A port on loopback that nobody has now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _own_cluster() -> Cluster:
    """A cluster that was not started yet; without PostgreSQL the test is skipped.

    Its folder lies beside those of pytest, not in them: every pytest that starts closes the folder of all to other users, and the
    server, which is another user where the tests run as root, can then not reach its data.
    """
    initdb, server = binary("initdb"), binary("postgres")
    if initdb is None or server is None:
        pytest.skip("register: no PostgreSQL on this machine")
    return Cluster(initdb, server, Path(tempfile.mkdtemp(prefix="vrede-cluster-", dir=_open_folder())))


@pytest.fixture(scope="session")
def new_cluster() -> Iterator[Callable[[], str]]:
    """Starts a cluster and gives its address, without the name of a database."""
    made: list[Cluster] = []

    def start() -> str:
        made.append(_own_cluster())
        return made[-1].start()

    try:
        yield start
    finally:
        for one in made:
            one.stop()
            shutil.rmtree(one.folder, ignore_errors=True)


SHARED = "postgresql"
"""Name of the folder in which the cluster of a run says where it is."""


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the one cluster of this run: whichever process asks first starts it, and the run stops it at its end."""

    def start(place: Path) -> None:
        own = _own_cluster()
        address = own.start()
        assert own.process is not None
        _running.append(own)
        (place / "cluster.json").write_text(json.dumps([address, own.process.pid, str(own.folder)]), encoding="utf-8")

    address: str = json.loads((once(tmp_path_factory, SHARED, start) / "cluster.json").read_text(encoding="utf-8"))[0]
    return address


_running: list[Cluster] = []
"""Held, so that the process that started the cluster does not take it for forgotten."""


def stop_shared(root: Path) -> None:
    """Stop the cluster of a run, if it has one, and remove its data. root: the folder that the run's processes share."""
    said = root / SHARED / "cluster.json"
    if not said.exists():
        return
    _address, pid, folder = json.loads(said.read_text(encoding="utf-8"))
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGQUIT)
    for own in _running:
        own.stop()
    shutil.rmtree(folder, ignore_errors=True)


def _open_folder() -> str:
    """A folder for temporary files that every user may pass through."""
    for name in ("/dev/shm", tempfile.gettempdir(), "/tmp", "/var/tmp"):
        place = Path(name).resolve()
        if (
            place.is_dir()
            and os.access(place, os.W_OK)
            and all(part.stat().st_mode & 0o001 for part in (place, *place.parents))
        ):
            return str(place)
    return tempfile.gettempdir()


def postgres(cluster: str, template: str = "template1") -> str:
    """The address of a new database: a copy of the template, which is empty where none is named."""
    import psycopg

    name = f"register_{uuid4().hex}"
    with psycopg.connect(f"{cluster}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return f"{cluster}/{name}"


@pytest.fixture
def new_postgres(cluster: str) -> Callable[[], str]:
    """Makes an empty database in PostgreSQL and gives its address."""
    return lambda: postgres(cluster)


@pytest.fixture(scope="session")
def programs() -> Callable[[str], str]:
    """Gives the path of a program of PostgreSQL; where it is not there the test is skipped."""

    def give(name: str) -> str:
        found = binary(name)
        return found or pytest.skip(f"register: no {name} on this machine")

    return give
