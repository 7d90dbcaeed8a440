"""Snapshots: whole or not at all, the older ones stay readable, the same inputs give the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import vrede.lake.raw
import vrede.lake.snapshot as snapshots
from lakefolder import Folder, activity, amounts, build_here, opened
from vrede.lake.parquet import ends_well
from vrede.lake.raw import RawFile, RawLake
from vrede.lake.receipt import ReceiptError, read_receipt
from vrede.lake.snapshot import current_name, point_at, prune_snapshots, snapshot_name, write_snapshot
from vrede.lake.store import LakeBusy, LakeError, Store
from vrede.lake.tables.money import BY_NAME
from vrede.pipeline.inputs import SourcesError, find_sources
from vrede.pipeline.steps import Built, build
from vrede.sources.iati.folder import DatasetFile
from vrede.sources.iati.read import read_cut
from vrede.sources.rates import choose_rates
from vrede.sources.sample import Truths
from vrede.withheld.suppression import Suppression
from vrede.withheld.withhold import open_snapshot


def states(folder: Folder, count: int) -> list[str]:
    """Build `count` snapshots one after the other; their names."""
    names = []
    for number in range(count):
        folder.file("a.xml", activity("A", f"3 2020-01-01 {number + 1}"))
        names.append(folder.build().name)
    return names


def digests(lake: Path, name: str) -> dict[str, str]:
    folder = lake / "snapshots" / name
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in sorted(folder.glob("*.parquet"))}


def test_an_older_snapshot_stays_readable(folder: Folder) -> None:
    first, second = states(folder, 2)
    assert amounts(opened(folder.lake, name=first)) == [100]
    assert amounts(opened(folder.lake)) == [200]
    assert opened(folder.lake).name == second


def test_nothing_changed_nothing_read_and_nothing_new(folder: Folder) -> None:
    folder.file("a.xml", activity("A", "3 2020-01-01 1"))
    first, again = build_here(folder.root, folder.lake), build_here(folder.root, folder.lake)
    assert (first.changed, first.files_read) == (True, 1)
    assert (again.name, again.changed, again.files_read) == (first.name, False, 0)


def test_only_what_changed_is_read_again(folder: Folder) -> None:
    folder.file("a.xml", activity("A"))
    folder.file("b.xml", activity("B"))
    folder.build()
    folder.file("b.xml", activity("C"))
    assert build_here(folder.root, folder.lake).files_read == 1


def test_going_back_to_an_older_state_points_at_its_snapshot(folder: Folder) -> None:
    first, _ = states(folder, 2)
    folder.file("a.xml", activity("A", "3 2020-01-01 1"))
    assert build_here(folder.root, folder.lake) == Built(first, True, 1, 0, 0, choose_rates(None))
    assert current_name(Store(str(folder.lake))) == first


def test_the_pointer_is_replaced_last(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    real, real_table = Store.write_bytes, Store.write_table

    def note(self: Store, relative: str, data: bytes, settled: bool = True) -> None:
        written.append(relative)
        real(self, relative, data, settled)

    def note_table(self: Store, relative: str, rows: pl.LazyFrame, settled: bool = True) -> str:
        written.append(relative)
        return real_table(self, relative, rows, settled)

    monkeypatch.setattr(Store, "write_bytes", note)
    monkeypatch.setattr(Store, "write_table", note_table)
    (name,) = states(folder, 1)
    inside = [path for path in written if not path.startswith("raw/")]
    assert inside[-2:] == [f"snapshots/{name}/manifest.json", "pointer.json"]
    assert len(inside) == len(BY_NAME) + 2


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="only Linux tells which file a handle is of there")
def test_every_table_is_on_disk_before_the_manifest_says_that_it_is_whole(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine that stops may lose tables, never those of a snapshot whose manifest is there."""
    settled: list[str] = []
    real = os.fsync

    def note(handle: int) -> None:
        settled.append(Path(os.readlink(f"/proc/self/fd/{handle}")).name.removeprefix("."))
        real(handle)

    monkeypatch.setattr(os, "fsync", note)
    states(folder, 1)
    manifest = next(at for at, name in enumerate(settled) if name.startswith("manifest.json"))
    assert {f"{table}.parquet" for table in BY_NAME} <= set(settled[:manifest])
    assert settled[-1].startswith("pointer.json")


