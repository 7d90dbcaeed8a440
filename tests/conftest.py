"""What all chapters share: the sample with its truths, snapshots built once, and where the real data stand."""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

HERE = Path(__file__).resolve().parent
settings.register_profile("house", deadline=None)  # how long an example takes says nothing of whether it is right
settings.load_profile("house")
sys.path[:0] = [str(HERE), str(HERE / "real")]  # the modules that tests share: lakefolder, twin, own_money

from lakefolder import build_here, opened  # noqa: E402
from vrede.lake.snapshot import Snapshot  # noqa: E402
from vrede.lake.store import Store  # noqa: E402
from vrede.pipeline.forecasts import issue_sample  # noqa: E402
from vrede.pipeline.inputs import find_sources  # noqa: E402
from vrede.sources.sample import Truths, write_sample  # noqa: E402


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that is made once for all processes of this run. Nobody changes what stands in it."""
    base = factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    place, made = root / name, root / f"{name}.made"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            place.mkdir(exist_ok=True)
            make(place)
            made.touch()
    return place


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


_skipped: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remembers what was skipped, and why."""
    if report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        _skipped.append(f"{report.nodeid}: {reason}")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With VREDE_NO_SKIPS a skipped test is a failure, named in the summary."""
    if os.environ.get("VREDE_NO_SKIPS") and _skipped and exitstatus == 0 and not hasattr(session.config, "workerinput"):
        session.exitstatus = 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Names every skipped test."""
    for line in _skipped:
        terminalreporter.write_line(f"skipped: {line}")
