"""`make proof`: a build killed at any moment leaves the snapshot before, and the next build is right."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from lakefolder import build_here, opened
from vrede.lake.snapshot import Snapshot, current_name
from vrede.lake.store import Store
from vrede.lake.tables.money import BY_NAME
from vrede.sources.sample import Truths

TIMES = 50
SEED = 20261124
CHILD = """
import sys
from pathlib import Path
from concurrent.futures import ThreadPoolExecutor
from vrede.pipeline.steps import build
from vrede.pipeline.workers import executor
from vrede.pipeline.inputs import find_sources
from vrede.lake.store import Store
from vrede.withheld.suppression import Suppression
if __name__ == "__main__":
    pool = (lambda: executor(2)) if sys.argv[3] == "2" else (lambda: ThreadPoolExecutor(1))
    print("begin", flush=True)
    build(find_sources(Path(sys.argv[1])), Store(sys.argv[2]), Suppression(), pool, lambda *a: None, lambda s: None)
    print("end", flush=True)
"""


def whole(snapshot: Snapshot) -> int:
    """Reads every table; the number of transactions."""
    for name in BY_NAME:
        snapshot.table(name)
    return snapshot.table("transaction").height


def begin(sources: Path, lake: Path, script: Path, workers: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(script), str(sources), str(lake), workers],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def end(child: subprocess.Popen[str]) -> None:
    """Kills the build and the processes that it started: its own session and no other."""
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    if child.stdout:
        child.stdout.close()


def test_a_build_killed_at_50_random_moments(sample: tuple[Path, Truths], tmp_path: Path) -> None:
    sources, lake, script = tmp_path / "sources", tmp_path / "lake", tmp_path / "child.py"
    script.write_text(CHILD)
    shutil.copytree(sample[0], sources)
    build_here(sources, lake)
    before = current_name(Store(str(lake)))
    count = whole(opened(lake))
    pristine = tmp_path / "pristine"
    shutil.copytree(lake, pristine)
    # one file more than the snapshot has, so that there is something to read and to write
    other = sources / "iati" / "2025-03" / "more.xml"
    body = (sources / "iati" / "2025-03" / "ministry-2017.xml").read_text(encoding="utf-8")
    other.write_text(body.replace("XM-DAC-7-PPR-", "XM-DAC-7-PPR-9"), encoding="utf-8")
    started = time.monotonic()
    child = begin(sources, tmp_path / "measured", script, "1")
    assert child.stdout
    assert child.stdout.readline() == "begin\n"
    begun = time.monotonic()
    child.stdout.read()
    length = time.monotonic() - begun
    child.wait()
    child.stdout.close()
    assert begun - started < 60
    random_moment = random.Random(SEED)
    survivors = 0
    for number in range(TIMES):
        child = begin(sources, lake, script, "2" if number % 5 == 4 else "1")
        assert child.stdout
        assert child.stdout.readline() == "begin\n"
        time.sleep(random_moment.random() * length)
        end(child)
        now = opened(lake)
        if now.name == before:
            assert whole(now) == count
        else:  # it was done before it was killed: the new one is whole, and we begin again
            survivors += 1
            assert whole(now) > count
            shutil.rmtree(lake)
            shutil.copytree(pristine, lake)
        if number % 3 == 0:
            shutil.rmtree(lake / "raw", ignore_errors=True)  # now and then everything is read again
    assert survivors < TIMES // 2
    built = build_here(sources, lake)
    right = build_here(sources, tmp_path / "fresh")
    assert built.name == right.name
    for name in BY_NAME:
        assert (lake / "snapshots" / built.name / f"{name}.parquet").read_bytes() == (
            tmp_path / "fresh" / "snapshots" / right.name / f"{name}.parquet"
        ).read_bytes()
