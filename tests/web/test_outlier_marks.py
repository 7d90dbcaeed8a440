"""Every figure that holds an outlier is marked, with the figure without it beside: pages, CSV, API, terminal, brief, answer."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from html import unescape
from pathlib import Path

import polars as pl
import pytest
from django.test import Client

from lakefolder import Folder, activity, opened, transaction
from vrede.article.load import load_texts
from vrede.brief.contents import subject_of
from vrede.brief.facts import facts_of, ledger_of
from vrede.brief.make import make_brief
from vrede.cli.app import main
from vrede.web.pages.warning import risk_money
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
    """(cents, cents without outliers where it is marked) of every linked figure of a page, also one that is a state of nothing."""
    form = (
        r'<a class="fig"[^>]*data-cents="(-?\d+)"[^>]*>(?:[^<]*|<span class="none"[^>]*>[^<]*</span>)</a>'
        r'(?: <span class="q back">[^<]*</span>)?(?: <span class="beyond" data-without="(-?\d+)")?'
    )
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


def chained(here: Folder) -> None:
    """Adds a partner of whom the ministry is one of two funders: 900,000 of 900,400 euro is an outlier, 1,000 at most the ministry's."""
    funded = "".join(f'<participating-org ref="{ref}" role="1" type="10"/>' for ref in ("XM-DAC-7", "GB-GOV-1"))
    got = transaction("1 2020-01-01 1000", '<provider-org ref="XM-DAC-7"/>')
    here.file(
        "b.xml",
        activity("P", "3 2020-05-01 900000", "3 2020-05-02 400", ref="ZZ-1", inside=RELIEF + BUDGET + funded + got),
        activity("Q", "3 2019-05-01 200", ref="ZZ-1", inside=RELIEF),
    )
    here.build()
    page_cache.forget()
    index.forget()


AT_MOST_FAR = 99_955
"""Cents: of the 1,000 euro at most the ministry's, what is spread over the payment of 900,000."""


def test_each_bound_of_the_chain_is_marked_by_its_own_cents(here: Folder, client: Client) -> None:
    """whole: without the outlier. at most: without what of the bound is on it. received: what came in is not judged."""
    chained(here)
    whole, at_most, received = (FAR + BESIDE, BESIDE), (100_000, 100_000 - AT_MOST_FAR), (100_000, None)
    page = client.get("/en/clause/F3/?year=2020&measure=chain").content.decode()
    assert {whole, at_most, received} <= set(figures(page))
    found = client.get("/api/v1/totals?scope=all&measure=chain&year=2020").json()["figures"]
    assert {f["bound"]: (f["amount_eur_cents"], f["without_outliers_eur_cents"], f["outliers"]) for f in found} == {
        "received": (100_000, 100_000, 0),
        "at_most": (*at_most, 1),
        "whole": (*whole, 1),
    }
    answer = client.get("/en/table.csv?by=year&scope=all&kind=spent&measure=chain").content.decode("utf-8-sig")
    year = next(row for row in csv.DictReader(io.StringIO(answer)) if row["year"] == "2020")
    assert (int(year["chain_eur_cents"]), int(year["chain_eur_cents_without_outliers"])) == at_most
    assert (year["own_eur_cents"], year["own_eur_cents_without_outliers"], year["own_nothing"]) == (
        "",
        "",
        "not_loaded",
    )


@pytest.mark.parametrize("bound", ["received", "at_most", "whole"])
def test_the_rows_of_each_bound_are_marked_as_its_figure_is(here: Folder, client: Client, bound: str) -> None:
    chained(here)
    address = f"clause=F3&measure=chain&kind=spent&year=2020&bound={bound}"
    rows = client.get(f"/en/rows.csv?{address}").content.decode("utf-8-sig")
    far = [int(r["amount_eur_cents"]) for r in csv.DictReader(io.StringIO(rows)) if r["outlier"] == "true"]
    assert far == {"received": [], "at_most": [AT_MOST_FAR], "whole": [FAR]}[bound]
    page = client.get(f"/en/rows/?{address}").content.decode()
    assert ('id="outliers"' in page) == (bound != "received")


def test_a_statement_is_told_without_outliers_by_bound(here: Folder, client: Client) -> None:
    chained(here)
    block = client.get("/api/v1/article").json()["all"]
    year = block["years_without_outliers"]["2020"]
    assert block["outliers"] == 2
    assert year["chain_whole_spent_eur_cents"] == BESIDE
    assert year["chain_at_most_spent_eur_cents"] == 100_000 - AT_MOST_FAR
    assert year["chain_received_spent_eur_cents"] == block["years"]["2020"]["chain_received_spent_eur_cents"] == 100_000
    assert year["own_spent_eur_cents"] is None and year["nothing"]["own_spent_eur_cents"] == "not_loaded"


