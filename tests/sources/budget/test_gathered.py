"""The budget from all its files: the state's files lead from their first year, the rest stays, and a difference is said."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from statefiles import place, recipients_of, row, state_file
from vrede.sources.budget import SOURCE
from vrede.sources.budget.read import FILE

HEAD = "chapter,article,subarticle,instrument,scheme,year,kind,phase,amount_thousand_eur,source,note,measure,bill_year"
S = "Subsidies"
Tables = dict[str, pl.DataFrame]


def line(
    amount: int, phase: str = "vastgesteld", scheme: str = "", year: int = 2024, bill: int = 0, measure: str = "stand"
) -> str:
    """A line of the collected file; with a scheme one of 4.1, else the article."""
    sub, instrument = ("4.1", S) if scheme else ("", "")
    return f"XVII,4,{sub},{instrument},{scheme},{year},uitgaven,{phase},{amount},s,,{measure},{bill or year}"


def tables(tmp_path: Path, collected: list[str], files: dict[str, bytes]) -> Tables:
    folder = tmp_path / "budget"
    folder.mkdir(exist_ok=True)
    if collected:
        (folder / FILE).write_text("\n".join([HEAD, *collected]) + "\n", encoding="utf-8")
    if files:
        place(folder, files)
    assert SOURCE.find is not None
    return SOURCE.tables_of(SOURCE.find(tmp_path))


def jv(*rows: tuple[str, str, str], year: int = 2024) -> dict[str, bytes]:
    made = [
        row(amounts, part, S if scheme else "", scheme, total="N" if part else "J", year=year, phase="JV")
        for amounts, part, scheme in rows
    ]
    return {f"{year}-JV.csv": state_file(*made, phase="JV")}


def levels(found: Tables, **where: object) -> list[tuple[str, str, int]]:
    rows = found["budget_line"].filter(*(pl.col(name) == value for name, value in where.items()))
    return rows.select("budget_file", "phase", "amount_thousand_eur").rows()


def test_the_collected_file_alone(tmp_path: Path) -> None:
    found = tables(tmp_path, [line(95)], {})
    assert levels(found) == [(FILE, "adopted", 95)]
    assert found["budget_file"].select("budget_file", "lines", "used", "address").rows() == [(FILE, 1, 1, None)]


def test_the_states_files_alone(tmp_path: Path) -> None:
    found = tables(tmp_path, [], jv(("95;90;-5", "", ""), ("95;90;-5", "1", "A")))
    assert levels(found, subarticle="4.1", scheme="A") == [("2024-JV", "adopted", 95), ("2024-JV", "realised", 90)]
    assert found["budget_issue"].height == 0
    (file,) = found["budget_file"].to_dicts()
    assert file["address"] == "https://example.org/2024-JV.csv" and len(file["sha256"]) == 64


def test_nothing_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "budget").mkdir()
    assert SOURCE.find is not None and SOURCE.find(tmp_path) is None


def test_where_both_speak_the_states_file_leads_and_the_difference_is_an_issue(tmp_path: Path) -> None:
    """The adopted level of 2024 as the laws print it against a file that calls another figure so."""
    found = tables(tmp_path, [line(1_027_165)], jv(("1.027.166;1.000.000;0", "", "")))
    assert levels(found, phase="adopted") == [("2024-JV", "adopted", 1_027_166)]
    names = ("budget_file", "line_no", "expected_thousand_eur", "found_thousand_eur", "difference_thousand_eur")
    assert found["budget_issue"].select(names).rows() == [("2024-JV", 2, 1_027_165, 1_027_166, 1)]


def test_names_join_whatever_their_case_and_apostrophes(tmp_path: Path) -> None:
    found = tables(tmp_path, [line(5, scheme="Noodhulpprogramma's")], jv(("5;5;0", "1", "noodhulpprogramma’s ")))
    assert found["budget_issue"].height == 0
    assert [file for file, *_rest in levels(found, phase="adopted")] == ["2024-JV"] * 3


def test_a_line_that_only_the_collected_file_has_is_said(tmp_path: Path) -> None:
    found = tables(tmp_path, [line(5, scheme="Old name")], jv(("5;5;0", "1", "New name")))
    assert levels(found, scheme="Old name") == []
    assert found["budget_issue"].select("scheme", "expected_thousand_eur", "found_thousand_eur").rows() == [
        ("Old name", 5, None)
    ]


def test_it_fills_in_where_a_line_could_not_be_read(tmp_path: Path) -> None:
    found = tables(tmp_path, [line(5, scheme="B")], jv(("5;5;0", "1", "A"), ("x;5;0", "1", "B")))
    assert levels(found, scheme="B", phase="adopted") == [(FILE, "adopted", 5)]


@pytest.mark.parametrize(
    "kept",
    [
        line(9, "amendement", measure="mutatie"), line(9, "1e suppletoire", bill=2023, measure="mutatie"), line(9, "slotwet", measure="mutatie"),
        line(9, year=2022), line(9, "2e suppletoire"),
    ],
    ids=["an amendment", "a change to a later year", "the final law", "an earlier year", "a phase that no file gives"],
)  # fmt: skip
def test_the_rest_stays(tmp_path: Path, kept: str) -> None:
    found = tables(tmp_path, [kept], jv(("5;5;0", "", "")) | jv(("7;7;0", "", ""), year=2022))
    assert (FILE, 9) in found["budget_line"].select("budget_file", "amount_thousand_eur").rows()
    assert not found["budget_line"].filter(pl.col("budget_file") == "2022-JV").height


def test_steps_are_checked_across_the_files(tmp_path: Path) -> None:
    """The draft is the state's, the amendment the collected file's, what was adopted the state's again."""
    draft = {"2024-OWB.csv": state_file(row("100", total="J", year=2024, phase="OWB"), phase="OWB")}
    found = tables(tmp_path, [line(-5, "amendement", measure="mutatie")], draft | jv(("96;90;0", "", "")))
    assert found["budget_issue"].select("rule", "difference_thousand_eur").rows() == [
        ("draft + amendments = adopted", 1)
    ]


