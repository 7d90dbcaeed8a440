"""What is asked for: the files that the datasets' descriptions name, the newest years of them, and nothing that is guessed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from needfiles import AT, funding_file, package, people, people_file, plan
from vrede.fetch import Client, Outcome, read_answers
from vrede.fetch.limits import FetchLimits
from vrede.sources.need import SOURCE
from webserver import Answer, serving, sound

FUNDING = "/api/3/action/package_show?id=global-requirements-and-funding-data"
PEOPLE = "/api/3/action/package_show?id=global-hpc-hno"
FILES = AT.removeprefix("https://data.humdata.org")
FTS = "fts_requirements_funding_global.csv"


def got(answers: dict[str, Answer], folder: Path) -> list[Outcome]:
    limits = FetchLimits(attempts=1, wait_seconds=0, wait_most_seconds=0, deadline_seconds=20, read_seconds=5)
    assert SOURCE.fetch is not None
    with serving() as web:
        web.answers = answers
        with Client(limits, frozenset({web.host}), today=date(2026, 11, 30)) as client:
            return SOURCE.fetch(folder, client, web.address("/"), lambda row: None)


def whole(funding: bytes) -> dict[str, Answer]:
    years = {f"hpc_hno_{year}.csv": f"{year}-06-01" for year in (2022, 2023, 2024, 2025, 2026)}
    return {
        FUNDING: sound(package({"readme.csv": "", FTS: "2026-11-29"})),
        PEOPLE: sound(package(years | {"hpc_hno_2026_notes.csv": ""})),
        FILES + FTS: sound(funding),
        **{FILES + name: sound(people_file(people())) for name in years},
    }


def test_the_newest_three_years_and_all_plans(tmp_path: Path) -> None:
    found = got(whole(funding_file(plan())), tmp_path)
    assert {row.state for row in found} == {"new"}
    names = ["funding", "package-funding", "package-people", "people-2024", "people-2025", "people-2026"]
    assert list(read_answers(tmp_path / "need")) == names
    assert SOURCE.find is not None
    tables = SOURCE.tables_of(SOURCE.find(tmp_path))
    assert dict(tables["need_file"].select("need_file", "dated").iter_rows())["funding"] == "2026-11-29"
    assert sorted(tables["people_in_need"]["year"]) == [2024, 2025, 2026]


def test_a_file_is_known_by_its_address_where_its_name_is_a_title(tmp_path: Path) -> None:
    """As some publishers do there; a file of that very name leads."""
    answers = whole(funding_file(plan()))
    for at, file, title in ((FUNDING, FTS, "Requirements and funding"), (PEOPLE, "hpc_hno_2026.csv", "People in need, 2026")):  # fmt: skip
        listed = json.loads(package({FTS: "2026-11-29"} if at == FUNDING else {"hpc_hno_2026.csv": "2026-06-01"}))
        assert listed["result"]["resources"][0]["url"].endswith(file)
        listed["result"]["resources"][0]["name"] = title
        answers[at] = sound(json.dumps(listed).encode())
    assert {row.name: row.state for row in got(answers, tmp_path)} == dict.fromkeys(
        ["package-funding", "package-people", "funding", "people-2026"], "new"
    )


@pytest.mark.parametrize(
    "said", [package({"other.csv": "2026-11-29"}), package({FTS: ""}, success=False), b'{"result": 1}', b"<html></html>"],
    ids=["another file", "no success", "another shape", "a page"],
)  # fmt: skip
def test_a_description_without_the_file_is_a_failure(tmp_path: Path, said: bytes) -> None:
    """What came of the other dataset stays, and nothing is asked for that nobody named."""
    found = {row.name: row for row in got(whole(funding_file(plan())) | {FUNDING: sound(said)}, tmp_path)}
    assert found["package-funding"].state == "failed"
    assert "funding" not in found and found["people-2026"].state == "new"


@pytest.mark.parametrize(
    "data", [b"<!doctype html>", b"a,b\n1,2\n", funding_file()], ids=["a page", "other headings", "nothing"]
)
def test_an_answer_that_is_none_leaves_the_one_before(tmp_path: Path, data: bytes) -> None:
    got(whole(funding_file(plan())), tmp_path)
    before = read_answers(tmp_path / "need")["funding"]
    found = {row.name: row for row in got(whole(data), tmp_path)}
    assert found["funding"].state == "failed"
    assert read_answers(tmp_path / "need")["funding"] == before


def test_half_of_the_plans_is_not_taken(tmp_path: Path) -> None:
    got(whole(funding_file(*(plan(number=str(n)) for n in range(10)))), tmp_path)
    found = {row.name: row for row in got(whole(funding_file(*(plan(number=str(n)) for n in range(4)))), tmp_path)}
    assert (found["funding"].state, found["funding"].reason) == ("failed", "half")
