"""The state's file of one phase: totals lead and are never summed with their lines, and the column is that of the phase."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from statefiles import HEAD, row, state_file
from vrede.sources.budget.live import read_live, shape_at
from vrede.sources.budget.read import BudgetError
from vrede.sources.budget.rows import rows_of
from vrede.sources.budget.state_file import StateFile, read_state_file
from vrede.sources.budget.tables import BUDGET_ISSUE, BUDGET_LINE

S = "Subsidies"


def read(tmp_path: Path, data: bytes, year: int | None = None, phase: str = "") -> StateFile:
    path = tmp_path / "file.csv"
    path.write_bytes(data)
    return read_state_file(rows_of(path), "file", year, phase)


def amounts(
    found: StateFile, phase: str = "first_supplementary"
) -> list[tuple[str | None, str | None, str | None, int]]:
    lines = found.lines.filter(pl.col("phase") == phase)
    return lines.select("subarticle", "instrument", "scheme", "amount_thousand_eur").rows()


FOUR = [
    row("900", total="J"),
    row("400", "1", S, total="J"),
    row("400", "1", S, "Noodhulp"),
    row("500", "2", S, "Opvang"),
]


def test_the_answer_of_the_notes_gives_what_its_page_says(shared: Path) -> None:
    """900 is the article's printed total, 400 and 500 its lines, and 400 of the instrument is summed with nothing."""
    path = shared / "live-shapes" / "Budgettaire_Tabellen_2026_O1_excl.csv"
    if not path.is_file():
        pytest.skip("live-shapes/Budgettaire_Tabellen_2026_O1_excl.csv is not here")
    found = read_live(path).lines
    assert found.filter(pl.col("subarticle").is_null())["amount_thousand_eur"].to_list() == [900]
    whole = found.filter(pl.col("instrument").is_null() & pl.col("subarticle").is_not_null())
    assert whole.select("subarticle", "amount_thousand_eur").rows() == [("4.1", 400), ("4.2", 500)]


def test_totals_and_lines(tmp_path: Path) -> None:
    found = read(tmp_path, state_file(*FOUR))
    assert shape_at(tmp_path / "file.csv") == "state"
    assert found.lines.schema == BUDGET_LINE.schema
    assert found.issues.schema == BUDGET_ISSUE.schema
    assert amounts(found) == [
        (None, None, None, 900), ("4.1", S, None, 400), ("4.1", S, "Noodhulp", 400), ("4.2", S, "Opvang", 500),
        ("4.1", None, None, 400), ("4.2", None, None, 500),
    ]  # fmt: skip
    assert found.issues.height == 0
    assert found.facts == {"lines": 4, "used": 4, "refused": 0, "without_figure": 0, "totals_that_differ": 0}


# (what, rows, (printed total, difference)): the total leads
DIFFERING = [
    ("the article", [row("902", total="J"), *FOUR[1:]], [(902, 2)]),
    ("an instrument", [FOUR[0], row("401", "1", S, total="J"), *FOUR[2:]], [(401, 1)]),
    ("a sub-article", [*FOUR, row("399", "1", total="J")], [(399, -1)]),
    ("receipts apart", [*FOUR, row("7", total="J", vuo="O"), row("6", "1", S, "Noodhulp", vuo="O")], [(7, 1)]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), [case[1:] for case in DIFFERING], ids=[case[0] for case in DIFFERING])
def test_a_total_that_differs_leads_and_is_marked(
    tmp_path: Path, rows: list[str], expected: list[tuple[int, int]]
) -> None:
    found = read(tmp_path, state_file(*rows))
    assert found.issues.select("found_thousand_eur", "difference_thousand_eur").rows() == expected
    assert found.facts["totals_that_differ"] == 1
    assert expected[0][0] in found.lines["amount_thousand_eur"].to_list()


def test_a_total_in_the_place_of_a_single_line_is_that_line(tmp_path: Path) -> None:
    """An instrument without schemes, printed as a line and as a total: it counts once, with the total's amount."""
    found = read(tmp_path, state_file(row("10", "1", S), row("11", "1", S, total="J"), row("5", "1", "Opdrachten")))
    assert amounts(found)[:2] == [("4.1", S, None, 11), ("4.1", "Opdrachten", None, 5)]
    assert ("4.1", None, None, 16) in amounts(found)
    assert found.issues["difference_thousand_eur"].to_list() == [1]


@pytest.mark.parametrize(
    ("phase", "column", "level"),
    [("OWB", "StandOWB", "draft"), ("SBS", "StandSBS", "september_supplementary"), ("SBS", "STANDSBSSupp", "september_supplementary"),
     ("SBS", "StandSBSupp", "september_supplementary"), ("SBSupp", "StandSBSupp", "september_supplementary"),
     ("O2", "stand o2", "second_supplementary"), ("O1", "StandOWB;StandO1", "first_supplementary")],
)  # fmt: skip
def test_the_column_is_that_of_the_phase(tmp_path: Path, phase: str, column: str, level: str) -> None:
    """Whatever its case; a column of another phase beside it is not read."""
    amount = "1;5" if ";" in column else "5"
    found = read(tmp_path, state_file(row(amount, "1", S, "A", phase=phase), phase=phase, column=column))
    assert set(found.lines["phase"]) == {level}
    assert set(found.lines["amount_thousand_eur"]) == {5}


