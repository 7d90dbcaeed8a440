"""What must not be shown, because people can be harmed: the list, and one pass that holds for every table by the roles of its columns.

`open_snapshot` is the only way to read a snapshot: what is on the list of today is in no table of it, also of an older one. `suppress` does
that; `broken_rules` looks before an export whether what is withheld could be told from what is left.
"""

from vrede.withheld.names import hits_of, names_pattern, normal_reference
from vrede.withheld.reidentification import EXPORT_RULES, UNREADABLE, Exported, broken_rules, exported_before
from vrede.withheld.suppression import WITHHELD, WITHHELD_PLACE, ListLine, ListMissing, Suppression, load_suppression
from vrede.withheld.withhold import mark_of, open_snapshot, suppress

__all__ = [
    "EXPORT_RULES",
    "UNREADABLE",
    "WITHHELD",
    "WITHHELD_PLACE",
    "Exported",
    "ListLine",
    "ListMissing",
    "Suppression",
    "broken_rules",
    "exported_before",
    "hits_of",
    "load_suppression",
    "mark_of",
    "names_pattern",
    "normal_reference",
    "open_snapshot",
    "suppress",
]
