"""The made-up budget adds up, but for one row that is wrong on purpose."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from vrede.sources.sample import Truths

CHAIN = (
    ("ontwerpbegroting", "amendement", "vastgesteld"),
    ("vastgesteld", "1e suppletoire", "1e suppletoire"),
    ("1e suppletoire", "2e suppletoire", "2e suppletoire"),
    ("2e suppletoire", "slotwet", "realisatie"),
)
Line = tuple[str, ...]


def table(folder: Path) -> list[dict[str, str]]:
    with (folder / "budget" / "art4_budget.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lines(folder: Path) -> dict[Line, dict[tuple[str, str], int]]:
    found: dict[Line, dict[tuple[str, str], int]] = defaultdict(dict)
    for row in table(folder):
        if row["year"] == row["bill_year"]:
            key = (row["year"], row["kind"], row["subarticle"], row["instrument"], row["scheme"])
            assert (row["phase"], row["measure"]) not in found[key], "one row a key"
            found[key][row["phase"], row["measure"]] = int(row["amount_thousand_eur"])
    return found


def faults(folder: Path) -> list[tuple[Line, str]]:
    wrong = []
    for key, line in lines(folder).items():
        for before, change, after in CHAIN:
            step = line.get((change, "mutatie"))
            if step is not None and line[before, "stand"] + step != line[after, "stand"]:
                wrong.append((key, after))
    return wrong


def test_columns_are_those_of_the_real_table(folder: Path) -> None:
    header = (folder / "budget" / "art4_budget.csv").read_text(encoding="utf-8").split("\n", 1)[0]
    assert header == (
        "chapter,article,subarticle,instrument,scheme,year,kind,phase,amount_thousand_eur,source,note,measure,bill_year"
    )


def test_one_level_is_wrong_and_nothing_else(folder: Path, truths: Truths) -> None:
    """The row breaks the step to it and, being the base of the next one, the step from it."""
    key = ("2021", "ontvangsten", "", "", "")
    assert faults(folder) == [(key, "1e suppletoire"), (key, "2e suppletoire")]
    fault = truths.budget_fault
    assert (str(fault.year), fault.kind, fault.phase, fault.measure) == (*key[:2], "1e suppletoire", "stand")


def test_parts_sum_to_the_article_and_schemes_to_their_part(folder: Path) -> None:
    every = lines(folder)
    for (year, kind, sub, instrument, scheme), line in every.items():
        if instrument or scheme or kind == "ontvangsten":
            continue
        below = [
            k
            for k in every
            if k[:2] == (year, kind)
            and (k[2] == sub and k[3] if sub else (k[2] and not k[3]) or k[3] == "Nog te verdelen")
        ]
        for phase, amount in line.items():
            if below:
                assert sum(every[k][phase] for k in below) == amount, (year, kind, sub, phase)


def test_still_to_be_divided_is_negative_in_one_spring(folder: Path) -> None:
    found = {k[0]: line for k, line in lines(folder).items() if k[3] == "Nog te verdelen"}
    assert list(found) == ["2023"]
    assert found["2023"]["1e suppletoire", "stand"] < 0
    assert found["2023"]["2e suppletoire", "stand"] == 0


def test_realised_amounts_stand_for_past_years(folder: Path) -> None:
    years = {r["year"] for r in table(folder) if r["phase"] == "realisatie"}
    assert years == {str(y) for y in range(2017, 2024)}


def test_the_truths_hold_the_same_rows(folder: Path, truths: Truths) -> None:
    assert [int(r["amount_thousand_eur"]) for r in table(folder)] == [b.amount for b in truths.budget]
    assert sum(1 for b in truths.budget if b.bill_year != b.year) == 1
