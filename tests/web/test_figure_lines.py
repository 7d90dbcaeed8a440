"""Total = rows = CSV for figures that are no sum of slices: of the chain, ahead, changes and levels, page by page."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from html import unescape
from pathlib import Path

import polars as pl
import pytest
from django.test import Client
from lxml import html

from lakefolder import Folder, activity
from vrede.lake.snapshot import Snapshot
from vrede.money.lines import BOUND
from vrede.money.link import LinkError, parse_link

FIGURE = re.compile(r'<a class="fig" href="/../behind/\?([^"]+)" data-cents="(-?\d+)"')
CLAUSES = ("A1", "F1", "F3", "F5", "S1")
PAGES = [
    "chain/",
    *(f"chain/?clause={c}" for c in CLAUSES),
    *(f"ahead/?measure={m}" for m in ("own", "chain", "field")),
    *(f"ahead/?clause={c}&measure={m}" for c in CLAUSES for m in ("own", "chain")),
]
EMPTY = {"chain/?clause=A1", "chain/?clause=S1", "ahead/?clause=A1&measure=chain", "ahead/?clause=S1&measure=chain"}
"""Pages on which there may be nothing of this kind."""


def csv_of(client: Client, query: str) -> list[dict[str, str]]:
    answer = client.get(f"/en/behind.csv?{query}")
    assert answer.status_code == 200, query
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def of_pages(client: Client, query: str) -> tuple[int, int]:
    """(total that the page states, sum of the lines of all its pages)."""
    total, found, number = 0, 0, 1
    while True:
        page = html.fromstring(client.get(f"/nl/behind/?{query}&page={number}").content)
        total = int(page.xpath("//h1/@data-total")[0])
        found += sum(int(cents) for cents in page.xpath("//td/@data-row"))
        assert not page.xpath("//p[contains(@class,'warn')]")
        if not page.xpath("//nav[@class='pager']//a[@rel='next']"):
            return total, found
        number += 1


def figures(client: Client, address: str) -> list[tuple[str, int]]:
    answer = client.get(f"/en/{address}")
    assert answer.status_code == 200
    return sorted({(unescape(q), int(c)) for q, c in FIGURE.findall(answer.content.decode())})


def check(client: Client, address: str, every: int = 1) -> int:
    """Each linked amount is its CSV, and (each `every`th) its page; how many there are."""
    found = figures(client, address)
    for number, (query, cents) in enumerate(found):
        assert f"cents={cents}" in query
        assert sum(int(row["amount_eur_cents"] or 0) for row in csv_of(client, query)) == cents, query
        if number % every == 0:
            assert of_pages(client, query) == (cents, cents), query
    return len(found)


@pytest.mark.parametrize("address", PAGES)
def test_every_figure_is_its_lines_and_its_csv(client: Client, address: str) -> None:
    assert check(client, address, 3) or address in EMPTY


def test_every_activity_and_partner_in_the_chain(client: Client, sample_snapshot: Snapshot) -> None:
    edge, whose = sample_snapshot.table("chain_edge"), sample_snapshot.table("activity")
    keys = pl.concat([edge["payer_key"], edge["receiver_key"]]).unique().sort().to_list()
    for key in keys[:: max(len(keys) // 12, 1)]:
        assert check(client, f"chain/?key={key}", 5) >= 7, key
    refs = whose.filter(pl.col("activity_key").is_in(keys))["reporting_org_ref"].drop_nulls().unique().sort()
    for ref in refs.to_list()[:6]:
        assert check(client, f"chain/?ref={ref}", 5), ref


def test_a_bound_is_a_line_only_where_it_holds(client: Client, sample_snapshot: Snapshot) -> None:
    """Where a figure is neither nothing nor all that was spent, its lines are the figure without help."""
    sheet = sample_snapshot.table("chain_balance")
    helped = 0
    for row in sheet.sort("activity_key").iter_rows(named=True):
        if row["activity_key"] % 9:
            continue
        for amount in ("entering", "passed_on", "passed_on_at_most", "new_money"):
            figure = row[f"{amount}_eur_cents"]
            lines = csv_of(client, f"of=sheet&key={row['activity_key']}&amount={amount}")
            if any(line["what"] == BOUND for line in lines):
                helped += 1
                assert figure in (0, max(row["spent_eur_cents"], 0)), (row["activity_key"], amount)
    assert helped


def test_no_amount_of_these_pages_is_without_its_lines(client: Client) -> None:
    """Every cell of a number column that holds an amount in euro is a link."""
    for address in ("chain/", "chain/?clause=F3", "ahead/"):
        page = html.fromstring(client.get(f"/en/{address}").content)
        for cell in page.xpath("//main//td[contains(@class,'n')][contains(@data-label,'€ m')]"):
            assert cell.xpath("./a[@class='fig']") or cell.text_content().strip() == "–", html.tostring(cell)


PLAN = (
    '<recipient-country-budget><recipient-country code="{}"/><period-start iso-date="2024-01-01"/>'
    '<period-end iso-date="2024-12-31"/><value currency="{}">{}</value></recipient-country-budget>'
)


def test_what_organisations_plan_leads_to_its_rows_in_its_own_currency(
    tmp_path: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two rows in euro are one amount, one in dollars is another; a row without an amount is no nought."""
    from vrede.web.site import page_cache

    rows = "".join(
        PLAN.format(*row) for row in (("ML", "EUR", "7.25"), ("NE", "EUR", "8"), ("NE", "USD", "3"), ("SN", "GBP", "x"))
    )
    folder = Folder(tmp_path / "sources", tmp_path / "lake")
    folder.file("a.xml", activity("A", "3 2021-01-01 1"))
    (folder.root / "o.xml").write_text(
        '<iati-organisations version="2.03"><iati-organisation default-currency="EUR"><organisation-identifier>NL-A'
        f'</organisation-identifier><reporting-org ref="NL-A"/>{rows}</iati-organisation></iati-organisations>'
    )
    folder.build()
    monkeypatch.setenv("VREDE_LAKE", str(folder.lake))
    page_cache.forget()
    page = html.fromstring(client.get("/en/ahead/").content)
    links = page.xpath("//section[@aria-labelledby='orgs']//a[@class='fig']")
    assert {Decimal(link.get("data-amount")) for link in links} == {Decimal("15.25"), Decimal(3)}
    for link in links:
        behind = html.fromstring(client.get(link.get("href")).content)
        stated = Decimal(link.get("data-amount"))
        assert Decimal(behind.xpath("//h1/@data-total")[0]) == stated
        assert sum(Decimal(cell) for cell in behind.xpath("//td/@data-row")) == stated
        href = behind.xpath("//a[contains(@href,'plans.csv')]/@href")[0]
        body = client.get(href).content.decode("utf-8-sig")
        assert sum(Decimal(row["amount"] or 0) for row in csv.DictReader(io.StringIO(body))) == stated


