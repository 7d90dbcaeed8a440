"""INFORM's newest release, whether this year has one yet or not, and what is said where its server fails."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from vrede.fetch import Client, FetchLimits, read_answers
from vrede.sources.inform import SOURCE
from vrede.sources.inform.fetch import get_inform
from vrede.sources.inform.read import inform_tables
from webserver import Web, serving, sound, status

QUICK = FetchLimits(attempts=1, wait_seconds=0, wait_most_seconds=0, deadline_seconds=20, read_seconds=5)
API = "/inform-index/API/InformAPI"


def releases(*of: tuple[int | str, str, str]) -> bytes:
    """The workflows of a year: number, name, day."""
    return json.dumps(
        [{"WorkflowId": n, "Name": name, "WorkflowDate": f"{day}T00:00:00"} for n, name, day in of]
    ).encode()


def scores(score: object) -> bytes:
    """One country's."""
    return json.dumps([{"IndicatorId": "INFORM", "Iso3": "MLI", "GNAYear": 2025, "IndicatorScore": score}]).encode()


@pytest.fixture
def web() -> Iterator[Web]:
    """2026 has no release yet, 2025 has two and one of another product."""
    with serving() as found:
        found.answers = {
            f"{API}/Workflows/GetByYear/2026": sound(b"[]"),
            f"{API}/Workflows/GetByYear/2025": sound(
                releases(
                    ("495", "INFORM Risk Mid 2025", "2025-08-31"),
                    (480, "INFORM Risk 2025", "2025-02-28"),
                    (600, "INFORM Severity", "2025-11-30"),
                )
            ),
            f"{API}/countries/Scores/?WorkflowId=495&IndicatorId=INFORM": sound(scores(6.4)),
        }
        yield found


def asked(web: Web, to: Path) -> list[tuple[str, str, str, bool]]:
    """(name, state, reason, whether a copy is there) of what was asked."""
    with Client(QUICK, frozenset({web.host}), today=date(2026, 11, 30)) as client:
        rows = get_inform(to, client, web.address(""))
        return [(row.name, row.state, row.reason, bool(row.sha256)) for row in rows]


def test_the_newest_release_of_the_newest_year_that_has_one(web: Web, tmp_path: Path) -> None:
    """That the newest year has none yet is no failure."""
    assert asked(web, tmp_path) == [("workflows-2025", "new", "", True), ("scores-495", "new", "", True)]
    table = inform_tables(tmp_path / "inform")["country_series"]
    assert [str(number) for number in table["number"]] == ["6.400000"]


def test_a_list_without_its_scores_is_no_source_yet(web: Web, tmp_path: Path) -> None:
    """At a first run nothing of it came: a site is made without it."""
    scored = f"{API}/countries/Scores/?WorkflowId=495&IndicatorId=INFORM"
    answer = web.answers.pop(scored)
    assert asked(web, tmp_path)[1][:2] == ("scores-495", "gone")
    assert SOURCE.find is not None and SOURCE.find(tmp_path) is None
    web.answers[scored] = answer
    asked(web, tmp_path)
    assert SOURCE.find(tmp_path) == tmp_path / "inform"


@pytest.mark.parametrize(("code", "name", "reason"), [(500, "workflows-2026", "server"), (404, "workflows-2025", "gone"), (200, "workflows-2025", "content")])  # fmt: skip
def test_a_server_that_fails_takes_nothing_and_what_is_here_is_named(
    web: Web, tmp_path: Path, code: int, name: str, reason: str
) -> None:
    """Not an earlier year of which there never was a copy; and where the server itself fails, no further year is asked for."""
    asked(web, tmp_path)
    before = read_answers(tmp_path / "inform")
    web.answers = dict.fromkeys(web.answers, status(code, b"<html></html>"))
    web.answers[f"{API}/Workflows/GetByYear/2024"] = status(code, b"<html></html>")
    assert asked(web, tmp_path) == [(name, "failed", reason, name == "workflows-2025")]
    assert read_answers(tmp_path / "inform") == before
