"""What a reader meets is in his own language, with its units and signs."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import translation
from lxml import html

from vrede.lake import Snapshot
from vrede.lake.tables.money import BY_NAME
from vrede.web.figure.table import purpose_label
from vrede.web.pages.data.fields import name_of_column, name_of_table
from vrede.web.pages.money.activity import CONTENT
from vrede.web.templatetags.vrede import separated

DUTCH = ["/nl/?year=all", "/nl/clause/F1/?year=all", "/nl/budget/", "/nl/data/", "/nl/countries/", "/nl/rows/?clause=F1", "/nl/activity/?id=XM-DAC-7-PPR-4000901615", "/nl/unplaced/"]  # fmt: skip


def words_of(client: Client, address: str) -> str:
    return " ".join(html.fromstring(client.get(address).content).text_content().split())


@pytest.mark.parametrize("address", DUTCH)
def test_a_dutch_page_has_dutch_units_and_words(client: Client, address: str) -> None:
    text = words_of(client, address)
    assert not re.search(r"€\s*m\b(?!ln)", text)
    for word in ("plakken", "Grond", "grond:", "Maat", "Kaarten van de bronnen", "Alles over", "toont keten", "free reuse", "European Central Bank, through"):  # fmt: skip
        assert word not in text, word


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", ["General aim", "Financing", "Promoting"]), ("nl", ["Algemene doelstelling", "Financieren", "Stimuleren"])],
)
def test_headings_are_in_the_page_s_language(client: Client, lang: str, words: list[str]) -> None:
    page = html.fromstring(client.get(f"/{lang}/").content)
    found = [h.text_content().strip() for h in page.xpath("//h2")]
    assert [w for w in words if w in found] == words
    assert ("Article" in page.xpath("//h1")[0].text_content()) is (lang == "en")


@pytest.mark.parametrize(("lang", "shown"), [("nl", "1.851"), ("en", "1,851")])
def test_counts_have_the_sign_of_the_language(lang: str, shown: str) -> None:
    with translation.override(lang):
        assert str(separated(1851)) == shown
        assert separated(1851) == 1851


@pytest.mark.parametrize(
    ("number", "shown"), [(1, "1 deelbedrag"), (999, "999 deelbedragen"), (1851, "1.851 deelbedragen")]
)
def test_a_count_in_a_sentence_has_it_too_and_chooses_the_plural(client: Client, number: int, shown: str) -> None:
    from django.template import engines

    sentence = '{% say "money.rows.n_slices" n=n %}'
    with translation.override("nl"):
        assert engines["django"].from_string(sentence).render({"n": number}) == shown


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_table_and_column_of_an_activity_has_a_name_in_words(lang: str) -> None:
    with translation.override(lang):
        for name in CONTENT:
            assert "_" not in name_of_table(name), name
            for column in BY_NAME[name].columns:
                if column.name not in ("activity_key", "row_no"):
                    assert "_" not in name_of_column(name, column.name), (name, column.name)


def test_an_activity_s_page_shows_no_name_of_a_column(client: Client) -> None:
    for lang in ("nl", "en"):
        text = words_of(client, f"/{lang}/activity/?id=XM-DAC-7-PPR-4000901615")
        assert "participating_org" not in text
        assert "iso_date" not in text


# code | nl | en: told apart by name, or by a group that is said to be one
PURPOSES = """
12250 | 12250 bestrijding van infectieziekten | 12250 infectious disease control
12264 | 12264 bestrijding van COVID-19 | 12264 COVID-19 control
12281 | 12281 (groep: basisgezondheidszorg) | 12281 (group: basic health)
2 | 2 | 2
"""


@pytest.mark.parametrize(
    ("code", "nl", "en"), [tuple(c.strip() for c in r.split("|")) for r in PURPOSES.strip().splitlines()]
)
def test_a_purpose_has_its_own_name_or_says_that_it_has_its_group_s(
    client: Client, code: str, nl: str, en: str
) -> None:
    with translation.override("nl"):
        assert purpose_label(code, "nl") == nl
    with translation.override("en"):
        assert purpose_label(code, "en") == en


def test_a_kept_snapshot_leads_to_the_same_page_of_today(client: Client, sample_snapshot: Snapshot) -> None:
    address = "/nl/rows/?clause=F1&measure=own"
    page = html.fromstring(client.get(f"{address}&snapshot={sample_snapshot.name}").content)
    assert address in page.xpath("//aside[@class='madeup']//a/@href")
    plain = html.fromstring(client.get(f"/nl/budget/?snapshot={sample_snapshot.name}").content)
    assert "/nl/budget/" in plain.xpath("//aside[@class='madeup']//a/@href")
