"""Issues of money: what keeps an amount out of a total is named, with the file that it stands in."""

from __future__ import annotations

import pytest

from lakefolder import Folder
from vrede.lake.snapshot import Snapshot


def activity(number: str, inside: str = "", amount: str = "30000") -> str:
    """An activity that spends."""
    return (
        f'<iati-activity default-currency="EUR"><iati-identifier>{number}</iati-identifier><reporting-org ref="NL-KVK-1"/>'
        f'<transaction><transaction-type code="3"/><transaction-date iso-date="2024-03-01"/><value value-date="2024-03-01">{amount}</value>'
        f"</transaction>{inside}</iati-activity>"
    )


def issues(snapshot: Snapshot) -> set[tuple[str, str, str, str]]:
    """File, element, value, reason of what money tells."""
    table = snapshot.table("issue")
    rows = table.filter((table["level"] == "use") & (table["element"] != "datasets.csv"))
    return set(rows.select("dataset", "element", "value", "reason").iter_rows())


TYPES = [("disbursement", "800"), ("03", "900"), (None, "70"), ("14", "6"), ("3 ", "5")]


def test_a_transaction_of_no_type_is_an_issue_with_its_amount(folder: Folder) -> None:
    """In no total, and named; white space around a code is none of it."""
    bare = "".join(
        f'<transaction>{"" if code is None else f"<transaction-type code={chr(34)}{code}{chr(34)}/>"}<transaction-date iso-date="2024-03-01"/>'
        f'<value value-date="2024-03-01">{amount}</value></transaction>'
        for code, amount in TYPES
    )
    folder.file("a.xml", activity("A", bare))
    snapshot = folder.build()
    untyped = {
        value for _file, element, value, _reason in issues(snapshot) if element == "transaction/transaction-type"
    }
    assert untyped == {
        "disbursement: 800.000000 EUR", "03: 900.000000 EUR", "-: 70.000000 EUR", "14: 6.000000 EUR"
    }  # fmt: skip
    assert snapshot.table("slice")["amount_eur_cents"].sum() == 30_005_00


def test_an_issue_of_a_transaction_names_the_file_that_it_stands_in(folder: Folder) -> None:
    """An activity in two year files: the fault is in the second."""
    fault = activity("A", amount="700").replace("<value", '<value currency="ZZZ"').replace("2024-03-01", "2025-03-01")
    folder.file("year-2024.xml", activity("A"))
    folder.file("year-2025.xml", fault)
    folder.datasets("year-2024.xml,2026-10-01,NL-KVK-1,,", "year-2025.xml,2026-10-01,NL-KVK-1,,")
    snapshot = folder.build()
    assert ("year-2025.xml", "transaction", "700.000000 ZZZ", "unpriced: no rate") in issues(snapshot)
    assert snapshot.table("slice")["amount_eur_cents"].to_list() == [3_000_000, None]


@pytest.mark.parametrize(
    ("inside", "element"),
    [
        ('<budget><period-start iso-date="2024-12-31"/><period-end iso-date="2024-01-01"/></budget>', "budget"),
        (
            '<planned-disbursement><period-start iso-date="2024-12-31"/><period-end iso-date="2024-01-01"/></planned-disbursement>',
            "planned-disbursement",
        ),
        (
            '<result><indicator><period><period-start iso-date="2024-12-31"/><period-end iso-date="2024-01-01"/></period></indicator></result>',
            "result/indicator/period",
        ),
    ],
)
def test_a_period_that_ends_before_it_begins_is_an_issue(inside: str, element: str, folder: Folder) -> None:
    """With both days."""
    folder.file("a.xml", activity("A", inside))
    assert ("a.xml", element, "2024-12-31 - 2024-01-01", "the period ends before it begins") in issues(folder.build())
