"""The tests' own PostgreSQL starts beside others, also while another pytest closes the folders of all to other users."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest


def test_two_start_at_once(
    new_cluster: Callable[[], str], cluster: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Each answers on a port of its own with its own data; the folder of pytest is closed meanwhile, as its next start would."""
    import psycopg

    root = tmp_path_factory.getbasetemp().parent
    if root.stat().st_uid == os.geteuid() and root.name.startswith("pytest-of-"):
        root.chmod(stat.S_IMODE(root.stat().st_mode) & ~0o077)
    with ThreadPoolExecutor(2) as pool:
        addresses = [cluster, *pool.map(lambda _number: new_cluster(), range(2))]
    folders = set()
    for address in addresses:
        with psycopg.connect(f"{address}/postgres") as connection:
            row = connection.execute("SHOW data_directory").fetchone()
            assert row is not None
            folders.add(row[0])
    assert len(set(addresses)) == len(folders) == 3
    assert not [folder for folder in folders if folder.startswith(str(root))]
