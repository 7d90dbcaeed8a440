"""Codes and names of countries and regions, which come with the package.

Codes are those of ISO 3166-1 and of the DAC's regions; names are Babel's (CLDR) with others in use. `country_named` finds a country by any
of its names; `apart_codes` are codes of people whose origin is no country, and of a state that is no more.
"""

from vrede.sources.countries.read import (
    apart_codes,
    apart_name,
    country_codes,
    country_name,
    country_named,
    country_names,
    is_country,
    is_region,
    iso2_of,
    region_name,
)
from vrede.sources.source import Source

SOURCE = Source("countries")

__all__ = [
    "SOURCE",
    "apart_codes",
    "apart_name",
    "country_codes",
    "country_name",
    "country_named",
    "country_names",
    "is_country",
    "is_region",
    "iso2_of",
    "region_name",
]
