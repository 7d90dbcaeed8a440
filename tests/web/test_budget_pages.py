"""The budget's page from the state's own files alone, what it says where totals differ, and the page of recipients."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from lxml import html

from lakefolder import Folder, activity
from statefiles import place, recipients_of, row, state_file
from vrede.web.site import page_cache
from vrede.web.site import search_index as index

S = "Subsidies"


@pytest.fixture
def here(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A folder whose lake the site shows (`client` comes first: it names the lake of the sample)."""
    root = tmp_path / "sources"
    root.mkdir()
    monkeypatch.setenv("VREDE_LAKE", str(tmp_path / "lake"))
    page_cache.forget()
    index.forget()
    made = Folder(root, tmp_path / "lake")
    made.file("iati/a.xml", activity("A", "3 2024-01-01 10"))
    return made


def text_of(client: Client, address: str) -> str:
    """What stands on a page, without its frame."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    body = html.fromstring(answer.content).xpath("//main")[0]
    return re.sub(r"\s+", " ", str(body.text_content()))


def of_phase(phase: str, amount: str, year: int = 2024) -> dict[str, bytes]:
    lines = [row(amount, total="J", year=year, phase=phase), row(amount, "1", S, "Noodhulp", year=year, phase=phase)]
    return {f"{year}-{phase}.csv": state_file(*lines, phase=phase)}


def test_the_page_is_whole_from_the_states_files_alone(here: Folder, client: Client) -> None:
    files = {name: data for phase, amount in (("OWB", "100"), ("O1", "110"), ("SBS", "120"), ("O2", "115"), ("JV", "105;112;0")) for name, data in of_phase(phase, amount).items()}  # fmt: skip
    place(here.root / "budget", files)
    here.build()
    english, dutch = text_of(client, "/en/budget/"), text_of(client, "/nl/budget/")
    for words in (
        "September supplementary budget",
        "Noodhulp",
        "2024-SBS",
        "0 lines do not add up",
        "4.1 Humanitarian aid",
    ):
        assert words in english, words
    assert "the state's own files print levels" in english
    for words in (
        "Septembersuppletoire begroting",
        "de bestanden van het Rijk drukken standen af",
        "De bestanden die zijn gelezen",
    ):
        assert words in dutch, words
    head = client.get("/en/budget.csv").content.decode("utf-8-sig").splitlines()[0]
    assert head.startswith("budget_file,line_no,")
    assert "No recipients were loaded" in text_of(client, "/en/budget/recipients/")


def test_a_total_that_differs_is_said_with_the_difference(here: Folder, client: Client) -> None:
    rows = [
        row("902", total="J", year=2024),
        row("400", "1", S, "Noodhulp", year=2024),
        row("x", "2", S, "Opvang", year=2024, vuo="V"),
    ]
    place(here.root / "budget", {"2024-O1.csv": state_file(*rows), "2024-O2.csv": b"<html></html>"})
    here.build()
    english, dutch = text_of(client, "/en/budget/"), text_of(client, "/nl/budget/")
    assert "the printed total is 902 and its lines sum to 400, a difference of 502" in english
    assert "het gedrukte totaal is 902 en de regels tellen op tot 400, een verschil van 502" in dutch
    assert "2 lines could not be read" in english and "2 regels zijn niet te lezen" in dutch
    assert "not read" in english


def test_recipients_by_amount_and_by_name(here: Folder, client: Client) -> None:
    """Largest first; those without a name stand apart and are no organisation; the file has all of them."""
    paid = {"Anna Fonds": 5, "Zuid Stichting": 1_250_000, "Geanonimiseerde ontvanger(s)": 98_000}
    place(here.root / "budget", {"recipients-2025.json": recipients_of(2025, **paid), **of_phase("O1", "5")})
    here.build()
    page = text_of(client, "/en/budget/recipients/")
    assert page.index("Zuid Stichting") < page.index("Anna Fonds")
    assert "1,250,000.00" in page and "1,250,005.00" in page and "98,000.00" in page
    assert "Names of persons are left out by the source" in page
    assert "Geanonimiseerde" not in page
    assert "Namen van personen zijn door de bron weggelaten" in text_of(client, "/nl/budget/recipients/")
    by_name = text_of(client, "/en/budget/recipients/?year=2025&by=name")
    assert by_name.index("Anna Fonds") < by_name.index("Zuid Stichting")
    lines = client.get("/en/budget/recipients.csv?year=2025").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 4 and "Geanonimiseerde" in lines[3]
    assert 'href="/en/budget/recipients/"' in client.get("/en/budget/").content.decode()
    assert client.get("/en/budget/recipients/?year=1999").status_code == 404
    assert client.get("/en/budget/recipients/?by=colour").status_code == 404
    assert client.get("/en/budget/recipients/?page=2").status_code == 404
    # None of it is in the budget.
    assert "1,250" not in text_of(client, "/en/budget/")
