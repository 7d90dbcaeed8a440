"""`make proof`: every page of the site and of the register, in both languages and schemes, wide, on a phone and on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from browsed import EVERY_DRESS, Scheme, browser, chromium, fresh, holds_up, plain, site
from browsedregister import PAGES as REGISTER
from browsedregister import desk, sign_in
from registerbook import Book
from sitepages import PAGES

__all__ = ["browser", "chromium", "desk", "fresh", "plain", "site"]


def on_paper(page: Page) -> None:
    """Printed, the navigation is left out."""
    page.emulate_media(media="print")
    assert not page.locator("header nav").is_visible()


@pytest.mark.parametrize(("language", "scheme"), EVERY_DRESS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_site(plain: Page, site: str, name: str, language: str, scheme: Scheme) -> None:
    """axe-core finds nothing, nothing sticks out."""
    holds_up(plain, f"{site}/{language}{PAGES[name]}", scheme)
    on_paper(plain)


@pytest.mark.parametrize(("language", "scheme"), EVERY_DRESS)
@pytest.mark.parametrize("name", REGISTER)
def test_a_page_of_the_register(plain: Page, desk: tuple[str, Book], name: str, language: str, scheme: Scheme) -> None:
    """The same for whoever may read it."""
    address, (who, path) = desk[0], REGISTER[name]
    sign_in(plain, address, who)
    holds_up(plain, f"{address}/{language}{path}", scheme)
    on_paper(plain)


def width_on_a_sheet(page: Page) -> int:
    """How wide a page is in pixels, laid out for an A4 sheet of 794."""
    page.set_viewport_size({"width": 794, "height": 1123})
    page.emulate_media(media="print")
    return int(page.evaluate("document.documentElement.scrollWidth"))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_site_fits_a_sheet(plain: Page, site: str, name: str, language: str) -> None:
    """Printed, nothing is wider than the sheet."""
    plain.goto(f"{site}/{language}{PAGES[name]}")
    assert width_on_a_sheet(plain) <= 794


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", REGISTER)
def test_a_page_of_the_register_fits_a_sheet(plain: Page, desk: tuple[str, Book], name: str, language: str) -> None:
    """The same for whoever may read it."""
    address, (who, path) = desk[0], REGISTER[name]
    sign_in(plain, address, who)
    plain.goto(f"{address}/{language}{path}")
    assert width_on_a_sheet(plain) <= 794
