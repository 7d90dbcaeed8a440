"""`make proof`: two months of `vrede update` in an empty lake make a whole site: every link of it answers, in both languages, with data."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from django.apps import apps
from django.test import Client
from django.urls import get_resolver

from crawled import Crawled, crawl, plain
from lakefolder import opened
from vrede.article import load_texts, text_for_year
from vrede.lake import Snapshot
from vrede.language import millions, whole
from worldrun import run_update
from worldserver import MONTH, NEXT, answers_of, world_served

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vrede.web.site.settings")
os.environ["VREDE_ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"

SEED = 4
WORDS = Path(__file__).resolve().parents[2] / "src" / "vrede" / "language" / "words"
LANGUAGES = ("nl", "en")
CLAUSES = 15
SURE = 25
"""A shorter piece of a sentence can stand in another sentence."""
LONG = 40
ABSENT = re.compile(
    r"\bloaded\b|\bgeladen\b|not been fetched|not fetched|niet opgehaald|`?vrede (get|build|forecast)\b"
)
"""How a sentence says that something was not loaded, and what would load it."""
ABSENT_HERE = {
    "data.data.series_beside_money": "says of all series what holds of one that is not loaded",
    "warning.crisis.cannot_be_told_figure": "says what 'cannot be told' means",
    "warning.model_card.deaths_between_groups_and_violence": "says what is done where few years are loaded",
    "money.budget.no_changes_loaded": "the world has the state's files, which print levels, and no collected budget laws",
    "figure.plans.nobody_published": "the world has plans of some countries only",
    "results.safety.how_much_land_is_contaminated": "no source has it, in the world or outside",
    "validate.before.absent": "the world has no IATI standard: its files are fixed by the hashes of the real ones",
}
"""Sentence that says so and stands on a page nevertheless -> why."""
UNLINKED = {
    "plans": "the world has no organisation's own file with budgets for years to come",
    "plans_csv": "the same",
}
"""Address that no link leads to -> why."""


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lake after two months."""
    place = tmp_path_factory.mktemp("world")
    with world_served(answers_of(SEED, MONTH)) as world:
        assert run_update(world, place / "data", place / "lake").issued == "1 (2026-09)"
        world.answers = answers_of(SEED, NEXT)
        assert run_update(world, place / "data", place / "lake").issued == "2 (2026-10)"
    return place / "lake"


@pytest.fixture(scope="module")
def snapshot(lake: Path) -> Snapshot:
    """What the second run built."""
    return opened(lake)


@pytest.fixture(scope="module")
def pages(lake: Path) -> Iterator[list[Crawled]]:
    """Every answer of the site."""
    if not apps.ready:
        django.setup()
    from vrede.web import urls
    from vrede.web.site import page_cache

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VREDE_LAKE", str(lake))
        patch.setenv("VREDE_STANDARD", str(lake / "no-standard"))
        patch.setattr(urls.COSTLY, "times", 1_000_000)
        page_cache.forget()
        yield crawl(
            Client(raise_request_exception=True),
            [f"/{lang}/{start}" for lang in LANGUAGES for start in ("", "search/?q=mali")],
        )
        page_cache.forget()


def page(pages: list[Crawled], address: str) -> Crawled:
    """One page."""
    return next(one for one in pages if one.address == address)


def in_language(pages: list[Crawled]) -> list[tuple[Crawled, str]]:
    """Every answer that is a page, with its language."""
    return [(one, one.address[1:3]) for one in pages if one.tree is not None and one.address[1:3] in LANGUAGES]


def catalogue() -> dict[str, dict[str, str]]:
    """Id -> its words in each language; of a sentence with a plural, that of many."""
    found: dict[str, dict[str, str]] = {}

    def walk(table: dict[str, Any], ident: str) -> None:
        if "en" in table and "nl" in table:
            forms = ((lang, table[lang]) for lang in LANGUAGES)
            found[ident] = {lang: form if isinstance(form, str) else form["other"] for lang, form in forms}
        else:
            for name, inner in table.items():
                walk(inner, f"{ident}.{name}" if ident else name)

    for path in sorted(WORDS.glob("*.toml")):
        walk(tomllib.loads(path.read_text(encoding="utf-8")), "")
    return found


def piece_of(sentence: str) -> str:
    """Its longest piece without a placeholder."""
    return max((plain(piece) for piece in re.split(r"\{[^}]*\}", sentence)), key=len)


