"""What all chapters share: the sample with its truths, snapshots built once, and where the real data stand."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from shutil import disk_usage

import pytest
from hypothesis import settings

HERE = Path(__file__).resolve().parent
MEMORY = Path("/dev/shm")
if not os.environ.get("PYTEST_DEBUG_TEMPROOT") and os.access(MEMORY, os.W_OK) and disk_usage(MEMORY).free > 4 << 30:
    # Every build and every act waits until it is on disk; in memory there is nothing to wait for.
    os.environ["PYTEST_DEBUG_TEMPROOT"] = str(MEMORY)
if "PYTEST_XDIST_WORKER" in os.environ:  # the processes of a run share the processors already
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
settings.register_profile("house", deadline=None)  # how long an example takes says nothing of whether it is right
settings.load_profile("house")
sys.path[:0] = [str(HERE), str(HERE / "real")]  # the modules that tests share: lakefolder, twin, own_money

from fewfiles import copy_few  # noqa: E402
from lakefolder import build_here, opened  # noqa: E402
from once import once, root_of  # noqa: E402
from registercluster import stop_shared  # noqa: E402
from vrede.lake.snapshot import Snapshot  # noqa: E402
from vrede.lake.store import Store  # noqa: E402
from vrede.pipeline.forecasts import issue_sample  # noqa: E402
from vrede.pipeline.inputs import find_sources  # noqa: E402
from vrede.sources.sample import Truths, write_sample  # noqa: E402


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truths]:
    """The sample's sources folder and its truths."""
    folder = tmp_path_factory.mktemp("sample-sources")
    return folder, write_sample(folder)


@pytest.fixture(scope="session")
def sample_lake(sample: tuple[Path, Truths], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake with one snapshot of the sample and its two issued forecasts. Nobody changes it."""

    def make(lake: Path) -> None:
        issue_sample(Store(str(lake)), find_sources(sample[0]))
        build_here(sample[0], lake)

    return once(tmp_path_factory, "sample-lake", make)


@pytest.fixture(scope="session")
def sample_snapshot(sample_lake: Path) -> Snapshot:
    """The snapshot of the sample."""
    return opened(sample_lake)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data: VREDE_SHARED, else `shared/data` beside the checkout."""
    named = os.environ.get("VREDE_SHARED", "")
    folder = Path(named) if named else HERE.parents[1] / "shared" / "data"
    if not (folder / "iati").is_dir():
        pytest.skip("real data: no shared/data beside the checkout and no VREDE_SHARED")
    return folder


@pytest.fixture(scope="session")
def real_lake(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake with one snapshot of all real data."""
    return once(tmp_path_factory, "real-lake", lambda lake: build_here(shared, lake, workers=2))


@pytest.fixture(scope="session")
def real_snapshot(real_lake: Path) -> Snapshot:
    """The snapshot of all real data."""
    return opened(real_lake)


@pytest.fixture(scope="session")
def few_real(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sources folder with a small choice of the real files."""
    return once(tmp_path_factory, "few-real", lambda folder: copy_few(shared / "iati", folder))


@pytest.fixture(scope="session")
def few_real_snapshot(few_real: Path, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The snapshot of that choice."""
    return opened(once(tmp_path_factory, "few-real-lake", lambda lake: build_here(few_real, lake)))


_skipped: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remembers what was skipped, and why."""
    if report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        _skipped.append(f"{report.nodeid}: {reason}")


@pytest.hookimpl(tryfirst=True)  # before pytest removes the folder that says where the cluster is
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """The cluster of the run is stopped. With VREDE_NO_SKIPS a skipped test is a failure, named in the summary."""
    if not hasattr(session.config, "workerinput"):
        stop_shared(root_of(session.config._tmp_path_factory))
    if os.environ.get("VREDE_NO_SKIPS") and _skipped and exitstatus == 0 and not hasattr(session.config, "workerinput"):
        session.exitstatus = 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Names every skipped test."""
    for line in _skipped:
        terminalreporter.write_line(f"skipped: {line}")
