"""Each source in turn failing in every way: what was fetched before stays, the report names it, and nothing becomes less."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from vrede.article import load_policy
from vrede.pipeline.fetching import SourceReport, report_of, works
from vrede.pipeline.inputs import find_sources
from vrede.pipeline.together import given, together
from vrede.sources.iati import Ask
from worldserver import FAULTS, HOSTS, MONTH, PATIENT, QUICK, TODAY, World, answers_of, world_served

ASK = Ask(dutch=True, ministry=load_policy().names("ministry_identifiers", TODAY))
SEED = 4
Tables = dict[str, pl.DataFrame]


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """The world, on a server of this module."""
    with world_served(answers_of(SEED, MONTH)) as served:
        yield served


@pytest.fixture(scope="module")
def fetched(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sources folder with everything, fetched once. Nobody changes it."""
    folder = tmp_path_factory.mktemp("fetched")
    for name in HOSTS:
        report = ask(world, name, folder)
        assert (report.state, report.faults) == ("new", []), name
    return folder


def ask(world: World, name: str, folder: Path) -> SourceReport:
    """One source, as `vrede get all` asks and reports it."""
    with world.client(QUICK if world.broken else PATIENT) as client:
        rows = works(folder, client, ASK, folder / "standard")[name](lambda row: None)
        return report_of(name, rows, folder, client.today)


def what_it_gives(name: str, folder: Path) -> tuple[object, ...]:
    """All that a build would take from a source: its tables, else the files and their hashes."""
    sources = find_sources(folder)
    files = [(file.name, file.publisher, file.source_type, file.path.read_bytes()) for file in sources.files]
    rates = sources.rates.read_bytes() if sources.rates else b""
    place = sources.found.get(name)
    tables = together(given({name: place} if place else {}))
    return (
        files if name == "iati" else [],
        rates if name == "rates" else b"",
        *sorted((k, t.write_json()) for k, t in tables.items()),
    )


@cache
def gave(name: str, fetched: Path) -> tuple[object, ...]:
    """What it gave at first."""
    return what_it_gives(name, fetched)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", HOSTS)
def test_a_source_that_fails_takes_nothing_with_it(
    name: str, fault: str, world: World, fetched: Path, tmp_path: Path
) -> None:
    """The report says failed and why, and what a build takes is to the byte what it was."""
    folder = tmp_path / "data"
    shutil.copytree(fetched, folder, copy_function=shutil.copy2)
    before = gave(name, fetched)
    world.broken[HOSTS[name]] = FAULTS[fault]
    try:
        report = ask(world, name, folder)
    finally:
        world.broken.clear()
    assert what_it_gives(name, folder) == before
    assert report.state == "failed" and report.faults, (report.state, report.rows)


def test_the_first_time_a_source_fails_leaves_nothing_of_it(world: World, tmp_path: Path) -> None:
    """No empty table that would look like nothing happened: it is not loaded."""
    world.broken |= {HOSTS["unhcr"]: FAULTS["half its rows"], HOSTS["worldbank"]: FAULTS["a page"]}
    try:
        assert ask(world, "worldbank", tmp_path).state == "failed"
    finally:
        world.broken.clear()
    assert "worldbank" not in {name for name in HOSTS if (tmp_path / name / "answers.json").exists()}
