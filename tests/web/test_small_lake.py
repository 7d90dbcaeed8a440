"""Pages of a lake with a file or two, where a fault is not hidden by a thousand other rows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from lakefolder import Folder, activity, transaction
from vrede.web.site import page_cache
from vrede.web.site import search_index as index


@pytest.fixture
def here(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A folder whose lake the site shows (`client` comes first: it names the lake of the sample)."""
    root = tmp_path / "sources"
    root.mkdir()
    monkeypatch.setenv("VREDE_LAKE", str(tmp_path / "lake"))
    page_cache.forget()
    index.forget()
    return Folder(root, tmp_path / "lake")


RELIEF = '<sector vocabulary="1" code="72010"/>'


def figures(page: str) -> list[str]:
    """Addresses of the rows behind the figures of a page."""
    return re.findall(r'href="(/en/rows/\?[^"]+)"', page.replace("&amp;", "&"))


def test_the_first_activity_of_all_is_an_activity(here: Folder, client: Client) -> None:
    """Its key is 0, which is not 'none'."""
    here.file("a.xml", activity("A", "3 2020-01-01 10", inside=RELIEF + '<recipient-country code="ML"/>'))
    here.build()
    assert client.get("/en/clause/F3/?year=all").status_code == 200
    line = client.get("/en/table.csv?by=activity&clause=F3").content.decode("utf-8-sig").splitlines()[1]
    assert line.startswith("0,")


def test_every_figure_of_an_odd_region_has_its_rows(here: Folder, client: Client) -> None:
    """region       | shown as
    289 (DAC)       | its name, 10.00
    CWG (list 99)   | no named place, 20.00
    289 (list 99)   | no named place, 40.00"""
    for name, amount, code in (
        ("A", 10, '<recipient-region code="289"/>'),
        ("B", 20, '<recipient-region code="CWG" vocabulary="99"/>'),
        ("C", 40, '<recipient-region code="289" vocabulary="99"/>'),
    ):
        here.file(f"{name}.xml", activity(name, f"3 2020-01-01 {amount}", inside=RELIEF + code))
    here.build()
    found = figures(client.get("/en/clause/F3/?year=all").content.decode())
    assert len(found) > 3
    for address in found:
        assert client.get(address).status_code == 200, address
    lines = client.get("/en/table.csv?by=place&clause=F3").content.decode("utf-8-sig").splitlines()[1:]
    assert sorted((line.split(",")[0], line.split(",")[-2]) for line in lines) == [
        ("none:none", "6000"),
        ("region:289", "1000"),
    ]
    for place, cents in (("289", 1000), ("none", 6000)):
        rows = (
            client.get(f"/en/rows.csv?clause=F3&measure=field&place={place}").content.decode("utf-8-sig").splitlines()
        )
        column = rows[0].split(",").index("amount_eur_cents")
        assert sum(int(row.split(",")[column]) for row in rows[1:]) == cents


def party(ref: str, role: str = "1", name: str = "") -> str:
    mark = f' ref="{ref}"' if ref else ""
    return f'<participating-org role="{role}"{mark}><narrative>{name or ref}</narrative></participating-org>'


