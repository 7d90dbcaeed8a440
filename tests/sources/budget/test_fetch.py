"""What is asked for: the files that the pages list, each year's recipients, and never an address that nobody wrote."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from statefiles import recipients_of, row, state_file
from vrede.fetch import Client, Outcome, read_answers
from vrede.fetch.limits import FetchLimits
from vrede.sources.budget import SOURCE
from vrede.sources.budget.fetch import budget_links
from webserver import Answer, Web, serving, sound, status

AT = "https://www.rijksfinancien.nl/sites/default/files/"
LISTED = "/overzicht-datasets"
OTHER = "/open-data/budgettaire%20tabellen%20rijksbegroting"


def page(*links: str) -> Answer:
    anchors = "".join(f'<a href="{link}">file</a>' for link in links)
    return sound(f"<!doctype html><html><body>{anchors}</body></html>".encode())


def got(answers: dict[str, Answer], folder: Path) -> list[Outcome]:
    with serving() as web:
        web.answers = answers
        return asked(web, folder)


def asked(web: Web, folder: Path) -> list[Outcome]:
    limits = FetchLimits(attempts=1, wait_seconds=0, wait_most_seconds=0, deadline_seconds=20, read_seconds=5)
    assert SOURCE.fetch is not None
    with Client(limits, frozenset({web.host}), today=date(2026, 11, 30)) as client:
        return SOURCE.fetch(folder, client, web.address("/"), lambda row: None)


NAMES = [
    (f"{AT}Budgettaire_Tabellen_2026_O1_excl.csv", "2026-O1"), ("Budgettaire_Tabellen_2026_SBS_excl.csv?v=2", "2026-SBS"),
    ("/x/budgettaire_tabellen_2025_jv_EXCL_0.csv", "2025-JV"), ("/d?file=Budgettaire_Tabellen_2024_OWB_excl.csv", "2024-OWB"),
    ("Budgettaire%20Tabellen%202023_O2_excl.csv", "2023-O2"), ("Budgettaire_Tabellen_2026_O1_incl.csv", ""), ("Budgettaire_Tabellen_2022_JV_excl.csv", ""),
    ("Budgettaire_Tabellen_2026_I1_excl.csv", ""), ("Budgettaire_Tabellen_2026_O1_excl.csv.pdf.csvx", ""), ("Toelichting_2026_O1.pdf", ""),
]  # fmt: skip


@pytest.mark.parametrize(("link", "name"), NAMES)
def test_a_link_is_told_by_its_name(link: str, name: str) -> None:
    files, _packed = budget_links([link], 2023)
    assert [file.name for file in files] == ([name] if name else [])


def test_a_packed_year_is_told_where_its_phases_are_not_listed() -> None:
    links = [f"{AT}Budgettaire_Tabellen_{year}.7z" for year in (2021, 2023, 2024)]
    links += [f"{AT}Budgettaire_Tabellen_2024_{phase}_excl.csv" for phase in ("OWB", "O1", "SBS", "O2", "JV")]
    assert [file.name for file in budget_links(links, 2023)[1]] == ["2023"]


def test_what_the_pages_list_comes_with_the_recipients(tmp_path: Path) -> None:
    """Relative and absolute, listed on either page; a year whose recipients are not published is no failure."""
    found = got(
        {
            LISTED: page("/files/Budgettaire_Tabellen_2026_O1_excl.csv", f"{AT}Budgettaire_Tabellen_2024.7z"),
            OTHER: page(
                f"{AT}Budgettaire_Tabellen_2025_JV_excl.csv?x=1", "/files/Budgettaire_Tabellen_2026_O1_excl.csv"
            ),
            "/files/Budgettaire_Tabellen_2026_O1_excl.csv": sound(state_file(row("5", "1", "S", "A"))),
            "/sites/default/files/Budgettaire_Tabellen_2025_JV_excl.csv?x=1": sound(
                state_file(row("5;4;-1", "1", "S", "A", year=2025, phase="JV"), phase="JV")
            ),
            "/open-data/api/json/financiele_instrumenten?year[]=2025": sound(recipients_of(2025, Stichting=5)),
        },
        tmp_path,
    )
    states = {one.name: (one.state, one.reason) for one in found}
    assert states["2026-O1"] == states["2025-JV"] == states["recipients-2025"] == ("new", "")
    assert states["recipients-2024"] == ("gone", "no copy")
    assert states["2024"] == ("gone", "not needed")
    assert list(read_answers(tmp_path / "budget")) == ["2025-JV", "2026-O1", "recipients-2025"]
    assert SOURCE.find is not None
    tables = SOURCE.tables_of(SOURCE.find(tmp_path))
    assert set(tables["budget_line"]["phase"]) == {"adopted", "realised", "first_supplementary"}
    assert tables["budget_recipient"]["amount_eur"].to_list() == [5]


def test_pages_without_a_link_are_a_failure_and_nothing_is_guessed(tmp_path: Path) -> None:
    found = got({LISTED: page("/about"), OTHER: page()}, tmp_path)
    assert ("tables", "failed", "no links") in [(one.name, one.state, one.reason) for one in found]
    assert not [one for one in found if "Budgettaire" in one.address]


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"<html></html>", "content"), (b"a;b\n1;2\n", "content"), (state_file(row("5", "1", "S", "A", chapter="V")), "empty"),
     (state_file(row("5;", "1", "S", "A", phase="OWB"), column="StandOWB;StandO1"), "content")],
    ids=["HTML", "other headings", "nothing of the article", "another phase"],
)  # fmt: skip
def test_an_answer_that_is_none_is_not_taken(tmp_path: Path, data: bytes, reason: str) -> None:
    link = "/files/Budgettaire_Tabellen_2026_O1_excl.csv"
    found = got({LISTED: page(link), OTHER: status(404), link: sound(data)}, tmp_path)
    assert {one.name: one.reason for one in found}["2026-O1"] == reason
    assert "2026-O1" not in read_answers(tmp_path / "budget")


def test_half_an_answer_leaves_the_one_before(tmp_path: Path) -> None:
    link = "/files/Budgettaire_Tabellen_2026_O1_excl.csv"
    whole = [row("5", "1", "S", f"Scheme {n}", number=str(n)) for n in range(10)]
    for rows, state in ((whole, "new"), (whole[:4], "failed")):
        found = got({LISTED: page(link), OTHER: page(), link: sound(state_file(*rows))}, tmp_path)
        assert {one.name: one.state for one in found}["2026-O1"] == state
    assert read_answers(tmp_path / "budget")["2026-O1"].rows == 10
