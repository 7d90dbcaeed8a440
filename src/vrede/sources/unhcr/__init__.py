"""UNHCR: people displaced inside their country, refugees and asylum seekers by country of origin, at the end of each year."""

from vrede.sources.country_series import SERIES_TABLES
from vrede.sources.source import Source, answer_files, answered
from vrede.sources.unhcr.fetch import get_unhcr
from vrede.sources.unhcr.read import unhcr_tables

SOURCE = Source(
    "unhcr",
    find=answered("unhcr"),
    inputs=answer_files,
    read=unhcr_tables,
    tables=SERIES_TABLES,
    counted=("country_series",),
    fetch=get_unhcr,
)

__all__ = ["SOURCE"]