def test_september_stands_between(tmp_path: Path) -> None:
    """The change of the second supplementary budget counts from September's level where there is one."""
    files = {
        f"2024-{phase}.csv": state_file(row(amount, total="J", year=2024, phase=phase), phase=phase)
        for phase, amount in (("O1", "100"), ("SBS", "110"), ("O2", "105"))
    }
    changes = [line(10, "septembersuppletoire", measure="mutatie"), line(-5, "2e suppletoire", measure="mutatie")]
    assert tables(tmp_path, changes, files)["budget_issue"].height == 0


def test_a_file_that_is_none_takes_nothing_with_it(tmp_path: Path) -> None:
    """HTML in its place, a file of another phase, recipients that are none: rows with the reason, and the others stand."""
    files = jv(("5;5;0", "", "")) | {
        "2026-O1.csv": b"<!doctype html><html></html>",
        "2026-O2.csv": state_file(row("5", "1", S, "A"), column="StandO1"),
        "recipients-2025.json": b'{"message": "no"}',
        "recipients-2024.json": recipients_of(2024, Stichting=5),
        "other.json": b"{}",
    }
    found = tables(tmp_path, [], files)
    told = found["budget_file"].filter(pl.col("reason").is_not_null())
    assert told["budget_file"].to_list() == ["2026-O1", "2026-O2", "recipients-2025"]
    assert set(told["budget_file"]) <= set(found["budget_issue"]["budget_file"])
    assert not [reason for reason in told["reason"] if str(tmp_path) in reason]
    assert found["budget_recipient"].select("budget_file", "year", "amount_eur").rows() == [
        ("recipients-2024", 2024, 5)
    ]
    assert levels(found, phase="adopted") == [("2024-JV", "adopted", 5)]
