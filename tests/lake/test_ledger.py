"""The ledger of issued forecasts: nothing in it can be changed, taken out or put elsewhere unseen."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from vrede.lake.ledger import (
    LEDGER,
    LedgerLine,
    append_issue,
    digest,
    issued_draws,
    issued_file,
    issued_table,
    packed_draws,
    read_ledger,
    unpacked_draws,
)
from vrede.lake.store import LakeBusy, LakeError, Store

Rows = list[dict[str, Any]]
TABLE = pl.DataFrame({"iso3": ["MLI", "SDN"], "p25_ppm": [1, 2]})
DRAWS = {"ged_sb": np.arange(12, dtype=np.float32).reshape(2, 3, 2), "ged_ns": np.zeros((2, 3, 2), dtype=np.float32)}


def facts(origin: str = "2021-10", issued: str = "2021-10-30", **more: Any) -> dict[str, Any]:
    """What an issue says of itself; its first month is November 2021."""
    return {
        "origin": origin,
        "first_month": "2021-11",
        "last_month": "2024-10",
        "issued": issued,
        "targets": {"ged_sb": "ours"},
        "iso3": ["MLI", "SDN"],
        "stale": "",
        "panel_sha256": "0" * 64,
        "inputs": hashlib.sha256(origin.encode()).hexdigest(),
        **more,
    }


def put(store: Store, origin: str = "2021-10", **more: Any) -> LedgerLine:
    """One issue."""
    return append_issue(store, facts(origin, **more), {"forecast": TABLE}, {"draws": DRAWS})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A lake with three issues."""
    made = Store(str(tmp_path))
    for origin in ("2021-10", "2021-11", "2021-12"):
        put(made, origin)
    return made


def test_an_issue_is_given_back_as_it_was_written(store: Store) -> None:
    """Lines, tables and draws."""
    lines = read_ledger(store)
    assert [(line.issue, line.origin) for line in lines] == [(1, "2021-10"), (2, "2021-11"), (3, "2021-12")]
    assert lines[1].folder == "forecasts/0002"
    assert issued_table(store, lines[1], "forecast").equals(TABLE)
    found = issued_draws(store, lines[1], "draws")
    assert sorted(found) == ["ged_ns", "ged_sb"]
    assert all(np.array_equal(found[name], DRAWS[name]) for name in DRAWS)


def test_each_line_holds_the_hash_of_the_one_before(store: Store) -> None:
    """The first holds none."""
    first, second, third = read_ledger(store)
    assert (first.previous, second.previous, third.previous) == ("", first.hash, second.hash)


def test_the_hash_is_of_all_that_a_line_says_but_itself(store: Store) -> None:
    """By hand: SHA-256 over the fields as JSON with sorted keys."""
    row = json.loads(store.read_bytes(LEDGER))[1]
    said = {name: value for name, value in row.items() if name != "hash"}
    assert hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest() == row["hash"]


def test_where_nothing_was_issued_the_ledger_is_empty(tmp_path: Path) -> None:
    """No file is no error."""
    assert read_ledger(Store(str(tmp_path))) == []


def test_two_lakes_with_the_same_issues_have_the_same_bytes(store: Store, tmp_path: Path) -> None:
    """Ledger, tables and draws: anybody can make them again and compare."""
    other = Store(str(tmp_path / "other"))
    for origin in ("2021-10", "2021-11", "2021-12"):
        put(other, origin)
    names = [LEDGER, "forecasts/0003/draws.npz", "forecasts/0003/forecast.parquet"]
    assert [store.read_bytes(name) for name in names] == [other.read_bytes(name) for name in names]


# ------------------------------------------------------------------------------------------------- what somebody may do


def field(number: int, name: str, value: Any) -> Callable[[Rows], Rows]:
    """Another value in a line (from 1)."""
    return lambda rows: [{**row, name: value} if at == number else row for at, row in enumerate(rows, 1)]


def without(number: int, name: str) -> Callable[[Rows], Rows]:
    """A field of a line left out."""
    return lambda rows: [{n: v for n, v in row.items() if at != number or n != name} for at, row in enumerate(rows, 1)]


