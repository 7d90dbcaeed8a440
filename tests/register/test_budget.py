"""The budget laws of the real file, and a file whose figures do not add up."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from registerbook import Book
from statefiles import row as printed
from statefiles import state_file
from vrede.register.audit.budget_statement import statement
from vrede.register.audit.verification import verify
from vrede.register.budget_file import laws
from vrede.register.chain.postings import balance
from vrede.register.recording.recorder import record
from vrede.sources.budget.live import read_live
from vrede.sources.budget.read import read_budget

THOUSAND = 100_000


@pytest.fixture
def real_file(shared: Path) -> Path:
    return shared / "budget" / "art4_budget.csv"


def test_the_laws_of_the_real_file_give_the_printed_levels(address: str, real_file: Path) -> None:
    """Every law once; the article's room is the last level that is printed, which a plain reading of the file gives too."""
    lines, issues = read_budget(real_file)
    asked, refused = laws(lines, issues, "carla")
    assert refused == []
    book = Book(address, budget=False)
    for one in [*asked, *asked]:
        record(book.database, one)
    assert book.count() == 1 + 7 + len(asked)
    assert verify(book.database) == []
    order = ["draft", "adopted", "first_supplementary", "second_supplementary", "final_law"]
    plain: dict[tuple[str, int, str], tuple[int, int]] = {}
    for row in lines.iter_rows(named=True):
        if row["subarticle"] or row["instrument"] or row["measure"] != "level" or row["phase"] not in order:
            continue
        if row["kind"] == "receipts" or row["bill_year"] != row["year"]:
            continue
        key = (f"XVII.{row['article']}", row["year"], row["kind"])
        plain[key] = max(plain.get(key, (-1, 0)), (order.index(row["phase"]), row["amount_thousand_eur"]))
    assert plain
    for (article, year, kind), (_phase, thousands) in plain.items():
        assert balance(book.database, f"room:{article}:{year}:{kind}") == thousands * THOUSAND, (article, year, kind)
    book.database.close()


def test_the_cut_of_2023_stands_on_what_is_still_to_be_divided(address: str, real_file: Path) -> None:
    """-140,706 thousand in cash: free room falls at once, and no sub-article looks touched."""
    book = Book(address, budget=False)
    for one in laws(*read_budget(real_file), "carla")[0]:
        record(book.database, one)
    rows = {row["line"]: row for row in statement(book.database) if row["year"] == 2023}
    assert rows["undivided"]["cash_free_cents"] == -140_706 * THOUSAND
    assert rows[""]["cash_authority_cents"] == rows[""]["cash_free_cents"] == 963_006 * THOUSAND
    assert sum(rows[line]["cash_free_cents"] for line in rows if line) == 963_006 * THOUSAND
    book.database.close()


def test_a_law_that_does_not_add_up_is_refused_with_the_difference(real_file: Path, tmp_path: Path) -> None:
    """One thousand euro off in what was adopted for 2023: its cash laws are refused, all others stand."""
    raw = pl.read_csv(real_file, infer_schema=False)
    spoilt = (
        (pl.col("year") == "2023")
        & (pl.col("kind") == "uitgaven")
        & (pl.col("phase") == "vastgesteld")
        & pl.col("subarticle").is_null()
        & pl.col("instrument").is_null()
    )
    changed = raw.with_columns(
        amount_thousand_eur=pl.when(spoilt)
        .then((pl.col("amount_thousand_eur").cast(pl.Int64) + 1).cast(pl.String))
        .otherwise("amount_thousand_eur")
    )
    assert not changed.equals(raw)
    changed.write_csv(tmp_path / "spoilt.csv")
    whole, _none = laws(*read_budget(real_file), "carla")
    asked, refused = laws(*read_budget(tmp_path / "spoilt.csv"), "carla")
    assert [(one.year, one.authority, abs(one.difference_cents)) for one in refused] == [(2023, "cash", THOUSAND)]
    kept = [one for one in whole if (one.year, one.facts["authority"]) != (2023, "cash")]
    assert asked == kept


def test_the_states_file_of_september_is_a_law(address: str, tmp_path: Path) -> None:
    """Its printed total is the article's level, its lines the sub-articles'."""
    rows = [
        printed("900", total="J", phase="SBS"),
        *(printed("450", part, "Subsidies", "A", phase="SBS") for part in "12"),
    ]
    (tmp_path / "file.csv").write_bytes(state_file(*rows, phase="SBS"))
    found = read_live(tmp_path / "file.csv")
    asked, refused = laws(found.lines, found.issues, "carla")
    assert refused == []
    assert [(one.facts["phase"], one.facts["level"]) for one in asked] == [("september_supplementary", 900 * THOUSAND)]
    book = Book(address, budget=False)
    record(book.database, asked[0])
    assert balance(book.database, "room:XVII.4:2026:cash") == 900 * THOUSAND
    book.database.close()