def test_the_chain_says_whose_money_it_is(here: Folder, client: Client) -> None:
    """activity | funders                                 | several | received | spent
    A        | the ministry, under two identifiers     | no      | -        | 10
    B        | the ministry and UNICEF                 | yes     | 4        | 10
    C        | the ministry and one without identifier | yes     | -        | 10

    At most 24 of 30 are the ministry's, and two thirds of the euros are in activities of several funders."""
    for name, funders in (
        ("A", party("XM-DAC-7") + party("NL-1")),
        ("B", party("XM-DAC-7") + party("XM-DAC-41122")),
        ("C", party("NL-1") + party("", name="Somebody") + party("", name="somebody")),
    ):
        money = "<recipient-country code='ML'/>" + RELIEF + funders
        got = transaction("1 2020-01-01 4", '<provider-org ref="XM-DAC-7"/>') if name == "B" else ""
        here.file(f"{name}.xml", activity(name, "3 2020-01-01 10", ref="GB-CHC-1", inside=money + got))
    snapshot = here.build()
    assert snapshot.table("activity")["funders"].to_list() == [1, 2, 2]
    for page in ("/en/?year=all", "/en/clause/F3/?year=all", "/en/country/MLI/?year=all"):
        text = client.get(page).content.decode()
        chain = [
            int(n) for n in re.findall(r'measure=chain[^"]*" data-cents="(\d+)"', text.partition("chain, at most")[2])
        ]
        assert chain[:3] == [2400, 400, 3000], page
        assert "67% of the euros of these activities is in activities that others fund too" in text, page
    assert "hooguit van het ministerie" in client.get("/nl/clause/F3/?year=all").content.decode()
    for bound, cents, said in (
        ("whole", 3000, "the money of all their funders"),
        ("at_most", 2400, "Each row has its share in proportion"),
        ("received", 400, "state to have received from the ministry"),
    ):
        rows = client.get(f"/en/rows/?clause=F3&measure=chain&bound={bound}").content.decode()
        assert f'data-total="{cents}"' in rows
        assert said in rows
    assert 'data-total="3000"' in client.get("/en/rows/?clause=F3&measure=chain").content.decode()
    assert "it names 2 funders" in client.get("/en/activity/?id=B").content.decode()


LISTED = "file,retrieved,publisher,licence,address{}\n{}\n"


@pytest.mark.parametrize(
    ("column", "cell", "en", "nl"),
    [
        (",selection", ",COVID-19 activities only", "COVID-19 activities only", "COVID-19 activities only"),
        ("", "", "not recorded", "niet vastgelegd"),
        (",selection", ",", "not recorded", "niet vastgelegd"),
    ],
)
def test_own_money_says_what_its_files_were_asked_for(
    here: Folder, client: Client, column: str, cell: str, en: str, nl: str
) -> None:
    here.file("a.xml", activity("A", "3 2020-01-01 10", ref="XM-DAC-7", inside=RELIEF))
    (here.root / "datasets.csv").write_text(
        LISTED.format(column, f"a.xml,2021-06-15,XM-DAC-7,,{cell}"), encoding="utf-8"
    )
    here.build()
    for page in ("/?year=all", "/clause/F3/?year=all", "/rows/?clause=F3", "/data/", "/partner/?ref=XM-DAC-7"):
        assert en in client.get(f"/en{page}").content.decode(), page
        assert nl in client.get(f"/nl{page}").content.decode(), page


@pytest.mark.parametrize(
    ("retrieved", "year", "en", "nl"),
    [
        ("2021-06-15", "2021", "2021 (until 15 June)", "2021 (tot 15 juni)"),
        ("2021-06-15", "2020", "", ""),
        ("2021-12-31", "2021", "", ""),
        ("2022-03-01", "2021", "", ""),
        ("", "2021", "", ""),
    ],
)
def test_a_year_that_was_not_over_is_marked(
    here: Folder, client: Client, retrieved: str, year: str, en: str, nl: str
) -> None:
    here.file("a.xml", activity("A", "3 2021-01-05 10", "3 2020-01-05 10", ref="XM-DAC-7", inside=RELIEF))
    here.datasets(f"a.xml,{retrieved},XM-DAC-7,,")
    here.build()
    for lang, words, notice in (("en", en, "is not whole"), ("nl", nl, "is niet heel")):
        text = client.get(f"/{lang}/clause/F3/?year={year}").content.decode()
        assert (notice in text) is bool(words)
        if words:
            assert text.count(words) >= 2  # in the form and in the table of the years
    assert ("(until " in client.get(f"/en/?year={year}").content.decode()) is (retrieved == "2021-06-15")