def rehashed(number: int, **other: Any) -> Callable[[Rows], Rows]:
    """Another value in a line, with the hash that fits it: only the line after can tell."""

    def change(rows: Rows) -> Rows:
        line = replace(LedgerLine(**rows[number - 1]), **other)
        return [*rows[: number - 1], asdict(replace(line, hash=digest(line))), *rows[number:]]

    return change


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (field(2, "origin", "2020-11"), 2),
        (field(1, "issued", "2021-09-30"), 1),
        (field(3, "stale", "population: 2010"), 3),
        (field(2, "iso3", ["MLI"]), 2),
        (field(2, "targets", {"ged_sb": "another"}), 2),
        (field(2, "files", {}), 2),
        (field(2, "hash", "0" * 64), 2),
        (field(2, "previous", ""), 2),
        (field(3, "issue", 4), 3),
        (without(2, "hash"), 2),
        (rehashed(1, origin="2020-10"), 2),
        (rehashed(2, previous=""), 2),
        (rehashed(3, issue=5), 3),
        (lambda rows: rows[1:], 1),
        (lambda rows: [rows[0], rows[2]], 2),
        (lambda rows: [rows[1], rows[0], rows[2]], 1),
        (lambda rows: [rows[0], rows[2], rows[1]], 2),
        (lambda rows: [rows[0], rows[0], rows[1], rows[2]], 2),
    ],
    ids=[
        "another origin",
        "issued earlier",
        "another word",
        "a country less",
        "another model",
        "no files",
        "another hash",
        "no line before",
        "another number",
        "no hash",
        "a line and its hash",
        "a line without the one before, and its hash",
        "another number, and its hash",
        "the first left out",
        "the middle left out",
        "the first two turned",
        "the last two turned",
        "one twice",
    ],
)
def test_a_ledger_that_was_changed_is_refused_and_the_line_is_named(
    store: Store, change: Callable[[Rows], Rows], where: int
) -> None:
    """The first line that does not fit, in this file, by its number."""
    store.write_json(LEDGER, change(json.loads(store.read_bytes(LEDGER))))
    with pytest.raises(LakeError, match=rf"{LEDGER}: line {where} does not fit the one before"):
        read_ledger(store)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (field(2, "note", "a field that nobody knows"), 2),
        (without(3, "files"), 3),
        (lambda rows: [rows[0], "words", rows[2]], 2),
        (lambda rows: [None], 1),
    ],
    ids=["a field more", "a field less", "words for a line", "nothing for a line"],
)
def test_a_line_of_another_shape_is_refused_and_named(store: Store, change: Callable[[Rows], Any], where: int) -> None:
    """As a ledger of another version would be."""
    store.write_json(LEDGER, change(json.loads(store.read_bytes(LEDGER))))
    with pytest.raises(LakeError, match=f"line {where} has another shape"):
        read_ledger(store)


@pytest.mark.parametrize("data", [b"", b"[{", b"{}", b"null", b"\xff\xfe"])
def test_a_ledger_that_cannot_be_read_stops_issuing(store: Store, data: bytes) -> None:
    """It is not taken for an empty one, which would number the next issue 1 and write over the first."""
    before = store.read_bytes("forecasts/0001/draws.npz")
    store.write_bytes(LEDGER, data)
    with pytest.raises(LakeError, match=r"cannot be read; put back the copy of before"):
        put(store, "2022-01")
    assert store.read_bytes("forecasts/0001/draws.npz") == before
    assert store.read_bytes(LEDGER) == data


def test_nothing_is_issued_on_a_ledger_that_was_changed(store: Store) -> None:
    """A new line would say that it fits the one before."""
    store.write_json(LEDGER, field(2, "origin", "2020-11")(json.loads(store.read_bytes(LEDGER))))
    with pytest.raises(LakeError, match="line 2"):
        put(store, "2022-01")
    assert not store.exists("forecasts/0004")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_other_value_in_any_line_is_found(data: st.DataObject) -> None:
    """Whatever field and whatever text."""
    lines: list[LedgerLine] = []
    for number in (1, 2):
        before = lines[-1].hash if lines else ""
        line = LedgerLine(issue=number, files={"a": "b"}, previous=before, **facts())
        lines.append(replace(line, hash=digest(line)))
    at = data.draw(st.integers(0, 1))
    name = data.draw(st.sampled_from(["origin", "issued", "stale", "panel_sha256", "inputs", "first_month"]))
    value = data.draw(st.text(max_size=5))
    changed = LedgerLine(**{**asdict(lines[at]), name: value})
    assert (digest(changed) == lines[at].hash) == (changed == lines[at])


