"""Organisation files in a snapshot: the newest copy counts, and what is withheld is in none of its tables."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from lakefolder import Folder, opened
from vrede.withheld.suppression import parse_suppression

BUDGET = (
    '<recipient-country-budget><recipient-country code="{}"><narrative>Land</narrative></recipient-country>'
    '<period-start iso-date="2024-01-01"/><value>{}</value>'
    '<budget-line ref="L"><value>1</value></budget-line></recipient-country-budget>'
)


def organisation(identifier: str, *budgets: str, name: str = "Us", attributes: str = 'default-currency="EUR"') -> str:
    return (
        f"<iati-organisation {attributes}><organisation-identifier>{identifier}</organisation-identifier>"
        f'<name><narrative>{name}</narrative></name><reporting-org ref="{identifier}"/>{"".join(budgets)}</iati-organisation>'
    )


def write(folder: Folder, name: str, *rows: str) -> None:
    path = folder.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = f'<iati-organisations version="2.03">{"".join(rows)}</iati-organisations>'
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def two(folder: Folder) -> Folder:
    write(folder, "old.xml", organisation("NL-A", BUDGET.format("ML", "5"), name="Before"))
    write(folder, "new.xml", organisation("NL-A", BUDGET.format("ML", "7"), BUDGET.format("NE", "8")))
    write(folder, "other.xml", organisation("NL-B", BUDGET.format("ML", "9"), name="Others"))
    folder.datasets("old.xml,2023-01-01,NL-A,,", "new.xml,2024-01-01,NL-A,,", "other.xml,2024-01-01,NL-B,,")
    return folder


def test_the_newest_copy_counts(two: Folder) -> None:
    snapshot = two.build()
    found = snapshot.table("organisation").select("organisation_identifier", "name", "vintage")
    assert found.rows() == [("NL-A", "Us", "2024-01-01"), ("NL-B", "Others", "2024-01-01")]
    budgets = snapshot.table("organisation_budget")
    assert budgets.select("organisation_key", "recipient", pl.col("amount").cast(pl.Float64)).rows() == [
        (0, "ML", 7.0),
        (0, "NE", 8.0),
        (1, "ML", 9.0),
    ]
    assert set(budgets["currency"]) == {"EUR"}
    assert set(budgets["period_start"]) == {date(2024, 1, 1)}
    assert snapshot.table("organisation_budget_line").height == 3


def test_a_file_of_organisations_is_no_file_of_activities(two: Folder) -> None:
    snapshot = two.build()
    assert set(snapshot.table("dataset")["kind"]) == {"organisations"}
    assert snapshot.table("activity").is_empty()


@pytest.mark.parametrize("older", [False, True])
@pytest.mark.parametrize(
    ("line", "left", "budgets"),
    [("partner,NL-A,", ["NL-B"], 1), ("place,MLI,", ["NL-A", "NL-B"], 1), ("place,NER,", ["NL-A", "NL-B"], 2)],
)
def test_what_is_withheld(two: Folder, line: str, left: list[str], budgets: int, older: bool) -> None:
    secret = parse_suppression(f"kind,value,reason\n{line}\n".encode())
    if older:
        two.build()
        snapshot = opened(two.lake, secret)
    else:
        snapshot = two.build(secret)
    assert snapshot.table("organisation")["organisation_identifier"].to_list() == left
    assert snapshot.table("organisation_budget").height == budgets
    assert snapshot.table("organisation_budget_line").height == budgets
    word = {"partner,NL-A,": "NL-A", "place,MLI,": "ML", "place,NER,": "NE"}[line]
    for name in ("organisation", "organisation_budget", "organisation_budget_line", "organisation_narrative"):
        for column in snapshot.table(name).select(pl.col(pl.String)).iter_columns():
            assert word not in column.to_list(), (name, column.name)
