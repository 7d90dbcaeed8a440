"""The warning's pages: every figure is a row's, the use is said on each, nonsense is refused, and a withheld place hides all."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import polars as pl
import pytest
from django.test import Client
from django.utils import translation
from lxml import html

from vrede.brief.contents import Facts, Receipts, Subject
from vrede.brief.sections import _forecast as forecast_lines
from vrede.lake.snapshot import Snapshot
from vrede.lake.tables.warning import WARNING_TABLES
from vrede.language.numbers import month as month_words
from vrede.sources.countries import country_name
from vrede.web.api import door
from vrede.web.charts.fan import TOP, Ahead, Counted, fan
from vrede.web.pages.warning.lines import ORDERS, chance_text, leading, stale_words
from vrede.web.pages.warning.risk_money import field_of
from vrede.web.pages.warning.skill import skill
from vrede.web.site import page_cache
from vrede.web.site import snapshot as state

PAGES = [
    "warning/",
    "warning/?target=ged_ns&ahead=12",
    "warning/MLI/",
    "warning/MLI/?target=ged_os",
    "warning/money/",
    "warning/crisis/",
    "warning/triggers/",
    "warning/skill/",
    "warning/model/",
    "warning/issued/",
]
FILES = ["warning.csv", "warning/MLI.csv", "warning/money.csv", "warning/crisis.csv", "warning/triggers.csv"]
FILES += ["warning/issued.csv", "warning/scores.csv"]
WITH_A_FORECAST = [*FILES, "need.csv"]
"""Files that hold a chance, though it be one column of many."""
OF_NO_COUNTRY = ("warning/skill/", "warning/model/")
"""Pages of figures that ship with the code: they stay whatever is withheld."""
MISUSE = {
    "en": "It must not be used for decisions on asylum, return, travel or targets.",
    "nl": "Gebruik haar niet voor besluiten over asiel, terugkeer, reizen of doelwitten.",
}
HIDDEN = {
    "en": "Series of countries are not shown while a place is withheld",
    "nl": "Reeksen van landen worden niet getoond zolang een plaats verborgen moet blijven",
}


def main_of(client: Client, path: str, language: str = "en") -> html.HtmlElement:
    """What stands between header and footer."""
    answer = client.get(f"/{language}/{path}")
    assert answer.status_code == 200, path
    found = html.fromstring(answer.content).xpath("//main")[0]
    assert isinstance(found, html.HtmlElement)
    return found


def lines_of(client: Client, path: str) -> list[dict[str, str]]:
    """A CSV as rows."""
    answer = client.get(f"/en/{path}")
    assert answer.status_code == 200, path
    return list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_what_it_must_not_be_used_for(client: Client, path: str, language: str) -> None:
    """In both languages, above the figures; and no sentence is left in the other one."""
    words = " ".join(main_of(client, path, language).text_content().split())
    assert MISUSE[language] in words
    assert MISUSE["nl" if language == "en" else "en"] not in words


@pytest.mark.parametrize("by", ORDERS)
def test_the_ranking_is_the_table_and_the_csv(client: Client, sample_snapshot: Snapshot, by: str) -> None:
    """Each line of the page is a row of the snapshot; the CSV has them all in the same order."""
    rows = lines_of(client, f"warning.csv?ahead=6&by={by}")
    stored = sample_snapshot.table("forecast").filter((pl.col("target") == "ged_sb") & (pl.col("ahead") == 6))
    assert len(rows) == stored.height
    known = {row["iso3"]: row for row in stored.iter_rows(named=True)}
    for row in rows:
        assert int(row["p25_ppm"]) == known[row["iso3"]]["p25_ppm"]
    listed = [
        [" ".join(cell.text_content().split()) for cell in line.xpath("./th|./td")]
        for line in main_of(client, f"warning/?ahead=6&by={by}").xpath(
            "//section[@aria-labelledby='ranking']//tbody/tr"
        )
    ]
    assert listed
    shown = [row for row in rows if int(row["p25_ppm"]) >= 10_000]
    assert [line[0] for line in listed] == [country_name(row["iso3"], "en") for row in shown]
    assert [line[2] for line in listed] == [" ".join(chance_text(int(row["p25_ppm"]), "en").split()) for row in shown]


def test_a_country_shows_its_months_and_what_moved_them(client: Client, sample_snapshot: Snapshot) -> None:
    """Thirty-six months in the table; reasons and similar situations of that country; the fan has a table of its own."""
    top = sample_snapshot.table("forecast").filter(pl.col("target") == "ged_sb").sort("p25_ppm")["iso3"][-1]
    page = main_of(client, f"warning/{top}/")
    months = sample_snapshot.table("forecast").filter((pl.col("target") == "ged_sb") & (pl.col("iso3") == top))
    assert months.height == 36
    assert page.xpath("//figure//svg")
    rows = lines_of(client, f"warning/{top}.csv")
    assert len({(row["target"], row["month"]) for row in rows}) == len(rows)
    assert {int(row["p25_ppm"]) for row in rows if row["target"] == "ged_sb"} == set(months["p25_ppm"])
    cases = sample_snapshot.table("similar_case").filter(pl.col("iso3") == top)
    assert cases.height
    for name in cases["case_iso3"].head(2):
        assert country_name(str(name), "en") in page.text_content()


def test_a_country_without_a_death_has_its_page(client: Client, sample_snapshot: Snapshot) -> None:
    """Every country that is forecast has a page, also where there is no death of which a share could be left out."""
    none = sample_snapshot.table("target_share").filter(pl.col("share_left_out_ppm").is_null())["iso3"].to_list()
    assert none
    for code in none:
        assert "leave out" not in main_of(client, f"warning/{code}/").text_content()


def _named(client: Client, path: str, heading: str) -> set[str]:
    """The names after a heading, up to the next."""
    words = " ".join(main_of(client, path).text_content().split())
    after = words.split(heading, 1)[1] if heading in words else ""
    return {name for name in (country_name(code, "en") for code in SAMPLE_COUNTRIES) if name in after.split(" All ")[0]}


SAMPLE_COUNTRIES = ("BDI", "MOZ", "RWA", "LBN", "MLI", "SSD", "TCD", "JOR", "YEM", "KEN", "EGY", "BFA")


def test_a_filter_never_makes_money_missing(client: Client) -> None:
    """Who chooses the chain, or only sure placements, is not told that a country has no own money; a region keeps its countries."""
    bare = "A chance of one in five or more, and no own money"
    every = _named(client, "warning/money/", bare)
    assert 0 < len(every) < len(SAMPLE_COUNTRIES)
    for query in ("measure=chain", "measure=field", "grade=text"):
        assert _named(client, f"warning/money/?{query}", bare) == every
    assert _named(client, "warning/money/?region=sahel", bare) <= every
    missing = main_of(client, "warning/crisis/").xpath("//section[@aria-labelledby='inside']/p")[0].text_content()
    for query in ("measure=field", "grade=text"):
        page = main_of(client, f"warning/crisis/?{query}")
        assert page.xpath("//section[@aria-labelledby='inside']/p")[0].text_content() == missing
    sahel = main_of(client, "warning/crisis/?region=sahel").xpath("//section[@aria-labelledby='inside']")[0]
    assert "Egypt" not in sahel.text_content()


def test_a_programme_where_no_months_are_known_cannot_be_told(
    client: Client, sample_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A country that the table of crises lacks is named as one of which nothing can be told, not left out."""
    table = Snapshot.table
    monkeypatch.setattr(
        Snapshot,
        "table",
        lambda self, name: table(self, name).filter(pl.col("iso3") != "YEM") if name == "crisis" else table(self, name),
    )
    words = main_of(client, "warning/crisis/").text_content()
    assert "With money, and it cannot be told: Yemen" in " ".join(words.split())


