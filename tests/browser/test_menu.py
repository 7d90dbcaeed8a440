"""After `make run` every item of the menu leads somewhere, and a newcomer signs in to the register with what its page offers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

MAIN = {"en": "Main", "nl": "Hoofdmenu"}


@pytest.mark.parametrize("language", MAIN)
def test_every_item_of_the_menu_is_a_page(page: Page, site: str, language: str) -> None:
    """Clicked one by one, each from the page before: none fails, and each has a heading."""
    page.goto(f"{site}/{language}/")
    items = page.get_by_role("navigation", name=MAIN[language]).get_by_role("link")
    names = items.all_inner_texts()
    assert len(names) >= 10
    for number, name in enumerate(names):
        with page.expect_navigation() as going:
            items.nth(number).click()
        answer = going.value
        assert answer is not None
        assert answer.status == 200, name
        expect(page.locator("h1")).not_to_be_empty()


def test_a_newcomer_signs_in_as_somebody_who_is_offered(page: Page, site: str) -> None:
    """Menu, name and password of the page, its code; then every item of the register's own menu."""
    page.goto(f"{site}/en/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Register").click()
    row = page.get_by_role("row", name=re.compile("^controller2? "))
    who, password = row.first.locator("th").inner_text(), row.first.locator("code").inner_text()
    page.get_by_label("Username").fill(who)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(page.locator(".notice code").inner_text())
    page.get_by_role("button", name="Sign In").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    items = page.get_by_role("navigation", name="Register").get_by_role("link")
    for number, name in enumerate(items.all_inner_texts()):
        with page.expect_navigation() as going:
            items.nth(number).click()
        answer = going.value
        assert answer is not None
        assert answer.status == 200, name
