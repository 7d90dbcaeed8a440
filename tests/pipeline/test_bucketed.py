"""A build by buckets against the same in one piece; and what is made anew, goes on, and is the same in any order."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import polars as pl
import pytest

import vrede.pipeline.bucketed as bucketed
from inonepiece import in_one_piece
from lakefolder import activity
from vrede.lake import Gathered, RawLake, Store, dataset_table
from vrede.lake.tables import BY_NAME
from vrede.pipeline.bucketed import Work, in_buckets
from vrede.pipeline.buckets import buckets
from vrede.pipeline.identity import policy_day
from vrede.pipeline.inputs import find_sources
from vrede.pipeline.stages import RulesOf
from vrede.sources.rates import choose_rates
from vrede.sources.sample import write_sample

Tables = dict[str, pl.DataFrame]
Pool = Callable[[], AbstractContextManager[Executor]]


class Backwards(Executor):
    """Does what it is given last, first."""

    def map(self, fn, *iterables, timeout=None, chunksize=1):  # type: ignore[no-untyped-def,override]
        return iter([fn(*given) for given in reversed([*zip(*iterables, strict=True)])][::-1])

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def,override]
        future: Future[object] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


class Build:
    """A sources folder, built by buckets of a size that is named."""

    def __init__(self, root: Path, lake: Path) -> None:
        self.root, self.lake, self.made = root, lake, 0

    def read(self) -> tuple[object, ...]:
        sources = find_sources(self.root)
        rates = choose_rates(sources.rates)
        raw = RawLake(Store(str(self.lake)))
        read = raw.read_all(sources.files, partial(ThreadPoolExecutor, 1), lambda name, file, fresh: None)
        return sources, raw, read, RulesOf(policy_day(sources, rates), str(rates.file), rates.sha256)

    def whole(self) -> Tables:
        sources, raw, read, rules = self.read()
        return in_one_piece(sources, raw, read, rules.load())  # type: ignore[arg-type,attr-defined]

    def tables(self, pool: Pool = partial(ThreadPoolExecutor, 2)) -> Tables:
        sources, raw, read, rules = self.read()
        datasets = dataset_table(sources.files, read)  # type: ignore[attr-defined,arg-type]
        hashes = [read[f.name].sha256 if not read[f.name].reason else "" for f in sources.files]  # type: ignore[attr-defined,index]
        work = Work(raw.work, str(raw.root), rules, "code")  # type: ignore[attr-defined,arg-type]
        found = in_buckets(datasets, hashes, raw, rules.load(), work, pool, lambda done, of: None)  # type: ignore[arg-type,attr-defined]
        return {name: table.frame() if isinstance(table, Gathered) else table for name, table in found.items()}

    def folders(self) -> set[str]:
        return {f"{place.parent.name}/{place.name}" for place in (self.lake / "work").glob("*/*")}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Buckets so small that the sample is cut in about ten."""
    monkeypatch.setattr(bucketed, "buckets", partial(buckets, wanted=450_000))


@pytest.fixture
def sample_build(tmp_path: Path, small: None) -> Build:
    write_sample(tmp_path / "sources")
    return Build(tmp_path / "sources", tmp_path / "lake")


def same(one: Tables, other: Tables) -> list[str]:
    """Names of the tables that differ, as they are declared."""
    return [n for n in one if not BY_NAME[n].conform(one[n]).equals(BY_NAME[n].conform(other[n]))]


def test_buckets_together_are_the_whole(sample_build: Build) -> None:
    made, whole = sample_build.tables(), sample_build.whole()
    assert 10 < len(sample_build.folders()) < 50
    assert set(whole) - set(made) == {
        "dataset",
        "organisation",
        "organisation_budget",
        "organisation_budget_line",
        "organisation_narrative",
    }
    assert same(made, whole) == []


def test_workers_and_order_change_nothing(sample_build: Build) -> None:
    first = sample_build.tables()
    for pool in (partial(ThreadPoolExecutor, 8), Backwards):
        shutil.rmtree(sample_build.lake / "work")
        assert same(sample_build.tables(pool), first) == []


def test_nothing_is_made_twice(sample_build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    sample_build.tables()
    before = sample_build.folders()

    def fail(task: object) -> str:
        raise AssertionError(task)

    monkeypatch.setattr(bucketed, "make_alone", fail)
    monkeypatch.setattr(bucketed, "make_settled", fail)
    sample_build.tables()
    assert sample_build.folders() == before


def test_a_build_that_was_killed_goes_on(sample_build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """The third of the second tasks dies; what was made stands, and only the rest is made."""
    whole = sample_build.whole()
    do, calls = bucketed.make_settled, 0

    def dies(task: object) -> str:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise KeyboardInterrupt
        return do(task)  # type: ignore[arg-type]

    monkeypatch.setattr(bucketed, "make_settled", dies)
    with pytest.raises(KeyboardInterrupt):
        sample_build.tables(Backwards)
    stood = sample_build.folders()
    monkeypatch.setattr(bucketed, "make_settled", do)
    assert same(sample_build.tables(), whole) == []
    assert stood <= sample_build.folders()


def test_one_file_that_changes_makes_its_own_buckets_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty publishers; one adds an activity that nobody else is told of: at most two buckets are made in each stage."""
    build = Build(tmp_path / "sources", tmp_path / "lake")
    build.root.mkdir()
    monkeypatch.setattr(bucketed, "buckets", partial(buckets, wanted=40_000))
    for number in range(40):
        rows = (activity(f"P{number:02}-{n}", "3 2021-01-01 7", ref=f"XX-{number:02}") for n in range(40))
        (build.root / f"{number:02}.xml").write_text(
            f'<iati-activities version="2.03">{"".join(rows)}</iati-activities>'
        )
    build.tables()
    before = build.folders()
    file = build.root / "20.xml"
    more = activity("P20-new", "3 2022-01-01 9", ref="XX-20")
    file.write_text(file.read_text().replace("</iati-activities>", f"{more}</iati-activities>"))
    made = build.tables()
    new = build.folders() - before
    assert 1 <= len([name for name in new if name.startswith("alone/")]) <= 2
    assert 1 <= len([name for name in new if name.startswith("settled/")]) <= 2
    assert same(made, build.whole()) == []


def test_a_folder_without_activities(tmp_path: Path) -> None:
    build = Build(tmp_path / "sources", tmp_path / "lake")
    build.root.mkdir()
    (build.root / "a.xml").write_text('<iati-activities version="2.03"/>')
    made = build.tables()
    assert made["activity"].height == made["slice"].height == made["link"].height == 0
    assert same(made, build.whole()) == []
