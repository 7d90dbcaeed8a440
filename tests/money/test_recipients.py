"""Recipients of a year: the largest first or by name, and those without a name apart."""

from __future__ import annotations

import polars as pl
import pytest

from vrede.money import ORDERS, recipient_years, recipients_of
from vrede.sources.budget.tables import BUDGET_RECIPIENT

PAID = [
    ("b", 5, False, 2025),
    ("A", 5, False, 2025),
    ("c", 9, False, 2025),
    ("left out", 70, True, 2025),
    ("d", 1, None, 2024),
]
TABLE = BUDGET_RECIPIENT.conform(
    pl.DataFrame(PAID, schema=["recipient", "amount_eur", "unnamed", "year"], orient="row").with_columns(
        amount_eur_cents=pl.col("amount_eur") * 100
    )
)


@pytest.mark.parametrize(("order", "names"), [("amount", ["c", "A", "b"]), ("name", ["A", "b", "c"])])
def test_in_order(order: str, names: list[str]) -> None:
    found = recipients_of(TABLE, 2025, order)
    assert order in ORDERS
    assert found.named["recipient"].to_list() == names
    assert (found.cents, found.unnamed) == (1900, 7000)


def test_years_and_a_year_without_a_line_of_those_left_out() -> None:
    assert recipient_years(TABLE) == [2024, 2025]
    assert recipients_of(TABLE, 2024, "amount").unnamed is None
    assert recipients_of(TABLE, 2020, "amount").named.is_empty()
