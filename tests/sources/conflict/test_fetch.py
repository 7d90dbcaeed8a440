"""UCDP's page of downloads, followed: what it links to today, never what it linked to last year."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from eventfiles import line, text
from vrede.fetch import Client, FetchLimits, read_answers
from vrede.sources.conflict import SOURCE, read_events, read_panel, read_series
from vrede.sources.conflict.fetch import chosen, files_of, get_conflict
from vrede.sources.conflict.found import panel_vintage
from vrede.warning.panel import month_name
from webserver import Web, serving, sound, status

HOME = "https://ucdp.uu.se/downloads/"
PAGE = """<!DOCTYPE html>
<html><head><title>UCDP</title></head><body><nav><a href='/'>Home</a><a href="olddw.html">Older</a></nav>
<div class="row"><h3>Candidate <span>version 26.0.7</span></h3>
  <A class=btn HREF='https://ucdp.uu.se/downloads/candidateged/GEDEvent_v26_0_7.csv' target="_blank">CSV</A>
  <a href="candidateged/GEDEvent_v26_01_26_03.csv">CSV</a> <a href="candidateged/GEDEvent_v26_01_26_06.csv">CSV</a>
  <a href="candidateged/GEDEvent_v26_0_9.csv">CSV</a> <a href="candidateged/ucdp-candidate-codebook1.5.pdf">Codebook</a>
  <a href="http://elsewhere.example/GEDEvent_v26_0_8.csv">A mirror of somebody</a></div>
<div><a data-x="1" href="ged/ged251-csv.zip">old</a><a href="ged/ged261-xlsx.zip">Excel</a><a href=" ged/ged261-csv.zip#top ">CSV</a>
  <a href="/downloads/organizedviolencecy/organizedviolencecy-251-csv.zip">CSV</a>
  <a href="/downloads/organizedviolencecy/organizedviolencecy-261-csv.zip">CSV</a>
  <a href="/downloads/organizedviolencecy/organizedviolencecy-261-xlsx.zip">Excel</a><a href="mailto:x@ucdp.uu.se">Mail</a><a>none</a></div>
</body></html>"""
YEARS = (
    "country_id,country,year,sb_total_deaths_best,ns_total_deaths_best,os_total_deaths_best,cumulative_total_deaths_in_orgvio_best,Version\n"
    "432,Mali,2025,10,0,0,10,26.1\n"
)


def page_at(tmp_path: Path, content: str) -> Path:
    """The page in a file."""
    path = tmp_path / "downloads.html"
    path.write_text(content, encoding="utf-8")
    return path


def test_the_page_gives_the_newest_of_each(tmp_path: Path) -> None:
    """Absolute, rooted and relative links, in whatever quotes, case and order; no code book, no spreadsheet, no other host; no candidate
    release that another holds; and it is known that August is missing."""
    links = chosen(files_of(page_at(tmp_path, PAGE), HOME))
    assert links.yearly == {"ged261-csv.zip": HOME + "ged/ged261-csv.zip"}
    assert links.country_year == {
        "organizedviolencecy-261-csv.zip": HOME + "organizedviolencecy/organizedviolencecy-261-csv.zip"
    }
    assert links.candidates == {
        "GEDEvent_v26_01_26_06.csv": HOME + "candidateged/GEDEvent_v26_01_26_06.csv",
        "GEDEvent_v26_0_7.csv": HOME + "candidateged/GEDEvent_v26_0_7.csv",
        "GEDEvent_v26_0_9.csv": HOME + "candidateged/GEDEvent_v26_0_9.csv",
    }
    assert links.gap


@pytest.mark.parametrize(
    "content", ["", "<html></html>", "\x00\x01", "<a href='ged/ged261.pdf'>x</a>", "<a href='http://['>x</a>"]
)
def test_a_page_without_links_gives_none(tmp_path: Path, content: str) -> None:
    """Nothing is guessed."""
    links = chosen(files_of(page_at(tmp_path, content), HOME))
    assert not (links.yearly or links.country_year or links.candidates)


def zipped(name: str, content: str) -> bytes:
    """One table in a zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr(name, content)
    return stream.getvalue()


