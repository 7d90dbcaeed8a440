"""The panel of deaths by month, counted from events: nothing is a real nothing wherever a state existed and a release covers the month."""

from __future__ import annotations

import polars as pl

from vrede.sources.conflict.event_lines import month_of
from vrede.sources.conflict.event_tables import TARGET_OF_TYPE
from vrede.sources.conflict.events import Events
from vrede.sources.conflict.states import month_number, states

JANUARY_1980 = 1980 * 12
"""Month numbers count from it: 1 is January 1980."""
EARLIER = "ged_sb_v221"
TARGETS = tuple(TARGET_OF_TYPE.values())


def _number(month: pl.Expr) -> pl.Expr:
    return month_number(month).cast(pl.Int64) - JANUARY_1980


def _spans(counted: pl.DataFrame, first: int, last: int) -> pl.DataFrame:
    """country_id, iso3, in_challenge, month_id: every month in which a state was there. A death before its first month on the list, or
    after its last, makes it longer: what was counted is not lost to a date.
    """
    begin, end = _number(pl.col("first_month")), _number(pl.col("last_month"))
    stated = states().select(
        "country_id",
        "iso3",
        in_challenge=pl.col("in_challenge").cast(pl.Int64),
        _from=pl.max_horizontal(pl.when(pl.col("first_month") == "").then(first).otherwise(begin), first),
        _to=pl.min_horizontal(pl.when(pl.col("last_month") == "").then(last).otherwise(end), last),
    )
    seen = counted.group_by("country_id").agg(_least=pl.col("month_id").min(), _most=pl.col("month_id").max())
    wide = stated.join(seen, on="country_id", how="left").with_columns(
        _from=pl.min_horizontal("_from", "_least"), _to=pl.max_horizontal("_to", "_most")
    )
    there = wide.filter(pl.col("_from") <= pl.col("_to"))
    return there.select(
        "country_id", "iso3", "in_challenge", month_id=pl.int_ranges("_from", pl.col("_to") + 1, dtype=pl.Int64)
    ).explode("month_id")


def months_from(read: Events) -> pl.DataFrame:
    """The months of `Panel` from the events that count: from January of the first year of the whole release to the last month of the
    last release in an unbroken row. Deaths count in the month in which the event ends, events not yet clear among them.

    Needs a whole release. Nothing is known of another vintage: ged_sb_v221 is empty.
    """
    every = read.events.select("country_id", "target", "best", month_id=_number(month_of("date_end")).cast(pl.Int64))
    last = int(str(pl.select(_number(pl.lit(read.until))).item()))
    least = every["month_id"].min()
    first = last if least is None else (int(str(least)) - 1) // 12 * 12 + 1
    counted = (
        every.filter(pl.col("month_id") <= last)
        .group_by("country_id", "month_id")
        .agg(pl.col("best").filter(pl.col("target") == target).sum().alias(target) for target in TARGETS)
    )
    return (
        _spans(counted, first, last)
        .join(counted, on=["country_id", "month_id"], how="left")
        .with_columns(pl.col(TARGETS).fill_null(0), pl.lit(None, dtype=pl.Int64).alias(EARLIER))
        .select("country_id", "month_id", "in_challenge", *TARGETS, EARLIER, "iso3")
        .sort("country_id", "month_id")
    )
