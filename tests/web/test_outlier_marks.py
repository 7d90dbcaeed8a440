"""Every figure that holds an outlier is marked, with the figure without it beside: pages, CSV, API, terminal, brief, answer."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from lakefolder import Folder, activity, opened
from vrede.article.load import load_texts
from vrede.brief.contents import subject_of
from vrede.brief.facts import facts_of, ledger_of
from vrede.brief.make import make_brief
from vrede.cli.app import main
from vrede.web.site import page_cache
from vrede.web.site import search_index as index

RELIEF = '<sector vocabulary="1" code="72010"/><recipient-country code="ML"/>'
BUDGET = (
    '<budget><period-start iso-date="2020-01-01"/><period-end iso-date="2020-12-31"/>'
    '<value currency="EUR" value-date="2020-01-01">1000</value></budget>'
)
FAR, BESIDE, OTHER = (
    90_000_000,
    40_000,
    300_000_000,
)  # cents: the outlier, its neighbour, and money of another publisher
WHOLE, WITHOUT = FAR + BESIDE + OTHER, BESIDE + OTHER


@pytest.fixture
def here(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A lake with an activity of which one payment of 900,000 is an outlier, and two without."""
    root = tmp_path / "sources"
    root.mkdir()
    monkeypatch.setenv("VREDE_LAKE", str(tmp_path / "lake"))
    page_cache.forget()
    index.forget()
    folder = Folder(root, tmp_path / "lake")
    folder.file(
        "a.xml",
        activity("A", "3 2020-05-01 900000", "3 2020-05-02 400", ref="XX-1", inside=RELIEF + BUDGET),
        activity("B", "3 2019-05-01 200", "3 2019-06-01 200", ref="XX-1", inside=RELIEF),
        activity("C", "3 2020-05-01 3000000", ref="YY-1", inside=RELIEF),
    )
    folder.build()
    return folder


def figures(page: str) -> list[tuple[int, int | None]]:
    """(cents, cents without outliers where it is marked) of every linked figure of a page."""
    form = r'<a class="fig"[^>]*data-cents="(-?\d+)"[^>]*>[^<]*</a>(?: <span class="beyond" data-without="(-?\d+)")?'
    return [(int(cents), int(without) if without else None) for cents, without in re.findall(form, page)]


PAGES = ["/en/?year=2020", "/en/clause/F3/?year=2020", "/en/country/MLI/?year=2020", "/en/partner/?ref=XX-1&year=2020", "/en/activity/?id=A"]  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_every_figure_with_an_outlier_is_marked_and_no_other(here: Folder, client: Client, address: str) -> None:
    """Whatever the page: the rows behind each figure say whether it holds one, and what is left without."""
    page = client.get(address).content.decode()
    links = [unescape(link) for link in re.findall(r'<a class="fig" href="(/en/rows/\?[^"]+)"', page)]
    found = figures(page)
    assert len(links) == len(found) > 0
    assert any(without is not None for _cents, without in found)
    for link, (cents, without) in zip(links, found, strict=True):
        text = client.get(link.replace("/rows/", "/rows.csv")).content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        far = [int(row["amount_eur_cents"]) for row in rows if row["outlier"] == "true"]
        assert sum(int(row["amount_eur_cents"]) for row in rows) == cents, link
        assert (without is not None) == bool(far), link
        assert without is None or without + sum(far) == cents, link


@pytest.mark.parametrize(("language", "words"), [("en", "without outliers"), ("nl", "zonder uitschieters")])
def test_the_clause_says_it_in_words(here: Folder, client: Client, language: str, words: str) -> None:
    page = client.get(f"/{language}/clause/F3/?year=2020").content.decode()
    assert f"‡ {words}" in page


def test_the_rows_say_beside_what_it_is_one(here: Folder, client: Client) -> None:
    """With the activity's and the publisher's scale, and what the reader can do."""
    address = "/en/rows/?scope=all&measure=field&kind=spent&year=2020"
    page = unescape(client.get(address).content.decode())
    assert f'data-total="{WHOLE}"' in page and f'data-without="{WITHOUT}"' in page
    notice = re.search(r'<div class="notice warn" id="outliers">(.*?)</div>', page, re.DOTALL)
    assert notice is not None
    assert "900 times what the activity comes to otherwise (budget: €\u00a01,000.00)" in notice[1]
    assert "2,250 times the middle amount of its publisher (€\u00a0400.00)" in notice[1]
    plain = client.get("/en/rows/?scope=all&measure=field&kind=spent&year=2019").content.decode()
    assert 'id="outliers"' not in plain


@pytest.mark.parametrize(("language", "words"), [("en", "‡ outlier: 900 times"), ("nl", "‡ uitschieter: 900 keer")])
def test_the_activity_marks_the_transaction(here: Folder, client: Client, language: str, words: str) -> None:
    assert words in client.get(f"/{language}/activity/?id=A").content.decode()
    assert "‡" not in client.get(f"/{language}/activity/?id=C").content.decode()


def test_the_table_as_csv_has_both(here: Folder, client: Client) -> None:
    answer = client.get("/en/table.csv?by=year&scope=all&kind=spent&measure=field").content.decode("utf-8-sig")
    rows = {row["year"]: row for row in csv.DictReader(io.StringIO(answer))}
    assert (int(rows["2020"]["field_eur_cents"]), int(rows["2020"]["field_eur_cents_without_outliers"])) == (
        WHOLE,
        WITHOUT,
    )
    assert rows["2019"]["field_eur_cents"] == rows["2019"]["field_eur_cents_without_outliers"]