@pytest.fixture
def web() -> Iterator[Web]:
    """UCDP as it is when September's release is out and August's stands on no page."""
    with serving() as found:
        found.answers = {
            "/downloads/": sound(PAGE.encode()),
            "/downloads/ged/ged261-csv.zip": sound(
                zipped("GEDEvent_v26_1.csv", text(line(1, date_start="2025-05-03")))
            ),
            "/downloads/organizedviolencecy/organizedviolencecy-261-csv.zip": sound(zipped("OV.csv", "\ufeff" + YEARS)),
            "/downloads/candidateged/GEDEvent_v26_01_26_06.csv": sound(
                text(line(2, best=5, low=3, date_start="2026-06-30")).encode()
            ),
            "/downloads/candidateged/GEDEvent_v26_0_7.csv": sound(
                text(line(2, best=11, date_start="2026-06-30"), line(3, best=9, date_start="2026-07-03")).encode()
            ),
            "/downloads/candidateged/GEDEvent_v26_0_9.csv": sound(text(line(9, date_start="2026-09-03")).encode()),
            "/downloads/olddw.html": sound(b'<a href="candidateged/GEDEvent_v25_0_9.csv">CSV</a>'),
        }
        yield found


QUICK = FetchLimits(attempts=2, wait_seconds=0, wait_most_seconds=0, deadline_seconds=20, read_seconds=5)


def asked(web: Web, to: Path) -> list[tuple[str, str, str]]:
    """(name, state, reason) of what was asked."""
    with Client(QUICK, frozenset({web.host})) as client:
        return [(row.name, row.state, row.reason) for row in get_conflict(to, client, web.address(""))]


ALL = [
    "downloads",
    "older-downloads",
    "ged",
    "country-year",
    "candidate-26-01-26-06",
    "candidate-26-0-7",
    "candidate-26-0-9",
]


def test_what_was_fetched_is_read(web: Web, tmp_path: Path) -> None:
    """From the page to the panel: the answers, their newest months, June's event as July has it, and the vintage."""
    assert asked(web, tmp_path) == [(name, "new", "") for name in ALL]
    home = tmp_path / "conflict"
    answers = read_answers(home)
    assert {name: one.newest for name, one in answers.items()} == {
        "downloads": "",
        "ged": "2025-05",
        "country-year": "2025",
        "candidate-26-01-26-06": "2026-06",
        "candidate-26-0-7": "2026-07",
        "candidate-26-0-9": "2026-09",
        "older-downloads": "",
    }
    assert SOURCE.find is not None and SOURCE.find(tmp_path) == home
    assert read_events(home).events.select("event_id", "best").rows() == [(1, 10), (2, 11), (3, 9)]
    assert month_name(int(str(read_panel(home).months["month_id"].max()))) == "2026-07"
    assert panel_vintage(home) == "GED 26.1 + candidate 26.01.26.06, 26.0.7"
    series, files = read_series(home)
    assert series.filter(indicator="deaths").select("iso3", "year", "number").rows() == [("MLI", 2025, 10)]
    assert files.select("address", "version").rows()[0][0].endswith("organizedviolencecy-261-csv.zip")
    kept = set(SOURCE.inputs(home))
    assert {file.path for name, one in answers.items() if "downloads" not in name for file in one.files} <= kept
    assert [state for _name, state, _reason in asked(web, tmp_path)] == ["unchanged"] * 7


def test_a_fetched_release_counts_before_a_copy_that_lay_there(web: Web, tmp_path: Path) -> None:
    """Of the same release the one that came last, whatever its name looks like."""
    home = tmp_path / "conflict"
    home.mkdir()
    old = text(line(1, best=99, high=99, date_start="2025-05-03"))
    (home / "GEDEvent_v26_1.csv").write_text(old, encoding="utf-8")
    (home / "GEDEvent_v26_0_7.csv").write_text(
        text(line(3, best=77, high=99, date_start="2026-07-03")), encoding="utf-8"
    )
    assert read_events(home).events["best"].to_list() == [99]
    asked(web, tmp_path)
    assert read_events(home).events.select("event_id", "best").rows() == [(1, 10), (2, 11), (3, 9)]


