"""A measure that the filter leaves out is not on the page; a measure that is none is told; a CSV runs nothing."""

from __future__ import annotations

import re
from html import unescape

import polars as pl
import pytest
from django.test import Client
from lxml import html

from vrede.lake.formula import neutral

PAGES = ["/{lang}/?", "/{lang}/clause/F3/?", "/{lang}/countries/?", "/{lang}/partners/?", "/{lang}/unplaced/?", "/{lang}/country/MLI/?"]  # fmt: skip
OTHERS = {"own": ("chain", "field"), "chain": ("own", "field"), "field": ("own", "chain")}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("measure", OTHERS)
def test_a_page_of_one_measure_has_no_figure_of_another(client: Client, page: str, measure: str) -> None:
    """measure=own | figures of own | no line, column or dash of chain and field"""
    text = client.get(page.format(lang="en") + f"year=all&measure={measure}").content.decode()
    queries = [unescape(q) for q in re.findall(r'class="fig" href="/en/rows/\?([^"]+)"', text)]
    assert queries
    for other in OTHERS[measure]:
        assert not [q for q in queries if f"measure={other}" in q]
        assert not html.fromstring(text).xpath(f"//td[@data-measure='{other}']")


def test_where_is_of_the_measure_that_was_asked_for(client: Client) -> None:
    """Formerly a clause without own money showed the field's places under the filter own."""
    page = html.fromstring(client.get("/en/?year=2019&measure=own").content)
    links = page.xpath("//aside[@class='marg']//dl//a[@class='fig']/@href")
    assert links
    assert all("measure=own" in link for link in links)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("lang", "words"), [("en", "is no measure"), ("nl", "is geen soort geld")])
@pytest.mark.parametrize("value", ["none", "all", "Own", "%C2%B2"])
def test_a_measure_that_is_none_is_told(client: Client, page: str, lang: str, words: str, value: str) -> None:
    answer = client.get(page.format(lang=lang) + f"measure={value}")
    assert answer.status_code == 404
    assert words in answer.content.decode()


# a text as it stands in a file | a spreadsheet would run it
CELLS = [
    ("=1+1", True),
    ("+31 20", True),
    ("-1", True),
    ("@SUM(A1)", True),
    ("|calc", True),
    ("  =1+1", True),
    ("\u00a0=1+1", True),
    ("\t=1+1", True),
    ("\tplain", True),
    ("\rplain", True),
    ("\nplain", True),
    ("\n =1+1", True),
    ("\u200b=1+1", True),
    ("＝1+1", True),
    ("　＋1", True),
    ("＠x", True),
    ("－1", True),
    ("｜x", True),
    (" plain", False),
    ("a = b", False),
    ("1-2", False),
    ("", False),
]


@pytest.mark.parametrize(("text", "runs"), CELLS)
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str, runs: bool) -> None:
    found = neutral(pl.DataFrame({"a": [text], "n": [-1]}))
    assert found["a"].to_list() == [f"'{text}" if runs else text]
    assert found["n"].to_list() == [-1]
