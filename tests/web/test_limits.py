"""Limits hold for one process and over several: the same answers counted in memory and in a folder."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrede.web.site.counted import InMemory, OnDisk
from vrede.web.site.limit import FOLDER, Limit, TooMuch

ASKED = st.lists(st.tuples(st.sampled_from(["a", "b"]), st.floats(0, 30, width=16)), max_size=30)


@given(asked=ASKED, times=st.integers(1, 4), seconds=st.integers(1, 40))
def test_a_folder_counts_as_memory_does(
    tmp_path_factory: pytest.TempPathFactory, asked: list[tuple[str, float]], times: int, seconds: int
) -> None:
    plain, shared = InMemory(1), OnDisk(tmp_path_factory.mktemp("counts"), 1)
    now = 0.0
    for address, later in asked:
        now += later
        assert plain.wait(address, now, times, seconds) == shared.wait(address, now, times, seconds)


@pytest.mark.parametrize("make", [lambda _folder: InMemory(2), lambda folder: OnDisk(folder, 2)])
def test_no_more_at_once_than_there_is_room_for(make: Callable[[Path], InMemory | OnDisk], tmp_path: Path) -> None:
    counts = make(tmp_path)
    with ExitStack() as stack:
        assert [stack.enter_context(counts.one()) for _ in range(3)] == [True, True, False]
    with counts.one() as free:
        assert free


def test_two_limits_of_one_folder_count_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As two processes do. Another name counts apart."""
    monkeypatch.setenv(FOLDER, str(tmp_path))
    one, two, other = Limit("x", 2, 60, 1), Limit("x", 2, 60, 1), Limit("y", 2, 60, 1)
    with one.work("a"), pytest.raises(TooMuch), two.work("a"):
        pass  # only one at once
    with pytest.raises(TooMuch), two.work("a"):
        pass  # and no third in a minute
    with other.work("a"):
        pass


def test_what_cannot_be_counted_must_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = OnDisk(tmp_path, 1)
    monkeypatch.setattr("vrede.web.site.counted.BUSY", 0)
    with counts._open() as held:
        held.execute("begin immediate")
        assert counts.wait("a", 0.0, 1, 1) == 1


def test_a_site_of_two_processes_counts_over_both(sample_lake: Path, tmp_path: Path) -> None:
    """A real server: of forty questions on connections of their own ten are answered, whichever process they come to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "VREDE_LAKE": str(sample_lake),
        "VREDE_API_PER_MINUTE": "10",
        "TMPDIR": str(tmp_path),
    }
    command = [sys.executable, "-m", "vrede", "serve", "--port", str(port), "--workers", "2"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            while True:
                try:
                    first = _status(port)
                    break
                except ConnectionRefusedError:
                    assert server.poll() is None
            found = [first, *(_status(port, 2 + n) for n in range(39))]
        finally:
            server.terminate()
    assert found.count(200) == 10
    assert set(found) == {200, 429}


def _status(port: int, limit: int = 1) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", f"/api/v1/tables?limit={limit}")
        return connection.getresponse().status
    finally:
        connection.close()


def test_what_is_left_in_the_folder_names_nobody(tmp_path: Path) -> None:
    """Nor can it be found by trying addresses without the key of the server."""
    counts = OnDisk(tmp_path, 1, "a key")
    assert counts.wait("192.0.2.77", 0.0, 1, 60) == 0
    assert OnDisk(tmp_path, 1, "another").wait("192.0.2.77", 1.0, 1, 60) == 0
    assert counts.wait("192.0.2.77", 1.0, 1, 60) == 60
    assert all(b"192.0.2.77" not in file.read_bytes() for file in tmp_path.iterdir())
