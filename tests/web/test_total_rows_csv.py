"""Total = rows = CSV: on every page and for every filter, found by walking them all."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import pytest
from django.test import Client
from lxml import html

PAGES = [
    "/en/",
    "/nl/?year=all",
    "/en/?year=2019",
    "/en/?year=2022&kind=commitment",
    "/en/?region=sahel",
    "/en/?grade=coded",
    "/en/?grade=text&year=all",
    "/en/?year=2021&region=mena&grade=likely",
    *(
        f"/en/clause/{c}/"
        for c in ("A1", "A2", "A3", "A4", "A5", "F1", "F2", "F3", "F4", "F5", "F6", "S1", "S2", "S3", "S4")
    ),
    "/nl/clause/F1/?year=all&kind=commitment",
    "/en/clause/F3/?year=2020&region=horn",
    "/en/clause/F5/?year=all&grade=likely",
    "/en/clause/F1/?measure=chain",
    "/en/countries/",
    "/en/countries/?year=all&kind=commitment",
    "/en/country/MLI/?year=all",
    "/en/country/LBN/?year=2021",
    "/en/partners/",
    "/nl/partners/?year=all",
    "/en/partner/?ref=XM-DAC-41121&year=all",
    "/en/unplaced/?year=all",
    "/en/unplaced/?year=2020&kind=commitment",
    "/en/activity/?id=XM-DAC-7-PPR-4000901615",
]


def cents_of_csv(client: Client, query: str) -> int:
    """The sum of the last column of a figure's CSV."""
    answer = client.get(f"/en/rows.csv?{query}")
    assert answer.status_code == 200, query
    rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    return sum(int(row["amount_eur_cents"] or 0) for row in rows)


def cents_of_rows(client: Client, query: str) -> tuple[int, int]:
    """(total that the page states, sum of the rows of all its pages)."""
    total, found, number = 0, 0, 1
    while True:
        page = html.fromstring(client.get(f"/en/rows/?{query}&page={number}").content)
        total = int(page.xpath("//h1/@data-total")[0])
        found += sum(int(cents) for cents in page.xpath("//td/@data-row"))
        if not page.xpath("//nav[@class='pager']//a[@rel='next']"):
            return total, found
        number += 1


@pytest.mark.parametrize("address", PAGES)
def test_every_figure_is_its_rows_and_its_csv(client: Client, address: str) -> None:
    """Each linked amount equals the CSV behind it, and the sum of the rows behind it."""
    answer = client.get(address)
    assert answer.status_code == 200
    figures = {
        (unescape(query), int(cents))
        for query, cents in re.findall(
            r'<a class="fig" href="/../rows/\?([^"]+)" data-cents="(-?\d+)"', answer.content.decode()
        )
    }
    assert figures
    for number, (query, cents) in enumerate(sorted(figures)):
        assert f"cents={cents}" in query
        assert cents_of_csv(client, query) == cents, query
        if number % 7 == 0:
            assert cents_of_rows(client, query) == (cents, cents), query


@pytest.mark.parametrize("address", PAGES)
def test_the_lines_of_every_table_sum_to_its_last_line(client: Client, address: str) -> None:
    """In each table with a total: shown lines and the others are the total, per measure."""
    page = html.fromstring(client.get(address).content)
    for table in page.xpath("//table[@data-sum]"):
        for measure in ("own", "chain", "field"):
            lines = [int(c) for c in table.xpath(f".//tbody//td[@data-measure='{measure}']/a/@data-cents")]
            others = [int(c) for c in table.xpath(f".//tbody//td[@data-measure='{measure}']/@data-rest")]
            total = table.xpath(f".//tfoot//td[@data-measure='{measure}']/a/@data-cents")
            if "measure=" not in address or f"measure={measure}" in address:
                assert sum(lines) + sum(others) == int(total[0]), (table.get("data-sum"), measure)
            else:
                assert not lines


@pytest.mark.parametrize(
    "address",
    ["/en/clause/F1/", "/nl/clause/F3/?year=all", "/en/country/MLI/?year=all", "/en/partners/", "/en/unplaced/"],
)
def test_the_csv_of_a_table_has_all_its_lines(client: Client, address: str) -> None:
    """The CSV under a table sums to the table's own last line."""
    page = html.fromstring(client.get(address).content)
    for table in page.xpath("//table[@data-sum]"):
        link = table.xpath("ancestor::div[1]/following-sibling::p[1]/a/@href")[0]
        rows = list(csv.DictReader(io.StringIO(client.get(link).content.decode("utf-8-sig"))))
        for measure in ("own", "chain", "field"):
            total = int(table.xpath(f".//tfoot//td[@data-measure='{measure}']/a/@data-cents")[0])
            assert sum(int(row[f"{measure}_eur_cents"] or 0) for row in rows) == total, (link, measure)


def test_clauses_are_never_summed(client: Client) -> None:
    """The article's own figure is the union: less than the sum of its clauses, and each slice once."""
    page = html.fromstring(client.get("/en/?year=all").content)
    clauses = [int(c) for c in page.xpath("//article//div[@class='sum']//a[@class='fig']/@data-cents")]
    union = int(page.xpath("//section[@class='strip']//span[contains(@class,'money-c')]/a/@data-cents")[0])
    assert max(clauses) <= union < sum(clauses)