@pytest.mark.parametrize(("language", "words"), [("en", "They count"), ("nl", "Ze tellen mee")])
def test_the_chain_in_the_terminal_is_marked(
    here: Folder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str, words: str
) -> None:
    assert "‡" not in said(monkeypatch, capsys, "chain", "--lang", language)
    chained(here)
    mine = activity("M", "3 2020-05-01 900000", "3 2020-05-02 400", ref="XM-DAC-7", inside=RELIEF + BUDGET)
    here.file("c.xml", mine, activity("N", "3 2020-05-01 500", "3 2020-05-02 500", ref="XM-DAC-7", inside=RELIEF))
    here.build()
    table = said(monkeypatch, capsys, "chain", "--lang", language)
    assert words in table and table.count("‡") == 8  # two amounts, two bounds, and twice in the words below each table
    data = json.loads(said(monkeypatch, capsys, "chain", "--format", "json"))["outliers"]
    assert data["own_spent"] == {"cents": FAR, "transactions": 1}
    assert data["bounds"]["spent"] == {
        "received": {"cents": 0, "transactions": 0},
        "at_most": {"cents": AT_MOST_FAR, "transactions": 1},
        "whole": {"cents": FAR, "transactions": 1},
    }
    rows = list(csv.DictReader(io.StringIO(said(monkeypatch, capsys, "chain", "--format", "csv"))))
    assert int(rows[0]["certain_eur_cents"]) - int(rows[0]["certain_eur_cents_without_outliers"]) == FAR
    assert {row["certain_eur_cents_without_outliers"] for row in rows[1:]} <= {""}


def test_the_first_level_of_the_chain_is_marked_on_its_page(here: Folder, client: Client) -> None:
    mine = activity("M", "3 2020-05-01 900000", "3 2020-05-02 400", ref="XM-DAC-7", inside=RELIEF + BUDGET)
    here.file("c.xml", mine, activity("N", "3 2020-05-01 500", "3 2020-05-02 500", ref="XM-DAC-7", inside=RELIEF))
    here.build()
    page_cache.forget()
    page = client.get("/en/chain/").content.decode()
    assert (FAR + BESIDE + 100_000, BESIDE + 100_000) in figures(page)


@pytest.mark.parametrize(("language", "words"), [("en", "2020 holds 1 outlier"), ("nl", "In 2020 zit 1 uitschieter")])
def test_the_median_of_a_year_is_told_without_outliers_too(
    here: Folder, client: Client, language: str, words: str
) -> None:
    page = unescape(client.get(f"/{language}/fragmentation/").content.decode())
    assert words in page and page.count("‡") == 2
    row = re.search(r'<th scope="row">2020</th>.*?</tr>', page, re.DOTALL)
    assert row is not None and "‡" in row[0]
    assert "2019" not in re.findall(r"‡ (?:In )?(\d{4})", page)


def test_a_change_between_snapshots_is_marked_where_an_outlier_comes(here: Folder, client: Client) -> None:
    """A has one before and after: its change of 100 euro holds none. B gets one."""
    old = opened(here.lake).name
    here.file(
        "a.xml",
        activity("A", "3 2020-05-01 900000", "3 2020-05-02 500", ref="XX-1", inside=RELIEF + BUDGET),
        activity(
            "B", "3 2019-05-01 200", "3 2019-06-01 200", "3 2019-07-01 800000", ref="XX-1", inside=RELIEF + BUDGET
        ),
        activity("C", "3 2020-05-01 3000000", ref="YY-1", inside=RELIEF),
    )
    here.build()
    page_cache.forget()
    page = client.get(f"/en/changes/?from={old}").content.decode()
    found = figures(page)
    assert (10_000, None) in found, "the difference of A"
    assert (FAR + BESIDE, BESIDE) in found and (FAR + BESIDE + 10_000, BESIDE + 10_000) in found
    assert (80_000_000, 0) in found, "the difference of B"
    assert (80_010_000, 10_000) in found, "all that is spent more"
    text = client.get(f"/en/changes.csv?from={old}").content.decode("utf-8-sig")
    rows = {r["iati_identifier"]: r for r in csv.DictReader(io.StringIO(text)) if r["what"] == "spent"}
    assert [int(rows[i]["difference_eur_cents_without_outliers"]) for i in "AB"] == [10_000, 0]


def test_the_change_from_the_year_before_is_marked_beside_risk(
    here: Folder, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """2020 holds an outlier and 2019 none; 2021 holds none, but its change from 2020 does, the other way."""
    here.file("d.xml", activity("D", "3 2021-05-01 400", ref="YY-1", inside=RELIEF))
    here.datasets(*(f"{name}.xml,2022-06-01,,," for name in "ad"))
    here.build()
    page_cache.forget()
    row = {"iso3": "MLI", "now_ppm": 900_000, "before_ppm": 800_000, "change_ppm": 100_000}
    monkeypatch.setattr(risk_money, "risks", lambda state: (pl.DataFrame([row]), "2020-01", "2019-01"))
    for year, change, without in ((2020, WHOLE - 40_000, WITHOUT - 40_000), (2021, 40_000 - WHOLE, 40_000 - WITHOUT)):
        text = client.get(f"/en/warning/money.csv?year={year}&kind=spent").content.decode("utf-8-sig")
        mali = next(csv.DictReader(io.StringIO(text)))
        assert int(mali["field_change_eur_cents"]) == change
        assert int(mali["field_change_eur_cents_without_outliers"]) == without
        monkeypatch.setattr(risk_money, "why_none", lambda state: "")
        page = unescape(client.get(f"/en/warning/money/?year={year}&kind=spent").content.decode())
        assert f'data-without="{without}"' in page
