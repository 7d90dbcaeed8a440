"""A forecast of real deaths that is old says so first, everywhere; a month that is past is no news; made-up data has no age."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from vrede.web.pages.warning import freshness

PAGES = (
    "warning/",
    "warning/MLI/",
    "warning/money/",
    "warning/crisis/",
    "warning/triggers/",
    "warning/issued/",
    "need/",
)
OLD = {"nl": "Deze voorspelling is verouderd", "en": "This forecast is out of date"}
PAST = {"nl": "die maand is voorbij", "en": "that month is past"}


def real(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """The sample as if it were real, read on a day: its deaths end with December 2024, and pages lead with March 2025."""
    from vrede.web.site.page_cache import forget

    forget()
    monkeypatch.setattr(freshness, "read_on", lambda state: day)
    for keeper in ("vrede.web.site.page_cache", "vrede.web.api.door"):
        monkeypatch.setattr(f"{keeper}.today", lambda state: day)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("day", "old"), [(date(2025, 2, 19), False), (date(2025, 2, 20), True), (date(2026, 11, 30), True)]
)
def test_it_says_so_first(
    client: Any, monkeypatch: pytest.MonkeyPatch, page: str, language: str, day: date, old: bool
) -> None:
    """From fifty days after the end of its last month, before any chance."""
    real(monkeypatch, day)
    text = client.get(f"/{language}/{page}").content.decode()
    main = text[text.index("<main") :]
    assert (OLD[language] in main) is old
    if old:
        chance = re.search(r"\d+ ?%", main)
        assert chance is None or main.index(OLD[language]) < chance.start()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("page", ["warning/", "warning/MLI/"])
def test_a_month_that_is_past_is_no_news(
    client: Any, monkeypatch: pytest.MonkeyPatch, page: str, language: str
) -> None:
    """The lead tells no chance of it."""
    for day, past in ((date(2025, 3, 31), False), (date(2025, 4, 1), True)):
        real(monkeypatch, day)
        text = client.get(f"/{language}/{page}").content.decode()
        lead = re.search(r'<p class="lead">(.*?)</p>', text, re.DOTALL)
        assert lead is not None and (PAST[language] in lead[1]) is past
        assert bool(re.search("25 d(oden|eaths)", lead[1])) is not past


def test_made_up_data_has_no_age(client: Any) -> None:
    """Read at any time, the sample is as fresh as on the day of its policy."""
    assert OLD["en"] not in client.get("/en/warning/").content.decode()


def test_the_api_says_it_where_it_says_what_a_forecast_is_for(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside every row."""
    real(monkeypatch, date(2026, 11, 30))
    assert client.get("/api/v1/forecast?country=MLI&limit=1").json()["use"].startswith(OLD["en"])
    real(monkeypatch, date(2025, 1, 10))
    assert not client.get("/api/v1/forecast?country=MLI&limit=1").json()["use"].startswith(OLD["en"])
