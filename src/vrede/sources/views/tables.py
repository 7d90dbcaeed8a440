"""The tables of VIEWS."""

from __future__ import annotations

from vrede.sources.table import Column, Table

TERMS = "; of VIEWS, whose interface states no licence: a yardstick and a check, in no download or export"
_ISO3 = Column("iso3", "place", "country, as VIEWS codes it: ISO 3166-1 alpha-3")
_COUNTRY = Column("country_id", "integer", "number of the country at VIEWS")
_MONTH = Column("month", "plain", "the month, YYYY-MM")

VIEWS_FORECAST = Table(
    "views_forecast",
    "what VIEWS forecast for a country and month, in every run that was fetched" + TERMS,
    (
        Column("run", "plain", "name of the run"),
        Column("origin", "plain", "last month of data in it, YYYY-MM"),
        _ISO3,
        _COUNTRY,
        _MONTH,
        Column("ahead", "integer", "months after the origin", unit="months"),
        Column(
            "p25_ppm", "integer", "chance of 25 deaths or more in state-based conflict; empty: not given", unit="ppm"
        ),
        Column("mean", "number", "deaths expected in state-based conflict; empty: not given", unit="deaths"),
    ),
    ("run", "iso3", "month"),
    of_countries=True,
    passed_on=False,
)

VIEWS_MONTH = Table(
    "views_month",
    "VIEWS' own count of deaths by country and month; what is empty is not known, never nothing" + TERMS,
    (
        _ISO3,
        _COUNTRY,
        _MONTH,
        Column("ged_sb", "integer", "deaths in state-based conflict", unit="deaths"),
        Column("ged_ns", "integer", "deaths in non-state conflict", unit="deaths"),
        Column("ged_os", "integer", "deaths from one-sided violence", unit="deaths"),
    ),
    ("iso3", "month"),
    of_countries=True,
    passed_on=False,
)

VIEWS_ANSWER = Table(
    "views_answer",
    "an answer of VIEWS, what was read of it and what was not",
    (
        Column("answer", "plain", "name of the run, or predictors"),
        Column("retrieved", "plain", "the day on which it came"),
        Column("address", "words", "where it was fetched"),
        Column("sha256", "file", "hash of its first page"),
        Column("lines", "integer", "rows in it"),
        Column("used", "integer", "rows that were read"),
        Column("refused", "integer", "rows of no country code or month, given twice, or with a value that cannot be"),
        Column("last_month", "plain", "last month in it, YYYY-MM"),
    ),
    ("answer",),
)

VIEWS_TABLES = (VIEWS_FORECAST, VIEWS_MONTH, VIEWS_ANSWER)
