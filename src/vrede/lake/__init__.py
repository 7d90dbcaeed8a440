"""The lake: snapshots of tables, written whole or not at all, with a receipt for every row.

`Store` is where it is, `Snapshot` one whole state of it, `write_snapshot` makes one. Tables are declared in lake/tables and read with
`where` and `counted`. The ledger of issued forecasts is here too: nothing is taken out of it, and every line has the hash of the one before.
"""

from vrede.lake.asked import asked_words
from vrede.lake.assembling import ISSUE_ORDER, assemble, dataset_table, file_frame, file_issues
from vrede.lake.content import content_hash
from vrede.lake.export import DESCRIPTOR, export_files, files_hash, is_export
from vrede.lake.formula import neutral, neutral_texts
from vrede.lake.identity import SECONDARY, same_activity
from vrede.lake.inventory import files_by_folder, issues_by_reason, own_files, refused_files
from vrede.lake.ledger import (
    LEDGER,
    LedgerLine,
    append_issue,
    issued_draws,
    issued_file,
    issued_table,
    packed_draws,
    read_ledger,
    unpacked_draws,
)
from vrede.lake.organisations import assemble_organisations
from vrede.lake.parquet import write_small
from vrede.lake.pieces import Gathered, Piece
from vrede.lake.raw import RawFile, RawLake
from vrede.lake.receipt import Receipt, ReceiptError, read_receipt
from vrede.lake.retrieval import (
    newest_by_measure,
    own_selections,
    partial_years,
    reach,
    selections,
    span,
    whole_year,
)
from vrede.lake.rows import counted, gathered, most_first, where, without
from vrede.lake.search_index import CLOSE, OPEN, write_index
from vrede.lake.search_index import FILE as SEARCH_FILE
from vrede.lake.snapshot import (
    Snapshot,
    TableLost,
    TableMissing,
    current_name,
    found_name,
    has_every_file,
    is_whole,
    note_root,
    point_at,
    prune_snapshots,
    read_manifest,
    snapshot_name,
    snapshot_names,
    write_snapshot,
)
from vrede.lake.store import LakeBusy, LakeError, Store
from vrede.lake.unfinished import Unfinished, clear_unfinished
from vrede.lake.whole_folder import replacing

__all__ = [
    "CLOSE",
    "DESCRIPTOR",
    "ISSUE_ORDER",
    "LEDGER",
    "OPEN",
    "SEARCH_FILE",
    "SECONDARY",
    "Gathered",
    "LakeBusy",
    "LakeError",
    "LedgerLine",
    "Piece",
    "RawFile",
    "RawLake",
    "Receipt",
    "ReceiptError",
    "Snapshot",
    "Store",
    "TableLost",
    "TableMissing",
    "Unfinished",
    "append_issue",
    "asked_words",
    "assemble",
    "assemble_organisations",
    "clear_unfinished",
    "content_hash",
    "counted",
    "current_name",
    "dataset_table",
    "export_files",
    "file_frame",
    "file_issues",
    "files_by_folder",
    "files_hash",
    "found_name",
    "gathered",
    "has_every_file",
    "is_export",
    "is_whole",
    "issued_draws",
    "issued_file",
    "issued_table",
    "issues_by_reason",
    "most_first",
    "neutral",
    "neutral_texts",
    "newest_by_measure",
    "note_root",
    "own_files",
    "own_selections",
    "packed_draws",
    "partial_years",
    "point_at",
    "prune_snapshots",
    "reach",
    "read_ledger",
    "read_manifest",
    "read_receipt",
    "refused_files",
    "replacing",
    "same_activity",
    "selections",
    "snapshot_name",
    "snapshot_names",
    "span",
    "unpacked_draws",
    "where",
    "whole_year",
    "without",
    "write_index",
    "write_small",
    "write_snapshot",
]
