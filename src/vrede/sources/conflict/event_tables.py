"""The tables of the events: their files, refused lines, months, the control of the panel, revisions, what a target leaves out."""

from __future__ import annotations

from vrede.sources.table import Column, Table

TARGET_OF_TYPE = {"1": "ged_sb", "2": "ged_ns", "3": "ged_os"}
"""UCDP's type_of_violence -> target: state-based, non-state, one-sided."""
MOST_DEATHS = 2_000_000
"""Deaths in an event, or in a month of a country: more is a slip of somebody's pen."""
REFUSED = (
    "fields",
    "id",
    "type",
    "country",
    "date",
    "order",
    "long",
    "count",
    "negative",
    "huge",
    "clarity",
    "active_year",
    "duplicate",
)
"""Why a line is no event."""
EXCEPTIONS = {
    "no_control": "the total has no row",
    "absent": "the state then is not in the panel",
    "part_year": "only some of its months are",
    "vintages": "the panel's other column agrees",
    "earlier_vintage": "the panel is of the earlier vintage, the control of a later release",
    "unexplained": "nothing in the files tells it",
}
"""Why the panel and a yearly total differ, the first that holds."""

_TARGET = Column("target", "plain", "ged_sb state-based conflict, ged_ns non-state conflict, ged_os one-sided violence")
_SERIES = Column("target", "plain", "column of the panel: a target, or ged_sb_v221, its earlier vintage")
_ISO3 = Column("iso3", "place", "country, ISO 3166-1 alpha-3")
_YEAR = Column("year", "integer", "calendar year", unit="year")
_FILE = Column("event_file", "words", "name below the folder conflict")


def _events(name: str, meaning: str) -> Column:
    return Column(name, "integer", meaning, unit="events")


def _deaths(name: str, meaning: str) -> Column:
    return Column(name, "integer", meaning, unit="deaths")


EVENT_FILE = Table(
    "event_file",
    "a file of UCDP events, what was read of it and what was not: used, unclear, covered, replaced, beyond and refused are all its lines",
    (
        _FILE,
        Column("release", "plain", "final: the yearly release; candidate: the monthly one, to be revised"),
        Column("sha256", "file", "hash of its bytes"),
        _events("lines", "lines that should be events"),
        _events("used", "events that count and whose coding is finished"),
        _events(
            "unclear",
            "events whose coding is not finished (code_status other than Clear): they count, and are shown apart",
        ),
        _events("covered", "candidate events whose id or month a final release holds: the final one counts"),
        _events("replaced", "events that a later release of the same kind gives again, or took back"),
        _events("beyond", "events of a release after a month that no release holds: they wait until that one is there"),
        _events("refused", "lines that are no event: table event_refused"),
        Column("first_month", "plain", "first month in which an event of it ends, YYYY-MM; empty: none"),
        Column("last_month", "plain", "last month in which an event of it ends, YYYY-MM; empty: none"),
    ),
    ("event_file",),
)

EVENT_REFUSED = Table(
    "event_refused",
    "a line of an event file that could not be used, with the reason",
    (
        _FILE,
        Column("line_no", "integer", "line in that file on which it begins, the header is 1"),
        Column("event_id", "words", "its id as it stands there; empty: none to be read"),
        Column("reason", "plain", f"one of {', '.join(REFUSED)}"),
        Column("value", "words", "what stood there, cut short"),
    ),
    ("event_file", "line_no"),
)

EVENT_MONTH = Table(
    "event_month",
    "deaths by month from events, booked in two ways that have the same sum; only countries of which events are loaded",
    (
        _TARGET,
        _ISO3,
        Column("month", "plain", "the month, YYYY-MM"),
        _deaths("deaths_at_end", "deaths, each event whole in the month in which it ends"),
        _deaths("deaths_by_days", "deaths, each event spread over its days"),
        _deaths("deaths_candidate", "part of deaths_at_end that candidate events give"),
        _deaths("deaths_unclear", "part of deaths_at_end of events whose coding is not finished"),
    ),
    ("target", "iso3", "month"),
)

SERIES_CHECK = Table(
    "series_check",
    "the panel's deaths of a year against UCDP's totals by country and year",
    (
        _SERIES,
        _YEAR,
        _deaths("panel", "deaths in the panel's months"),
        _deaths("control", "deaths in the country-year file"),
        Column("share_ppm", "integer", "panel in control; empty where control has none", unit="ppm"),
        Column("countries", "integer", "countries that either of them has in that year"),
        Column("exceptions", "integer", "countries that differ by more than the tolerance: table series_exception"),
    ),
    ("target", "year"),
)

SERIES_EXCEPTION = Table(
    "series_exception",
    "a country and year in which the panel and UCDP's total differ by more than the tolerance, with what is known of it",
    (
        _SERIES,
        _ISO3,
        _YEAR,
        _deaths("panel", "deaths in the panel's months; empty: no month of that year"),
        _deaths("control", "deaths in the country-year file; empty: no such row"),
        Column("reason", "plain", "; ".join(f"{name}: {said}" for name, said in EXCEPTIONS.items())),
    ),
    ("target", "iso3", "year"),
)

EVENT_REVISION = Table(
    "event_revision",
    "from candidate to final, in the months that both releases hold: final = candidate + came - went + changed",
    (
        _TARGET,
        _ISO3,
        _events("events_candidate", "events in the candidate release"),
        _events("events_final", "events in the final release"),
        _events("events_came", "events that only the final release has"),
        _events("events_went", "events that only the candidate release has"),
        _events("events_changed", "events of both with other deaths"),
        _deaths("deaths_candidate", "deaths in the candidate release"),
        _deaths("deaths_final", "deaths in the final release"),
        _deaths("deaths_came", "deaths in the events that came"),
        _deaths("deaths_went", "deaths in the events that went"),
        _deaths("deaths_changed", "more deaths (or fewer: below nothing) in the events of both"),
    ),
    ("target", "iso3"),
)

TARGET_SHARE = Table(
    "target_share",
    "what a forecast of state-based deaths leaves out: deaths of all three kinds by country, last years known",
    (
        _ISO3,
        Column("from_year", "integer", "first year that is counted", unit="year"),
        Column("to_year", "integer", "last year that is counted", unit="year"),
        _deaths("ged_sb", "deaths in state-based conflict"),
        _deaths("ged_ns", "deaths in non-state conflict"),
        _deaths("ged_os", "deaths from one-sided violence"),
        Column(
            "share_left_out_ppm",
            "integer",
            "non-state and one-sided in all three; empty: there were no deaths",
            unit="ppm",
        ),
    ),
    ("iso3",),
)

EVENT_TABLES: tuple[Table, ...] = (
    EVENT_FILE,
    EVENT_REFUSED,
    EVENT_MONTH,
    SERIES_CHECK,
    SERIES_EXCEPTION,
    EVENT_REVISION,
    TARGET_SHARE,
)
