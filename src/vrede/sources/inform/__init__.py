"""INFORM risk: how likely a humanitarian crisis is in each country, from 0 to 10, newest release first."""

from vrede.sources.country_series import SERIES_TABLES
from vrede.sources.inform.fetch import WORKFLOWS, get_inform
from vrede.sources.inform.read import inform_tables
from vrede.sources.source import Source, answer_files, answered

SOURCE = Source(
    "inform",
    find=answered("inform", WORKFLOWS),
    inputs=answer_files,
    read=inform_tables,
    tables=SERIES_TABLES,
    counted=("country_series",),
    fetch=get_inform,
)

__all__ = ["SOURCE"]
