"""`vrede update`: an empty lake becomes a whole site, a second run does nothing, the next month is forecast and the one before scored."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from lakefolder import opened
from vrede.lake import LakeBusy, Store, read_ledger, where
from vrede.pipeline import SourcesError, Updated, last_status
from vrede.pipeline.updating import LOCK
from worldrun import no_issue, run_update
from worldserver import FAULTS, HOSTS, MONTH, NEXT, World, answers_of, world_served

SEED = 4
NOT_SERVED = {"standard"}
"""What the world has none of: the standard is fixed by the hashes of the real files."""


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """The world, on a server of this module."""
    with world_served(answers_of(SEED, MONTH)) as served:
        yield served


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where data and lake are."""
    return tmp_path_factory.mktemp("update")


@pytest.fixture(scope="module")
def first(world: World, place: Path) -> Updated:
    """The first run, in an empty lake."""
    return run_update(world, place / "data", place / "lake")


@pytest.fixture(scope="module")
def second(world: World, place: Path, first: Updated) -> Updated:
    """The same again."""
    world.asked.clear()
    return run_update(world, place / "data", place / "lake")


@pytest.fixture(scope="module")
def third(world: World, place: Path, second: Updated) -> Updated:
    """After a month of deaths and a run of VIEWS were added to the world."""
    world.answers = answers_of(SEED, NEXT)
    return run_update(world, place / "data", place / "lake")


def test_an_empty_lake_becomes_a_whole_site(first: Updated, place: Path) -> None:
    """Every source is new, and every table that the site is made from has rows."""
    assert {one.name for one in first.sources if one.state != "new"} == NOT_SERVED
    assert (first.wrong, first.issued, first.changed, first.complete) == ((), "1 (2026-09)", True, True)
    snapshot = opened(place / "lake")
    tables = (
        "slice", "country_series", "country_month", "forecast", "event_month", "budget_line", "budget_recipient", "plan_funding",
        "people_in_need", "views_forecast", "views_month", "achievement",
    )  # fmt: skip
    assert [name for name in tables if snapshot.table(name).is_empty()] == []
    parts = {part.split(".")[0] for part in snapshot.table("placement")["part"].unique()}
    assert len(parts - {"A1", "A2", "A3", "A4", "A5"}) >= 9


def test_own_money_says_whose_file_it_is_and_what_was_asked(first: Updated, place: Path) -> None:
    """Verified by the registry's identifier; and a secondary source is in no measure."""
    activity = opened(place / "lake").table("activity")
    own = activity.filter(activity["measure"] == "own")
    assert own["owner_state"].unique().to_list() == ["verified"]
    datasets = opened(place / "lake").table("dataset")
    assert not datasets.filter(datasets["selection"] == "").height
    secondary = where(activity, source_type="secondary-source")
    assert secondary.height and secondary["measure"].unique().to_list() == ["none"]


def test_a_second_run_fetches_nothing(second: Updated, first: Updated) -> None:
    """Every source says unchanged, and the site stays on its snapshot."""
    assert {one.name for one in second.sources if one.state != "unchanged"} == NOT_SERVED
    assert (second.changed, second.issued, second.snapshot) == (False, "", first.snapshot)


def test_the_next_month_is_fetched_forecast_and_the_one_before_scored(third: Updated, place: Path) -> None:
    """Only what has the month is new; the ledger has a second line; the first line's first month has a score."""
    new = {one.name for one in third.sources if one.state == "new"}
    assert new == {"conflict", "views"}
    conflict = next(one for one in third.sources if one.name == "conflict")
    assert [row.name for row in conflict.rows if row.state == "new"] == ["downloads", "candidate-26-0-10"]
    assert (third.issued, third.changed) == ("2 (2026-10)", True)
    assert [line.origin for line in read_ledger(Store(str(place / "lake")))] == ["2026-09", "2026-10"]
    scores = opened(place / "lake").table("forecast_score")
    assert where(scores, issue=1)["month"].unique().to_list() == ["2026-10"]


def test_a_vintage_stands_with_each_forecast(third: Updated, place: Path) -> None:
    """Which releases it was made from, to the last."""
    lines = read_ledger(Store(str(place / "lake")))
    assert all("26.1" in line.vintage for line in lines)
    assert lines[0].vintage != lines[1].vintage


def test_everything_broken_leaves_the_site_as_it_was(third: Updated, world: World, place: Path) -> None:
    """Every host down: the report names each, the snapshot stays, and doctor finds in the lake when each was last whole."""
    world.broken |= dict.fromkeys(HOSTS.values(), FAULTS["dead"])
    try:
        run = run_update(world, place / "data", place / "lake", no_issue)
    finally:
        world.broken.clear()
    assert {one.name for one in run.sources if one.state == "failed"} == set(HOSTS) | NOT_SERVED
    assert (run.snapshot, run.changed, run.complete) == (third.snapshot, False, False)
    status = last_status(Store(str(place / "lake")))["sources"]
    assert status["unhcr"]["good"] < status["unhcr"]["asked"] or status["unhcr"]["good"] == third.finished
    assert status["unhcr"]["faults"]


def test_two_at_once_and_the_second_says_so(world: World, tmp_path: Path) -> None:
    """The lock is the kernel's: it goes with whoever held it."""
    with (tmp_path / LOCK).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(LakeBusy, match="another update is at work"):
            run_update(world, tmp_path, tmp_path / "lake", no_issue)


def test_made_up_data_is_not_mixed_with_answers(world: World, tmp_path: Path) -> None:
    """The sample's folder is refused before anything is asked."""
    (tmp_path / "made-up.txt").write_text("made up")
    world.asked.clear()
    with pytest.raises(SourcesError, match="made-up data"):
        run_update(world, tmp_path, tmp_path / "lake", no_issue)
    assert world.asked == []


def test_files_of_others_in_the_folder_stay(world: World, tmp_path: Path) -> None:
    """Also where one has the name of a source's folder: that source fails, and says so."""
    (tmp_path / "letter.txt").write_text("mine")
    (tmp_path / "unhcr").write_text("a file")
    run = run_update(world, tmp_path, tmp_path / "lake", no_issue)
    assert {one.name for one in run.sources if one.state == "failed"} == {"unhcr"} | NOT_SERVED
    assert (tmp_path / "letter.txt").read_text() == "mine" and (tmp_path / "unhcr").read_text() == "a file"
    assert run.snapshot


def test_a_broken_list_of_answers_is_told(world: World, tmp_path: Path) -> None:
    """Somebody's half-written file: the source fails with the name of the file, and the others do not."""
    (tmp_path / "inform").mkdir()
    (tmp_path / "inform" / "answers.json").write_text("{")
    run = run_update(world, tmp_path, tmp_path / "lake", no_issue)
    inform = next(one for one in run.sources if one.name == "inform")
    assert inform.state == "failed" and "answers.json" in json.dumps([row.detail for row in inform.rows])
