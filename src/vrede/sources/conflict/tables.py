"""The tables of the country series."""

from __future__ import annotations

from vrede.sources.table import Column, Table

COUNTRY_SERIES = Table(
    "country_series",
    "one value of one series for a country and a year; a missing year is missing, never nothing",
    (
        Column("indicator", "plain", "id of the series (sources/conflict/series.toml)"),
        Column("iso3", "place", "country, ISO 3166-1 alpha-3"),
        Column("year", "integer", "calendar year", unit="year"),
        Column("number", "number", "the value, in the unit of the series"),
        Column("series_file", "file", "the file it was read from"),
        Column("line_no", "integer", "line in that file, the header is 1"),
    ),
    ("indicator", "iso3", "year"),
    of_countries=True,
)

SERIES_FILE = Table(
    "series_file",
    "a file of country series, what was read of it and what was not",
    (
        Column("series", "plain", "id of the source (sources/conflict/series.toml)"),
        Column("series_file", "file", "name below the folder conflict"),
        Column("sha256", "file", "hash of its bytes"),
        Column("lines", "integer", "lines in it"),
        Column("used", "integer", "values that were read"),
        Column("refused", "integer", "values that are no number, or of no known country or year"),
        Column("first_year", "integer", "first year with a value", unit="year"),
        Column("last_year", "integer", "last year with a value", unit="year"),
    ),
    ("series", "series_file"),
)
