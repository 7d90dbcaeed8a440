"""Violence, displacement, risk and governance by country and year or month: what is beside the money, each with its age.

SOURCE gives the yearly series. `read_panel` reads deaths by month, from which forecasts are made; `read_events` single events, by which the
panel is checked (`control`, `event_months`, `event_revision`); `read_judgements` what analysts expected. `declared` says what each series is.
"""

from vrede.sources.conflict.cards import event_cards, is_stale, months_old
from vrede.sources.conflict.event_tables import EVENT_TABLES
from vrede.sources.conflict.events import read_events
from vrede.sources.conflict.events_months import event_months
from vrede.sources.conflict.fetch import get_conflict
from vrede.sources.conflict.found import conflict_inputs, find_conflict, panel_inputs, panel_sha256, panel_vintage
from vrede.sources.conflict.judgements import read_judgements
from vrede.sources.conflict.panel import EARLIER, TARGETS, Panel, has_panel, panel_file, read_panel
from vrede.sources.conflict.panel_control import Tolerance, control, target_share, tolerance_of
from vrede.sources.conflict.read import read_series, series_tables
from vrede.sources.conflict.revisions import event_revision
from vrede.sources.conflict.series import Indicator, SeriesError, SeriesSource, declared, indicator, source_of
from vrede.sources.country_series import SERIES_FILE, SERIES_TABLES
from vrede.sources.source import Source

SOURCE = Source(
    "conflict",
    find=find_conflict,
    inputs=conflict_inputs,
    read=series_tables,
    tables=SERIES_TABLES,
    counted=("country_series", "country_month", "event_month"),
    fetch=get_conflict,
    newest=lambda tables: str(tables["country_month"]["month"].max() or "") if "country_month" in tables else "",
)

__all__ = [
    "EARLIER",
    "EVENT_TABLES",
    "SERIES_FILE",
    "SOURCE",
    "TARGETS",
    "Indicator",
    "Panel",
    "SeriesError",
    "SeriesSource",
    "Tolerance",
    "control",
    "declared",
    "event_cards",
    "event_months",
    "event_revision",
    "has_panel",
    "indicator",
    "is_stale",
    "months_old",
    "panel_file",
    "panel_inputs",
    "panel_sha256",
    "panel_vintage",
    "read_events",
    "read_judgements",
    "read_panel",
    "read_series",
    "source_of",
    "target_share",
    "tolerance_of",
]
