"""The budget of the article: levels and changes per line, year and phase, and whether they add up.

SOURCE gives tables budget_line and budget_issue from the collected file. `read_live` reads the open data of the state budget as it is fetched,
which has another shape and fewer phases.
"""

from pathlib import Path

from vrede.sources.budget.live import read_live, shape_at
from vrede.sources.budget.read import FILE, BudgetError, budget_tables, read_budget
from vrede.sources.budget.tables import BUDGET_ISSUE, BUDGET_LINE, BUDGET_RECIPIENT
from vrede.sources.source import Source, fetch_listed, file_in

SOURCE = Source(
    "budget",
    find=file_in("budget", FILE),
    read=budget_tables,
    tables=(BUDGET_LINE, BUDGET_ISSUE),
    counted=("budget_line",),
    fetch=fetch_listed(Path(__file__).parent),
)

__all__ = ["BUDGET_RECIPIENT", "SOURCE", "BudgetError", "read_budget", "read_live", "shape_at"]