def test_every_link_answers(pages: list[Crawled]) -> None:
    """200, in both languages alike."""
    assert [(one.address, one.status, one.found_at) for one in pages if one.status != 200] == []
    per_language = [{one.name for one in pages if one.address.startswith(f"/{lang}/")} for lang in LANGUAGES]
    assert per_language[0] == per_language[1]


def test_every_page_has_a_link(pages: list[Crawled]) -> None:
    """A page that nothing leads to is found by nobody. The search is a form on every page."""
    (site,) = [one.url_patterns for one in get_resolver().url_patterns if "LocalePrefix" in type(one.pattern).__name__]
    names = {one.name for one in site if getattr(one, "name", None)}
    assert names - {one.name for one in pages} - set(UNLINKED) == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_clause_has_a_page_with_money(pages: list[Crawled], lang: str) -> None:
    """All fifteen, each with an amount that is not nothing."""
    clauses = [clause.id for clause in text_for_year(load_texts(), 2026)[0].clauses]
    assert len(clauses) == CLAUSES
    with_money = {
        one.address.split("/")[3]
        for one in pages
        if one.address.startswith(f"/{lang}/clause/") and set(one.tree.xpath("//@data-cents")) - {"", "0"}
    }
    assert with_money == set(clauses)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_have_the_data_of_the_world(pages: list[Crawled], snapshot: Snapshot, lang: str) -> None:
    """A figure of each source's table stands on its page, written as a reader of that language writes it."""
    lines = snapshot.table("budget_line").filter(
        year=2024, kind="cash", phase="realised", measure="level", subarticle="4.1"
    )
    level = lines.filter(lines["instrument"].is_null())["amount_eur_cents"].item()
    assert millions(level, lang) in page(pages, f"/{lang}/").text
    for name in snapshot.table("budget_recipient").filter(year=2025, unnamed=False)["recipient"]:
        assert name in page(pages, f"/{lang}/budget/recipients/").tree.text_content()
    people = snapshot.table("people_in_need").drop_nulls("in_need").sort("year", "in_need", descending=True)
    assert whole(people["in_need"][0], lang) in page(pages, f"/{lang}/need/").text
    assert "GED 26.1 + candidate 26.01.26.06, 26.0.7, 26.0.8, 26.0.9, 26.0.10" in page(pages, f"/{lang}/warning/").text
    issued = page(pages, f"/{lang}/warning/issued/").text
    scores = snapshot.table("forecast_score").height
    assert scores and f"{scores} scores" in issued
    deaths = snapshot.table("country_series").filter(indicator="deaths_state_based").sort("year")
    shown = deaths.filter(year=deaths["year"].max(), iso3="ETH")["number"].item()
    assert whole(int(shown), lang) in page(pages, f"/{lang}/outcomes/A1/").text
    data = page(pages, f"/{lang}/data/").text
    for file in ("GEDEvent_v26_0_10", "made_up_ministry/ministry-2024.xml"):
        assert file in data
    for source in snapshot.manifest["sources"].values():
        assert source["rows"] and whole(source["rows"], lang) in data


def test_nothing_says_that_it_was_not_loaded(pages: list[Crawled]) -> None:
    """Whatever the program can say of what is not there, it says of nothing, but for what the world has none of."""
    said: dict[str, str] = {}
    for ident, words in catalogue().items():
        if not any(ABSENT.search(words[lang]) for lang in LANGUAGES) or ident in ABSENT_HERE:
            continue
        for one, lang in in_language(pages):
            piece = piece_of(words[lang])
            if piece in one.texts or (len(piece) >= SURE and piece in one.text):
                said.setdefault(ident, one.address)
    assert said == {}


@pytest.mark.parametrize("ident", ABSENT_HERE)
def test_what_the_world_has_none_of_is_said(pages: list[Crawled], ident: str) -> None:
    """An exception that is none any more leaves the list."""
    words = catalogue()[ident]
    assert any(piece_of(words[lang]) in one.text for one, lang in in_language(pages))


def test_no_dutch_page_has_an_english_sentence(pages: list[Crawled]) -> None:
    """Of the catalogue: no sentence longer than 40 signs stands in English on a page in Dutch."""
    dutch = [one for one, lang in in_language(pages) if lang == "nl"]
    every = "\n".join(one.text for one in dutch)
    found = {}
    for ident, words in catalogue().items():
        piece = piece_of(words["en"])
        if len(words["en"]) > LONG and len(piece) >= SURE and piece not in plain(words["nl"]) and piece in every:
            found[ident] = [one.address for one in dutch if piece in one.text][:3]
    assert found == {}
