"""One build: what it finds in a folder, on which day's policy it goes, and that outside nothing is read."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lakefolder import build_here, opened
from vrede.lake import LakeError, Store
from vrede.lake.raw import RawFile
from vrede.lake.receipt import read_receipt
from vrede.pipeline import workers
from vrede.pipeline.identity import code_version, policy_day
from vrede.pipeline.inputs import SourcesError, find_sources
from vrede.pipeline.steps import build
from vrede.pipeline.workers import executor
from vrede.sources.rates import choose_rates, last_rate_date
from vrede.sources.sample import Truths
from vrede.withheld.suppression import Suppression

ONE = "<iati-activities><iati-activity><iati-identifier>A</iati-identifier></iati-activity></iati-activities>"


def test_a_folder_with_iati_and_budget(sample: tuple[Path, Truths]) -> None:
    found = find_sources(sample[0])
    assert (len(found.files), found.found.get("budget"), found.made_up) == (
        len(sample[1].files),
        sample[0] / "budget",
        True,
    )
    assert sorted(f.name for f in found.files) == sorted(sample[1].files)


def test_a_plain_folder_of_files(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(ONE)
    found = find_sources(tmp_path)
    assert ([f.name for f in found.files], found.found.get("budget"), found.made_up) == (["a.xml"], None, False)


def test_the_policy_is_that_of_the_newest_retrieval_and_never_of_today(
    tmp_path: Path, sample: tuple[Path, Truths]
) -> None:
    (tmp_path / "a.xml").write_text(ONE)
    assert policy_day(find_sources(tmp_path), choose_rates(None)) == last_rate_date()
    assert policy_day(find_sources(sample[0]), choose_rates(None)) == date(2025, 3, 31)


def test_the_site_and_the_command_line_are_no_part_of_a_snapshots_name() -> None:
    assert len(code_version()) == 16
    assert code_version() == code_version()


def test_the_steps_are_told_in_their_order_and_every_file_once(sample: tuple[Path, Truths], tmp_path: Path) -> None:
    steps: list[str] = []
    told: list[str] = []

    def progress(name: str, file: RawFile, fresh: bool) -> None:
        told.append(name)

    def pool() -> Any:
        return ThreadPoolExecutor(1)

    build(find_sources(sample[0]), Store(str(tmp_path)), Suppression(), pool, progress, steps.append)
    assert steps == ["read", "follow", "warning", "write"]
    assert sorted(told) == sorted(sample[1].files)


def test_no_pool_is_made_where_nothing_changed(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "a.xml").write_text(ONE)
    build_here(tmp_path / "s", tmp_path / "lake")

    def never() -> ThreadPoolExecutor:
        raise AssertionError("a pool for nothing")

    found = find_sources(tmp_path / "s")
    built = build(found, Store(str(tmp_path / "lake")), Suppression(), never, lambda *a: None, lambda s: None)
    assert built.changed is False


def test_processes_give_what_threads_give(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    for name in "abc":
        (tmp_path / "s" / f"{name}.xml").write_text(ONE.replace(">A<", f">{name}<"))
    one = build_here(tmp_path / "s", tmp_path / "threads")

    def pool() -> Any:
        return executor(2)

    two = build(
        find_sources(tmp_path / "s"),
        Store(str(tmp_path / "processes")),
        Suppression(),
        pool,
        lambda *a: None,
        lambda s: None,
    )
    assert one == two
    for name in ("activity", "copy", "dataset"):
        assert opened(tmp_path / "threads").table(name).equals(opened(tmp_path / "processes").table(name))


def test_a_cluster_that_nobody_answers_for_is_an_error_and_no_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "ANSWERS_WITHIN", "0.3s")
    pytest.importorskip("distributed", reason="cluster: the extra is not installed")
    with pytest.raises(LakeError, match="no cluster answers"), executor(1, "tcp://127.0.0.1:9"):
        pass


BUDGETS = ["activity", "budget", "planned_disbursement", "result"]


@pytest.mark.parametrize("table", BUDGETS)
def test_what_the_money_does_not_use_is_kept(sample: tuple[Path, Truths], sample_lake: Path, table: str) -> None:
    frame = opened(sample_lake).table(table)
    assert frame.height > 0
    if table in ("budget", "planned_disbursement"):
        assert frame["currency"].null_count() == 0


# ------------------------------------------------------------------------------------------------ half of it is gone


def four(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for name in "abcd":
        (folder / f"{name}.xml").write_text(ONE.replace(">A<", f">{name}<"))
    rows = "".join(f"{name}.xml,2021-01-01,{'PQ'[name > 'c']},,\n" for name in "abcd")
    (folder / "datasets.csv").write_text("file,retrieved,publisher,licence,address\n" + rows)


@pytest.mark.parametrize("broken", [("a", "b"), ("a", "b", "c"), ("d",)])
def test_a_source_that_came_in_half_keeps_the_last_snapshot(tmp_path: Path, broken: tuple[str, ...]) -> None:
    """Two of four files, three of four, or the only file of one of two publishers."""
    four(tmp_path / "s")
    name = build_here(tmp_path / "s", tmp_path / "lake").name
    for file in broken:
        (tmp_path / "s" / f"{file}.xml").write_text("404 Not Found")
    with pytest.raises(SourcesError, match=r"that snapshot stays. Check the folder, or build with --accept-loss"):
        build_here(tmp_path / "s", tmp_path / "lake")
    assert opened(tmp_path / "lake").name == name


def test_less_than_half_is_an_issue_of_those_files(tmp_path: Path) -> None:
    four(tmp_path / "s")
    build_here(tmp_path / "s", tmp_path / "lake")
    (tmp_path / "s" / "a.xml").write_text("404 Not Found")
    build_here(tmp_path / "s", tmp_path / "lake")
    assert opened(tmp_path / "lake").table("dataset")["reason"].to_list() == ["not-xml", "", "", ""]


def test_a_loss_can_be_accepted(tmp_path: Path) -> None:
    four(tmp_path / "s")
    build_here(tmp_path / "s", tmp_path / "lake")
    for file in "ab":
        (tmp_path / "s" / f"{file}.xml").unlink()

    def pool() -> Any:
        return ThreadPoolExecutor(1)

    found = find_sources(tmp_path / "s")
    build(found, Store(str(tmp_path / "lake")), Suppression(), pool, lambda *a: None, lambda s: None, accept_loss=True)
    assert opened(tmp_path / "lake").table("activity").height == 2


def test_another_folder_is_no_loss(tmp_path: Path) -> None:
    four(tmp_path / "s")
    build_here(tmp_path / "s", tmp_path / "lake")
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "x.xml").write_text(ONE)
    assert build_here(tmp_path / "t", tmp_path / "lake").changed


def test_receipts_follow_a_folder_that_moved(tmp_path: Path) -> None:
    four(tmp_path / "s")
    build_here(tmp_path / "s", tmp_path / "lake")
    (tmp_path / "s").rename(tmp_path / "moved")
    assert build_here(tmp_path / "moved", tmp_path / "lake").changed is False
    assert "<iati-identifier>a<" in read_receipt(opened(tmp_path / "lake"), 0).text
