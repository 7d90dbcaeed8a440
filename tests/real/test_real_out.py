"""A small choice of real files, of every version, written as 2.03 and read again: the same tables, and as valid as before. All: tests/proof."""

from __future__ import annotations

from pathlib import Path

from writtenagain import round_trip, schema_of

from fewfiles import few_files


def test_round_trip(shared: Path, tmp_path: Path) -> None:
    """Some fifty files of every set but the largest."""
    read, activities = round_trip(few_files(shared / "iati"), schema_of(shared), tmp_path / "written.xml")
    assert read >= 20
    assert activities >= 300
