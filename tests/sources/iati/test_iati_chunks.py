"""Cutting: any chunk size gives the tables of the file read whole, and every byte range is exactly its activity."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from polars.testing import assert_frame_equal

from vrede.sources.iati.chunks import END, Chunk, NotCuttable, cut, read_root, spans
from vrede.sources.iati.file import FileFacts
from vrede.sources.iati.read import _flush, read_chunk, read_whole
from vrede.sources.iati.tables import TABLES
from vrede.sources.iati.walk import Walker
from vrede.sources.sample import Truths

PIECES = (
    "<title><narrative>peace</narrative></title>",
    '<transaction ref="T"><value currency="EUR">1,5</value></transaction>',
    "<!-- </iati-activity> -->",
    "<!-- <iati-activity> </iati-activity> -->",
    "<description><narrative><![CDATA[</iati-activity>]]></narrative></description>",
    "<description><narrative>&lt;/iati-activity&gt; é €</narrative></description>",
    '<sector code="15220" percentage="a&quot;b"/>',
    "\n   ",
)
BETWEEN = ("", "\n", "<!-- note -->", "<!-- <iati-activity/> -->", "<?pi x?>", "<other/>")


def cut_tables(data: bytes, size: int) -> dict[str, pl.DataFrame]:
    stream = io.BytesIO(data)
    root = read_root(data[: 1 << 16])
    walker = Walker(root.attributes.get("version", ""))
    for chunk in cut(stream, root.size, None, 0, size):
        read_chunk(walker, root, chunk)
    batch = _flush(walker)
    return {**batch.tables, "issue": batch.issues}


def whole_tables(path: Path) -> dict[str, pl.DataFrame]:
    batches = list(read_whole(path, FileFacts("2.03", "", "utf-8", False, 0), batch=10**9))
    tables = [b for b in batches if b.activities] or batches[:1]
    return {**tables[0].tables, "issue": tables[0].issues}


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    inside = st.lists(st.sampled_from(PIECES), max_size=4).map("".join)
    body = "".join(
        draw(st.sampled_from(BETWEEN))
        + f'<iati-activity xml:lang="{draw(st.sampled_from(["nl", "en"]))}"><iati-identifier>{n}</iati-identifier>{draw(inside)}</iati-activity>'
        for n in range(draw(st.integers(1, 6)))
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><iati-activities version="2.03" xmlns:x="http://x">{body}{draw(st.sampled_from(BETWEEN))}</iati-activities>\n'.encode()


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=documents(), size=st.integers(1, 700))
def test_any_chunk_size_gives_the_tables_of_the_whole(tmp_path: Path, data: bytes, size: int) -> None:
    """Or says that the file must be read whole; never something else."""
    try:
        found = cut_tables(data, size)
    except NotCuttable:
        return
    path = tmp_path / "f.xml"
    path.write_bytes(data)
    expected = whole_tables(path)
    assert set(found) == set(expected)
    for name, frame in expected.items():
        ranges = [c for c in ("byte_start", "byte_end") if c in frame.columns]
        assert_frame_equal(found[name].drop(ranges), frame.drop(ranges))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=documents(), size=st.integers(1, 700))
def test_every_byte_range_is_exactly_one_activity(data: bytes, size: int) -> None:
    try:
        found = cut_tables(data, size)["activity"]
    except NotCuttable:
        return
    for identifier, start, end in found.select("iati_identifier", "byte_start", "byte_end").iter_rows():
        piece = data[start:end]
        assert piece.startswith(b"<iati-activity ")
        element = etree.fromstring(piece)
        assert (element.tag, element.findtext("iati-identifier")) == ("iati-activity", identifier)


def plain(count: int) -> bytes:
    body = "\n".join(f"<iati-activity><iati-identifier>A{n}</iati-identifier></iati-activity>" for n in range(count))
    return f"<iati-activities>{body}</iati-activities>".encode()


@pytest.mark.parametrize("size", range(1, 260))
def test_a_plain_file_is_always_cut(size: int) -> None:
    found = cut_tables(plain(5), size)["activity"]
    assert found["iati_identifier"].to_list() == [f"A{n}" for n in range(5)]
    assert found["activity_ordinal"].to_list() == list(range(5))


@pytest.mark.parametrize("size", [1, 40, 100, 160, 1000])
def test_pieces_for_several_workers_hold_every_activity_once(size: int) -> None:
    data = plain(9)
    root = read_root(data)
    stream = io.BytesIO(data)
    found: list[tuple[int, bytes]] = []
    for start, stop, first in spans(stream, root, size):
        for chunk in cut(stream, start, stop, first, 64):
            found.append((chunk.first_ordinal, chunk.data))
    assert b"".join(d for _, d in found).count(END) == 9
    counts = 0
    for first, chunk_data in found:
        assert first == counts
        counts += chunk_data.count(END)


def test_a_chunk_that_is_no_whole_activities_is_refused() -> None:
    root = read_root(plain(1))
    for bad in (
        b"<iati-activity>",
        b"<iati-activity></iati-activity><!-- </iati-activity>",
        b"<a></a></iati-activity>",
    ):
        with pytest.raises(NotCuttable):
            read_chunk(Walker(), root, Chunk(bad, 0, 0))


def sample_files(folder: Path) -> Iterator[Path]:
    yield from sorted(p for p in (folder / "iati").rglob("*.xml*") if "awkward" not in p.parts)


def test_the_sample_files_read_by_chunk_and_whole_are_equal(sample: tuple[Path, Truths]) -> None:
    paths = list(sample_files(sample[0]))
    assert len(paths) > 20
    for path in paths:
        raw = path.read_bytes()
        data = gzip.decompress(raw) if path.name.endswith(".gz") else raw
        found, expected = cut_tables(data, 5000), whole_tables(path)
        assert set(found) == set(expected) <= {*(t.name for t in TABLES), "issue"}
        for name, frame in expected.items():
            ranges = [c for c in ("byte_start", "byte_end") if c in frame.columns]
            same = ["element", "value", "reason", "activity_ordinal"] if name == "issue" else []
            left, right = found[name].drop(ranges), frame.drop(ranges)
            assert_frame_equal(left.sort(same) if same else left, right.sort(same) if same else right)
