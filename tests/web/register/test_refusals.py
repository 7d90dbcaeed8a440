"""Every code of refusal has words in both languages, and amounts are in euro."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override
from lxml import html
from vrede.web.register.refusals import kinds, told

from registerbook import ARTICLE
from vrede.register.refused import CODES, RegisterRefused


def test_every_code_has_words_in_both_languages(desk: Any) -> None:
    with override("en"):
        english = kinds()
    with override("nl"):
        dutch = kinds()
    assert set(english) == set(dutch) == set(CODES)
    assert all(english[code] != dutch[code] for code in CODES)


def test_amounts_are_written_in_euro() -> None:
    said = told(RegisterRefused("room", "XVII.4 has -5 cents, 1,234,567 cents too few"), "nl")
    assert said is not None
    assert said.exact == "XVII.4 has €\u00a0−0,05, €\u00a012.345,67 cents too few"


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
        ("olga", "act/proposal/", PROPOSAL, "no line"),
        ("admin", "people/", {"person": "zoe", "role": "partner contact"}, "partner"),
    ],
)
def test_the_exact_words_are_english_on_a_dutch_page(
    desk: Any, who: str, path: str, form: dict[str, str], said: str
) -> None:
    """What stands around them is Dutch."""
    answer = desk.at(who).post(f"/nl/register/{path}", {"reason": "r", "token": "t", **form})
    assert answer.status_code == 409
    page = answer.content
    assert spoken(page, "Geweigerd") == "nl"
    exact = html.fromstring(page.decode()).xpath("//div[@role='alert']//span")
    assert [(one.get("lang"), said in one.text) for one in exact] == [("en", True)]


def test_a_register_that_is_not_there_is_said_in_english_on_a_dutch_page(
    desk: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    from vrede.web.register import connection

    browser = desk.at("olga")
    monkeypatch.setenv("VREDE_DATABASE", f"sqlite:///{tmp_path / 'other.sqlite3'}")
    connection.forget()
    page = browser.get("/nl/register/work/").content
    assert spoken(page, "No register was begun here") == "en"
    assert spoken(page, "Probeer") == "nl"
