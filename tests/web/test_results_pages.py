"""The pages of results: every figure leads to its rows, sums are lawful and equal their rows, words are complete."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from html import unescape

import polars as pl
import pytest
from django.http import HttpResponse
from django.test import Client
from lxml import html

from vrede.lake.snapshot import Snapshot
from vrede.results.achievement import RULES, STATES
from vrede.results.additive import ADDING

PAGES = [
    "/results/",
    "/results/values/",
    "/results/reached/",
    "/results/indicator/mines-cleared/",
    "/results/indicator/justice-reached/?clause=F1",
    "/sdg16/",
    "/sdg16/16.3/?year=all",
    "/sdg16/16.a/",
    "/safety/?year=all",
    "/innovation/?year=all",
    "/synergy/",
    "/synergy/?together=no&level=country",
    "/need/",
    "/need/?clause=F3&by=displaced_inside&year=2021&measure=own",
    "/outcomes/A1/",
    "/outcomes/A2/?year=all",
    "/outcomes/A3/",
    "/outcomes/A4/",
    "/series/?indicator=deaths&country=MLI",
    "/answer/?clause=F3",
]
REFUSED = [
    ("/results/indicator/nothing/", 404),
    ("/results/values/?year=banana", 404),
    ("/results/values/?own=nothing", 404),
    ("/results/values/?clause=Z9", 404),
    ("/results/reached/?activity=x", 404),
    ("/sdg16/16.99/", 404),
    ("/sdg16/17.1/", 404),
    ("/synergy/?level=street", 404),
    ("/synergy/?together=maybe", 404),
    ("/synergy/?ref=NOBODY", 404),
    ("/need/?clause=F1", 404),
    ("/need/?by=everything", 404),
    ("/outcomes/A5/", 404),
    ("/outcomes/A5.csv", 404),
    ("/series/?indicator=deaths&country=ATL", 404),
    ("/series/", 404),
    ("/brief/ATL.pdf", 404),
    ("/brief/F9.pdf", 404),
    ("/brief/MLI.pdf?year=soon", 404),
    ("/answer/?year=banana", 404),
]


def page_of(client: Client, path: str, language: str = "en") -> html.HtmlElement:
    """A page, parsed; it must answer."""
    answer = client.get(f"/{language}{path}")
    assert answer.status_code == 200, path
    return html.fromstring(answer.content)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_in_both_languages(client: Client, path: str, language: str) -> None:
    """With one heading, a title and no word of the code."""
    found = page_of(client, path, language)
    assert len(found.xpath("//h1")) == 1
    text = found.text_content()
    for word in ("None", "nan", "{{", "{%", "Decimal"):
        # "None in this view" is a sentence
        assert not re.search(rf"(?<!\w){re.escape(word)}(?!\w| in this view)", text), word


@pytest.mark.parametrize(("path", "status"), REFUSED)
def test_what_cannot_be_is_refused_in_words(client: Client, path: str, status: int) -> None:
    """Never our fault: a page that says what is wrong."""
    assert client.get(f"/en{path}").status_code == status


def test_the_reasons_add_up_to_all_results(client: Client, sample_snapshot: Snapshot) -> None:
    """Every result has one reason, and each number leads to as many values."""
    found = page_of(client, "/results/")
    rows = found.xpath("//section[@aria-labelledby='adding']//tbody/tr")
    numbers = [int(re.sub(r"\D", "", row.xpath("./td")[0].text_content())) for row in rows]
    actual = sample_snapshot.table("result_value").filter(pl.col("kind") == "actual")
    assert sum(numbers) == actual.height
    assert len(numbers) == len(ADDING)
    for row, number in zip(rows, numbers, strict=True):
        for link in row.xpath(".//a/@href"):
            values = list(
                csv.DictReader(
                    io.StringIO(client.get(link.replace("/values/", "/values.csv")).content.decode("utf-8-sig"))
                )
            )
            assert len(values) == number


def test_a_lawful_sum_is_the_sum_of_its_rows_and_of_its_csv(client: Client) -> None:
    """Every sum on the page: the figure, the heading of its rows, the rows, and the CSV."""
    links = page_of(client, "/results/").xpath("//section[@aria-labelledby='sums']//a[@data-number]")
    assert len(links) > 3
    for link in links:
        path, number = link.get("href"), Decimal(link.get("data-number"))
        rows = html.fromstring(client.get(path).content)
        assert Decimal(rows.xpath("//h1/@data-number")[0]) == number
        text = client.get(path.replace("/values/", "/values.csv")).content.decode("utf-8-sig")
        assert sum(Decimal(row["number"]) for row in csv.DictReader(io.StringIO(text))) == number


def test_what_may_not_be_added_has_no_sum(client: Client) -> None:
    """A list of values side by side has a count for a heading."""
    found = page_of(client, "/results/values/?kind=actual")
    assert found.xpath("//h1/@data-number") == []


def test_the_goal_is_not_the_sum_of_its_targets(client: Client) -> None:
    """The three figures of the goal are the union; each target's are its own part's."""
    found = page_of(client, "/sdg16/?year=all")
    goal = [int(cents) for cents in found.xpath("//dl[@class='facts']//a/@data-cents")]
    clause = page_of(client, "/clause/S3/?year=all")
    assert goal == [int(cents) for cents in clause.xpath("//dl[@class='facts']//a/@data-cents")][: len(goal)]
    targets = found.xpath("//section[@aria-labelledby='targets']//tbody/tr")
    assert len(targets) == 13
    for row in targets[:12]:
        for figure in row.xpath(".//a[@class='fig']"):
            rows = html.fromstring(client.get(figure.get("href")).content)
            assert rows.xpath("//h1/@data-total")[0] == figure.get("data-cents")


@pytest.mark.parametrize(
    "path", ["/need/?year=all", "/need/?clause=F3&year=2022", "/need/?clause=F5&measure=chain&year=2021"]
)
def test_need_page_equals_its_csv_and_its_rows(client: Client, path: str) -> None:
    """The same cents and the same values of need, country by country."""
    found = page_of(client, path)
    (link,) = [href for href in found.xpath("//a/@href") if "/need.csv" in href]
    told = {row["country"]: row for row in csv.DictReader(io.StringIO(client.get(link).content.decode("utf-8-sig")))}
    rows = found.xpath("//section[@aria-labelledby='all']//tbody/tr")
    assert len(rows) == len(told)
    for row in rows:
        line = told[row.xpath("./th//a")[0].text]
        for figure in row.xpath(".//a[@class='fig']"):
            measure = re.search("measure=([a-z]+)", figure.get("href"))
            assert measure
            assert line[f"{measure[1]}_eur_cents"] == figure.get("data-cents")


def test_synergy_page_equals_its_csv(client: Client, sample_snapshot: Snapshot) -> None:
    """As many couples as the table has, each with its reason in words; a partner's page holds only its own."""
    rows = list(csv.DictReader(io.StringIO(client.get("/en/synergy.csv").content.decode("utf-8-sig"))))
    table = sample_snapshot.table("synergy")
    assert len(rows) == table.height > 0
    assert all(row["reason"].endswith(".") for row in rows)
    ref = table["first_partner"][0]
    mine = list(csv.DictReader(io.StringIO(client.get("/en/synergy.csv", {"ref": ref}).content.decode("utf-8-sig"))))
    assert mine
    assert all(ref in (row["first_partner"], row["second_partner"]) for row in mine)


