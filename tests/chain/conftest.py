"""An empty folder of sources for each test, whose money is followed without a lake."""

from __future__ import annotations

from pathlib import Path

import pytest

from lakefolder import Folder, FollowedFolder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """An empty folder of sources."""
    (tmp_path / "sources").mkdir()
    return FollowedFolder(tmp_path / "sources", tmp_path / "lake")
