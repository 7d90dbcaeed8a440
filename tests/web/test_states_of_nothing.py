"""Each state of nothing with its sign and word, and paid beside taken back, wherever a reader meets a figure.

file      | publisher    | country | 2020                     | 2021          | 2022
own.xml   | the ministry | ML      | 6,000,000 and -6,000,000 | 5 committed   |
field.xml | another      | ML      | 70,000                   | 10 and -10    | 5 of a currency without a rate
"""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from lxml import html

from lakefolder import Folder, activity
from vrede.article.load import load_texts
from vrede.brief.contents import Figure, subject_of
from vrede.brief.facts import facts_of, ledger_of
from vrede.brief.make import make_brief
from vrede.lake.snapshot import Snapshot
from vrede.language import Language, Nothing
from vrede.web.site import page_cache
from vrede.web.site import search_index as index
from vrede.withheld.suppression import Suppression, parse_suppression

RELIEF = '<sector vocabulary="1" code="72010"/><recipient-country code="ML"/>'
TEXTS = load_texts()


@pytest.fixture
def here(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """The lake of the table above, which the site shows (`client` comes first: it names the lake of the sample)."""
    root = tmp_path / "sources"
    root.mkdir()
    monkeypatch.setenv("VREDE_LAKE", str(tmp_path / "lake"))
    page_cache.forget()
    index.forget()
    made = Folder(root, tmp_path / "lake")
    own = ("3 2020-01-01 6000000", "3 2020-05-01 -6000000", "2 2021-03-01 5")
    made.file("own.xml", activity("A", *own, ref="XM-DAC-7", inside=RELIEF))
    field = ("3 2020-03-01 70000", "3 2021-02-01 10", "3 2021-02-02 -10", "3 2022-02-01 5 XXX")
    made.file("field.xml", activity("B", *field, ref="XM-DAC-1", inside=RELIEF))
    made.datasets("own.xml,2023-06-15,XM-DAC-7,,", "field.xml,2023-10-10,XM-DAC-1,,")
    return made


def shown(client: Client, address: str) -> str:
    return re.sub(r"\s+", " ", unescape(client.get(address).content.decode()).replace("\u00a0", " "))


def headings(client: Client, query: str) -> tuple[str, str]:
    """(the figure above its rows, the name of its state of nothing or '')."""
    heading = html.fromstring(client.get(f"/en/rows/?clause=F3&{query}").content).xpath("//h1")[0]
    return " ".join(heading.text_content().replace("\u00a0", " ").split()), heading.get("data-nothing", "")


# what is asked | the figure | its state
FIGURES = [
    ("measure=own&kind=spent&year=2020", "€ 0.00", ""),
    ("measure=own&kind=spent&year=2021", "–", "not_published"),
    ("measure=own&kind=spent&year=2019", "…", "not_loaded"),
    ("measure=chain&kind=spent", "…", "not_loaded"),
    ("measure=field&kind=spent&year=2022", "…", "not_loaded"),
    ("measure=field&kind=spent&year=2020", "€ 70,000.00", ""),
]


def test_the_rows_of_a_figure_say_which_nothing_it_is(here: Folder, client: Client) -> None:
    here.build()
    assert [(query, *headings(client, query)) for query, _sign, _state in FIGURES] == FIGURES
    zero = shown(client, "/en/rows/?clause=F3&measure=own&kind=spent&year=2020")
    assert "Really zero: what was published adds up to nothing." in zero
    assert "paid or promised € 6,000,000.00, taken back € −6,000,000.00" in zero
    nul = shown(client, "/nl/rows/?clause=F3&measure=own&kind=spent&year=2020")
    assert "Echt nul: wat gepubliceerd is, telt op tot niets." in nul
    assert "betaald of toegezegd € 6.000.000,00, teruggenomen € −6.000.000,00" in nul


def test_a_page_shows_what_was_paid_and_taken_back(here: Folder, client: Client) -> None:
    here.build()
    page = shown(client, "/en/clause/F3/?year=2020&kind=spent")
    assert "paid or promised € 6.0 m, taken back € −6.0 m" in page
    assert "betaald of toegezegd € 6,0 mln, teruggenomen € −6,0 mln" in shown(client, "/nl/clause/F3/?year=2020")
    assert not re.search(r"(?<![\d.,])[-−]?0[.,]0(?!\d)", page)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "No file of the ministry that is loaded here holds 2019."),
        ("nl", "Geen van de bestanden van het ministerie die hier zijn geladen bevat 2019."),
    ],
)
def test_a_year_that_no_file_of_the_ministry_covers_says_that(
    here: Folder, client: Client, language: str, words: str
) -> None:
    here.build()
    assert words in shown(client, f"/{language}/clause/F3/?year=2019")
    assert words.replace("2019", "2020") not in shown(client, f"/{language}/clause/F3/?year=2020")


