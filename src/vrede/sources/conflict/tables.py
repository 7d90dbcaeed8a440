"""The tables of the country series, as every source of them fills them."""

from __future__ import annotations

from vrede.sources.country_series import COUNTRY_SERIES, SERIES_FILE

__all__ = ["COUNTRY_SERIES", "SERIES_FILE"]
