"""What the files of a snapshot can know: until which day, and what was asked for when they were fetched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

import polars as pl

Reach = Literal["whole", "part", "nothing"]
"""How much of a year files can know: all of it, what came before they were retrieved, or not that it began."""


def newest_by_measure(activity: pl.DataFrame) -> dict[str, date]:
    """Measure -> the newest day on which one of its files was retrieved; without measures of which no day is known."""
    known = activity.filter(pl.col("vintage_source") == "retrieved")
    found = known.group_by("measure").agg(pl.col("vintage").max()).iter_rows()
    days = {str(measure): _day(str(vintage)) for measure, vintage in found}
    return {measure: day for measure, day in days.items() if day is not None}


def partial_years(newest: dict[str, date]) -> dict[int, date]:
    """Year -> the last day that its files can know of: the year in which own money was last retrieved, and the year of
    the newest retrieval of all. A year that was retrieved on its last day is whole."""
    days = [max(newest.values())] if newest else []
    days += [newest["own"]] if "own" in newest else []
    return {day.year: day for day in days if (day.month, day.day) != (12, 31)}


def reach(retrieved: date, year: int) -> Reach:
    """What files that were retrieved on a day can know of a year. A year retrieved on its last day is whole."""
    if retrieved >= date(year, 12, 31):
        return "whole"
    return "part" if retrieved.year == year else "nothing"


def whole_year(years: Sequence[int], newest: date | None) -> int | None:
    """The first of some years, the youngest first, that files of this day hold whole; else the first of all.

    >>> whole_year([2021, 2020], date(2021, 6, 15)), whole_year([2021], date(2021, 6, 15)), whole_year([], None)
    (2020, 2021, None)
    """
    whole = (year for year in years if newest is None or reach(newest, year) == "whole")
    return next(whole, years[0] if years else None)


def span(activity: pl.DataFrame, keys: pl.Series) -> tuple[date, date] | None:
    """(first, last) day on which the files of these activities were retrieved; None where no day is known.

    activity: table activity. keys: activity_key.
    """
    rows = activity.filter(pl.col("activity_key").is_in(keys.implode()) & (pl.col("vintage_source") == "retrieved"))
    days = [day for text in rows["vintage"].unique() if text and (day := _day(str(text))) is not None]
    return (min(days), max(days)) if days else None


def selections(dataset: pl.DataFrame) -> dict[str, str]:
    """File -> what was asked for when it was fetched; '' where nobody noted it."""
    return {str(name): text or "" for name, text in dataset.select("dataset", "selection").iter_rows()}


def own_selections(activity: pl.DataFrame, dataset: pl.DataFrame) -> list[str]:
    """What was asked for when the files of own money were fetched, each once; '' where one has no note of it."""
    asked = selections(dataset)
    own = activity.filter(pl.col("measure") == "own")["dataset"].unique().sort()
    return list(dict.fromkeys(asked.get(str(name), "") for name in own))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