def test_the_signs_are_explained_where_they_are_used(here: Folder, client: Client) -> None:
    here.build()
    for language, words in (("en", "… not loaded: no file here holds it"), ("nl", "… niet geladen: geen bestand hier")):
        assert words in shown(client, f"/{language}/clause/F3/?year=all")


def test_a_table_as_csv_has_a_column_for_each_state(here: Folder, client: Client) -> None:
    """year | own spent | taken back | state          field spent | state"""
    here.build()
    text = client.get("/en/table.csv?by=year&clause=F3&kind=spent").content.decode("utf-8-sig")
    rows = {row["year"]: row for row in csv.DictReader(io.StringIO(text))}
    names = ("own_eur_cents", "own_taken_back_eur_cents", "own_nothing", "field_eur_cents", "field_nothing")
    assert {year: tuple(row[name] for name in names) for year, row in rows.items()} == {
        "2020": ("0", "-600000000", "zero", "7000000", ""),
        "2021": ("", "", "not_published", "0", "zero"),
        "2022": ("", "", "not_loaded", "", "not_loaded"),
    }


def test_the_api_says_null_for_what_is_no_figure(here: Folder, client: Client) -> None:
    here.build()
    answer = json.loads(client.get("/api/v1/totals?clause=F3&kind=spent&year=2020").content)
    own = next(one for one in answer["figures"] if one["measure"] == "own")
    assert (own["amount_eur_cents"], own["taken_back_eur_cents"]) == (0, -600_000_000)
    unpriced = json.loads(client.get("/api/v1/totals?clause=F3&kind=spent&year=2022").content)["figures"]
    assert [(one["measure"], one["amount_eur_cents"]) for one in unpriced] == [("field", None)]
    block = json.loads(client.get("/api/v1/clauses/F3").content)["years"]["2021"]
    assert (block["own_spent_eur_cents"], block["nothing"]["own_spent_eur_cents"]) == (None, "not_published")
    assert (block["field_spent_eur_cents"], block["taken_back"]) == (0, {"field_spent_eur_cents": -1000})


def money_of(snapshot: Snapshot, language: Language, year: str) -> tuple[str, list[str]]:
    """(the paragraphs on money, what stands in the tables) of a brief of F3."""
    about = subject_of("F3", TEXTS[-1], language)
    facts = facts_of(snapshot, ledger_of(snapshot, TEXTS), TEXTS, about)
    section = make_brief(facts, about, language, year).sections[0]
    words = " ".join(
        "".join(piece.shown if isinstance(piece, Figure) else piece for piece in paragraph)
        for paragraph in section.paragraphs
    )
    cells = [
        figure.shown if isinstance(figure, Figure) else figure.sign
        for grid in section.grids
        for _label, row in grid.rows
        for figure in row
    ]
    return words.replace("\u00a0", " "), cells


def test_a_brief_has_the_same_signs_and_says_what_they_mean(here: Folder) -> None:
    snapshot = here.build()
    english, cells = money_of(snapshot, "en", "2020")
    assert "the ministry spent € 0 (€ 6.0 m and € −6.0 m) under this sentence" in english
    assert "0 (6.0 and −6.0)" in cells
    assert {"–", "…"} & set(cells)
    assert "… not loaded: no file here holds it, or no exchange rate for it" in english
    dutch, _cells = money_of(snapshot, "nl", "2020")
    assert "gaf het ministerie € 0 (€ 6,0 mln en € −6,0 mln) uit onder deze zin" in dutch
    assert "Tekens: " in dutch


