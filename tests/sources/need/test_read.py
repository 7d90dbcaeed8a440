"""What OCHA publishes, line by line: what is a plan, what is none, what is of a whole country, and what cannot be read."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from needfiles import FUNDING_HEAD, PEOPLE_HEAD, funding_file, people, people_file, plan, without_plan
from vrede.sources.need.read import Read, read_funding, read_people
from vrede.sources.need.rows import NeedError


def funding(tmp_path: Path, data: bytes) -> Read:
    path = tmp_path / "funding.csv"
    path.write_bytes(data)
    return read_funding(path)


def persons(tmp_path: Path, data: bytes) -> Read:
    path = tmp_path / "people.csv"
    path.write_bytes(data)
    return read_people(path, 2026)


def of(rows: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in rows]


def test_the_answers_of_the_notes(shared: Path) -> None:
    folder = shared / "live-shapes"
    for name in ("fts-requirements-funding-global.csv", "hpc-hno-2026.csv"):
        if not (folder / name).is_file():
            pytest.skip(f"live-shapes/{name} is not here")
    plans = read_funding(folder / "fts-requirements-funding-global.csv").rows
    assert of(plans, "kind", "iso3", "requirements_usd", "funding_usd") == [
        ("plan", "AFG", Decimal(1_000_000_000), Decimal(250_000_000)),
        ("without_plan", "AFG", None, Decimal(40_000_000)),
    ]
    found = read_people(folder / "hpc-hno-2026.csv", 2026).rows
    assert of(found, "iso3", "in_need", "targeted", "reached") == [("AFG", 22_000_000, 17_000_000, None)]


KINDS = [
    (plan(), "plan", "AFG"), (without_plan(), "without_plan", "AFG"), (plan(number=""), "without_plan", "AFG"), (plan("AFG,PAK"), "regional", None),
    (plan(""), "regional", None), (without_plan(""), "without_plan", None), (plan("ZZY"), "plan", "ZZY"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "kind", "iso3"), KINDS)
def test_kinds_of_rows(tmp_path: Path, line: str, kind: str, iso3: str | None) -> None:
    assert of(funding(tmp_path, funding_file(line)).rows, "kind", "iso3") == [(kind, iso3)]


def test_a_code_of_no_list_is_kept_and_told(tmp_path: Path) -> None:
    found = funding(tmp_path, funding_file(plan("ZZY"), plan("AFG"), plan("AFG,PAK")))
    assert of(found.rows, "listed") == [(False,), (True,), (None,)]


# as it stands, what it is, whether that is an issue
AMOUNTS = [
    ("1000", Decimal(1000), False), ("0", Decimal(0), False), ("12.50", Decimal("12.50"), False), ("", None, False), (" ", None, False),
    ("-", None, False), ("–", None, False), ("−5", Decimal(-5), False), ("1.000.000", None, True), ('"1,000"', None, True), ("1e9", None, True), ("abc", None, True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "amount", "issue"), AMOUNTS)
def test_an_amount_is_exact_or_missing(tmp_path: Path, text: str, amount: Decimal | None, issue: bool) -> None:
    """Nothing is '0' alone."""
    found = funding(tmp_path, funding_file(plan(asked=text)))
    assert of(found.rows, "requirements_usd", "funding_usd") == [(amount, Decimal(250))]
    assert bool(found.issues) is issue


@pytest.mark.parametrize(
    ("text", "count", "issue"),
    [
        ("0", 0, False),
        ("22.0", 22, False),
        ("", None, False),
        ("-", None, False),
        ("22.5", None, True),
        ("−1", None, True),
        ("22.000.000", None, True),
    ],
)
def test_a_count_is_whole_or_missing(tmp_path: Path, text: str, count: int | None, issue: bool) -> None:
    found = persons(tmp_path, people_file(people(in_need=text)))
    assert of(found.rows, "in_need") == [(count,)]
    assert bool(found.issues) is issue


def test_only_whole_countries_and_all_sectors(tmp_path: Path) -> None:
    """Sectors, parts of a country and groups of people are parts of the figure, and are never added."""
    lines = [
        people(),
        people(cluster="EDU", in_need="8"),
        people(category="Children", in_need="9"),
        people(admin="AF01", in_need="7"),
    ]
    found = persons(tmp_path, people_file(*lines))
    assert of(found.rows, "in_need") == [(22_000_000,)]
    assert (found.lines, found.refused, found.issues) == (4, 0, [])


def test_two_descriptions_are_two_figures(tmp_path: Path) -> None:
    found = persons(tmp_path, people_file(people(), people(described="Prioritised", in_need="11")))
    assert of(found.rows, "description", "in_need") == [("Final HNRP Caseload", 22_000_000), ("Prioritised", 11)]
    assert found.issues == []


def test_a_line_twice_counts_once_and_other_figures_are_both_shown(tmp_path: Path) -> None:
    found = persons(tmp_path, people_file(people(), people(), people(in_need="5")))
    assert of(found.rows, "in_need") == [(22_000_000,), (5,)]
    assert of(found.issues, "line_no") == [(3,), (4,)]
    plans = funding(tmp_path, funding_file(plan(), plan(), plan(came="7")))
    assert of(plans.rows, "funding_usd") == [(Decimal(250),), (Decimal(7),)]
    assert "twice" in plans.issues[0]["reason"] and "both are shown" in plans.issues[1]["reason"]


def test_a_line_of_tags_is_no_data(tmp_path: Path) -> None:
    tags = "#country+code," + "," * (PEOPLE_HEAD.count(",") - 1)
    assert len(persons(tmp_path, people_file(tags, people())).rows) == 1
    tags = "#country+code,#activity+id,#activity+name,,,,,,#date+year,#value+requirements,#value+funding,"
    found = funding(tmp_path, funding_file(tags, plan()))
    assert len(found.rows) == 1 and found.issues == []


def test_headings_in_other_case_and_order(tmp_path: Path) -> None:
    names, values = FUNDING_HEAD.upper().split(","), plan().split(",")
    data = funding_file(",".join(reversed(values)), head=",".join(reversed(names)))
    assert of(funding(tmp_path, data).rows, "iso3", "year") == [("AFG", 2026)]


@pytest.mark.parametrize(
    ("line", "said"),
    [(plan() + ",x", "13 values"), (plan(year="20x6"), "the year is"), (plan()[:20], "values for 12 headings")],
)
def test_a_line_that_cannot_be_used_is_an_issue(tmp_path: Path, line: str, said: str) -> None:
    found = funding(tmp_path, funding_file(line, plan("PAK")))
    assert of(found.rows, "iso3") == [("PAK",)]
    assert said in found.issues[0]["reason"] and found.refused == 1


def test_a_code_that_is_none_is_an_issue(tmp_path: Path) -> None:
    found = persons(tmp_path, people_file(people("Afghanistan"), people("PAK")))
    assert of(found.rows, "iso3") == [("PAK",)]
    assert found.issues[0]["field"] == "iso3"


@pytest.mark.parametrize("data", [b"", b"<!doctype html><html></html>", b"a,b\n1,2\n", b"\xff\xfe", b'countryCode,"id'])
def test_another_file_is_refused_in_words(tmp_path: Path, data: bytes) -> None:
    for read in (funding, persons):
        with pytest.raises(NeedError):
            read(tmp_path, data)
