"""The newest whole month of deaths in a sources folder, and the forecast from it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from datetime import date

from vrede.lake import LedgerLine, Store, read_ledger
from vrede.pipeline.forecasts import issue_into
from vrede.pipeline.inputs import Sources
from vrede.pipeline.together import given, together
from vrede.sources.conflict import has_panel, read_panel
from vrede.warning import month_name


def last_whole_month(sources: Sources) -> str:
    """The last month (YYYY-MM) of deaths by month; '' where none are loaded. Raises SeriesError."""
    folder = sources.series
    if folder is None or not has_panel(folder):
        return ""
    return month_name(int(str(read_panel(folder).months["month_id"].max())))


def is_new_month(store: Store, last: str) -> bool:
    """Whether no forecast in the ledger is from this month (YYYY-MM) or a later one. Raises LakeError where the ledger is broken."""
    return bool(last) and all(line.origin < last for line in read_ledger(store))


def issue_newest(
    store: Store,
    sources: Sources,
    issued: date,
    told: Callable[[str], None],
    pool: Callable[[], AbstractContextManager[Executor | None]],
    workers: int,
) -> LedgerLine | None:
    """Issues from the last whole month, with the yearly series of every source; None where it was done before or nothing is loaded.

    Raises what `issue_into` raises.
    """
    if sources.series is None or not is_new_month(store, last_whole_month(sources)):
        return None
    series = together(given(sources.found))["country_series"]
    return issue_into(store, sources.series, None, issued, told, pool, workers, series)
