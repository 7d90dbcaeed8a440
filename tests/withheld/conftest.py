"""An empty folder of sources and a lake for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from lakefolder import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """An empty folder of sources and a lake."""
    (tmp_path / "sources").mkdir()
    return Folder(tmp_path / "sources", tmp_path / "lake")
