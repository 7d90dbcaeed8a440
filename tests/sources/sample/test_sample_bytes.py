"""The same seed gives the same bytes, everywhere; another seed gives others."""

from __future__ import annotations

import ast
import gzip
import hashlib
import time
from pathlib import Path

import vrede.sources.sample as sample
from vrede.sources.sample import MARKER, Truths, write_sample

PINNED = "0fe25101326c737bdbdfb5e5cff7b121fdec54b1271671d800a530f18d500b34"


def digest(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        total.update(path.relative_to(folder).as_posix().encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def test_same_seed_same_bytes_and_truths(folder: Path, truths: Truths, tmp_path: Path) -> None:
    assert write_sample(tmp_path) == truths
    assert digest(tmp_path) == digest(folder)


def test_the_bytes_are_the_pinned_ones(folder: Path) -> None:
    assert digest(folder) == PINNED


def test_another_seed_gives_other_bytes_and_the_same_size_of_plan(folder: Path, truths: Truths, tmp_path: Path) -> None:
    other = write_sample(tmp_path, seed=5)
    assert digest(tmp_path) != digest(folder)
    assert other.counts["activities"] == truths.counts["activities"]


def test_gzip_holds_neither_name_nor_time(folder: Path) -> None:
    packed = list(folder.rglob("*.xml.gz"))
    assert packed
    for path in packed:
        assert path.read_bytes()[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
        gzip.decompress(path.read_bytes())


def test_it_is_small_and_quick(folder: Path, tmp_path: Path) -> None:
    size = sum(p.stat().st_size for p in folder.rglob("*.xml*"))
    assert size < 6_000_000
    begin = time.perf_counter()
    write_sample(tmp_path)
    assert time.perf_counter() - begin < 10, "two seconds on an idle machine"


def test_the_folder_says_that_it_is_made_up(folder: Path) -> None:
    assert "made up" in (folder / MARKER).read_text(encoding="utf-8")


def test_it_imports_nothing_else_of_the_product() -> None:
    for path in Path(sample.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("vrede"):
                assert (node.module or "").startswith("vrede.sources.sample"), path.name