def test_innovations_add_up_by_stage(client: Client) -> None:
    """The activities of the stages are all activities of the clause."""
    found = page_of(client, "/innovation/?year=all")
    counted = [
        int(row.xpath("./td")[0].text_content())
        for row in found.xpath("//section[@aria-labelledby='stages']//tbody/tr")
    ]
    assert sum(counted) == len(found.xpath("//section[@aria-labelledby='acts']//tbody/tr"))


def test_every_reason_state_and_rule_has_its_words(client: Client) -> None:
    """What the engine can say, a reader can read."""
    from vrede.web.pages.results.words import adding_words, rule_words, state_words

    assert list(adding_words()) == list(ADDING)
    assert set(state_words()) == set(STATES)
    assert set(rule_words()) == set(RULES)


def test_a_brief_is_a_pdf_of_its_own(client: Client) -> None:
    """Both languages, another file each; the name says what it is."""
    dutch, english = client.get("/nl/brief/MLI.pdf"), client.get("/en/brief/MLI.pdf")
    assert dutch["Content-Type"] == english["Content-Type"] == "application/pdf"
    assert dutch.content[:5] == b"%PDF-"
    assert dutch.content != english.content
    assert 'filename="vrede-MLI-nl.pdf"' in dutch["Content-Disposition"]


