"""VIEWS: another public forecast of violence by country and month, and its own count of deaths. A yardstick beside ours, never a source of it.

Its interface states no licence, so its figures are shown beside ours with its name, and nothing of ours is made from them.
"""

from vrede.sources.source import Source, answer_files, answered
from vrede.sources.views.fetch import RUNS, get_views
from vrede.sources.views.read import views_tables
from vrede.sources.views.tables import VIEWS_TABLES

SOURCE = Source(
    "views",
    find=answered("views", RUNS),
    inputs=answer_files,
    read=views_tables,
    tables=VIEWS_TABLES,
    counted=("views_forecast", "views_month"),
    fetch=get_views,
)

__all__ = ["SOURCE"]
