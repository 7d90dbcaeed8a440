"""A copy of the shipped article that a test may spoil."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from vrede.article import ArticleText, load_texts
from vrede.article.load import HERE

LAW = "texts/nld-xvii-4"


@pytest.fixture(scope="session")
def texts() -> tuple[ArticleText, ...]:
    return load_texts()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The article's data files, copied; the code stays behind."""
    for name in ("texts", "lists", "policy"):
        shutil.copytree(HERE / name, tmp_path / name)
    shutil.copy(HERE / "purposes.toml", tmp_path / "purposes.toml")
    return tmp_path


@pytest.fixture
def spoil(folder: Path) -> Callable[[str, str, str], Path]:
    """Replaces the first occurrence of a stretch of one file, which must be there."""

    def replace(name: str, old: str, new: str) -> Path:
        path = folder / name
        content = path.read_text(encoding="utf-8")
        assert old in content, f"{old!r} does not stand in {name}"
        path.write_text(content.replace(old, new, 1), encoding="utf-8")
        return folder

    return replace