def test_what_rounds_to_nothing_does_not_rise() -> None:
    """One draw of a thousand more is no rise, a few euros less no fall."""
    assert field_of(1_000, -500_000_000) == ""
    assert field_of(20_000, -1_000) == ""
    assert field_of(None, -500_000_000) == field_of(20_000, None) == ""
    assert field_of(20_000, -500_000_000) == "up-down"


def test_an_older_month_issued_later_does_not_lead(sample_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever tries the forecast on a month of the past does not change the chance beside need and in the brief."""
    headline = sample_snapshot.table("forecast_headline")
    table = Snapshot.table
    later = headline.filter(pl.col("issue") == 1).with_columns(
        issue=pl.lit(3, pl.Int64), origin=pl.lit("2016-10"), month=pl.lit("2017-01"), p25_ppm=pl.lit(1, pl.Int64)
    )
    monkeypatch.setattr(
        Snapshot,
        "table",
        lambda self, name: pl.concat([headline, later]) if name == "forecast_headline" else table(self, name),
    )
    shown = sample_snapshot.table("forecast").filter((pl.col("target") == "ged_sb") & (pl.col("ahead") == 3))
    month, chances = leading(state.State(sample_snapshot))
    assert month == shown["month"][0]
    assert chances == dict(shown.select("iso3", "p25_ppm").iter_rows())
    facts = SimpleNamespace(day=None, table=sample_snapshot.table)
    said = forecast_lines(cast(Facts, facts), Subject("country", "MLI", "Mali"), Receipts("en", sample_snapshot.name))
    assert month_words(month, "en") in str(said)


def test_what_came_too_late_is_marked(
    client: Client, sample_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A score of a month that had begun proves no foresight, and a warning about one can be answered by nobody."""
    assert "no foresight)" not in main_of(client, "warning/issued/").text_content()
    waiting = sample_snapshot.table("trigger_event").height
    assert f"{waiting} warnings wait for an answer." in main_of(client, "warning/triggers/").text_content()
    table, late = Snapshot.table, pl.lit(date(2026, 1, 5))
    day = {"forecast_issue": "issued", "trigger_event": "fired"}
    monkeypatch.setattr(
        Snapshot,
        "table",
        lambda self, name: table(self, name).with_columns(late.alias(day[name])) if name in day else table(self, name),
    )
    page_cache.forget()
    scores = sample_snapshot.table("forecast_score").height
    words = main_of(client, "warning/issued/").text_content()
    assert words.count("(no foresight)") == scores
    assert f"{scores} of them are of months that had begun" in words
    assert {row["in_time"] for row in lines_of(client, "warning/scores.csv")} == {"false"}
    words = main_of(client, "warning/triggers/").text_content()
    assert "0 warnings wait for an answer." in words
    assert words.count("too late: the month had begun") == waiting


def test_inputs_that_are_old_or_missing_stand_in_words(client: Client) -> None:
    """In the reader's language, with what is missing called missing."""
    for path in ("warning/", "warning/MLI/", "warning/issued/"):
        assert "inwoners: niet geladen; inkomen: niet geladen" in main_of(client, path, "nl").text_content()
    with translation.override("en"):
        said = stale_words("deaths by month: 2021-12; gdp: 2018", "en")
    assert said == "deaths by month: December 2021; income: 2018"
    assert stale_words("", "en") == ""


def test_the_words_of_the_proof_are_its_figures(client: Client) -> None:
    """Onsets are counted, not countries; an aim that was missed stands with its bound; what one month weighs is calculated."""
    made = skill()
    page = " ".join(main_of(client, "warning/skill/").text_content().split())
    assert f"{len(made['onsets'])} times new violence began in a country" in page
    worst = made["misses"][0]
    assert (worst["iso3"], worst["month"]) == ("ETH", "2021-12")
    weighs = (worst["deaths"] - worst["expected"]) / (made["pooled"]["countries"] * 12)
    assert 0.6 < weighs / made["windows"]["2021"]["ours"]["crps"] < 0.7
    assert "Ethiopia's December 2021 alone weighs two thirds" in page
    card = main_of(client, "warning/model/", "nl")
    reached = f"{made['pooled']['onset_ap']['ours']:.4f}".replace(".", ",")
    assert f"minstens 0,3300; het werd {reached}" in card.text_content()
    weights = [cell.text_content() for cell in card.xpath("//td[@class='n']")]
    assert weights
    assert all(weight.endswith("\xa0%") for weight in weights)


def test_reasons_name_the_month_that_they_explain(client: Client) -> None:
    """Whichever month is asked for: the reasons are those of the month that pages lead with."""
    for ahead in ("3", "36"):
        words = main_of(client, f"warning/MLI/?ahead={ahead}").text_content()
        assert "What makes the chance of 25 deaths in March 2025 other" in " ".join(words.split())


def test_the_api_takes_a_number_as_a_number(client: Client) -> None:
    """03 is 3, as on the pages: it is not a month of which nothing is known."""
    rows = client.get("/api/v1/forecast?ahead=3&country=MLI").json()["rows"]
    assert rows
    for same in ("03", "3.0"):
        assert client.get(f"/api/v1/forecast?ahead={same}&country=MLI").json()["rows"] == rows


def test_every_table_of_the_forecast_says_its_use() -> None:
    """An export has the tables without the pages."""
    of_the_forecast = [
        t for t in WARNING_TABLES if t.name.startswith(("forecast", "similar", "crisis", "trigger", "judg"))
    ]
    assert len(of_the_forecast) == 9
    assert all("not for decisions on asylum" in table.meaning for table in of_the_forecast)


def test_the_fan_holds_its_widest_band(client: Client) -> None:
    """No band ends where the drawing does: the highest point of the widest lies on or below the top of the scale."""
    drawn = fan(
        "f", "t", [Counted("2024-12", 10)], [Ahead("2025-01", (0, 1, 2, 5, 9, 30, 4000))], "en", ("a", "b", "c")
    )
    heights = [float(y) for y in re.findall(r"[ML][\d.]+ (-?[\d.]+)", drawn)]
    assert min(heights) >= TOP


def test_the_ledger_page_has_every_issue(client: Client, sample_snapshot: Snapshot) -> None:
    """With the first sign of its hash; the CSV has the hashes whole."""
    issues = sample_snapshot.table("forecast_issue")
    assert issues["issue"].n_unique() == 2
    words = main_of(client, "warning/issued/").text_content()
    for line in issues.iter_rows(named=True):
        assert line["hash"][:8] in words
    assert {row["hash"] for row in lines_of(client, "warning/issued.csv")} == set(issues["hash"])
    scores = sample_snapshot.table("forecast_score")
    assert len(lines_of(client, "warning/scores.csv")) == scores.height > 0


def test_need_and_the_brief_lead_to_the_forecast(client: Client, sample_snapshot: Snapshot) -> None:
    """The need page has its chance beside the money; the API has the same figure."""
    headline = sample_snapshot.table("forecast_headline").filter(pl.col("issue") == pl.col("issue").max())
    mali = headline.filter((pl.col("iso3") == "MLI") & (pl.col("target") == "ged_sb")).row(0, named=True)
    page = main_of(client, "need/?clause=F3&year=all")
    link = page.xpath("//a[@href='/en/warning/MLI/']")
    assert [one.text_content() for one in link] == [chance_text(mali["p25_ppm"], "en")]
    told = client.get(f"/api/v1/forecast?country=MLI&target=ged_sb&ahead={mali['ahead']}").json()
    assert [row["p25_ppm"] for row in told["rows"]] == [mali["p25_ppm"]]
    assert MISUSE["en"] in told["use"]


@pytest.mark.parametrize("path", WITH_A_FORECAST)
def test_every_line_of_a_file_says_what_it_must_not_be_used_for(client: Client, path: str) -> None:
    """A line may be copied without its page."""
    rows = lines_of(client, path)
    assert {row["use"].endswith(MISUSE["en"]) for row in rows} <= {True}


def test_the_whole_forecast_as_parquet(client: Client, sample_snapshot: Snapshot) -> None:
    """The table as it stands; what it must not be used for stands in the file itself."""
    body = io.BytesIO(client.get("/nl/warning.parquet").content)
    assert pl.read_parquet(body).equals(sample_snapshot.table("forecast"))
    assert MISUSE["nl"] in pl.read_parquet_metadata(body)["use"]


@pytest.mark.parametrize("path", ["warning/", "warning/skill/", "warning/issued/"])
def test_maps_and_scores_say_what_the_target_leaves_out(client: Client, sample_snapshot: Snapshot, path: str) -> None:
    """The share of deaths in other kinds of violence, by its own arithmetic."""
    sums = sample_snapshot.table("target_share").select("ged_sb", "ged_ns", "ged_os").sum().row(0)
    share = round(100 * (sums[1] + sums[2]) / sum(sums))
    assert f"{share}% of all deaths in organised violence" in main_of(client, path).text_content()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("warning/?target=ged_xx", "target is one of"),
        ("warning/?ahead=0", "ahead is a number of months"),
        ("warning/?ahead=37", "ahead is a number of months"),
        ("warning/?ahead=1e3", "ahead is a number of months"),
        ("warning/?ahead=²", "ahead is a number of months"),
        ("warning/?ahead=00011", "ahead is a number of months"),
        (f"warning/?ahead=0001{'9' * 4900}", "ahead is a number of months"),
        ("warning/?by=name", "by is one of"),
        ("warning/ZZZ/", ""),
        ("warning/mali/", ""),
        ("warning/%3Cscript%3E/", ""),
        ("warning/MLI/?target=1", "target is one of"),
    ],
)
def test_nonsense_is_refused_in_words(client: Client, path: str, said: str) -> None:
    """404, with what may be asked."""
    answer = client.get(f"/en/{path}")
    assert answer.status_code == 404
    assert said in answer.content.decode()
    assert "<script>" not in answer.content.decode().split("<main")[1]


