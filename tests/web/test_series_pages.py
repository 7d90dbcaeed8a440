"""Series of countries on pages: people whose origin is no country have a place of their own, and why none is shown is said.

UNHCR, 2021   | refugees | displaced inside | asylum seekers
MLI           |     1000 |              500 |             50
UNK           |    56534 |                0 |           5191
XXA, TIB      |    12593 |                0 |              0
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from django.test import Client
from lxml import html

from lakefolder import Folder, activity
from vrede.sources.countries import apart_name
from vrede.web.api import door
from vrede.web.site import page_cache
from vrede.web.site import search_index as index

HEAD = "year,country_of_origin,iso3,refugees,asylum_seekers,idps,stateless,host_community,others_of_concern"
UNHCR = (
    "2021,Mali,MLI,1000,50,500,0,0,0",
    "2021,Niger,NER,900,40,400,0,0,0",
    "2021,Unknown ,UNK,56534,5191,0,0,0,0",
    "2021,Stateless,XXA,12593,0,0,0,0,0",
    "2021,Tibetan,TIB,12592,0,0,0,0,0",
    "2021,Nobody,ATA,0,0,0,0,0,0",
)
MONEY = '<sector vocabulary="1" code="72010"/><recipient-country code="{}"/>'
HIDDEN = {
    "en": "Series of countries are not shown while a place is withheld",
    "nl": "Reeksen van landen worden niet getoond zolang een plaats verborgen moet blijven",
}
SHOWING = ["/need/?year=all", "/need/?clause=F3&year=2021", "/outcomes/A3/?year=all", "/sdg16/16.1/", "/data/"]


@pytest.fixture
def here(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A lake with relief in Mali and Niger and a series of displacement."""
    root = tmp_path / "sources"
    (root / "conflict").mkdir(parents=True)
    (root / "conflict" / "unhcr_by_origin_2021.csv").write_text("\n".join([HEAD, *UNHCR]) + "\n", encoding="utf-8")
    monkeypatch.setenv("VREDE_LAKE", str(tmp_path / "lake"))
    page_cache.forget()
    index.forget()
    door.forget()
    made = Folder(root, tmp_path / "lake")
    for name, code in (("A", "ML"), ("B", "NE")):
        made.file(f"{name}.xml", activity(name, "3 2021-03-01 1000", inside=MONEY.format(code)))
    return made


def main_of(client: Client, path: str, language: str = "en") -> str:
    """The words of a page between its header and its footer."""
    answer = client.get(f"/{language}{path}")
    assert answer.status_code == 200, path
    return " ".join(html.fromstring(answer.content).xpath("//main")[0].text_content().split())


def rows_of(client: Client, path: str, section: str) -> list[list[str]]:
    """The cells of the table in a section."""
    found = html.fromstring(client.get(path).content).xpath(f"//section[@aria-labelledby='{section}']//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")] for row in found]


def test_people_whose_origin_is_no_country_stand_apart(here: Folder, client: Client) -> None:
    """In no line of countries, in no ranking, and with their name and number under a heading of their own."""
    here.build()
    countries = rows_of(client, "/en/need/?clause=F3&year=2021&by=refugees_from", "all")
    assert sorted(row[0] for row in countries) == ["Mali", "Niger"]
    compared = rows_of(client, "/en/need/?clause=F3&year=2021&by=refugees_from", "other")
    assert not any("unknown" in cell or "UNK" in cell for row in compared for cell in row)
    for language, names in (
        ("en", ("origin unknown", "stateless people", "Tibetans")),
        ("nl", ("herkomst onbekend", "staatlozen", "Tibetanen")),
    ):
        apart = rows_of(client, f"/{language}/need/?clause=F3&year=2021", "elsewhere")
        assert tuple(row[0] for row in apart) == names
        assert [len(row) for row in apart] == [2, 2, 2]
        assert re.sub(r"\D", "", apart[0][1]) == "56534"
    assert "People whose origin is not a country" in main_of(client, "/need/?clause=F3&year=2021")


def test_the_csv_of_need_has_them_and_marks_them(here: Folder, client: Client) -> None:
    here.build()
    text = client.get("/en/need.csv?clause=F3&year=2021").content.decode("utf-8-sig")
    found = {row["iso3"]: row for row in csv.DictReader(io.StringIO(text))}
    assert {iso3: row["is_country"] for iso3, row in found.items()} == {
        "MLI": "true",
        "NER": "true",
        "UNK": "false",
        "XXA": "false",
        "TIB": "false",
    }
    assert float(found["UNK"]["refugees_from"]) == 56534
    assert found["UNK"]["own_eur_cents"] == ""


