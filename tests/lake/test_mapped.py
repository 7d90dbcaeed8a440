"""Tables that lie in memory as they lie on disk: the same rows, found by halving, and a broken file that says so."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from vrede.lake.mapped import MappedError, read_mapped, rising, write_mapped
from vrede.lake.rows import where
from vrede.lake.snapshot import Snapshot

KEYS = st.lists(st.integers(min_value=0, max_value=9), max_size=60).map(sorted)


def frame_of(keys: list[int]) -> pl.DataFrame:
    """Rows with a key that rises, a text and an empty cell here and there."""
    texts = [None if key % 3 == 0 else f"word {key}, longer than twelve letters" for key in keys]
    return pl.DataFrame({"activity_key": keys, "text": texts}, schema={"activity_key": pl.Int64, "text": pl.String})


@given(
    keys=KEYS, asked=st.integers(min_value=-1, max_value=10), several=st.sets(st.integers(min_value=0, max_value=12))
)
def test_rows_are_found_as_by_a_filter(
    tmp_path_factory: pytest.TempPathFactory, keys: list[int], asked: int, several: set[int]
) -> None:
    file = tmp_path_factory.mktemp("mapped") / "t.arrow"
    plain = frame_of(keys)
    write_mapped(plain.lazy(), file)
    mapped = read_mapped(file, rising(plain, "activity_key", "not_there"))
    assert_frame_equal(mapped, plain)
    assert_frame_equal(where(mapped, activity_key=asked), plain.filter(pl.col("activity_key") == asked))
    of_several = plain.filter(pl.col("activity_key").is_in(sorted(several)))
    assert_frame_equal(where(mapped, activity_key=several), of_several)
    with_text = where(mapped, activity_key=several, text=None)
    assert_frame_equal(with_text, of_several.filter(pl.col("text").is_null()))


def test_the_same_rows_are_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_mapped(frame_of(list(range(500))).lazy(), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize("kept", [0, 5, 400, -10])
def test_a_file_that_was_cut_off_says_so(tmp_path: Path, kept: int) -> None:
    write_mapped(frame_of(list(range(500))).lazy(), tmp_path / "t")
    (tmp_path / "t").write_bytes((tmp_path / "t").read_bytes()[:kept])
    with pytest.raises(MappedError, match=r"/t: "):
        read_mapped(tmp_path / "t")


def test_a_column_that_falls_or_has_an_empty_cell_does_not_rise() -> None:
    frame = pl.DataFrame({"a": [1, 2, 2], "b": [1, 3, 2], "c": [1, None, 2]})
    assert rising(frame, "a", "b", "c", "d") == ("a",)


def test_large_tables_of_a_snapshot_are_those_of_its_parquet_files(sample_snapshot: Snapshot) -> None:
    """What servers read is what stands in the open files."""
    folder = Path(sample_snapshot.store.path(f"snapshots/{sample_snapshot.name}"))
    mapped = sorted(file.stem for file in (folder / "mapped").iterdir())
    assert mapped
    for name in mapped:
        assert_frame_equal(sample_snapshot.table(name), pl.read_parquet(folder / f"{name}.parquet"))
