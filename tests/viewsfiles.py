"""Answers of VIEWS that a test writes itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

RUNS = ["fatalities002_2026_10_t01", "fatalities003_2026_10_t01", "fatalities003_2026_09_t02", "predictors_fatalities003_0000_00", "r_2021_01_01"]  # fmt: skip


def runs(*names: object) -> bytes:
    """The list of runs."""
    return json.dumps({"runs": list(names or RUNS)}).encode()


def forecast(
    month: int, code: str = "SDN", chance: Any = 0.998, mean: Any = 163.02, number: int = 245
) -> dict[str, Any]:
    """One row of a run. month: from January 1980."""
    return {
        "country_id": number,
        "month_id": month,
        "name": code,
        "isoab": code,
        "main_mean": mean,
        "main_dich": chance,
    }


def counted(month: int, code: str = "SDN", *deaths: Any, number: int = 245) -> dict[str, Any]:
    """One row of the count of deaths: sb, ns, os."""
    names = ("ucdp_ged_sb_best_sum", "ucdp_ged_ns_best_sum", "ucdp_ged_os_best_sum")
    return {"country_id": number, "month_id": month, "isoab": code, **dict(zip(names, deaths, strict=True))}


def page(
    rows: Sequence[dict[str, Any]], at: int = 1, of: int = 1, total: int | None = None, following: str = ""
) -> bytes:
    """One page of an answer."""
    said = {
        "next_page": following,
        "page_cur": at,
        "page_count": of,
        "row_count": len(rows) if total is None else total,
    }
    return json.dumps({**said, "prev_page": "", "data": list(rows)}).encode()
