"""A refusal is an id: a page says it in the reader's language, with amounts in euro."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override
from lxml import html

from registerbook import ARTICLE
from vrede.register.refused import RegisterRefused
from vrede.web.register.words import refusal


def test_amounts_are_written_in_euro(desk: Any) -> None:
    refused = RegisterRefused("left.fund", have_cents=-5, year=2024, short_cents=1_234_567)
    with override("nl"):
        assert refusal(refused) == "het fonds heeft in 2024 nog €\u00a0−0,05: €\u00a012.345,67 te weinig"
    assert str(refused) == "the fund has -5 cents left in 2024: 1234567 cents too few"


PROPOSAL = {
    "cents": "10,00",
    "year": "2024",
    "article": ARTICLE,
    "line": "9.9",
    "schedule.0.0": "2024",
    "schedule.0.1": "10,00",
    "title": "Mijnen ruimen",
    "dossier_name": "2024-1",
}


def spoken(page: bytes, text: str) -> str:
    """The language in which a screen reader reads a text of a page."""
    (found,) = [one for one in html.fromstring(page.decode()).iter() if text in (one.text or "")]
    return next(one.get("lang") for one in [found, *found.iterancestors()] if one.get("lang"))


@pytest.mark.parametrize(
    ("who", "path", "form", "said"),
    [
        ("olga", "act/proposal/", PROPOSAL, "geen regel"),
        ("admin", "people/", {"person": "zoe", "role": "partner contact"}, "een contact bij een partner wordt benoemd"),
    ],
)
def test_a_dutch_page_says_it_in_dutch(desk: Any, who: str, path: str, form: dict[str, str], said: str) -> None:
    answer = desk.at(who).post(f"/nl/register/{path}", {"reason": "r", "token": "t", **form})
    assert answer.status_code == 409
    (alert,) = html.fromstring(answer.content.decode()).xpath("//div[@role='alert']")
    assert "Geweigerd" in alert.text_content()
    assert said in alert.text_content()
    assert alert.xpath(".//*[@lang]") == []


def test_a_register_that_is_not_there_is_said_in_the_language_of_the_page(
    desk: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    from vrede.web.register import connection

    browser = desk.at("olga")
    monkeypatch.setenv("VREDE_DATABASE", f"sqlite:///{tmp_path / 'other.sqlite3'}")
    connection.forget()
    page = browser.get("/nl/register/work/").content
    assert spoken(page, "is nog geen register begonnen") == "nl"
    assert spoken(page, "vrede register found") == "nl"
    assert "No register" not in page.decode()
