"""A reader walks from the article to the receipt, and every page holds up in every dress."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

PAGES = {
    "article": "/",
    "article-all-years": "/?year=all&kind=commitment",
    "article-before-first": "/?year=2019",
    "clause": "/clause/F1/",
    "clause-humanitarian": "/clause/F3/?year=2021&region=horn",
    "countries": "/countries/",
    "country": "/country/MLI/",
    "partners": "/partners/",
    "partner": "/partner/?ref=XM-DAC-41121",
    "activity": "/activity/?id=XM-DAC-7-PPR-4000901615",
    "receipt": "/activity/receipt/?id=XM-DAC-7-PPR-4000901615",
    "chain": "/chain/",
    "chain-clause": "/chain/?clause=F3",
    "chain-partner": "/chain/?ref=NL-KVK-90000001",
    "ahead": "/ahead/?clause=F3&measure=field",
    "changes": "/changes/",
    "fragmentation": "/fragmentation/",
    "results": "/results/",
    "results-values": "/results/values/?kind=actual",
    "results-reached": "/results/reached/?state=reached",
    "own-indicator": "/results/indicator/justice-reached/",
    "sdg16": "/sdg16/?year=all",
    "sdg-target": "/sdg16/16.3/?year=all",
    "safety": "/safety/?year=all",
    "innovation": "/innovation/?year=all",
    "synergy": "/synergy/",
    "warning": "/warning/",
    "warning-year-ahead": "/warning/?ahead=12",
    "outlook": "/warning/MLI/",
    "risk-money": "/warning/money/",
    "crisis": "/warning/crisis/",
    "triggers": "/warning/triggers/",
    "skill": "/warning/skill/",
    "model-card": "/warning/model/",
    "issued": "/warning/issued/",
    "need": "/need/?clause=F3&year=2022",
    "outcome": "/outcomes/A1/?year=all",
    "series": "/series/?indicator=deaths&country=MLI",
    "answer": "/answer/?clause=F3&year=2022",
    "validate": "/validate/",
    "budget": "/budget/?year=2023",
    "unplaced": "/unplaced/",
    "wording": "/wording/",
    "data": "/data/",
    "issues": "/data/issues/",
    "search": "/search/?q=mali",
    "search-empty": "/search/",
    "rows": "/rows/?clause=F1&measure=own&kind=spent&year=2022",
    "behind": "/behind/?of=level&level=1&amount=unseen",
    "behind-ahead": "/behind/?of=ahead&kind=planned&measure=chain&year=2024",
    "not-found": "/clause/Z9/",
    "bad-filter": "/?year=banana",
}
AXE = {"resultTypes": ["violations"], "preload": False}  # nothing of a page comes from elsewhere
Scheme = Literal["light", "dark"]
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


@pytest.mark.parametrize(("language", "scheme"), [("nl", "light"), ("en", "dark")])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_a_phone_shows_it_whole(
    plain: Page, site: str, picture: Picture, name: str, language: str, scheme: Scheme
) -> None:
    """WCAG 2.2 AA by axe-core: every page in both languages and in both schemes. Words do not change a colour, nor a colour a word.
    At 390 px nothing sticks out sideways."""
    plain.set_viewport_size({"width": 1360, "height": 1000})
    plain.emulate_media(color_scheme=scheme)
    plain.goto(f"{site}/{language}{PAGES[name]}")
    plain.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    found = Axe().run(plain, options=AXE)
    plain.set_viewport_size({"width": 390, "height": 844})
    wide = plain.evaluate("document.documentElement.scrollWidth")
    picture(plain, f"phone-{name}-{language}")
    assert found.violations_count == 0, found.generate_report()
    assert wide <= 390


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
