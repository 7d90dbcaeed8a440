"""Reading on a Dask cluster: a scheduler and two workers on loopback, one of them killed in mid run, lose nothing."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from functools import partial
from pathlib import Path

import pytest

from lakefolder import NOTHING_WITHHELD, build_here, opened
from vrede.lake.store import Store
from vrede.pipeline.inputs import find_sources
from vrede.pipeline.steps import build
from vrede.pipeline.workers import executor
from vrede.sources.sample import Truths

TABLES = ("activity", "transaction", "slice", "placement", "issue")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_killed_worker_loses_nothing(sample: tuple[Path, Truths], tmp_path: Path) -> None:
    """The snapshot is that of a build without a cluster, table by table."""
    distributed = pytest.importorskip("distributed", reason="cluster: the extra is not installed")
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs=50
    )
    victims = [worker.pid for worker in cluster.workers.values()]
    killed = threading.Event()

    def progress(name: str, file: object, was_read: bool) -> None:
        if was_read and not killed.is_set():
            killed.set()
            with contextlib.suppress(ProcessLookupError):
                os.kill(victims[0], signal.SIGKILL)

    try:
        pool = partial(executor, 1, cluster.scheduler_address)
        lake = tmp_path / "cluster"
        build(find_sources(sample[0]), Store(str(lake)), NOTHING_WITHHELD, pool, progress, lambda step: None)
    finally:
        cluster.close()
    assert killed.is_set()
    build_here(sample[0], tmp_path / "here")
    there, here = opened(lake), opened(tmp_path / "here")
    assert there.name == here.name
    for table in TABLES:
        assert there.table(table).equals(here.table(table)), table


def test_a_lake_elsewhere_keeps_its_raw_tables_here(sample: tuple[Path, Truths], tmp_path: Path) -> None:
    """A lake that is an fsspec URL gets the same snapshot; only the raw tables need a folder of this machine."""
    from concurrent.futures import ThreadPoolExecutor

    raw = Store(str(tmp_path / "raw"))
    elsewhere = Store("memory://lake-of-a-test")
    found = find_sources(sample[0])
    made = build(
        found,
        elsewhere,
        NOTHING_WITHHELD,
        partial(ThreadPoolExecutor, 1),
        lambda *a: None,
        lambda s: None,
        raw_store=raw,
    )
    build_here(sample[0], tmp_path / "here")
    assert opened("memory://lake-of-a-test").name == made.name
    assert opened("memory://lake-of-a-test").table("slice").equals(opened(tmp_path / "here").table("slice"))
