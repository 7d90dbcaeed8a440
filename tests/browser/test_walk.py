"""A reader walks from the article to the receipt, and every page holds up in every dress."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from browsed import Scheme, dressed, holds_up
from sitepages import PAGES

Picture = Callable[[Page, str], None]


def test_from_the_article_to_the_receipt(page: Page, site: str, picture: Picture) -> None:
    """Article -> clause -> activity -> receipt, by clicking only."""
    page.goto(f"{site}/en/")
    expect(page.locator("h1")).to_contain_text("Peace, security and sustainable development")
    picture(page, "walk-1-article")
    page.get_by_role("link", name=re.compile("^All of F1")).click()
    expect(page.locator("h1")).to_have_text("Security and rule of law")
    picture(page, "walk-2-clause")
    page.locator("#acts ~ .tablewrap tbody a").first.click()
    expect(page.get_by_role("heading", name="Where it stands in the article, and why")).to_be_visible()
    picture(page, "walk-3-activity")
    page.get_by_role("link", name="Show the XML as published").click()
    expect(page.locator("pre")).to_contain_text("<iati-activity")
    expect(page.locator("pre")).not_to_contain_text("contact-info")
    picture(page, "walk-4-receipt")


def test_a_figure_leads_to_its_rows(page: Page, site: str) -> None:
    """The total of the rows is the figure that was clicked."""
    page.goto(f"{site}/en/clause/F1/")
    figure = page.locator("dl.facts a.fig").first
    cents = figure.get_attribute("data-cents")
    figure.click()
    assert page.locator("h1").get_attribute("data-total") == cents


def test_search_as_you_type_and_without_scripts(page: Page, browser: Browser, site: str) -> None:
    """Typing shows a list; with scripts off the same words give the same first activity on a page."""
    page.goto(f"{site}/en/")
    page.locator("header input[type=search]").press_sequentially("mali", delay=20)
    first = page.locator("#suggest a", has_text="activity").first
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{site}/en/")
    plain.locator("header input[type=search]").fill("mali")
    plain.get_by_role("button", name="Search").click()
    title = plain.locator("ol.hits a").first.inner_text()
    # The list may still be that of the letters typed so far: it comes to be that of the whole word.
    expect(first.locator("span").first).to_have_text(" ".join(title.split()))
    context.close()


def test_the_language_switch_keeps_the_page(page: Page, site: str) -> None:
    """Nederlands on a clause leads to the same clause in Dutch, filters kept."""
    page.goto(f"{site}/en/clause/F3/?year=2022")
    page.get_by_role("link", name="Nederlands", exact=True).click()
    assert page.url.endswith("/nl/clause/F3/?year=2022")
    expect(page.locator("html")).to_have_attribute("lang", "nl")


@pytest.mark.parametrize(("name", "language", "scheme"), dressed(PAGES))
def test_axe_finds_nothing_and_a_phone_shows_it_whole(
    plain: Page, site: str, picture: Picture, name: str, language: str, scheme: Scheme
) -> None:
    """Every page, by turns in either language and scheme: words do not change a colour, nor a colour a word."""
    holds_up(plain, f"{site}/{language}{PAGES[name]}", scheme)
    picture(plain, f"phone-{name}-{language}")


@pytest.mark.parametrize("name", ["article", "clause", "budget"])
def test_paper_and_dark(browser: Browser, site: str, picture: Picture, name: str) -> None:
    """Printed pages leave the navigation out; the dark page is dark."""
    context = browser.new_context(viewport={"width": 1000, "height": 1400})
    opened = context.new_page()
    opened.goto(f"{site}/en{PAGES[name]}")
    opened.emulate_media(media="print")
    assert not opened.locator("header nav").is_visible()
    picture(opened, f"print-{name}")
    opened.emulate_media(media="screen", color_scheme="dark")
    colour = opened.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(int(part) for part in re.findall(r"\d+", colour)[:3]) < 64
    picture(opened, f"dark-{name}")
    context.close()
