"""The World Bank: population, gross domestic product and governance by country and year, one question an indicator (indicators.toml)."""

from vrede.sources.country_series import SERIES_TABLES
from vrede.sources.source import Source, answer_files, answered
from vrede.sources.worldbank.fetch import get_worldbank
from vrede.sources.worldbank.read import worldbank_tables

SOURCE = Source(
    "worldbank",
    find=answered("worldbank"),
    inputs=answer_files,
    read=worldbank_tables,
    tables=SERIES_TABLES,
    counted=("country_series",),
    fetch=get_worldbank,
)

__all__ = ["SOURCE"]