def test_a_page_without_the_yearly_table_costs_no_month(web: Web, tmp_path: Path) -> None:
    """The events of the page are asked for all the same, and what is missing is a failure in words."""
    page = re.sub("<a[^>]*organizedviolencecy[^>]*>[^<]*</a>", "", PAGE)
    assert "organizedviolencecy" not in page
    web.answers["/downloads/"] = sound(page.encode())
    told = asked(web, tmp_path)
    assert ("country-year", "failed", "no links") in told
    assert {name for name, state, _reason in told if state == "new"} == {*ALL} - {"country-year"}


def test_a_page_that_moved_is_a_failure_in_words_and_the_copy_stays(web: Web, tmp_path: Path) -> None:
    """Nothing else is asked then."""
    asked(web, tmp_path)
    web.asked.clear()
    web.answers["/downloads/"] = sound(b"<html>We have a new site. <a href='/en/data'>Data</a></html>")
    assert asked(web, tmp_path) == [("downloads", "failed", "no links")]
    assert [path for path, _headers in web.asked] == ["/downloads/"]
    assert read_events(tmp_path / "conflict").events.height == 3


def test_one_failure_stops_nothing_else(web: Web, tmp_path: Path) -> None:
    """A page in a table's place, a half zip, and a table of another kind: each in words, the rest comes."""
    ged = zipped("GEDEvent_v26_1.csv", text(line(1)))
    web.answers |= {
        "/downloads/ged/ged261-csv.zip": sound(ged[: len(ged) // 2]),
        "/downloads/candidateged/GEDEvent_v26_0_7.csv": sound(b"<html>relid</html>"),
        "/downloads/candidateged/GEDEvent_v26_01_26_06.csv": sound(b"relid,id\n1,2\n"),
    }
    assert asked(web, tmp_path) == [
        ("downloads", "new", ""),
        ("older-downloads", "new", ""),
        ("ged", "failed", "content"),
        ("country-year", "new", ""),
        ("candidate-26-01-26-06", "failed", "content"),
        ("candidate-26-0-7", "failed", "content"),
        ("candidate-26-0-9", "new", ""),
    ]
    web.answers["/downloads/ged/ged261-csv.zip"] = status(403)
    assert asked(web, tmp_path)[2] == ("ged", "failed", "refused")


def test_a_month_that_is_missing_is_looked_for_among_the_older_files(web: Web, tmp_path: Path) -> None:
    """September waits until August is there; then both count."""
    asked(web, tmp_path)
    home = tmp_path / "conflict"
    assert read_events(home).until == "2026-07"
    assert read_events(home).files["beyond"].sum() == 1
    web.answers["/downloads/candidateged/GEDEvent_v26_0_8.csv"] = sound(text(line(8, date_start="2026-08-03")).encode())
    web.answers["/downloads/olddw.html"] = sound(b'<a href="candidateged/GEDEvent_v26_0_8.csv">CSV</a>')
    assert [name for name, state, _reason in asked(web, tmp_path) if state == "new"] == [
        "older-downloads",
        "candidate-26-0-8",
    ]
    assert read_events(home).until == "2026-09"
    assert panel_vintage(home) == "GED 26.1 + candidate 26.01.26.06, 26.0.7, 26.0.8, 26.0.9"


def test_months_that_were_fetched_stay_when_the_page_no_longer_has_them(web: Web, tmp_path: Path) -> None:
    """UCDP takes a month from the page when the next comes: what came before still counts."""
    asked(web, tmp_path)
    web.answers["/downloads/"] = sound(PAGE.replace("GEDEvent_v26_0_7", "GEDEvent_v26_0_8").encode())
    web.answers["/downloads/candidateged/GEDEvent_v26_0_8.csv"] = sound(text(line(8, date_start="2026-08-03")).encode())
    asked(web, tmp_path)
    assert read_events(tmp_path / "conflict").until == "2026-09"
