"""What became of candidate events: those that came, went and changed until the final release."""

from __future__ import annotations

import polars as pl

from vrede.sources.conflict.event_lines import month_of
from vrede.sources.conflict.event_tables import EVENT_REVISION
from vrede.sources.conflict.events import Events, covered_until

KEY = ("target", "iso3")


def event_revision(read: Events) -> pl.DataFrame:
    """Table event_revision; empty unless both releases are loaded and have months in common.

    The months: those in which a candidate event ends and that lie in the years of the final release. An event counts in a
    release where it ends in one of them. One that got another kind or country went in the old and came in the new. For each
    row final = candidate + came - went + changed, in events (without changed) and in deaths.
    """
    until = covered_until(read.final)
    if not until or read.candidate.is_empty():
        return EVENT_REVISION.empty()
    begin = read.final.select(month_of("date_end").min()).item()
    ended = month_of("date_end")
    both = (
        read.candidate.filter(ended.is_between(pl.lit(begin), pl.lit(until)))["date_end"].dt.strftime("%Y-%m").unique()
    )
    of = pl.col("event_id"), *map(pl.col, KEY)
    old = read.candidate.filter(ended.is_in(both.implode())).select(*of, old="best")
    new = read.final.filter(ended.is_in(both.implode())).select(*of, new="best")
    pairs = old.join(new, on=["event_id", *KEY], how="full", coalesce=True)
    had, has = pl.col("old").is_not_null(), pl.col("new").is_not_null()
    made = pairs.group_by(KEY).agg(
        events_candidate=had.sum(),
        events_final=has.sum(),
        events_came=(has & ~had).sum(),
        events_went=(had & ~has).sum(),
        events_changed=(had & has & (pl.col("old") != pl.col("new"))).sum(),
        deaths_candidate=pl.col("old").sum(),
        deaths_final=pl.col("new").sum(),
        deaths_came=pl.col("new").filter(~had).sum(),
        deaths_went=pl.col("old").filter(~has).sum(),
        deaths_changed=(pl.col("new") - pl.col("old")).filter(had & has).sum(),
    )
    return EVENT_REVISION.conform(made.sort(KEY))
