"""What all chapters share: the sample with its truths, snapshots built once, and where the real data stand."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from vrede.build.run import Built, build, iso2_by_iso3
from vrede.build.sources import find_sources
from vrede.lake.snapshot import Snapshot, open_snapshot
from vrede.lake.store import Store
from vrede.lake.suppression import Suppression
from vrede.sources.sample import Truths, write_sample

Build = Callable[..., Built]
NOTHING_WITHHELD = Suppression()


def build_here(sources: Path, lake: Path | str, suppression: Suppression = NOTHING_WITHHELD, workers: int = 1) -> Built:
    """One build without processes of its own, so that a test can replace what it calls."""
    pool = lambda: ThreadPoolExecutor(workers)  # noqa: E731
    found = find_sources(sources)
    return build(found, Store(str(lake)), suppression, pool, lambda name, file, fresh: None, lambda step: None)


def opened(lake: Path | str, suppression: Suppression = NOTHING_WITHHELD, name: str | None = None) -> Snapshot:
    """The current snapshot of a lake, or the named one."""
    return open_snapshot(Store(str(lake)), suppression, iso2_by_iso3(), name)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truths]:
    """The sample's sources folder and its truths."""
    folder = tmp_path_factory.mktemp("sample-sources")
    return folder, write_sample(folder)


@pytest.fixture(scope="session")
def sample_lake(sample: tuple[Path, Truths], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake with one snapshot of the sample. Nobody changes it."""
    lake = tmp_path_factory.mktemp("sample-lake")
    build_here(sample[0], lake)
    return lake


@pytest.fixture(scope="session")
def sample_snapshot(sample_lake: Path) -> Snapshot:
    """The snapshot of the sample."""
    return opened(sample_lake)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data: VREDE_SHARED, else `shared/data` beside the checkout."""
    named = os.environ.get("VREDE_SHARED", "")
    folder = Path(named) if named else Path(__file__).resolve().parents[1].parent / "shared" / "data"
    if not (folder / "iati").is_dir():
        pytest.skip("real data: no shared/data beside the checkout and no VREDE_SHARED")
    return folder


@pytest.fixture(scope="session")
def real_lake(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake with one snapshot of all real data."""
    lake = tmp_path_factory.mktemp("real-lake")
    build_here(shared, lake, workers=2)
    return lake


@pytest.fixture(scope="session")
def real_snapshot(real_lake: Path) -> Snapshot:
    """The snapshot of all real data."""
    return opened(real_lake)
