"""Deaths by month from events, by two rules that have the same sum: whole in the month of the end, or spread over the days."""

from __future__ import annotations

from typing import Literal

import polars as pl

from vrede.sources.conflict.event_lines import month_of
from vrede.sources.conflict.event_tables import EVENT_MONTH
from vrede.sources.conflict.releases import CANDIDATE

Rule = Literal["end", "days"]
KEY = ("target", "iso3", "month")


def _spread(events: pl.DataFrame) -> pl.DataFrame:
    """target, iso3, month, deaths: each event over its months by days, largest remainder first, the earlier month at a tie."""
    long = (
        events.select("target", "iso3", "date_start", "date_end", "best")
        .with_row_index("_event")
        .with_columns(
            _month=pl.date_ranges(pl.col("date_start").dt.month_start(), pl.col("date_end").dt.month_start(), "1mo")
        )
        .explode("_month", empty_as_null=True)
    )
    first = pl.max_horizontal("date_start", "_month")
    last = pl.min_horizontal("date_end", pl.col("_month").dt.month_end())
    days = (last - first).dt.total_days() + 1
    whole = (pl.col("date_end") - pl.col("date_start")).dt.total_days() + 1
    long = long.with_columns(_part=pl.col("best") * days // whole, _rest=pl.col("best") * days % whole)
    long = long.sort("_event", "_rest", "_month", descending=[False, True, False]).with_columns(
        _left=pl.col("best") - pl.col("_part").sum().over("_event"),
        _place=pl.int_range(pl.len()).over("_event"),
    )
    more = (pl.col("_place") < pl.col("_left")).cast(pl.Int64)
    return long.select("target", "iso3", month=month_of("_month"), deaths=pl.col("_part") + more)


def months_of(events: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """target, iso3, month (YYYY-MM), deaths (best estimate, whole): the sum over months is the sum over events.

    end: as VIEWS books them, every death in the month of date_end. days: an event of several months is spread over its days,
    both ends counted. A month without events has no row: whether it is nothing or missing, these events cannot tell.
    Raises ValueError for another rule.
    """
    if rule == "end":
        made = events.select("target", "iso3", month=month_of("date_end"), deaths="best")
    elif rule == "days":
        made = _spread(events)
    else:
        raise ValueError(f"no rule {rule!r}: end or days")
    return made.group_by(KEY).agg(pl.col("deaths").sum()).sort(KEY)


def event_months(events: pl.DataFrame) -> pl.DataFrame:
    """Table event_month, both rules side by side. events: as `read_events` chose them, with columns release and clear."""
    parts = {
        "deaths_at_end": months_of(events, "end"),
        "deaths_by_days": months_of(events, "days"),
        "deaths_candidate": months_of(events.filter(pl.col("release") == CANDIDATE), "end"),
        "deaths_unclear": months_of(events.filter(~pl.col("clear")), "end"),
    }
    long = pl.concat([part.select(*KEY, pl.lit(name).alias("_as"), "deaths") for name, part in parts.items()])
    made = long.group_by(KEY).agg(pl.col("deaths").filter(pl.col("_as") == name).sum().alias(name) for name in parts)
    return EVENT_MONTH.conform(made.sort(KEY))
