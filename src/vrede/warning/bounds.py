"""The bounds by which the warning counts: policy, in force on the last day that policy speaks of, since one forecast is compared with another."""

from __future__ import annotations

from datetime import date
from functools import cache

from vrede.article import Policy, load_policy


@cache
def _policy() -> Policy:
    return load_policy()


def _bound(name: str) -> int:
    return _policy().whole_number(name, date.max)


VIOLENT_MONTH = _bound("violent_month_deaths")
"""Deaths from which a month is violent: the event that is forecast, and the peace that an onset ends."""
QUIET_MONTHS = _bound("quiet_months")
"""Months without a violent one after which a violent month is an onset."""
ALARM = _bound("alarm_percent") / 100
"""The chance from which a month counts as warned of."""
SEEN = _bound("seen_percent") / 100
"""The chance from which an onset counts as seen."""
