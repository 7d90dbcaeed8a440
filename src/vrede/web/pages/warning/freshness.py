"""What a page says first of a forecast that is old: it is told before any of its chances."""

from __future__ import annotations

import polars as pl

from vrede.article import Language
from vrede.language import month
from vrede.sources import last_day
from vrede.sources.conflict import is_stale
from vrede.warning import is_past
from vrede.web.site.snapshot import State
from vrede.web.site.today import today
from vrede.web.site.words import say


def origin_of(state: State) -> str:
    """The last month that the newest forecast knows, YYYY-MM; '' where none is shown."""
    forecast = state.snapshot.table("forecast")
    return "" if forecast.is_empty() else str(forecast.select(pl.col("origin").max()).item())


def stale_forecast(state: State, language: Language) -> str:
    """Why the forecast is not fresh, in words; '' where it is, or where none is shown."""
    origin, day = origin_of(state), today(state)
    end = last_day(origin)
    if end is None or not is_stale(origin, day):
        return ""
    return say("warning.freshness.stale", origin=month(origin, language), days=(day - end).days)


def month_is_past(state: State, number: str) -> bool:
    """Whether a month (YYYY-MM) of the forecast is over: what it said of it is no news."""
    return is_past(number, today(state))
