"""`make proof`: what `make test` shows on a small choice of the real files, on all of them."""

from __future__ import annotations

from pathlib import Path

from own_money import own_by_year, own_money
from writtenagain import round_trip, schema_of

from twinmoney import money_of, money_of_the_twin
from vrede.lake.snapshot import Snapshot


def test_the_ministrys_own_money_by_year_equals_a_plain_script(real_snapshot: Snapshot, shared: Path) -> None:
    """All sets."""
    found = own_by_year(real_snapshot)
    assert found == own_money(shared / "iati")
    assert len(found) >= 4


def test_all_money_and_every_part_equal_the_slow_twin(real_snapshot: Snapshot, shared: Path) -> None:
    """Every euro of every set."""
    number, plain = money_of_the_twin(shared / "iati")
    assert real_snapshot.table("slice").height == number
    assert money_of(real_snapshot) == plain


def test_every_readable_file_comes_back_as_it_was(shared: Path, tmp_path: Path) -> None:
    """Every file of every set, written as 2.03 and read again."""
    files = sorted((shared / "iati").rglob("*.xml.gz"))
    read, activities = round_trip(files, schema_of(shared), tmp_path / "written.xml")
    assert read >= 280
    assert activities >= 3000