# --------------------------------------------------------------------------------------------- changes and levels


def paid(identifier: str, *rows: str, sector: str = "72010", country: str = "ML") -> str:
    inside = f'<sector code="{sector}"/><recipient-country code="{country}"/>'
    return activity(identifier, *rows, inside=inside, ref="XM-DAC-7")


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A lake of three builds: A is paid more twice and commits, B comes, C goes, D only changes its receipts. Nobody changes it."""
    place = tmp_path_factory.mktemp("thrice")
    folder = Folder(place / "sources", place / "lake")
    first = paid("A", "3 2021-02-01 100"), paid("C", "3 2021-02-01 9"), paid("D", "1 2021-02-01 4")
    second = paid("A", "3 2021-02-01 100", "4 2021-03-01 50", "2 2021-01-01 200"), paid("D", "1 2021-02-01 6")
    third = (
        paid("A", "3 2021-02-01 110", "4 2021-03-01 50", "2 2021-01-01 200"),
        paid("B", "3 2021-04-01 7", sector="15210", country="NE"),
        paid("D", "1 2021-02-01 6"),
    )
    names = []
    for activities in (first, second, third):
        folder.file("a.xml", *activities)
        names.append(folder.build().name)
    return place / "lake", names


@pytest.fixture
def thrice(changed: tuple[Path, list[str]], client: Client, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the three snapshots, the site answering from them."""
    from vrede.web.site import page_cache

    monkeypatch.setenv("VREDE_LAKE", str(changed[0]))
    page_cache.forget()
    return changed[1]


@pytest.mark.parametrize("condition", ["", "clause=F3", "clause=F1", "country=MLI", "country=NER", "ref=XM-DAC-7"])
@pytest.mark.parametrize("since", [0, 1])
def test_every_change_is_its_transactions(client: Client, thrice: list[str], condition: str, since: int) -> None:
    assert check(client, f"changes/?from={thrice[since]}&{condition}")