def test_a_brief_of_a_year_without_a_file_says_so(here: Folder) -> None:
    snapshot = here.build()
    assert "the ministry spent an unknown amount (no file here holds this year)" in money_of(snapshot, "en", "2019")[0]
    assert "een onbekend bedrag (geen bestand hier bevat dit jaar)" in money_of(snapshot, "nl", "2019")[0]


def test_an_answer_says_which_nothing_it_found(here: Folder, client: Client) -> None:
    here.build()
    page = shown(client, "/en/answer/?clause=F3&year=2019")
    assert "Under own money no file here holds anything on this; that is not the same as zero euro" in page
    assert "Onder eigen geld is er geen bestand dat hierover iets bevat; dat is niet hetzelfde als nul euro" in page
    assert "€ 0 (€ 6.0 m and € −6.0 m)" in shown(client, "/en/answer/?clause=F3&year=2020")
    unpriced = shown(client, "/en/answer/?clause=F3&year=2022")
    assert "Under field no amount can be given in euro." in unpriced
    assert "One transaction has no price in euro and is not counted." in unpriced


WITHHELD = b"kind,value,reason\nplace,SDN,people can be harmed\n"


def test_a_country_that_may_be_withheld_has_its_own_sign_and_is_not_told_apart(
    here: Folder, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sudan is on the list; Chad has no money. Both answer alike; without a list both are what nobody published."""
    here.build()
    asked = "/en/rows/?scope=all&measure=own&kind=spent&year=2020&country={}"
    before = [
        html.fromstring(client.get(asked.format(code)).content).xpath("//h1/@data-nothing") for code in ("SDN", "TCD")
    ]
    assert before == [["not_published"]] * 2
    (tmp_path / "suppress.csv").write_bytes(WITHHELD)
    monkeypatch.setenv("VREDE_SUPPRESS", str(tmp_path / "suppress.csv"))
    page_cache.forget()
    pages = [html.fromstring(client.get(asked.format(code)).content) for code in ("SDN", "TCD")]
    assert [page.xpath("//h1/@data-nothing") for page in pages] == [["withheld"]] * 2
    assert [page.xpath("normalize-space(//h1)") for page in pages] == ["■"] * 2
    one = asked.format("MLI").replace("&country=MLI", "")
    assert html.fromstring(client.get(one).content).xpath("//h1/@data-nothing") == []


def test_what_is_withheld_is_known_by_kind_alone() -> None:
    assert Suppression().kinds == frozenset()
    assert parse_suppression(WITHHELD).kinds == {"place"}
    assert parse_suppression(b"kind,value,reason\npartner,XI-1,x\nactivity,A,x\n").kinds == {"partner", "activity"}


def test_no_sign_is_said_with_a_word_of_another(here: Folder, client: Client) -> None:
    """Every sign on a page carries the word of its own state."""
    here.build()
    tree = html.fromstring(client.get("/en/clause/F3/?year=all").content)
    signs = {(one.get("data-nothing"), one.text) for one in tree.xpath("//span[@data-nothing]")}
    assert signs
    assert all(Nothing(state).sign == sign for state, sign in signs)


@pytest.mark.parametrize("address", ["/en/", "/nl/clause/F3/?year=all", "/en/country/MLI/", "/nl/partners/"])
def test_the_key_names_the_signs_of_its_page_and_no_other(here: Folder, client: Client, address: str) -> None:
    here.build()
    page = client.get(address).content.decode()
    tree = html.fromstring(page)
    assert "data-signs" not in page
    (key,) = tree.xpath("//main//ul[@class='key']")
    named = {part.strip()[:1] for item in key[4:] for part in item.text_content().split(":", 1)[1].split(";")}
    key.getparent().remove(key)
    bare = {text.strip() for text in tree.xpath("//main//text()")} & {"–", "…", "■", "0"}
    assert named == bare | {Nothing(state).sign for state in tree.xpath("//main//@data-nothing")}
