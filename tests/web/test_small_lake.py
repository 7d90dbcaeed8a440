"""Pages of a lake with a file or two, where a fault is not hidden by a thousand other rows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from lakefolder import Folder, activity
from vrede.web import index, state


@pytest.fixture
def here(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A folder whose lake the site shows (`client` comes first: it names the lake of the sample)."""
    root = tmp_path / "sources"
    root.mkdir()
    monkeypatch.setenv("VREDE_LAKE", str(tmp_path / "lake"))
    state.forget()
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
