"""People in need, and what humanitarian plans ask for and get: as OCHA publishes both on the Humanitarian Data Exchange.

SOURCE gives the figures of whole countries by description, the plans with their money, what came without a plan, and the files they are
from. They stand beside displacement and deaths and replace neither.
"""

from vrede.sources.need.fetch import FUNDING_PACKAGE, PEOPLE_PACKAGE, get_need
from vrede.sources.need.gathered import need_tables
from vrede.sources.need.tables import NEED_TABLES
from vrede.sources.source import Source, answer_files, answered

SOURCE = Source(
    "need",
    find=answered("need", FUNDING_PACKAGE, PEOPLE_PACKAGE),
    inputs=answer_files,
    read=need_tables,
    tables=NEED_TABLES,
    counted=("plan_funding", "people_in_need"),
    fetch=get_need,
)

__all__ = ["SOURCE"]
