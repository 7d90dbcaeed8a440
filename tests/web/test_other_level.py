"""An activity whose money counts at another level of its publisher: its page says where, its figure has rows, and `verify` agrees."""

from __future__ import annotations

import re
import sys
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from lakefolder import Folder, activity
from vrede.cli.app import main
from vrede.web.site import page_cache
from vrede.web.site import search_index as index

RELIEF = '<sector vocabulary="1" code="72010"/>'


@pytest.fixture
def here(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A lake with a programme of 100 and its two parts of 40 and 30, which give way to it."""
    root = tmp_path / "sources"
    root.mkdir()
    monkeypatch.setenv("VREDE_LAKE", str(tmp_path / "lake"))
    page_cache.forget()
    index.forget()
    folder = Folder(root, tmp_path / "lake")
    up = '<related-activity ref="P" type="1"/>'
    folder.file(
        "a.xml",
        activity("P", "3 2020-01-01 100", inside=RELIEF),
        activity("C1", "3 2020-02-01 40", "2 2020-02-01 5", inside=RELIEF + up),
        activity("C2", "3 2020-03-01 30", inside=RELIEF + up),
    )
    folder.build()
    return folder


@pytest.mark.parametrize(
    ("language", "words", "amount"), [("en", "It counts at", "€\u00a040.00"), ("nl", "Het telt bij", "€\u00a040,00")]
)
def test_the_page_says_where_it_counts(language: str, words: str, amount: str, here: Folder, client: Client) -> None:
    """With a link to the activity, and a dash for what counts here."""
    page = client.get(f"/{language}/activity/?id=C1").content.decode()
    notice = re.search(r'<p class="notice warn">(.*?)</p>', page, re.DOTALL)
    assert notice is not None and words in notice[1] and amount in notice[1] and "?id=P" in notice[1]
    spent = re.search(r'<dd class="big">(.*?)</dd>', page, re.DOTALL)
    assert spent is not None and "–" in spent[1]


def test_what_still_counts_is_shown_as_before(here: Folder, client: Client) -> None:
    """Commitments that nobody else states; and an activity of which all counts has no such notice."""
    assert "€\u00a05<" in client.get("/en/activity/?id=C1").content.decode().replace("</", "<")
    assert "It counts at" not in client.get("/en/activity/?id=P").content.decode()


def test_every_figure_of_the_page_has_its_rows_and_verify_agrees(
    here: Folder, client: Client, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """To the cent."""
    page = client.get("/en/activity/?id=C1").content.decode()
    links = [unescape(link) for link in re.findall(r'href="(/en/rows/\?[^"]+)"', page)]
    assert any("measure=none" in link for link in links)
    for link in links:
        answer = client.get(link)
        assert answer.status_code == 200
        cents = int(re.search(r"cents=(-?\d+)", link)[1])  # type: ignore[index]  # every figure has its cents
        lines = client.get(link.replace("/rows/", "/rows.csv")).content.decode("utf-8-sig").splitlines()
        at = lines[0].split(",").index("amount_eur_cents")
        assert sum(int(line.split(",")[at]) for line in lines[1:]) == cents
        monkeypatch.setattr(sys, "argv", ["vrede", "verify", f"http://127.0.0.1:8000{link}"])
        with pytest.raises(SystemExit) as left:
            main()
        assert not left.value.code, capsys.readouterr().out
