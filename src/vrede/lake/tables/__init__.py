"""Every table of a snapshot, declared once: the Parquet schema, the data dictionary, the CSV headers and the checks come from here.

BY_NAME has all of them. What a source gives by itself is declared beside its reader and joins them through SOURCE.
"""

from vrede.lake.tables.money import BY_NAME, FORMAT, STORED
from vrede.lake.tables.results import RESULT_TABLES
from vrede.lake.tables.warning import WARNING_TABLES

__all__ = ["BY_NAME", "FORMAT", "RESULT_TABLES", "STORED", "WARNING_TABLES"]
