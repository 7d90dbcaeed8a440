"""The tables of events for a snapshot: files, refused lines, months, revisions, and the control of the panel."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from vrede.sources.conflict import (
    EVENT_TABLES,
    Panel,
    Tolerance,
    control,
    event_months,
    event_revision,
    read_events,
    target_share,
)


def event_tables(
    folder: Path | None, panel: Panel | None, series: pl.DataFrame, tolerance: Tolerance
) -> dict[str, pl.DataFrame]:
    """Every table of EVENT_TABLES; empty where what it is made from is not loaded. series: country_series. Raises SeriesError."""
    made = {table.name: table.empty() for table in EVENT_TABLES}
    made["target_share"] = target_share(series)
    if panel is not None:
        made["series_check"], made["series_exception"] = control(panel.months, series, tolerance)
    if folder is not None:
        read = read_events(folder)
        made["event_file"], made["event_refused"] = read.files, read.refused
        made["event_month"] = event_months(read.events)
        made["event_revision"] = event_revision(read)
    return made
