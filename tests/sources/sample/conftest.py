"""One sample for all tests of this chapter: written once, read by every test."""

from __future__ import annotations

from pathlib import Path

import pytest

from vrede.sources.sample import Truths, write_sample


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truths]:
    folder = tmp_path_factory.mktemp("sample")
    return folder, write_sample(folder)


@pytest.fixture(scope="session")
def folder(written: tuple[Path, Truths]) -> Path:
    return written[0]


@pytest.fixture(scope="session")
def truths(written: tuple[Path, Truths]) -> Truths:
    return written[1]