def test_need_beside_money_as_csv_has_both(here: Folder, client: Client) -> None:
    answer = client.get("/en/need.csv?clause=F3&kind=spent&year=2020").content.decode("utf-8-sig")
    mali = next(row for row in csv.DictReader(io.StringIO(answer)) if row["iso3"] == "MLI")
    assert (int(mali["field_eur_cents"]), int(mali["field_eur_cents_without_outliers"])) == (WHOLE, WITHOUT)
    assert mali["own_eur_cents_without_outliers"] == mali["own_eur_cents"] == ""


def test_the_api_has_both(here: Folder, client: Client) -> None:
    found = client.get("/api/v1/totals?scope=all&year=2020").json()["figures"]
    assert [(f["amount_eur_cents"], f["without_outliers_eur_cents"], f["outliers"]) for f in found] == [
        (WHOLE, WITHOUT, 1)
    ]
    whole = client.get("/api/v1/article").json()["all"]
    assert whole["outliers"] == 1
    assert list(whole["years_without_outliers"]) == ["2020"]
    assert whole["years_without_outliers"]["2020"]["field_spent_eur_cents"] == WITHOUT
    rows = client.get("/api/v1/rows?scope=all&measure=field&year=2020").json()["rows"]
    assert sum(row["amount_eur_cents"] for row in rows if row["outlier"]) == FAR


def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    monkeypatch.setattr(sys, "argv", ["vrede", *words])
    monkeypatch.setenv("COLUMNS", "200")
    capsys.readouterr()
    with pytest.raises(SystemExit) as left:
        main()
    assert not left.value.code
    return capsys.readouterr().out


def test_the_terminal_has_both(
    here: Folder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    table = said(monkeypatch, capsys, "show", "F3", "--lang", "nl")
    assert "‡ 3,0" in table and "Ze tellen mee" in table
    narrow = said(monkeypatch, capsys, "show", "article")
    assert "‡ 3.0" in narrow and "…" not in narrow.split("‡ 3.0")[0].splitlines()[-1]
    assert "‡" in said(monkeypatch, capsys, "show", "A")
    assert "‡" not in said(monkeypatch, capsys, "show", "C")
    block = json.loads(said(monkeypatch, capsys, "show", "F3", "--format", "json"))
    assert block["years_without_outliers"]["2020"]["field_spent_eur_cents"] == WITHOUT
    rows = list(csv.DictReader(io.StringIO(said(monkeypatch, capsys, "show", "F3", "--format", "csv"))))
    year = next(row for row in rows if row["year"] == "2020")
    assert int(year["field_spent_eur_cents"]) == WHOLE
    assert int(year["field_spent_eur_cents_without_outliers"]) == WITHOUT


@pytest.mark.parametrize(("language", "words"), [("en", "without outliers"), ("nl", "zonder uitschieters")])
def test_the_brief_marks_it_and_its_receipt_has_both(here: Folder, language: str, words: str) -> None:
    texts, snapshot = load_texts(), opened(here.lake)
    about = subject_of("F3", texts[-1], language)  # type: ignore[arg-type]
    made = make_brief(facts_of(snapshot, ledger_of(snapshot, texts), texts, about), about, language, "2020")  # type: ignore[arg-type]
    assert any(words in receipt.words for receipt in made.receipts)
    assert any("‡" in piece for section in made.sections for p in section.paragraphs for piece in p if isinstance(piece, str))  # fmt: skip


def test_the_answer_to_a_question_says_it(here: Folder, client: Client) -> None:
    page = client.get("/en/answer/?scope=all&kind=spent&year=2020&measure=field").content.decode()
    assert (
        "without it €\u00a03.0\u00a0m is left" in page and "zonder dat bedrag blijft €\u00a03,0\u00a0mln over" in page
    )


def test_figures_of_the_chain_are_marked_too(here: Folder, client: Client) -> None:
    """A payment of a partner whom the ministry funds: what stands behind a bound is asked by its own lines."""
    funded = '<participating-org ref="XM-DAC-7" role="1" type="10"/>'
    got = '<transaction><transaction-type code="1"/><transaction-date iso-date="2020-01-01"/><value value-date="2020-01-01">1000</value><provider-org ref="XM-DAC-7"/></transaction>'
    here.file(
        "b.xml",
        activity("P", "3 2020-05-01 900000", "3 2020-05-02 400", ref="ZZ-1", inside=RELIEF + BUDGET + funded + got),
        activity("Q", "3 2019-05-01 200", ref="ZZ-1", inside=RELIEF),
    )
    here.build()
    page_cache.forget()
    keys = dict(opened(here.lake).table("activity").select("iati_identifier", "activity_key").iter_rows())
    for identifier, spent in (("P", FAR + BESIDE), ("A", FAR + BESIDE)):
        page = client.get(f"/en/chain/?key={keys[identifier]}").content.decode()
        assert (spent, BESIDE) in figures(page)
    plain = client.get(f"/en/chain/?key={keys['Q']}").content.decode()
    assert all(without is None for _cents, without in figures(plain))
