"""The outside world, one folder a source: its card, how it is fetched and read, and the tables that it gives.

A new source is a new folder with a SOURCE in its face (source.Source) and nothing else: `get`, `build`, `doctor`, the data page and
docs/sources.md find it by walking this folder (`all_sources`). Sources do not know each other.
"""

from vrede.sources.age import age_days, last_day
from vrede.sources.card import Card, judge, load_card
from vrede.sources.source import Source, all_sources, fetch_listed, file_in
from vrede.sources.table import AMOUNT, TEXTS, Column, Table

__all__ = [
    "AMOUNT",
    "TEXTS",
    "Card",
    "Column",
    "Source",
    "Table",
    "age_days",
    "all_sources",
    "fetch_listed",
    "file_in",
    "judge",
    "last_day",
    "load_card",
]