def test_outcomes_say_them_below_the_countries(here: Folder, client: Client) -> None:
    """With a receipt of their own, which links to no page of a country."""
    migration = '<sector vocabulary="1" code="15190"/><recipient-country code="ML"/>'
    here.file("C.xml", activity("C", "3 2021-03-01 1000", inside=migration))
    here.build()
    words = main_of(client, "/outcomes/A3/?year=all")
    assert "Besides, of people whose origin is not a country: origin unknown 5,191 (2021)" in words
    assert "herkomst onbekend 5.191 (2021)" in main_of(client, "/outcomes/A3/?year=all", "nl")
    receipt = client.get("/en/series/?indicator=asylum_seekers_from&country=UNK&year=2021").content.decode()
    assert "origin unknown" in receipt
    assert "/country/UNK/" not in receipt
    text = client.get("/en/outcomes/A3.csv?year=all").content.decode("utf-8-sig")
    assert "asylum_seekers_from,UNK,2021" in text


@pytest.mark.parametrize("code", ["TIB", "UNK", "XXA", "SCG"])
def test_every_such_code_has_a_name_in_both_languages(code: str) -> None:
    assert code not in (apart_name(code, "nl"), apart_name(code, "en"))


def withhold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    listed = tmp_path / f"suppress-{place}.csv"
    listed.write_text(f"kind,value,reason\nplace,{place},test\n", encoding="utf-8")
    monkeypatch.setenv("VREDE_SUPPRESS", str(listed))
    page_cache.forget()
    door.forget()


@pytest.mark.parametrize("path", SHOWING)
def test_with_a_place_withheld_the_true_reason_is_said(
    here: Folder, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """The series are loaded, and not shown: no page says that there are none, and none says which place it is."""
    here.build()
    for language in ("en", "nl"):
        assert HIDDEN[language] not in main_of(client, path, language)
    withhold(tmp_path, monkeypatch, "MLI")
    for language, absent in (("en", "is loaded:"), ("nl", "geladen: zet")):
        words = main_of(client, path, language)
        assert HIDDEN[language] in words
        assert absent not in words
        assert "None in this view." not in words
        assert "MLI" not in words


def test_a_withheld_place_has_a_line_without_its_name(
    here: Folder, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its money stays; 'ZZZ' is no name, and has no page."""
    here.build()
    withhold(tmp_path, monkeypatch, "MLI")
    page = client.get("/en/need/?clause=F3&year=all").content.decode()
    assert sorted(row[0] for row in rows_of(client, "/en/need/?clause=F3&year=all", "all")) == [
        "Niger",
        "place withheld",
    ]
    assert "ZZZ</" not in page
    assert "/country/ZZZ/" not in page


def test_the_receipt_of_a_series_answers_alike_for_every_country(
    here: Folder, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The withheld country, another one, one that never had a value and one that is not there: one answer, word for word."""
    here.build()
    asked = [f"/en/series/?indicator=refugees_from&country={code}" for code in ("MLI", "NER", "ISL", "ATL")]
    assert [client.get(path).status_code for path in asked] == [200, 200, 404, 404]
    withhold(tmp_path, monkeypatch, "MLI")
    answers = [client.get(path) for path in asked]
    assert {answer.status_code for answer in answers} == {404}
    told = {html.fromstring(answer.content).xpath("//main")[0].text_content() for answer in answers}
    assert len(told) == 1
    assert HIDDEN["en"] in told.pop()


def test_pages_tell_the_same_whichever_place_is_withheld(
    here: Folder, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mali or Niger, with the same money: the page of need differs in the name of the other one only."""
    here.build()
    seen = set()
    for place, other in (("MLI", ("Niger", "NER")), ("NER", ("Mali", "MLI"))):
        withhold(tmp_path, monkeypatch, place)
        words = main_of(client, "/need/?clause=F3&year=all")
        for name in other:
            words = words.replace(name, "X")
        seen.add(words)
    assert len(seen) == 1


def test_the_api_says_why_it_has_no_series(
    here: Folder, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.build()
    assert client.get("/api/v1/series").json()["note"] is None
    withhold(tmp_path, monkeypatch, "MLI")
    told = client.get("/api/v1/series").json()
    assert (told["total"], told["rows"]) == (0, [])
    assert told["note"].startswith(HIDDEN["en"])


def test_no_series_loaded_is_still_said(here: Folder, client: Client) -> None:
    """And so is that only this view has no value: the series do not go back to 2015."""
    here.build()
    assert "None of the loaded series of need has a value" in main_of(client, "/need/?clause=F3&year=2015")
    (here.root / "conflict" / "unhcr_by_origin_2021.csv").unlink()
    here.build()
    page_cache.forget()
    words = main_of(client, "/need/?clause=F3&year=2021")
    assert "No series of need is loaded" in words
    assert "Without a series of need this cannot be told." in words