def test_a_build_that_fails_half_way_leaves_the_snapshot_before(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = states(folder, 1)
    folder.file("a.xml", activity("A", "3 2020-01-01 2"))
    for table in ("activity", "slice", "transaction"):
        with monkeypatch.context() as patch:
            real = Store.write_table

            def full(
                self: Store, relative: str, frame: pl.DataFrame, stop: str = table, go: Any = real, **given: Any
            ) -> bytes:
                if relative.endswith(f"{stop}.parquet"):
                    raise LakeError("cannot write: No space left on device")
                data: bytes = go(self, relative, frame, **given)
                return data

            patch.setattr(Store, "write_table", full)
            with pytest.raises(LakeError, match="No space"):
                folder.build()
        assert opened(folder.lake).name == first
        assert amounts(opened(folder.lake)) == [100]
    assert amounts(folder.build()) == [200]


def test_prune_keeps_the_newest_and_the_current(folder: Folder) -> None:
    names = states(folder, 4)
    store = Store(str(folder.lake))
    point_at(store, names[0])
    assert set(prune_snapshots(store, 2)) == {names[1]}
    assert set(store.list("snapshots")) == {names[0], names[2], names[3]}
    assert opened(folder.lake).name == names[0]
    with pytest.raises(LakeError, match="`vrede build` makes it"):
        opened(folder.lake, name=names[1])


def test_a_snapshot_of_an_older_shape_is_said(folder: Folder) -> None:
    (name,) = states(folder, 1)
    manifest = folder.lake / "snapshots" / name / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": 0}))
    with pytest.raises(LakeError, match="older shape; `vrede build` makes it anew"):
        opened(folder.lake)
    assert build_here(folder.root, folder.lake).changed is True
    assert amounts(opened(folder.lake)) == [100]


@pytest.mark.parametrize("name", ["0123456789abcdef", "../..", ".hidden", "a/b"])
def test_an_unknown_name_is_said(folder: Folder, name: str) -> None:
    states(folder, 1)
    with pytest.raises(LakeError, match=r"not in|not the name"):
        opened(folder.lake, name=name)


def test_an_empty_lake_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(LakeError, match="Run `vrede build --sample`"):
        opened(tmp_path)


def test_a_broken_table_says_what_to_do(folder: Folder) -> None:
    (name,) = states(folder, 1)
    (folder.lake / "snapshots" / name / "activity.parquet").write_bytes(b"PAR1 and then nothing")
    with pytest.raises(LakeError, match="Run `vrede build` again"):
        opened(folder.lake).table("activity")


def test_a_broken_pointer_is_no_snapshot_and_no_crash(folder: Folder) -> None:
    (name,) = states(folder, 1)
    (folder.lake / "pointer.json").write_text('{"snap')
    with pytest.raises(LakeError, match="nothing was built"):
        opened(folder.lake)
    assert folder.build().name == name


def test_two_builds_at_once_the_second_says_so(folder: Folder) -> None:
    folder.file("a.xml", activity("A"))
    with Store(str(folder.lake)).lock(), pytest.raises(LakeBusy, match="another build is at work"):
        folder.build()
    folder.build()


def test_snapshots_stand_in_any_file_system(tmp_path: Path) -> None:
    """The tables of a snapshot in memory://, as in an object store: no rename, no lock."""
    store = Store("memory://lake-of-this-test")
    tables = {name: table.empty() for name, table in BY_NAME.items()}
    write_snapshot(store, "0" * 16, tables, {"root": "x", "made_up": True})
    found = open_snapshot(store, Suppression())
    assert (found.name, found.table("activity").height) == ("0" * 16, 0)
    write_snapshot(store, "1" * 16, tables, {"root": "x", "made_up": True})
    assert open_snapshot(store, Suppression(), "0" * 16).manifest["made_up"] is True
    assert prune_snapshots(store, 1) == ["0" * 16]
    with store.lock():
        pass
    with pytest.raises(LakeError, match="raw tables need a folder on this machine"):
        RawLake(store)


def test_the_name_is_made_of_what_goes_in() -> None:
    one = {"files": [["a", "1"]], "code": "c"}
    assert snapshot_name(one) == snapshot_name(dict(reversed(list(one.items()))))
    assert (
        len({snapshot_name(one), snapshot_name({**one, "code": "d"}), snapshot_name({**one, "files": [["a", "2"]]})})
        == 3
    )


def test_the_same_inputs_give_the_same_bytes(sample: tuple[Path, Truths], sample_lake: Path, tmp_path: Path) -> None:
    """In another lake, with three workers, and with the files found in another order."""
    name = current_name(Store(str(sample_lake)))
    assert name
    expected = digests(sample_lake, name)
    for lake in ("three", "back"):  # the forecasts that were issued are an input
        shutil.copytree(sample_lake / "forecasts", tmp_path / lake / "forecasts")
    assert build_here(sample[0], tmp_path / "three", workers=3).name == name
    assert digests(tmp_path / "three", name) == expected
    moved = tmp_path / "moved"
    shutil.copytree(sample[0], moved)
    found = find_sources(moved)
    found.files.reverse()

    def pool() -> Any:
        return ThreadPoolExecutor(2)

    backwards = build(found, Store(str(tmp_path / "back")), Suppression(), pool, lambda *a: None, lambda s: None)
    by_name = {f: d for f, d in digests(tmp_path / "back", backwards.name).items() if f not in ("dataset.parquet",)}
    assert by_name == {f: d for f, d in expected.items() if f != "dataset.parquet"}


def test_the_order_of_activities_in_a_file_does_not_move_money(folder: Folder) -> None:
    rows = [
        activity(f"A{n}", f"3 2020-01-0{n + 1} {n}.37 USD", inside='<sector code="15220"/><sector code="72010"/>')
        for n in range(6)
    ]
    folder.file("a.xml", *rows)
    columns = ("sector_code", "year", "amount_eur_cents", "activity_key")
    one = folder.build().table("slice").select(columns).sort(columns)
    folder.file("a.xml", *reversed(rows))
    assert folder.build().table("slice").select(columns).sort(columns).equals(one)


# ------------------------------------------------------------------------------------------------- files that misbehave


def test_a_file_removed_while_it_is_read_is_an_issue(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.file("a.xml", activity("A", "3 2020-01-01 1"))
    folder.file("b.xml", activity("B", "3 2020-01-01 2"))
    real = read_cut

    def remove(path: Path, *more: int) -> Iterator[Any]:
        if path.name == "b.xml":
            path.unlink(missing_ok=True)
        yield from real(path, *more)

    monkeypatch.setattr(vrede.lake.raw, "read_cut", remove)
    snapshot = folder.build()
    assert amounts(snapshot) == [100]
    assert snapshot.table("dataset").select("dataset", "reason").rows() == [("a.xml", ""), ("b.xml", "gone")]


def test_a_twin_removed_after_it_was_compared_is_an_issue(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two files of the same bytes are read once; the second may be gone by the time the first is done."""
    for name in ("a.xml", "b.xml"):
        folder.file(name, activity("A", "3 2020-01-01 1"))
    real = RawLake._merge

    def remove(self: RawLake, facts: RawFile, results: list[tuple[int, str, str]]) -> RawFile:
        (folder.root / "b.xml").unlink(missing_ok=True)
        return real(self, facts, results)

    monkeypatch.setattr(RawLake, "_merge", remove)
    assert folder.build().table("dataset")["reason"].to_list() == ["", "gone"]


def test_a_file_that_is_listed_and_absent_is_an_issue(folder: Folder) -> None:
    folder.file("a.xml", activity("A", "3 2020-01-01 1"))
    folder.datasets("a.xml,2021-01-01,P,,", "gone.xml,2021-01-01,P,,")
    snapshot = folder.build()
    assert snapshot.table("issue").filter(pl.col("level") == "file").select("dataset", "reason").rows() == [
        ("gone.xml", "gone")
    ]


def test_a_bad_file_does_not_stop_the_others(folder: Folder) -> None:
    folder.file("a.xml", activity("A", "3 2020-01-01 1"))
    for name, data in {
        "b.xml": b"",
        "c.xml": b"<html/>",
        "d.xml": b"<iati-activities><iati-activity>",
        "e.xml.gz": b"\x1f\x8b\x08",
    }.items():
        (folder.root / name).write_bytes(data)
    snapshot = folder.build()
    assert amounts(snapshot) == [100]
    assert snapshot.table("dataset")["reason"].to_list() == ["", "empty", "not-xml", "ill-formed", "ill-formed"]


def test_a_file_that_is_ill_formed_at_its_end_gives_nothing(folder: Folder) -> None:
    folder.file("a.xml", *(activity(f"A{n}") for n in range(3)))
    path = folder.root / "a.xml"
    path.write_bytes(path.read_bytes().replace(b"</iati-activities>", b"</wrong>"))
    folder.file("b.xml", activity("B"))
    assert folder.build().table("activity")["iati_identifier"].to_list() == ["B"]


def test_a_folder_in_which_nothing_can_be_read_leaves_the_last_snapshot(folder: Folder) -> None:
    folder.file("a.xml", activity("A"))
    before = folder.build()
    (folder.root / "a.xml").write_text("<html></html>")
    with pytest.raises(SourcesError, match="gives 0 activities"):
        folder.build()
    assert opened(folder.lake).name == before.name


def test_a_receipt_is_the_activity_and_only_that(folder: Folder) -> None:
    contact = "<contact-info><email>a@b</email></contact-info>"
    folder.file("a.xml", activity("A", inside=contact), activity("B"))
    receipt = read_receipt(folder.build(), 0)
    assert receipt.text.startswith("<iati-activity")
    assert receipt.text.endswith("</iati-activity>")
    assert ("<iati-identifier>A<" in receipt.text, "a@b" in receipt.text, receipt.left_out) == (True, False, 1)


def test_a_receipt_of_a_file_that_changed_or_went_says_so(folder: Folder) -> None:
    folder.file("a.xml", activity("A"))
    snapshot = folder.build()
    folder.file("a.xml", activity("A"), activity("B"))
    with pytest.raises(ReceiptError, match="has changed since"):
        read_receipt(snapshot, 0)
    (folder.root / "a.xml").unlink()
    with pytest.raises(ReceiptError, match="no longer where it was"):
        read_receipt(snapshot, 0)
    with pytest.raises(ReceiptError, match="no such activity"):
        read_receipt(snapshot, 99)


def test_a_receipt_is_found_from_any_folder(folder: Folder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Sources may be named relative to where the build ran."""
    folder.file("a.xml", activity("A"))
    monkeypatch.chdir(folder.root.parent)
    build_here(Path("sources"), folder.lake)
    monkeypatch.chdir("/")
    assert "<iati-identifier>A<" in read_receipt(opened(folder.lake), 0).text


def test_a_receipt_of_a_file_that_cannot_be_cut(folder: Folder) -> None:
    folder.file("a.xml", activity("A"), activity("B"))
    path = folder.root / "a.xml"
    path.write_bytes(b"\xff\xfe" + path.read_text(encoding="utf-8").encode("utf-16-le"))
    snapshot = folder.build()
    assert "<iati-identifier>B<" in read_receipt(snapshot, 1).text


# ---------------------------------------------------------------------------------------------- places one cannot write


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[None]:
    """A file system of a few kilobytes; skips where this user may not mount."""
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("disk full: this user may not mount a tmpfs")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)


@pytest.mark.skipif(shutil.which("mount") is None or os.geteuid() != 0, reason="disk full: needs root and mount")
def test_a_full_disk_leaves_the_last_snapshot(folder: Folder) -> None:
    with small_disk(folder.lake, "2400k"):
        (first,) = states(folder, 1)
        (folder.lake / "ballast").write_bytes(b"")
        with (folder.lake / "ballast").open("wb", buffering=0) as ballast:
            try:
                while True:
                    ballast.write(os.urandom(4096))
            except OSError:
                pass
        folder.file("a.xml", activity("A", "3 2020-01-01 2"))
        with pytest.raises(LakeError, match=r"Free some space"):
            folder.build()
        assert opened(folder.lake).name == first
        (folder.lake / "ballast").unlink()
        assert amounts(folder.build()) == [200]


def test_a_lake_below_a_file_cannot_be_written_and_that_is_said(folder: Folder, tmp_path: Path) -> None:
    folder.file("a.xml", activity("A"))
    (tmp_path / "plain").write_text("")
    with pytest.raises(LakeError, match="Set VREDE_LAKE"):
        build_here(folder.root, tmp_path / "plain" / "lake")


def as_nobody(sources: Path, lake: Path) -> str:
    """What a build says to a user without rights: a child of this process gives up its own."""
    out, into = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        child = os.fork()
    if child == 0:
        try:
            os.setgid(65534)
            os.setuid(65534)
            build_here(sources, lake)
        except BaseException as error:
            os.write(into, f"{type(error).__name__} {error}".encode())
        finally:
            os._exit(0)
    os.close(into)
    with os.fdopen(out) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said


@pytest.mark.skipif(os.geteuid() != 0, reason="no permission: needs root, to become somebody else")
def test_without_permission_one_line_says_where_and_what_to_do(folder: Folder) -> None:
    folder.file("a.xml", activity("A"))
    folder.lake.mkdir(mode=0o755)
    for above in (folder.root, *folder.root.parents):
        if not above.stat().st_mode & 0o001:
            above.chmod(0o755)
    said = as_nobody(folder.root, folder.lake)
    assert said.startswith("LakeError cannot write in")
    assert "Set VREDE_LAKE" in said
    folder.root.chmod(0o700)
    said = as_nobody(folder.root, folder.lake)
    assert said.startswith("SourcesError")
    assert "Check its permissions" in said


def test_sources_that_are_not_there_say_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "empty").mkdir()
    for name, words in {"none": "no such folder", "file": "is a file", "empty": "no .xml or .xml.gz"}.items():
        with pytest.raises(SourcesError, match=words):
            find_sources(tmp_path / name)


def test_a_source_file_nobody_may_read_is_an_issue_of_that_file(tmp_path: Path) -> None:
    assert DatasetFile(tmp_path / "x.xml", "x.xml").publisher == ""
    (tmp_path / "folder.xml").mkdir()
    (tmp_path / "good.xml").write_text("<iati-activities><iati-activity/></iati-activities>")
    build_here(tmp_path, tmp_path / "lake")
    reasons = opened(tmp_path / "lake").table("dataset").select("dataset", "reason").rows()
    assert ("folder.xml", "gone") in reasons or ("folder.xml", "") not in reasons


def test_every_snapshot_has_every_declared_table_with_its_schema(
    sample_lake: Path, sample_snapshot: snapshots.Snapshot
) -> None:
    folder = sample_lake / "snapshots" / sample_snapshot.name
    assert {f.stem for f in folder.glob("*.parquet")} == set(BY_NAME)
    for name, table in BY_NAME.items():
        frame = pl.read_parquet(folder / f"{name}.parquet")
        assert dict(frame.schema) == table.schema, name
        key = [c for c in table.key if c in frame.columns]
        assert not key or frame.select(key).is_duplicated().sum() == 0, name


@pytest.mark.parametrize("cut", [0, 1, 4, 8, 11, 50])
def test_a_table_that_is_cut_off_is_no_table(tmp_path: Path, cut: int) -> None:
    """Polars may write half a file on a disk that fills, and say nothing."""
    file = tmp_path / "a.parquet"
    pl.DataFrame({"a": [1, 2, 3]}).write_parquet(file)
    assert ends_well(file)
    data = file.read_bytes()
    file.write_bytes(data[: -cut or None] if cut < 50 else data[:10])
    assert ends_well(file) == (cut == 0)
