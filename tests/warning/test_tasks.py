"""Fits and draws as tasks: here, in processes, on a cluster of which a worker dies, and after a kill: the same bytes."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from vrede.lake.store import Store
from vrede.lake.unfinished import Unfinished, clear_unfinished
from vrede.pipeline.workers import executor
from vrede.warning.panel import Draws, History, month_id
from vrede.warning.tasks import SLOWEST, Task, drawn, models

ORIGIN = month_id(2012, 10)
TASKS = [Task("ged_sb", ORIGIN, name, (1, 6), 40) for name in (*SLOWEST, "fading-6", "conflictology-12")]


def same(one: dict[Task, Draws], other: dict[Task, Draws]) -> bool:
    """Whether both hold the same tasks in the same order with the same bytes."""
    return list(one) == list(other) and all(one[task].tobytes() == other[task].tobytes() for task in one)


@pytest.fixture(scope="module")
def here(world: History) -> dict[Task, Draws]:
    """All tasks, drawn in this process."""
    return drawn({"ged_sb": world}, TASKS)


def test_every_model_has_a_name_of_its_own_that_makes_a_file_name() -> None:
    """A key names target, origin and model."""
    assert Task("ged_sb", 504, "similar changes", (1,), 10).key == "ged_sb-504-similar-changes"
    assert set(SLOWEST) < set(models())


def test_processes_draw_what_one_process_draws(world: History, here: dict[Task, Draws]) -> None:
    """Two spawned processes; the order of the answer is the order asked."""
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert same(drawn({"ged_sb": world}, TASKS, pool), here)


def test_what_was_drawn_is_taken_and_what_was_damaged_is_drawn_again(
    world: History, here: dict[Task, Draws], tmp_path: Path
) -> None:
    """Five tasks: three are kept, one of them with a byte changed, so three are drawn."""
    store = Store(str(tmp_path))
    kept = Unfinished(store, "a" * 64)
    for task in TASKS[:3]:
        kept.put(task.key, here[task])
    file = next((tmp_path / "forecasts").rglob(TASKS[1].key))
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    told: list[str] = []
    assert same(drawn({"ged_sb": world}, TASKS, None, kept, told.append), here)
    assert told == [TASKS[1].key, TASKS[3].key, TASKS[4].key]
    assert kept.get(TASKS[1].key) is not None
    assert Unfinished(store, "b" * 64).get(TASKS[0].key) is None
    clear_unfinished(store)
    assert kept.get(TASKS[0].key) is None


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_on_a_cluster_a_killed_worker_loses_nothing(world: History, here: dict[Task, Draws]) -> None:
    """A scheduler and two workers; one is killed when the first draws are in."""
    distributed = pytest.importorskip("distributed", reason="cluster: the extra is not installed")
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs=50
    )
    victims = [worker.pid for worker in cluster.workers.values()]
    told: list[str] = []

    def killing(key: str) -> None:
        told.append(key)
        if len(told) == 1:
            with contextlib.suppress(ProcessLookupError):
                os.kill(victims[0], signal.SIGKILL)

    try:
        with executor(1, cluster.scheduler_address) as pool:
            assert same(drawn({"ged_sb": world}, TASKS, pool, None, killing), here)
    finally:
        cluster.close()
    assert sorted(told) == sorted(task.key for task in TASKS)
