"""Pages lead with the last whole year; a part of a year is chosen by hand, and is set against nothing whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from lakefolder import Folder, activity
from vrede.web.site import page_cache
from vrede.web.site import search_index as index

INSIDE = '<sector vocabulary="1" code="72010"/><recipient-country code="ML"/>'


@pytest.fixture
def here(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A folder whose lake the site shows (`client` comes first: it names the lake of the sample)."""
    root = tmp_path / "sources"
    root.mkdir()
    monkeypatch.setenv("VREDE_LAKE", str(tmp_path / "lake"))
    page_cache.forget()
    index.forget()
    return Folder(root, tmp_path / "lake")


def chosen_year(page: str) -> str:
    """The year that the form of a page has."""
    form = re.search(r'<select name="year".*?</select>', page, re.DOTALL)
    assert form is not None
    found = re.search(r'<option value="?([^" >]*)"?[^>]* selected', form[0])
    assert found is not None
    return found[1]


RETRIEVED = [
    ("in the middle of the last year", "2021-06-15", "2020"),
    ("on its last day", "2021-12-31", "2021"),
    ("after it", "2022-03-01", "2021"),
    ("nobody knows when", "", "2021"),
    ("before the second year ended too", "2020-05-01", "2021"),
]


@pytest.mark.parametrize(("retrieved", "year"), [row[1:] for row in RETRIEVED], ids=[row[0] for row in RETRIEVED])
@pytest.mark.parametrize("page", ["", "clause/F3/", "need/", "warning/money/"])
def test_every_page_leads_with_the_last_whole_year(
    page: str, retrieved: str, year: str, here: Folder, client: Client
) -> None:
    """As the brief does; where no year is whole, with the youngest."""
    here.file("own.xml", activity("A", "3 2020-01-01 10", "3 2021-02-01 5", ref="XM-DAC-7", inside=INSIDE))
    here.datasets(f"own.xml,{retrieved},XM-DAC-7,,")
    here.build()
    assert chosen_year(client.get(f"/en/{page}").content.decode()) == year
