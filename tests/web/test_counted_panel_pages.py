"""A forecast from counted events: its pages name the releases, and what of the last year is not clear yet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from lxml import html

from eventfiles import line, text
from lakefolder import Folder, activity
from vrede.lake.store import Store
from vrede.pipeline.forecasts import issue_into
from vrede.web.site import page_cache
from vrede.web.site import search_index as index

VINTAGE = "GED 12.1 + candidate 12.0.1"
PAGES = ("warning/", "warning/MLI/", "warning/money/", "warning/model/", "warning/issued/")


@pytest.fixture
def counted(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Folder:  # after the client, which has a lake of its own
    """A lake with a forecast from January 2012, of which 12 deaths are under check."""
    made = Folder(tmp_path / "sources", tmp_path / "lake")
    made.file("iati/a.xml", activity("A", "3 2012-01-01 5"))
    conflict = made.root / "conflict"
    conflict.mkdir()
    whole = text(*(line(n, date_start=f"2011-{n:02d}-05", best=n, high=n, low=0) for n in range(1, 13)))
    later = text(line(100, date_start="2012-01-05"), line(101, date_start="2012-01-09", best=12, code_status="Check"))
    (conflict / "GEDEvent_v12_1.csv").write_text(whole, encoding="utf-8")
    (conflict / "GEDEvent_v12_0_1.csv").write_text(later, encoding="utf-8")
    issue_into(Store(str(made.lake)), conflict, None, date(2012, 2, 10))
    monkeypatch.setenv("VREDE_LAKE", str(tmp_path / "lake"))
    page_cache.forget()
    index.forget()
    made.build()
    return made


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize("lang", ["en", "nl"])
def test_the_pages_name_the_releases_and_what_is_not_clear(client: Client, lang: str) -> None:
    """On every page that shows a chance; of another country nothing is under check."""
    for path in PAGES:
        assert VINTAGE in client.get(f"/{lang}/{path}").content.decode(), path
    said = {
        "en": "Of these, 12 are of events that UCDP has not finished checking",
        "nl": "Daarvan zijn er 12 van gebeurtenissen die UCDP nog niet heeft nagezien",
    }[lang]
    text_of = {
        code: " ".join(html.fromstring(client.get(f"/{lang}/warning/{code}/").content).text_content().split())
        for code in ("MLI", "NER")
    }
    assert said in text_of["MLI"] and said[:20] not in text_of["NER"]