@pytest.mark.parametrize("place", ["MLI", "NLD"])
def test_while_a_place_is_withheld_no_forecast_of_any_is_shown(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample_snapshot: Snapshot, place: str
) -> None:
    """Whichever place it is: every page says so, no file and no answer of the API has a row, and no name slips through."""
    before = sample_snapshot.table("forecast").sort("p25_ppm").filter(pl.col("iso3") != place)
    other = country_name(str(before["iso3"][-1]), "en")
    assert other in main_of(client, "warning/").text_content()
    listed = tmp_path / "suppress.csv"
    listed.write_text(f"kind,value,reason\nplace,{place},test\n", encoding="utf-8")
    monkeypatch.setenv("VREDE_SUPPRESS", str(listed))
    page_cache.forget()
    door.forget()
    for path in PAGES:
        for language in ("en", "nl"):
            answer = client.get(f"/{language}/{path}")
            words = html.fromstring(answer.content).xpath("//main")[0].text_content()
            if path in OF_NO_COUNTRY:
                assert answer.status_code == 200
                continue
            assert answer.status_code in (200, 404)
            assert answer.status_code == 404 or HIDDEN[language] in words, path
            assert other not in words, path
            assert "warnings wait" not in words
            assert "No month of an issued forecast" not in words
    for path in FILES:
        answer = client.get(f"/en/{path}")
        assert answer.status_code == 404 or len(b"".join(answer).splitlines()) <= 1, path
    assert pl.read_parquet(io.BytesIO(client.get("/en/warning.parquet").content)).is_empty()
    for name in ("forecast", "forecast/issued", "forecast/scores"):
        assert client.get(f"/api/v1/{name}").json()["rows"] == []
