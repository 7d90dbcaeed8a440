"""People in need and plans on the pages and in the API: what is apart stands apart, and each kind of nothing has its words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from lxml import html

from lakefolder import Folder, activity
from needfiles import funding_file, people, people_file, plan, without_plan
from statefiles import place
from vrede.web.api import door
from vrede.web.site import page_cache
from vrede.web.site import search_index as index


@pytest.fixture
def here(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A folder whose lake the site shows (`client` comes first: it names the lake of the sample)."""
    root = tmp_path / "sources"
    root.mkdir()
    monkeypatch.setenv("VREDE_LAKE", str(tmp_path / "lake"))
    monkeypatch.setenv("VREDE_API_PER_MINUTE", "1000000")
    page_cache.forget()
    index.forget()
    door.forget()
    made = Folder(root, tmp_path / "lake")
    made.file("iati/a.xml", activity("A", "3 2024-01-01 10"))
    return made


def plans_of(client: Client, address: str) -> str:
    """The section of plans of a page, in words."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    (section,) = html.fromstring(answer.content).xpath("//section[@aria-labelledby='plans']")
    return re.sub(r"\s+", " ", str(section.text_content()))


def loaded(here: Folder) -> None:
    funding = [plan(asked="1000000000", came="250000000"), without_plan(came="40000000"), plan("AFG,PAK", "9002", name="Regional plan"),
               plan("ZZY", "9003"), plan("PAK", "9004", came="0", asked="5")]  # fmt: skip
    persons = [
        people(),
        people(described="Prioritised", in_need="11000000", reached="0"),
        people(cluster="EDU", in_need="8"),
    ]
    place(here.root / "need", {"funding.csv": funding_file(*funding), "people-2026.csv": people_file(*persons)})
    here.build()


def test_what_is_there_with_date_and_source(here: Folder, client: Client) -> None:
    loaded(here)
    english, dutch = plans_of(client, "/en/need/"), plans_of(client, "/nl/need/")
    for words in ("Afghanistan", "Final HNRP Caseload", "Prioritised", "22,000,000", "11,000,000", "1,000,000,000", "250,000,000", "2026-11-30", "AFG,PAK",
                  "Money without a plan in 2026", "Regional plan", "ZZY (1 line)", "SHA-256"):  # fmt: skip
        assert words in english, words
    for words in ("22.000.000", "Geld zonder plan in 2026", "Plannen van meerdere landen", "Mensen in nood als CSV"):
        assert words in dutch, words


def test_a_countrys_page_has_its_own(here: Folder, client: Client) -> None:
    loaded(here)
    text = plans_of(client, "/en/country/AFG/")
    assert "22,000,000" in text and "40,000,000" in text and "Regional plan" not in text and "ZZY" not in text


def test_four_states_of_nothing(here: Folder, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not loaded, nobody published it, withheld, and really zero."""
    here.build()
    assert "were not loaded" in plans_of(client, "/en/need/") and "niet geladen" in plans_of(client, "/nl/country/AFG/")
    loaded(here)
    page_cache.forget()
    assert "Nobody published people in need or a plan here" in plans_of(client, "/en/country/MLI/")
    pakistan = plans_of(client, "/en/country/PAK/")
    assert "Nobody published how many people are in need" in pakistan and " 5 0 " in pakistan
    withheld = tmp_path / "suppress.csv"
    withheld.write_text("kind,value,reason\nplace,MLI,\n", encoding="utf-8")
    monkeypatch.setenv("VREDE_SUPPRESS", str(withheld))
    page_cache.forget()
    text = plans_of(client, "/en/need/")
    assert "22,000,000" not in text and "are not shown while a place is withheld" in text
    assert client.get("/api/v1/need/people").json()["rows"] == []


def test_the_api_has_the_same_rows(here: Folder, client: Client) -> None:
    loaded(here)
    plans = client.get("/api/v1/need/plans?kind=plan&country=AFG").json()
    assert [row["requirements_usd"] for row in plans["rows"]] == ["1000000000"]
    assert plans["rows"][0]["source_address"] == "https://example.org/funding.csv"
    found = client.get("/api/v1/need/people?year=2026").json()
    assert [row["in_need"] for row in found["rows"]] == [22_000_000, 11_000_000]
    assert client.get("/api/v1/need/plans?kind=colour").status_code == 400
    table = client.get("/en/data/tables/plan_funding.csv").content.decode("utf-8-sig").splitlines()
    assert len(table) == 6
