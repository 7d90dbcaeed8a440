"""What the budget authorises: September stands between the first and the second supplementary budget, everywhere."""

from __future__ import annotations

import polars as pl

from vrede.money import CHANGES, LEVELS, Budget
from vrede.money.budget import LAST_FIRST
from vrede.sources.budget.tables import BUDGET_LINE


def budget(*levels: tuple[str, int]) -> Budget:
    rows = [
        {"year": 2026, "bill_year": 2026, "kind": "cash", "measure": "level", "phase": phase, "amount_eur_cents": cents}
        for phase, cents in levels
    ]
    return Budget(BUDGET_LINE.conform(pl.DataFrame(rows)))


def test_the_order_of_phases() -> None:
    for order in (LEVELS, CHANGES):
        at = [order.index(f"{name}_supplementary") for name in ("first", "september", "second")]
        assert at == sorted(at)
    assert LAST_FIRST[0] == "realised" and LAST_FIRST[-1] == "draft"


def test_the_newest_level_may_be_septembers() -> None:
    assert budget(("first_supplementary", 5), ("september_supplementary", 7)).latest(2026, "cash").article == (
        "september_supplementary",
        7,
    )


def test_levels_alone_have_no_changes() -> None:
    assert not budget(("draft", 5)).has_changes(2026)
