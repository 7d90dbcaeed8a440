"""The IATI standard: schemas, codelists, mappings and rulesets, as `vrede validate` reads them.

SOURCE says how they are fetched, each file by the hash that standard.csv gives; nothing of them ships with the package or goes into a snapshot.
"""

from vrede.sources.source import Source
from vrede.sources.standard.fetch import get_standard

SOURCE = Source("standard", fetch=get_standard)

__all__ = ["SOURCE", "get_standard"]
