"""What a build made ready for the site: searched as before, lost with a page that says so, and nothing in it that is withheld."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest
from django.test import Client
from polars.testing import assert_frame_equal

from lakefolder import Folder, activity, build_here, opened
from vrede.lake.search_index import write_index
from vrede.lake.snapshot import Snapshot
from vrede.lake.tables import BY_NAME
from vrede.web.api import door
from vrede.web.site import page_cache
from vrede.web.site import search_index as index
from vrede.web.site.snapshot import State
from vrede.withheld.suppression import parse_suppression
from vrede.withheld.withhold import suppress

RELIEF = '<sector vocabulary="1" code="72010"/><recipient-country code="ML"/>'
LIST = b"kind,value,reason\nactivity,SECRET-1,people can be harmed\n"


def ready_of(snapshot: Snapshot) -> Path:
    """The folder with what its build made ready."""
    return Path(snapshot.store.path(f"snapshots/{snapshot.name}/ready"))


def test_the_search_index_of_a_build_is_the_one_made_of_its_tables(sample_snapshot: Snapshot, tmp_path: Path) -> None:
    """The same bytes, so that two builds are alike."""
    write_index(sample_snapshot.table, sample_snapshot.table("organisation_link"), tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == (ready_of(sample_snapshot) / "search.sqlite").read_bytes()


def test_more_than_can_be_weighed_begins_with_own_money(
    sample_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "WEIGHED", 3)
    state = State(sample_snapshot)
    found = [key for key, _text in index.Index(state).activities("e", 10)]
    measures = {state.activity_row(key)["measure"] for key in found}
    assert len(found) == 3
    assert measures == {"own"}


@pytest.fixture
def copied(sample_lake: Path, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lake of the sample that a test may break, shown by the site; its snapshot's folder."""
    shutil.copytree(sample_lake, tmp_path / "lake")
    monkeypatch.setenv("VREDE_LAKE", str(tmp_path / "lake"))
    page_cache.forget()
    door.forget()  # the same snapshot elsewhere gives the same answers, which are kept
    index.forget()
    return tmp_path / "lake" / "snapshots" / opened(tmp_path / "lake").name


LOST = """
budget_line.parquet  | /en/budget/             | /en/clause/F3/
ready/slices.arrow   | /en/clause/F3/          | /en/budget/
ready/cube.arrow     | /nl/                    | /nl/budget/
ready/word.arrow     | /en/country/MLI/        | /en/data/
"""


@pytest.mark.parametrize(
    ("file", "page", "other"), [tuple(cell.strip() for cell in line.split("|")) for line in LOST.strip().splitlines()]
)
def test_a_file_that_is_lost_is_missed_only_where_it_is_needed(
    copied: Path, client: Client, file: str, page: str, other: str
) -> None:
    (copied / file).unlink()
    lost = client.get(page)
    assert lost.status_code == 503
    words = {"/en": "A part of the data is lost", "/nl": "Een deel van de gegevens is kwijt"}
    assert words[page[:3]] in lost.content.decode()
    assert "vrede build" in lost.content.decode()
    assert client.get(other).status_code == 200


@pytest.mark.parametrize("asked", [False, True])
def test_the_api_says_what_is_lost(copied: Path, client: Client, asked: bool) -> None:
    """As JSON, whether an address names its snapshot or not; what does not need the file is answered."""
    (copied / "ready" / "slices.arrow").unlink()
    word = f"?snapshot={copied.name}" if asked else ""
    lost = client.get(f"/api/v1/countries{word}")
    assert lost.status_code == 503
    assert lost.json()["error"] == "A part of the data is lost"
    assert "vrede build" in lost.json()["what to do"]
    assert client.get(f"/api/v1/tables{word}").status_code == 200


@pytest.mark.parametrize("file", ["budget_line.parquet", "ready/slices.arrow", "ready/search.sqlite"])
def test_a_build_makes_again_what_was_lost(secret: Folder, file: str) -> None:
    first = secret.build()
    place = Path(first.store.path(f"snapshots/{first.name}")) / file
    before = place.read_bytes()
    place.unlink()
    assert secret.build().name == first.name
    assert place.read_bytes() == before


def test_a_search_index_that_is_lost_is_made_again(copied: Path, client: Client) -> None:
    before = client.get("/en/search/?q=a").content
    (copied / "ready" / "search.sqlite").unlink()
    page_cache.forget()
    index.forget()
    assert client.get("/en/search/?q=a").content == before


@pytest.fixture
def secret(tmp_path: Path) -> Folder:
    """Two activities, one of which is on a list."""
    folder = Folder(tmp_path / "sources", tmp_path / "lake")
    folder.file(
        "a.xml",
        activity("SECRET-1", "3 2020-01-01 10", inside=RELIEF),
        activity("OPEN-1", "3 2020-01-01 20", inside=RELIEF),
    )
    return folder


def test_what_a_build_withheld_is_ready_without_it(secret: Folder) -> None:
    """Under the same list nothing is left to take out; a second pass changes no table."""
    given = parse_suppression(LIST)
    build_here(secret.root, secret.lake, given)
    snapshot = opened(secret.lake, given)
    assert snapshot.is_ready
    whole = {name: snapshot.table(name) for name in BY_NAME if snapshot.has(name)}
    for name, table in suppress(whole, given).items():
        assert_frame_equal(table, whole[name])
    for file in ready_of(snapshot).iterdir():
        assert b"SECRET-1" not in file.read_bytes()
    assert snapshot.ready("slices")["amount_eur_cents"].unique().to_list() == [2000]


def test_a_name_that_came_on_the_list_later_is_in_nothing_that_is_read(secret: Folder) -> None:
    """What was made ready before is not read any more, and an older snapshot beside a clean one is cleared too."""
    build_here(secret.root, secret.lake)
    old = opened(secret.lake).name
    given = parse_suppression(LIST)
    later = opened(secret.lake, given)
    assert not later.is_ready
    assert later.ready_file("search.sqlite") is None
    build_here(secret.root, secret.lake, given)
    clean = opened(secret.lake, given)
    assert clean.is_ready
    for snapshot in (later, clean, clean.sibling(old), opened(secret.lake, given, old)):
        assert "SECRET-1" not in snapshot.table("activity")["iati_identifier"].to_list()
        assert index.Index(State(snapshot)).activities("secret", 10) == []
        assert len(index.Index(State(snapshot)).activities("open", 10)) == 1


def test_other_rules_of_withholding_clear_again(secret: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A snapshot that was cleared by other rules than today's is not taken for clean."""
    given = parse_suppression(LIST)
    build_here(secret.root, secret.lake, given)
    snapshot = opened(secret.lake, given)
    snapshot.mark = "another"
    assert not snapshot.is_ready
    assert snapshot.table("activity").height == 1


def test_the_cube_of_nothing_shown_is_empty(secret: Folder) -> None:
    """Every activity withheld: pages have nothing to sum, and say so without failing."""
    given = parse_suppression(LIST + b"activity,OPEN-1,also\n")
    build_here(secret.root, secret.lake, given)
    cube = opened(secret.lake, given).ready("cube")
    assert cube.is_empty()
    assert isinstance(cube, pl.DataFrame)