def test_a_change_shows_the_old_and_the_new_transactions(client: Client, thrice: list[str]) -> None:
    """A was 100 and is 110 + 50: the older is taken off, and each line says in which snapshot it stands."""
    queries = [
        query
        for query, cents in figures(client, f"changes/?from={thrice[0]}")
        if "side=difference" in query and "what=spent" in query and cents == 6000
    ]
    lines = csv_of(client, queries[0])
    assert sorted((row["iati_identifier"], int(row["amount_eur_cents"]), row["snapshot"]) for row in lines) == sorted(
        [("A", 11000, thrice[2]), ("A", 5000, thrice[2]), ("A", -10000, thrice[0])]
    )
    page = client.get(f"/en/behind/?{queries[0]}").content.decode()
    assert f"snapshot={thrice[0]}" in page


def test_what_counts_nowhere_for_another_level_leads_to_its_activities(
    tmp_path: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vrede.web.site import page_cache

    folder = Folder(tmp_path / "sources", tmp_path / "lake")
    ref = "GB-COH-03580586-GEC"
    folder.file(
        "a.xml",
        activity("FUND", "3 2016-02-01 40", ref=ref, attributes='hierarchy="1"'),
        activity("PART", "3 2016-02-01 40", ref=ref, attributes='hierarchy="2"'),
    )
    folder.build()
    monkeypatch.setenv("VREDE_LAKE", str(tmp_path / "lake"))
    page_cache.forget()
    found = figures(client, f"partner/?ref={ref}")
    assert sorted(cents for _, cents in found) == [0, 4000]
    assert check(client, f"partner/?ref={ref}") == 2
    query = next(query for query, cents in found if cents)
    assert [row["iati_identifier"] for row in csv_of(client, query)] == ["FUND"]


NONSENSE = [
    "",
    "of=all",
    "of=step",
    "of=step&amount=certain&level=²",
    "of=step&amount=all&level=1",
    "of=step&amount=certain&level=1&clause=Z9",
    "of=edge&amount=certain&level=1&key=²",
    "of=level&level=0&amount=unseen",
    "of=balance&measure=none&amount=net",
    "of=balance&measure=own&amount=paid",
    "of=sheet&key=999999999&amount=net",
    "of=sheet&key=1&amount=all",
    "of=claim&number=99999",
    "of=ahead&measure=own&kind=spent&year=2020",
    "of=ahead&measure=own&kind=budget&year=x",
    "of=left_out&ref=X&kind=paid",
    "of=change&what=spent&side=before&old=1",
    "of=changes&what=title",
    "of=gap&reason=x",
]


@pytest.mark.parametrize("query", NONSENSE)
def test_nonsense_gets_404_and_words(client: Client, query: str) -> None:
    for address in (f"/en/behind/?{query}", f"/en/behind.csv?{query}"):
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert "<h1>" in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "of=change",
        "of=change&what=all&side=before",
        "of=change&what=spent&side=before",
        "of=change&what=spent&side=after&new=²",
        "of=changes&what=title",
    ],
)
def test_nonsense_about_changes_gets_404_and_words(client: Client, thrice: list[str], query: str) -> None:
    answer = client.get(f"/en/behind/?{query}&from={thrice[0]}")
    assert answer.status_code == 404
    assert "<h1>" in answer.content.decode()


def test_an_organisation_that_plans_nothing_gets_404(client: Client) -> None:
    assert client.get("/en/ahead/plans/?organisation_identifier=NOBODY").status_code == 404


def test_a_page_that_is_not_there_gets_404(client: Client) -> None:
    query = figures(client, "chain/")[0][0]
    for number in ("0", "99999", "²"):
        assert client.get(f"/en/behind/?{query}&page={number}").status_code == 404


def test_a_page_says_which_figure_it_is(client: Client) -> None:
    for query, _cents in figures(client, "chain/"):
        page = html.fromstring(client.get(f"/nl/behind/?{query}").content)
        said = page.xpath("//p[@class='lead']")[0].text_content()
        assert len(said) > 10
        assert not any(word in said for word in ("at_most", "net_at_least", "None"))


def test_an_address_that_was_changed_says_so(client: Client) -> None:
    query, cents = figures(client, "chain/")[0]
    page = client.get(f"/en/behind/?{query.replace(f'cents={cents}', 'cents=1')}").content.decode()
    assert "this snapshot gives another figure" in page


def test_verify_does_not_take_such_a_figure_for_another(client: Client) -> None:
    with pytest.raises(LinkError, match="its page checks it"):
        parse_link(f"/en/behind/?{figures(client, 'chain/')[0][0]}", ())