@pytest.mark.parametrize("name", ["draws.npz", "forecast.parquet"])
def test_a_file_that_was_changed_or_taken_out_is_refused_and_named(store: Store, name: str) -> None:
    """One bit of it."""
    line = read_ledger(store)[1]
    good = store.read_bytes(f"{line.folder}/{name}")
    store.write_bytes(f"{line.folder}/{name}", good[:-1] + bytes([good[-1] ^ 1]))
    with pytest.raises(LakeError, match=f"0002/{name} was changed after it was issued"):
        issued_file(store, line, name)
    store.remove(f"{line.folder}/{name}")
    with pytest.raises(LakeError, match=f"0002/{name} is missing; issue 2 cannot be shown"):
        issued_file(store, line, name)


def test_a_file_that_a_line_does_not_name_is_no_part_of_the_issue(store: Store) -> None:
    """Somebody put it there later."""
    line = read_ledger(store)[0]
    store.write_bytes(f"{line.folder}/more.parquet", b"x")
    with pytest.raises(LakeError, match=r"more\.parquet was changed"):
        issued_file(store, line, "more.parquet")


def test_a_folder_that_a_killed_run_left_is_written_over(store: Store) -> None:
    """Files without a line are no issue; the next one takes their number."""
    store.write_bytes("forecasts/0004/draws.npz", b"half a file")
    assert len(read_ledger(store)) == 3
    line = put(store, "2022-01")
    assert line.issue == 4
    assert sorted(issued_draws(store, line, "draws")) == ["ged_ns", "ged_sb"]


def test_the_same_inputs_are_one_issue(store: Store) -> None:
    """Whoever comes second gets the line of the first, and nothing is written."""
    assert put(store, "2021-11", issued="2022-02-02") == read_ledger(store)[1]
    assert len(read_ledger(store)) == 3
    assert not store.exists("forecasts/0004")


def test_two_do_not_write_at_once(store: Store) -> None:
    """The second is told to wait, and nothing of it is there."""
    with Store(store.url).lock(), pytest.raises(LakeBusy):
        put(store, "2022-01")
    assert len(read_ledger(store)) == 3
    assert not store.exists("forecasts/0004")


@pytest.mark.parametrize(
    ("issued", "in_time"),
    [("2021-10-31", True), ("2021-11-01", False), ("2021-11-02", False), ("2022-01-01", False), ("2020-12-31", True)],
)
def test_an_issue_is_in_time_before_its_first_month_begins(tmp_path: Path, issued: str, in_time: bool) -> None:
    """On the first of that month it is late."""
    assert put(Store(str(tmp_path)), issued=issued).in_time is in_time


# --------------------------------------------------------------------------------------------------------------- arrays

Numbers = arrays_of.arrays(
    np.float32, arrays_of.array_shapes(min_dims=2, max_dims=3, max_side=4), elements=st.integers(0, 2**20).map(float)
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["ged_sb", "ged_ns", "ged_os"]), Numbers))
def test_arrays_are_given_back_and_the_same_arrays_are_the_same_bytes(arrays: dict[str, Any]) -> None:
    """In whatever order they are named, and however they lie in memory."""
    data = packed_draws(arrays)
    back = unpacked_draws(data)
    assert sorted(back) == sorted(arrays)
    assert all(np.array_equal(back[name], arrays[name]) for name in arrays)
    assert packed_draws({name: np.asfortranarray(arrays[name]) for name in reversed(arrays)}) == data


def test_a_file_with_anything_but_numbers_is_refused() -> None:
    """An object in it could run code when it is read."""
    out = io.BytesIO()
    np.savez_compressed(out, draws=np.array([{"a": 1}], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle=False"):
        unpacked_draws(out.getvalue())
