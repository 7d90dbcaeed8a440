"""The issues of many files, put in order a few files at a time, are those that were put in order at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from vrede.lake import ISSUE_ORDER, Gathered, Piece, file_issues
from vrede.lake.tables import BY_NAME
from vrede.pipeline import gathering

ISSUE = BY_NAME["issue"]
FILES = st.one_of(st.none(), st.sampled_from(["a.xml", "b.xml", "B/c.xml", "é.xml"]))
ROW = st.tuples(FILES, st.integers(0, 3), st.sampled_from(["value", "use"]), st.sampled_from(["", "x", "y"]))
ROWS = st.lists(ROW, max_size=30)


def table(rows: list[tuple[str | None, int, str, str]]) -> pl.DataFrame:
    """Rows of table issue."""
    names = ("dataset", "activity_ordinal", "level", "reason")
    return ISSUE.conform(
        pl.DataFrame(
            [dict(zip(names, row, strict=True)) for row in rows],
            schema=dict.fromkeys(names, pl.Null) if not rows else None,
        )
    )


@pytest.fixture(scope="module")
def on_disk(tmp_path_factory: pytest.TempPathFactory) -> Callable[[pl.DataFrame, str], Piece]:
    """Writes a table and says where it is."""
    folder = tmp_path_factory.mktemp("aside")

    def write(frame: pl.DataFrame, name: str) -> Piece:
        path = Path(folder) / f"{name}-{len(list(folder.iterdir()))}.parquet"
        frame.write_parquet(path)
        return Piece(str(path), frame.height, {})

    return write


@given(values=ROWS, uses=ROWS, at_once=st.integers(1, 40))
def test_a_few_files_at_a_time_are_all_at_once(
    on_disk: Callable[[pl.DataFrame, str], Piece], values: list, uses: list, at_once: int
) -> None:
    datasets = BY_NAME["dataset"].empty()
    first, second = (Gathered([on_disk(table(rows), "given")]) for rows in (values, uses))
    plain = pl.concat(
        [
            pl.concat([file_issues(datasets), table(values)]).sort(ISSUE_ORDER, nulls_last=True),
            table(uses).sort(gathering.OF_USE, nulls_last=True),
        ]
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathering, "AT_ONCE", at_once)
        found = gathering.issues(datasets, first, second, on_disk)
    made = found.frame() if isinstance(found, Gathered) else found
    assert_frame_equal(made.select(ISSUE_ORDER), plain.select(ISSUE_ORDER))
    assert made.height == plain.height
