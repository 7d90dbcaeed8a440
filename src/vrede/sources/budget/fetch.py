"""The state budget's tables as open data: CSV with `index,jaar,fase,...,vuo,bedrag`, in thousands of euro.

Kept beside `art4_budget.csv`, which `vrede build` reads: that file is collected from the budget laws, and this one has
another shape and fewer phases.
"""

from __future__ import annotations

from pathlib import Path

from vrede.fetch import Client, Outcome, Progress, fetch_all, quiet, wants

HERE = Path(__file__).parent
FOLDER = HERE.name


def get_budget(folder: Path, client: Client, base: str = "", progress: Progress = quiet) -> list[Outcome]:
    """Into `folder/budget`. base: another address."""
    return fetch_all(wants(HERE, base), folder / FOLDER, client, progress)
