"""The budget of the article: levels and changes per line, year and phase, and whether they add up.

SOURCE gives the lines of the collected file and of the state's files by phase as one table, what disagrees in them, the files with their
hashes, and who received what. `read_live` reads one file of the open data of the state budget by itself.
"""

from vrede.sources.budget.fetch import get_budget
from vrede.sources.budget.found import budget_inputs, budget_tables, find_budget
from vrede.sources.budget.live import read_live, shape_at
from vrede.sources.budget.read import BudgetError, read_budget
from vrede.sources.budget.tables import BUDGET_TABLES
from vrede.sources.source import Source

SOURCE = Source(
    "budget",
    find=find_budget,
    inputs=budget_inputs,
    read=budget_tables,
    tables=BUDGET_TABLES,
    counted=("budget_line",),
    fetch=get_budget,
)

__all__ = ["SOURCE", "BudgetError", "read_budget", "read_live", "shape_at"]
