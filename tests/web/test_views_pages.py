"""VIEWS on the pages: beside our forecast of a country, among risks and on the scoreboard; nothing where it is not loaded."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from lxml import html

from lakefolder import Folder, activity
from smallpanel import write_panel
from viewsfiles import counted, forecast, page, runs
from vrede.fetch.answers import Answer, AnswerFile, write_answers
from vrede.lake.store import Store
from vrede.pipeline.forecasts import issue_into
from vrede.warning.panel import month_id
from vrede.web.site import page_cache
from vrede.web.site import search_index as index

RUN, LATER = "fatalities003_2021_10_t01", "fatalities003_2021_11_t01"
NOVEMBER, DECEMBER = month_id(2021, 11), month_id(2021, 12)


def answered(home: Path, **files: bytes) -> None:
    """Answers of VIEWS as they are kept."""
    answers = {}
    for name, data in files.items():
        path = home / "2021-11-20" / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        file = AnswerFile(path, f"https://api.viewsforecasting.org/{name}", hashlib.sha256(data).hexdigest())
        answers[name] = Answer(name, "2021-11-20", "2021-11-20", (file,), 1, "2021-10")
    write_answers(home, answers)


def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, with_views: bool) -> None:
    """A lake with a forecast from October 2021, and deaths to December."""
    made = Folder(tmp_path / "sources", tmp_path / "lake")
    made.file("iati/a.xml", activity("A", "3 2021-01-01 5"))
    folder = write_panel(made.root / "conflict")
    issue_into(Store(str(made.lake)), folder, month_id(2021, 10), date(2021, 11, 20))
    if with_views:
        rows = [forecast(m, code, chance, mean, 1) for m in (NOVEMBER, DECEMBER, DECEMBER + 1) for code, chance, mean in (("MLI", 0.25, 9.54), ("SDN", 0.75, 1234.5))]  # fmt: skip
        answered(
            made.root / "views",
            runs=runs(RUN, LATER),
            **{RUN: page(rows), LATER: page([forecast(DECEMBER, "MLI", 0.1, 2, 1)])},
            predictors=page(
                [counted(DECEMBER, "SDN", 9999, 0, 0), counted(DECEMBER, "MLI", None, None, None, number=2)]
            ),
        )
    monkeypatch.setenv("VREDE_LAKE", str(tmp_path / "lake"))
    page_cache.forget()
    index.forget()
    made.build()


def words(client: Client, path: str) -> str:
    """The text of a page."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(html.fromstring(answer.content).text_content().split())


PAGES = ("warning/SDN/", "warning/money/", "warning/skill/")
TERMS = {"en": "Its interface states no licence", "nl": "De interface noemt geen licentie"}


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_views_stands_beside_ours(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    """The run with the same last month of data, its terms, the months that both have, and the months in which the counts differ."""
    site(tmp_path, monkeypatch, with_views=True)
    for path in PAGES:
        said = words(client, f"/{lang}/{path}")
        assert TERMS[lang] in said, path
        assert RUN in said and LATER not in said, path
    country = words(client, f"/{lang}/warning/SDN/")
    assert {"en": "75%", "nl": "75 %"}[lang] in country.replace("\xa0", " ")
    assert {"en": "1,235", "nl": "1.235"}[lang] in country or {"en": "1,234", "nl": "1.234"}[lang] in country
    assert {"en": "9,999 at VIEWS", "nl": "9.999 bij VIEWS"}[lang] in country
    assert {"en": "A second count of deaths", "nl": "Een tweede telling van doden"}[lang] not in words(
        client, f"/{lang}/warning/MLI/"
    )
    assert {"en": "Deaths as in country_month.parquet.", "nl": "Doden volgens country_month.parquet."}[lang] in country


def test_the_scoreboard_scores_both(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two months came; November had begun when ours was issued, so only December counts."""
    site(tmp_path, monkeypatch, with_views=True)
    page_ = html.fromstring(client.get("/en/warning/skill/").content)
    section = page_.xpath("//section[@aria-labelledby='views']")[0]
    rows = [
        [" ".join(c.text_content().split()) for c in row.xpath("./th|./td")] for row in section.xpath(".//tbody/tr")
    ]
    assert [(row[0], row[1], row[2], row[3]) for row in rows] == [
        ("December 2021", "1", RUN, "2"),
        ("November 2021", "1 issued after the month began", RUN, "2"),
    ]
    text = " ".join(section.text_content().split())
    assert "better in 1, worse in 0" in text or "better in 0, worse in 1" in text or "the same in 1" in text


def test_without_views_nothing_is_said_of_it(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No empty box, no heading, no column."""
    site(tmp_path, monkeypatch, with_views=False)
    for path in PAGES:
        answer = client.get(f"/en/{path}").content.decode()
        assert 'aria-labelledby="views"' not in answer and "by VIEWS" not in answer and TERMS["en"] not in answer, path


def test_no_download_has_its_rows(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the headings: its terms are not known."""
    site(tmp_path, monkeypatch, with_views=True)
    for name in ("views_forecast", "views_month", "second_count"):
        lines = client.get(f"/en/data/tables/{name}.csv").content.decode("utf-8-sig").splitlines()
        assert len(lines) == 1 and "iso3" in lines[0], name
    assert len(client.get("/en/data/tables/views_score.csv").content.decode("utf-8-sig").splitlines()) == 3
