"""The tables of what was fetched: each row with its file, each file with its date and hash, and what is none told."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from needfiles import AT, funding_file, package, people, people_file, plan
from statefiles import place
from vrede.sources.need import SOURCE
from vrede.sources.need.tables import NEED_TABLES


def tables(tmp_path: Path, files: dict[str, bytes]) -> dict[str, pl.DataFrame]:
    place(tmp_path / "need", files)
    assert SOURCE.find is not None
    return SOURCE.tables_of(SOURCE.find(tmp_path))


def test_rows_carry_their_file_with_date_and_hash(tmp_path: Path) -> None:
    """The date is that of the source's last change where its description says it, else the day on which the file came."""
    made = package({"funding.csv": "2026-11-29"}).replace(AT.encode(), b"https://example.org/")
    found = tables(
        tmp_path,
        {"funding.csv": funding_file(plan()), "people-2026.csv": people_file(people()), "package-funding.json": made},
    )
    assert {name: frame.schema for name, frame in found.items()} == {table.name: table.schema for table in NEED_TABLES}
    assert found["need_file"].select("need_file", "dated", "year", "used").rows() == [
        ("funding", "2026-11-29", None, 1),
        ("people-2026", "2026-11-30", 2026, 1),
    ]
    assert found["plan_funding"].select("requirements_usd", "need_file").rows() == [(Decimal(1000), "funding")]
    assert found["people_in_need"]["year"].to_list() == [2026]
    assert all(len(digest) == 64 for digest in found["need_file"]["sha256"])


def test_a_file_that_is_none_takes_nothing_with_it(tmp_path: Path) -> None:
    found = tables(
        tmp_path,
        {
            "funding.csv": b"<html></html>",
            "people-2026.csv": people_file(people()),
            "package-people.json": b"{}",
            "other.json": b"{}",
        },
    )
    assert found["people_in_need"].height == 1
    (file,) = found["need_file"].filter(pl.col("reason").is_not_null()).to_dicts()
    assert file["need_file"] == "funding" and found["need_issue"]["need_file"].to_list() == ["funding"]


def test_nothing_fetched_is_no_source(tmp_path: Path) -> None:
    assert SOURCE.find is not None and SOURCE.find(tmp_path) is None
    assert all(frame.is_empty() for frame in SOURCE.tables_of(None).values())


@pytest.mark.parametrize(
    "table", [one for one in NEED_TABLES if one.name in ("plan_funding", "people_in_need")], ids=lambda one: one.name
)
def test_lists_of_countries_are_withheld_whole(table: object) -> None:
    assert table.of_countries  # type: ignore[attr-defined]  # a table of a source
    assert "iso3" in table.columns_of("place")  # type: ignore[attr-defined]
