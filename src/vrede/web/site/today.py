"""The day on which a page is read: how old a fact is, and whether a month is past, is no matter of the snapshot."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from vrede.web.site.snapshot import State

ZONE = ZoneInfo("Europe/Amsterdam")


def now() -> date:
    """Today, where the readers are."""
    return datetime.now(ZONE).date()


def today(state: State) -> date:
    """The day of reading; made-up data is read on the day of its own policy, for ever."""
    manifest = state.snapshot.manifest
    return date.fromisoformat(manifest["policy_day"]) if manifest["made_up"] else now()


def read_on(state: State) -> date | None:
    """The day by which a forecast is old and a month past; None for made-up data, which has no age."""
    return None if state.snapshot.manifest["made_up"] else now()