def test_a_title_with_markup_stays_text(client: Client, sample_snapshot: Snapshot) -> None:
    """Titles of indicators are escaped wherever they stand."""
    titles = sample_snapshot.table("narrative").filter(
        (pl.col("element") == "indicator/title") & pl.col("text").str.contains("<")
    )
    for key in titles["activity_key"].unique().to_list():
        page = client.get(f"/en/results/values/?activity={key}").content.decode()
        assert "<script" not in page.split("<main", 1)[1]
        assert unescape("&lt;") == "<"


def test_files_that_are_dear_are_not_made_without_end(client: Client) -> None:
    """More at once than the limit allows: told to wait, with how long."""
    from django.test import RequestFactory

    from vrede.web.site.limit import Limit
    from vrede.web.site.problem import costly

    limit = Limit("test", times=1, seconds=60, at_once=1)
    page = costly(limit, lambda request: HttpResponse("made"))
    request = RequestFactory().get("/en/brief/MLI.pdf")
    assert page(request).content == b"made"
    refused = page(request)
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0


def test_an_indicator_that_was_not_recognised_is_no_zero(client: Client, sample_snapshot: Snapshot) -> None:
    """In the list and on its own page, in both languages; the others say how many were matched by what."""
    counted = dict(sample_snapshot.table("indicator_match").group_by("own").len().iter_rows())
    for language, words, own in (
        ("en", "not recognised", "Not recognised in partners' files"),
        ("nl", "niet herkend", "Niet herkend in bestanden van partners"),
    ):
        rows = page_of(client, "/results/", language).xpath("//section[@aria-labelledby='own']//tbody/tr")
        unseen = 0
        for row in rows:
            ident = row.xpath("./th/a/@href")[0].rstrip("/").rpartition("/")[2]
            cell = " ".join(row.xpath("./td")[-1].text_content().split())
            heading = page_of(client, f"/results/indicator/{ident}/", language).xpath("//h2[@id='found']")[0]
            if ident in counted:
                assert re.match(r"[0-9]+: (geen op code|none by reference|[0-9]+ (by reference|op code))", cell), cell
            else:
                unseen += 1
                assert cell == words
                assert heading.text_content().strip() == own
        assert unseen == len(rows) - len(counted)
    assert unseen


def test_results_without_a_value_are_a_view_of_their_own(client: Client, sample_snapshot: Snapshot) -> None:
    """With and without are all; the heading of the page of results counts those with a value."""
    actual = sample_snapshot.table("result_value").filter(pl.col("kind") == "actual")
    blank = actual.filter(pl.col("value").fill_null("").str.strip_chars() == "").height

    def lines(query: str) -> int:
        text = client.get(f"/en/results/values.csv?kind=actual{query}").content.decode("utf-8-sig")
        return len(list(csv.DictReader(io.StringIO(text))))

    assert (lines(""), lines("&given=yes"), lines("&given=no")) == (actual.height, actual.height - blank, blank)
    assert client.get("/en/results/values/?given=maybe").status_code == 404
    lead = page_of(client, "/results/").xpath("//p[@class='lead']")[0].text_content()
    assert int(re.sub(r"\D", "", lead.split(" results")[0])) == actual.height - blank
