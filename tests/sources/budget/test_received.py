"""Who received what: euro as published, persons without a name apart, and nothing that could be added to a line of the budget."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from statefiles import recipients_of
from vrede.sources.budget.live import read_live, shape_at
from vrede.sources.budget.read import BudgetError
from vrede.sources.budget.received import read_received
from vrede.sources.budget.rows import rows_of
from vrede.sources.budget.tables import BUDGET_ISSUE, BUDGET_RECIPIENT


def written(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "answer.json"
    path.write_bytes(data)
    return path


def read(tmp_path: Path, data: bytes, only: int | None = 2025) -> tuple[pl.DataFrame, pl.DataFrame]:
    return read_received(rows_of(written(tmp_path, data)), only)


def test_the_answer_of_the_notes(shared: Path) -> None:
    path = shared / "live-shapes" / "rijksfinancien-ontvangers.json"
    if not path.is_file():
        pytest.skip("live-shapes/rijksfinancien-ontvangers.json is not here")
    found = read_live(path)
    assert found.shape == "received" and found.lines.height == 0
    assert found.recipients.select("recipient", "amount_eur_cents", "unnamed").rows() == [
        ("Voorbeeldstichting", 125_000_000, False),
        ("Geanonimiseerde ontvanger(s)", 9_800_000, True),
    ]


def test_euro_and_no_article(tmp_path: Path) -> None:
    found, issues = read(
        tmp_path, recipients_of(2025, Stichting_Vrede=1250000, Terug="‒5", **{"Geanonimiseerde_ontvanger(s)": 7})
    )
    assert shape_at(tmp_path / "answer.json") == "received"
    assert found.schema == BUDGET_RECIPIENT.schema and issues.schema == BUDGET_ISSUE.schema
    assert found.select("year", "article", "recipient", "amount_eur", "unnamed").rows() == [
        (2025, None, "Stichting Vrede", 1_250_000, False),
        (2025, None, "Terug", -5, False),
        (2025, None, "Geanonimiseerde ontvanger(s)", 7, True),
    ]


def test_only_the_year_that_was_asked_for(tmp_path: Path) -> None:
    data = json.dumps(
        {"ontvangers": [{"naam": "A", "realisatie": {"2024": 1, "2025": 2}}, {"naam": "B", "realisatie": []}]}
    )
    assert read(tmp_path, data.encode())[0].select("year", "amount_eur").rows() == [(2025, 2)]
    assert read(tmp_path, data.encode(), None)[0]["year"].to_list() == [2024, 2025]


@pytest.mark.parametrize("amount", [1.5, "1,5", "abc", None, True, ["5"], 10**15])
def test_an_amount_that_is_none_is_an_issue(tmp_path: Path, amount: object) -> None:
    found, issues = read(tmp_path, recipients_of(2025, A=amount, B=3))
    assert found["recipient"].to_list() == ["B"]
    assert issues["line_no"].to_list() == [1]


def test_a_record_twice_counts_once_and_two_amounts_both(tmp_path: Path) -> None:
    rows = [{"naam": "A", "realisatie": {"2025": n}} for n in (5, 5, 6)] + [
        {"naam": " ", "realisatie": {"2025": 1}},
        "x",
    ]
    found, issues = read(tmp_path, json.dumps({"ontvangers": rows}).encode())
    assert found["amount_eur"].to_list() == [5, 6]
    assert issues["line_no"].to_list() == [2, 4, 5]


@pytest.mark.parametrize(
    "data", [b"<html></html>", b'{"ontvangers": []}', b"{}", b'{"ontvangers": [{"na', b'{"message": "no"}']
)
def test_what_is_no_answer_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(BudgetError):
        read_live(written(tmp_path, data))
