"""The data page about violence by month: files with age and refused lines, control, exceptions, revisions, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from lxml import html

from eventfiles import line, text
from vrede.sources.conflict.event_tables import EXCEPTIONS, REFUSED
from vrede.web.pages.data.control import exception_words, refused_words


def part(client: Client, lang: str) -> html.HtmlElement:
    """The section of the page."""
    page = html.fromstring(client.get(f"/{lang}/data/").content)
    return page.xpath("//section[@aria-labelledby='violence']")[0]


def rows(section: html.HtmlElement, caption: str) -> list[list[str]]:
    """The cells of the table with this caption."""
    table = section.xpath(f".//table[caption='{caption}']")[0]
    return [[" ".join(c.text_content().split()) for c in row.xpath("./th|./td")] for row in table.xpath("./tbody/tr")]


@pytest.mark.parametrize(
    ("lang", "files", "release", "revisions"),
    [
        ("en", "Files of events", "candidate, CC BY 4.0", "Revisions by kind of violence"),
        ("nl", "Bestanden met gebeurtenissen", "voorlopig, CC BY 4.0", "Herzieningen per soort geweld"),
    ],
)
def test_files_show_age_and_refused_lines(client: Client, lang: str, files: str, release: str, revisions: str) -> None:
    """The sample's candidate release: to December 2024, three months old on the day of the newest retrieval, one line refused."""
    section = part(client, lang)
    found = {row[0]: row for row in rows(section, files)}
    assert found["ucdp_candidate_made_up.csv"][1:4] == [release, "2024-12", "3"]
    assert found["ucdp_candidate_made_up.csv"][-1] == "1"
    assert found["ucdp_ged_events_made_up.csv"][3] == "15"
    assert len(rows(section, revisions)) == 3


def test_the_control_by_year_is_the_table(client: Client) -> None:
    """Every row of series_check but the earlier vintage's, the newest year first."""
    section = part(client, "en")
    shown = rows(section, "Deaths in the months against the total of the year")
    csv = client.get("/en/data/tables/series_check.csv").content.decode("utf-8-sig").splitlines()[1:]
    assert len(shown) == sum(1 for row in csv if not row.startswith("ged_sb_v221"))
    assert shown[0][:2] == ["state-based conflict", "2024"]
    assert shown[0][4] == "100%"
    assert "No country and year differs by more than the tolerance." in section.text_content()


@pytest.mark.parametrize(
    ("lang", "refused", "reason"),
    [("en", "fewer than no deaths", "not explained"), ("nl", "minder dan nul doden", "niet verklaard")],
)
def test_exceptions_and_refused_lines_have_words(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, refused: str, reason: str
) -> None:
    """24 deaths in the months against 90 in the year."""
    from lakefolder import Folder, activity
    from vrede.web.site import page_cache
    from vrede.web.site import search_index as index

    made = Folder(tmp_path / "sources", tmp_path / "lake")
    made.file("iati/a.xml", activity("A", "3 2020-01-01 5"))
    conflict = made.root / "conflict"
    conflict.mkdir()
    head = "country_id,iso3,month_id,in_challenge,ged_sb,ged_sb_v221,ged_ns,ged_os\n"
    files = {
        "ucdp_ged_events.csv": text(line(1, best=-1)),
        "country_ids.csv": "country_id,gwcode,iso3,name,in_panel,predecessor_country_id,in_africa,in_middle_east\n1,432,MLI,Mali,1,,1,0\n",
        "neighbours.csv": "country_id,neighbour_country_id\n",
        "country_month.csv": head + "".join(f"1,MLI,{month},1,2,2,,\n" for month in range(481, 493)),
        "ucdp_country_year.csv": "country_id_cy,year_cy,sb_total_deaths_best_cy,ns_total_deaths_best_cy,"
        "os_total_deaths_best_cy,cumulative_total_deaths_in_orgvio_best_cy\n432,2020,90,0,10,100\n",
    }
    for name, content in files.items():
        (conflict / name).write_text(content, encoding="utf-8")
    monkeypatch.setenv("VREDE_LAKE", str(tmp_path / "lake"))
    page_cache.forget()
    index.forget()
    made.build()
    section = part(client, lang)
    caption = {"en": "Where months and total differ", "nl": "Waar maanden en totaal verschillen"}[lang]
    kind = {"en": "state-based conflict", "nl": "conflict waarin een staat partij is"}[lang]
    assert rows(section, caption) == [["Mali", "2020", kind, "24", "90", reason]]
    assert refused in section.text_content()


def test_every_reason_has_words() -> None:
    """As the declarations of the tables list them."""
    assert all(exception_words(reason) for reason in EXCEPTIONS)
    assert all(refused_words(reason) for reason in REFUSED)


@pytest.mark.parametrize(
    ("lang", "gap", "unclear"),
    [
        ("en", "After a missing month", "Of 20 deaths in events, 10 are of events that are not clear yet."),
        (
            "nl",
            "Na een ontbrekende maand",
            "Van 20 doden in gebeurtenissen zijn er 10 van gebeurtenissen die nog niet duidelijk zijn.",
        ),
    ],
)
def test_what_is_not_clear_and_what_waits_have_words(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, gap: str, unclear: str
) -> None:
    """A whole release, a candidate month under check, and one after a month that nobody has."""
    from lakefolder import Folder, activity
    from vrede.web.site import page_cache
    from vrede.web.site import search_index as index

    made = Folder(tmp_path / "sources", tmp_path / "lake")
    made.file("iati/a.xml", activity("A", "3 2020-01-01 5"))
    conflict = made.root / "conflict"
    conflict.mkdir()
    files = {
        "GEDEvent_v21_1.csv": text(line(1, date_start="2020-03-01")),
        "GEDEvent_v21_0_1.csv": text(line(2, date_start="2021-01-03", code_status="Check deaths")),
        "GEDEvent_v21_0_3.csv": text(line(3, date_start="2021-03-03")),
    }
    for name, content in files.items():
        (conflict / name).write_text(content, encoding="utf-8")
    monkeypatch.setenv("VREDE_LAKE", str(tmp_path / "lake"))
    page_cache.forget()
    index.forget()
    made.build()
    section = part(client, lang)
    said = " ".join(section.text_content().split())
    assert unclear in said and gap in said
    caption = {"en": "Files of events", "nl": "Bestanden met gebeurtenissen"}[lang]
    found = {row[0]: row[4:] for row in rows(section, caption)}
    assert found["GEDEvent_v21_0_1.csv"] == ["0", "1", "0", "0", "0", "0"]
    assert found["GEDEvent_v21_0_3.csv"] == ["0", "0", "0", "0", "1", "0"]