def test_the_annual_report_gives_what_was_adopted_and_what_was_realised(tmp_path: Path) -> None:
    data = state_file(row("1.027.165;1 000 000;-27165", total="J", year=2024, phase="JV"), phase="JV")
    found = read(tmp_path, data, 2024, "JV")
    assert found.lines.select("phase", "amount_thousand_eur", "bill_year").rows() == [
        ("adopted", 1_027_165, 2024),
        ("realised", 1_000_000, 2024),
    ]


def test_other_order_more_columns_and_other_case(tmp_path: Path) -> None:
    names = HEAD.format("StandO1").split(";")
    values = row("5", "1", S, "A").split(";")
    head = ";".join(["Extra", *(name.upper() for name in reversed(names))])
    line = ";".join(["x", *reversed(values)])
    found = read(tmp_path, f"{head}\n{line}\n".encode())
    assert ("4.1", S, "A", 5) in amounts(found)


@pytest.mark.parametrize(("text", "read_as"), [("1.012.165", 1012165), ("‒140.706", -140706), ("−5", -5), ("0", 0)])
def test_a_figure_however_it_is_printed(tmp_path: Path, text: str, read_as: int) -> None:
    assert read(tmp_path, state_file(row(text, "1", S, "A"))).lines["amount_thousand_eur"][0] == read_as


@pytest.mark.parametrize("text", ["", " ", "-", "–", "—", "−"])
def test_no_figure_is_not_nothing(tmp_path: Path, text: str) -> None:
    """No line, no zero, and no sum that would look whole; it is counted."""
    found = read(tmp_path, state_file(row(text, "1", S, "A"), row("5", "1", S, "B")))
    assert amounts(found) == [("4.1", S, "B", 5)]
    assert (found.facts["without_figure"], found.issues.height) == (1, 0)


# row | what is said
UNREADABLE = [
    (row("12,5", "1", S, "A"), "'12,5' is not a whole number"), (row("1.23", "1", S, "A"), "'1.23'"), (row("x", "1", S, "A"), "'x'"),
    (row("5", "1", S, "A", vuo="X"), "vuo is 'X'"), (row("5", "1", S, "A", total="?"), "totaal is '?'"),
    (row("5", "1", S, "A", phase="I1"), "the phase is 'I1'"), (row("5", "1", S, "A") + ";7", "16 values for 15 headings"),
    (row("5", "1", S, "A", phase="OWB"), "it is of 2026-OWB"), (row("5", "1", S, "A", year=2025), "it is of 2025-O1"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "said"), UNREADABLE)
def test_what_cannot_be_read_is_an_issue(tmp_path: Path, line: str, said: str) -> None:
    found = read(tmp_path, state_file(line, row("7", "2", S, "B")), 2026, "O1")
    assert said in found.issues["reason"][0]
    assert ("4.2", S, "B", 7) in amounts(found)
    assert found.facts["refused"] == 1


def test_lines_of_other_articles_and_whole_chapters_are_not_ours(tmp_path: Path) -> None:
    other = [row("x", "1", S, "A", article="3"), row("x", "1", S, "A", chapter="V"), row("x", total="J", article="")]
    found = read(tmp_path, state_file(*other, row("7", "2", S, "B")))
    assert found.issues.height == 0
    assert found.facts["lines"] == 4


def test_a_line_twice(tmp_path: Path) -> None:
    """The same counts once; two that differ are none; two schemes of one name have two numbers."""
    same = read(tmp_path, state_file(row("5", "1", S, "A"), row("5", "1", S, "A")))
    assert amounts(same)[0] == ("4.1", S, "A", 5) and same.issues["reason"].to_list() == ["the line stands twice"]
    differing = read(tmp_path, state_file(row("5", "1", S, "A"), row("6", "1", S, "A")))
    assert amounts(differing) == [] and differing.issues.height == 2
    numbered = read(tmp_path, state_file(row("5", "1", S, "A"), row("6", "1", S, "A", number="2")))
    assert amounts(numbered)[-1] == (None, None, None, 11)


HOSTILE = {
    "HTML": b"<!doctype html><html><body>Not here</body></html>",
    "other headings": b"a;b\n1;2\n",
    "empty": b"",
    "the column of another phase": state_file(row("5", "1", S, "A", phase="O2"), phase="O1"),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_is_none_is_refused_in_words(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "file.csv").write_bytes(data)
    with pytest.raises(BudgetError, match="file"):
        read_live(tmp_path / "file.csv")


def test_all_of_another_phase_is_refused(tmp_path: Path) -> None:
    """The service has answered for the first supplementary budget with the draft."""
    with pytest.raises(BudgetError, match="another year or phase"):
        read(tmp_path, state_file(row("5;", "1", S, "A", phase="OWB"), column="StandOWB;StandO1"), 2026, "O1")


def test_half_a_file_is_told_by_its_last_line(tmp_path: Path) -> None:
    whole = state_file(*FOUR)
    found = read(tmp_path, whole[: len(whole) - 40])
    assert "values for 15 headings" in found.issues["reason"][0]
    assert (None, None, None, 900) in amounts(found)
