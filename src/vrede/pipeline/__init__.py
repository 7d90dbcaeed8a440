"""From a sources folder to a snapshot: what goes in, the gates it has to pass, and the steps.

`find_sources` says what is there, `build` reads what changed and writes a snapshot, `issue_into` appends a forecast to the ledger. Same inputs,
policy and code give the same snapshot under the same name. Work that fans out goes to an executor (`executor`).
"""

from vrede.pipeline.fetching import SourceReport, failed, get_all, newest_of
from vrede.pipeline.forecasts import issue_into, issue_sample
from vrede.pipeline.iati_out import iati_file, iati_publishers, without_amount
from vrede.pipeline.inputs import Sources, SourcesError, find_sources
from vrede.pipeline.labelled import LabelError, labelled_report, read_labels, score_data, score_lines, score_snapshot
from vrede.pipeline.newest import issue_newest, last_whole_month
from vrede.pipeline.placement import evaluate_snapshot, placement_report
from vrede.pipeline.room import BuildRoom, build_room, note_cost
from vrede.pipeline.steps import Built, build
from vrede.pipeline.updating import STATUS, Steps, Updated, clock_fault, last_status, update
from vrede.pipeline.workers import executor

__all__ = [
    "STATUS",
    "BuildRoom",
    "Built",
    "LabelError",
    "SourceReport",
    "Sources",
    "SourcesError",
    "Steps",
    "Updated",
    "build",
    "build_room",
    "clock_fault",
    "evaluate_snapshot",
    "executor",
    "failed",
    "find_sources",
    "get_all",
    "iati_file",
    "iati_publishers",
    "issue_into",
    "issue_newest",
    "issue_sample",
    "labelled_report",
    "last_status",
    "last_whole_month",
    "newest_of",
    "note_cost",
    "placement_report",
    "read_labels",
    "score_data",
    "score_lines",
    "score_snapshot",
    "update",
    "without_amount",
]
